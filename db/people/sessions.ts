import { and, desc, eq, gt, inArray, isNull, lte, ne, sql } from "drizzle-orm";
import type { Role } from "../../app/domain/people/roles.ts";
import {
	SESSION_IDLE_SECONDS,
	SESSION_SECONDS_MAX,
	SESSION_TOUCH_SECONDS,
} from "../../app/domain/people/sign-in.ts";
import { nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { sessions, users } from "../schema/people-tables.ts";

const seconds = (count: number) => sql`make_interval(secs => ${count})`;
const isLive = and(gt(sessions.expiresAt, sql`now()`), isNull(users.disabledAt));

/** A session's user, as stored now. */
export type SessionUser = { id: string; email: string; role: Role; timeZone: string | null };

/**
 * Begins a session. `tokenHash` is the SHA-256 of the cookie's token, `client` the client shown to
 * the user, and `deviceId` the known device.
 */
export async function insertSession(
	tx: Db,
	tokenHash: string,
	userId: string,
	client: string | null = null,
	deviceId: string | null = null,
): Promise<void> {
	await tx.orm.insert(sessions).values({
		tokenHash,
		userId,
		client,
		deviceId,
		expiresAt: sql`now() + ${seconds(SESSION_IDLE_SECONDS)}`,
	});
}

/**
 * The user of a live session, and whether to note this use; null for an unknown or ended session,
 * or a disabled user.
 */
export async function findSession(
	db: Db,
	tokenHash: string,
): Promise<(SessionUser & { touchDue: boolean }) | null> {
	const rows = await db.orm
		.select({
			id: users.id,
			email: users.email,
			role: users.role,
			timeZone: users.timeZone,
			touchDue: sql<boolean>`${sessions.lastSeenAt} <= now() - ${seconds(SESSION_TOUCH_SECONDS)}`,
		})
		.from(sessions)
		.innerJoin(users, eq(users.id, sessions.userId))
		.where(and(eq(sessions.tokenHash, tokenHash), isLive));
	return rows[0] ?? null;
}

/**
 * Notes a use of a session, which postpones its end, up to its greatest age. At most once a minute.
 */
export async function touchSession(db: Db, tokenHash: string): Promise<void> {
	await db.orm
		.update(sessions)
		.set({
			lastSeenAt: nowMs,
			expiresAt: sql`least(
				now() + ${seconds(SESSION_IDLE_SECONDS)},
				${sessions.createdAt} + ${seconds(SESSION_SECONDS_MAX)}
			)`,
		})
		.where(
			and(
				eq(sessions.tokenHash, tokenHash),
				lte(sessions.lastSeenAt, sql`now() - ${seconds(SESSION_TOUCH_SECONDS)}`),
			),
		);
}

/** Ends a session and returns its user; null if there was none. */
export async function deleteSession(
	tx: Db,
	tokenHash: string,
): Promise<{ id: string; email: string } | null> {
	const rows = await tx.orm
		.delete(sessions)
		.where(eq(sessions.tokenHash, tokenHash))
		.returning({
			id: sessions.userId,
			email: sql<string>`(select email from ${users} where ${users.id} = ${sessions.userId})`,
		});
	return rows[0] ?? null;
}

/** A session as its user sees it. */
export type OwnSession = {
	tokenHash: string;
	client: string | null;
	deviceId: string | null;
	createdAt: Date;
	lastSeenAt: Date;
};

/** A user's live sessions, the last used first. */
export function listSessionsOfUser(db: Db, userId: string): Promise<OwnSession[]> {
	return db.orm
		.select({
			tokenHash: sessions.tokenHash,
			client: sessions.client,
			deviceId: sessions.deviceId,
			createdAt: sessions.createdAt,
			lastSeenAt: sessions.lastSeenAt,
		})
		.from(sessions)
		.where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, sql`now()`)))
		.orderBy(desc(sessions.lastSeenAt));
}

/**
 * Ends all sessions of a user, except an optional one to keep. Returns the number of live sessions
 * ended.
 */
export async function deleteSessionsOfUser(
	tx: Db,
	userId: string,
	keptTokenHash?: string,
): Promise<number> {
	const rows = await tx.orm
		.delete(sessions)
		.where(
			and(
				eq(sessions.userId, userId),
				keptTokenHash === undefined ? undefined : ne(sessions.tokenHash, keptTokenHash),
			),
		)
		.returning({ isLive: sql<boolean>`${sessions.expiresAt} > now()` });
	return rows.filter((row) => row.isLive).length;
}

/** Stores the known device of a session. */
export async function setSessionDevice(tx: Db, tokenHash: string, deviceId: string): Promise<void> {
	await tx.orm.update(sessions).set({ deviceId }).where(eq(sessions.tokenHash, tokenHash));
}

/**
 * Removes ended sessions, for space only: they give no access in any case. A few at a time; returns
 * the number removed.
 */
export async function deleteEndedSessions(tx: Db, now?: Date): Promise<number> {
	const ended = tx.orm
		.select({ tokenHash: sessions.tokenHash })
		.from(sessions)
		.where(lte(sessions.expiresAt, now ?? sql`now()`))
		.limit(1000)
		.for("update", { skipLocked: true });
	const deleted = await tx.orm
		.delete(sessions)
		.where(inArray(sessions.tokenHash, ended))
		.returning({ tokenHash: sessions.tokenHash });
	return deleted.length;
}

/** Leaves a message, as JSON, for the session's next page. */
export async function setSessionFlash(db: Db, tokenHash: string, flash: string): Promise<void> {
	await db.orm.update(sessions).set({ flash }).where(eq(sessions.tokenHash, tokenHash));
}

/** Takes the message away and returns it: of two parallel pages, one gets it. */
export async function takeSessionFlash(db: Db, tokenHash: string): Promise<string | null> {
	const left = db.orm.$with("left_behind").as(
		db.orm
			.select({
				tokenHash: sessions.tokenHash,
				message: sql<string>`${sessions.flash}`.as("message"),
			})
			.from(sessions)
			.where(and(eq(sessions.tokenHash, tokenHash), sql`${sessions.flash} is not null`))
			.for("update"),
	);
	const rows = await db.orm
		.with(left)
		.update(sessions)
		.set({ flash: null })
		.from(left)
		.where(eq(sessions.tokenHash, left.tokenHash))
		.returning({ message: left.message });
	return rows[0]?.message ?? null;
}
