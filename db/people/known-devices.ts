import { and, desc, eq, gt, inArray, lte, ne, notInArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { emailKey } from "../../app/domain/people/email.ts";
import { DEVICE_DAYS, DEVICES_MAX } from "../../app/domain/people/sign-in.ts";
import type { Db } from "../connection/database.ts";
import { knownDevices, users } from "../schema/people-tables.ts";

const isKnown = gt(knownDevices.expiresAt, sql`now()`);

/**
 * The device with this token, if the user with this address has signed in on it; otherwise null.
 */
export async function findKnownDevice(
	db: Db,
	tokenHash: string,
	email: string,
): Promise<string | null> {
	const rows = await db.orm
		.select({ id: knownDevices.id })
		.from(knownDevices)
		.innerJoin(users, eq(users.id, knownDevices.userId))
		.where(
			and(eq(knownDevices.tokenHash, tokenHash), eq(users.emailKey, emailKey(email)), isKnown),
		);
	return rows[0]?.id ?? null;
}

/**
 * Makes a device known for a user and returns its ID. The device's token becomes `tokenHash`, for
 * all users known on it; its token `before` becomes invalid. The user's oldest devices over the
 * limit are forgotten.
 */
export async function rememberDevice(
	tx: Db,
	device: { userId: string; tokenHash: string; before: string | null },
): Promise<string> {
	const { userId, tokenHash, before } = device;
	if (before !== null)
		await tx.orm
			.update(knownDevices)
			.set({ tokenHash })
			.where(and(eq(knownDevices.tokenHash, before), isKnown));
	const expiresAt = sql`now() + make_interval(days => ${DEVICE_DAYS})`;
	const [row] = await tx.orm
		.insert(knownDevices)
		.values({ id: uuidv7(), tokenHash, userId, expiresAt })
		.onConflictDoUpdate({
			target: [knownDevices.tokenHash, knownDevices.userId],
			set: { expiresAt },
		})
		.returning({ id: knownDevices.id });
	const ofUser = eq(knownDevices.userId, userId);
	const kept = tx.orm
		.select({ id: knownDevices.id })
		.from(knownDevices)
		.where(ofUser)
		.orderBy(desc(knownDevices.expiresAt), desc(knownDevices.id))
		.limit(DEVICES_MAX);
	await tx.orm.delete(knownDevices).where(and(ofUser, notInArray(knownDevices.id, kept)));
	return (row as { id: string }).id;
}

/** Forgets one device of a user. */
export async function forgetDevice(tx: Db, id: string): Promise<void> {
	await tx.orm.delete(knownDevices).where(eq(knownDevices.id, id));
}

/** Forgets all devices of a user, except an optional one to keep. */
export async function forgetDevicesOfUser(
	tx: Db,
	userId: string,
	keptId: string | null = null,
): Promise<void> {
	const others = keptId === null ? undefined : ne(knownDevices.id, keptId);
	await tx.orm.delete(knownDevices).where(and(eq(knownDevices.userId, userId), others));
}

/** Removes expired devices, for space only. A few at a time; returns the number removed. */
export async function deleteEndedDevices(tx: Db, now?: Date): Promise<number> {
	const ended = tx.orm
		.select({ id: knownDevices.id })
		.from(knownDevices)
		.where(lte(knownDevices.expiresAt, now ?? sql`now()`))
		.limit(1000)
		.for("update", { skipLocked: true });
	const deleted = await tx.orm
		.delete(knownDevices)
		.where(inArray(knownDevices.id, ended))
		.returning({ id: knownDevices.id });
	return deleted.length;
}
