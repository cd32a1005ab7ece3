import { and, eq, gt, inArray, isNull, lte, sql } from "drizzle-orm";
import { LINK_DAYS } from "../../app/domain/people/user.ts";
import type { Db } from "../connection/database.ts";
import { oneTimeLinks, users } from "../schema/people-tables.ts";

const isSetUp = eq(oneTimeLinks.purpose, "setup");

/** Replaces the set-up link (R3). */
export async function replaceSetUpLink(tx: Db, tokenHash: string): Promise<void> {
	await tx.orm.delete(oneTimeLinks).where(isSetUp);
	await tx.orm.insert(oneTimeLinks).values({ tokenHash, purpose: "setup" });
}

/** Whether this is the current set-up link. */
export async function hasSetUpLink(db: Db, tokenHash: string): Promise<boolean> {
	const rows = await db.orm
		.select({ purpose: oneTimeLinks.purpose })
		.from(oneTimeLinks)
		.where(and(isSetUp, eq(oneTimeLinks.tokenHash, tokenHash)));
	return rows.length > 0;
}

/** Ends the set-up link: there is a user now. */
export async function deleteSetUpLink(tx: Db): Promise<void> {
	await tx.orm.delete(oneTimeLinks).where(isSetUp);
}

/** The user of a password link, and whether the password is the first one. */
export type PasswordLink = { userId: string; email: string; purpose: "invite" | "reset" };

const isLive = gt(oneTimeLinks.expiresAt, sql`now()`);
const ofUser = sql<"invite" | "reset">`${oneTimeLinks.purpose}`;

/** Gives a user a link, and ends the user's earlier ones. */
export async function replaceUserLink(
	tx: Db,
	link: { tokenHash: string; userId: string; purpose: PasswordLink["purpose"] },
): Promise<void> {
	await deleteUserLinks(tx, link.userId);
	await tx.orm
		.insert(oneTimeLinks)
		.values({ ...link, expiresAt: sql`now() + make_interval(days => ${LINK_DAYS})` });
}

/** The purpose of a user's last unused link; null if there is none left. */
export async function findLinkPurpose(
	tx: Db,
	userId: string,
): Promise<PasswordLink["purpose"] | null> {
	const [row] = await tx.orm
		.select({ purpose: ofUser })
		.from(oneTimeLinks)
		.where(eq(oneTimeLinks.userId, userId));
	return row?.purpose ?? null;
}

/** Ends all links of a user. */
export async function deleteUserLinks(tx: Db, userId: string): Promise<void> {
	await tx.orm.delete(oneTimeLinks).where(eq(oneTimeLinks.userId, userId));
}

/**
 * The user of a working link; null for an unknown, used or expired link, and for a disabled user.
 */
export async function findPasswordLink(db: Db, tokenHash: string): Promise<PasswordLink | null> {
	const [row] = await db.orm
		.select({ userId: users.id, email: users.email, purpose: ofUser })
		.from(oneTimeLinks)
		.innerJoin(users, eq(users.id, oneTimeLinks.userId))
		.where(and(eq(oneTimeLinks.tokenHash, tokenHash), isLive, isNull(users.disabledAt)));
	return row ?? null;
}

/** Uses a link up; false if it is gone. */
export async function deleteLink(tx: Db, tokenHash: string): Promise<boolean> {
	const rows = await tx.orm
		.delete(oneTimeLinks)
		.where(eq(oneTimeLinks.tokenHash, tokenHash))
		.returning({ purpose: oneTimeLinks.purpose });
	return rows.length > 0;
}

/** Days in which an ended link still shows that its user was invited. */
const ENDED_LINK_DAYS = 30;

/**
 * Removes long ended links, for space only: they open nothing in any case. A few at a time; returns
 * the number removed.
 */
export async function deleteEndedLinks(tx: Db, now?: Date): Promise<number> {
	const ended = tx.orm
		.select({ tokenHash: oneTimeLinks.tokenHash })
		.from(oneTimeLinks)
		.where(
			lte(
				oneTimeLinks.expiresAt,
				sql`coalesce(${now?.toISOString() ?? null}::timestamptz, now())
					- make_interval(days => ${ENDED_LINK_DAYS})`,
			),
		)
		.limit(1000)
		.for("update", { skipLocked: true });
	const deleted = await tx.orm
		.delete(oneTimeLinks)
		.where(inArray(oneTimeLinks.tokenHash, ended))
		.returning({ tokenHash: oneTimeLinks.tokenHash });
	return deleted.length;
}
