import { and, desc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { connectionSecrets } from "../schema/phone-system-tables.ts";

/** A secret to store: encrypted for this row, or plain if it is a hash or a public key. */
export type NewSecret = {
	id: string;
	connectionId: string;
	slot: string;
	sealed: string | null;
	plain: string | null;
};

export async function insertConnectionSecret(tx: Db, secret: NewSecret): Promise<void> {
	await tx.orm.insert(connectionSecrets).values(secret);
}

/**
 * Makes room for a new secret: the present one ends after `seconds`, and older ones end now, so
 * that at most two are valid.
 */
export async function endPresentSecret(
	tx: Db,
	connectionId: string,
	slot: string,
	seconds: number,
): Promise<void> {
	const ofSlot = and(
		eq(connectionSecrets.connectionId, connectionId),
		eq(connectionSecrets.slot, slot),
	);
	await tx.orm
		.delete(connectionSecrets)
		.where(and(ofSlot, isNotNull(connectionSecrets.validUntil)));
	if (seconds === 0) {
		await tx.orm.delete(connectionSecrets).where(ofSlot);
		return;
	}
	await tx.orm
		.update(connectionSecrets)
		.set({ validUntil: sql`${nowMs} + make_interval(secs => ${seconds})` })
		.where(ofSlot);
}

/** Ends the old secrets of a connection now. Returns how many were still valid. */
export async function deleteOldSecrets(tx: Db, connectionId: string): Promise<number> {
	const ended = await tx.orm
		.delete(connectionSecrets)
		.where(
			and(
				eq(connectionSecrets.connectionId, connectionId),
				isNotNull(connectionSecrets.validUntil),
			),
		)
		.returning({ isValid: sql<boolean>`${connectionSecrets.validUntil} > ${nowMs}` });
	return ended.filter(({ isValid }) => isValid).length;
}

/** A secret as a page may show it: never its value. */
export type ListedSecret = {
	slot: string;
	createdAt: Date;
	validUntil: Date | null;
};

/** The valid secrets of a connection, the present one first. */
export const listConnectionSecrets = (db: Db, connectionId: string): Promise<ListedSecret[]> =>
	db.orm
		.select({
			slot: connectionSecrets.slot,
			createdAt: connectionSecrets.createdAt,
			validUntil: connectionSecrets.validUntil,
		})
		.from(connectionSecrets)
		.where(
			and(
				eq(connectionSecrets.connectionId, connectionId),
				or(isNull(connectionSecrets.validUntil), gt(connectionSecrets.validUntil, sql`now()`)),
			),
		)
		.orderBy(desc(connectionSecrets.createdAt));
