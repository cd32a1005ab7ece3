import { and, asc, count, eq, isNotNull, isNull, ne, sql } from "drizzle-orm";
import type { Role } from "../app/domain/roles.ts";
import { emailKey, type User } from "../app/domain/user.ts";
import type { Db } from "./client.ts";
import { users } from "./schema.ts";

const shown = {
	id: users.id,
	email: users.email,
	role: users.role,
	timeZone: users.timeZone,
	disabledAt: users.disabledAt,
	createdAt: users.createdAt,
};

/** A user with what a sign-in checks. The hash stays on the server and out of every log. */
export type UserWithPassword = User & { passwordHash: string | null };

/**
 * Lets changes of users happen one after another until the transaction ends. "The last Administrator" and "no user yet" are about all rows
 * together, which no row's lock guards. Reading and signing in go on.
 */
export async function lockUsers(tx: Db): Promise<void> {
	await tx.execute(sql`lock table ${users} in share row exclusive mode`);
}

/** Whether anybody can be signed in at all; false is the first run (R3). */
export async function hasUsers(db: Db): Promise<boolean> {
	const rows = await db.select({ id: users.id }).from(users).limit(1);
	return rows.length > 0;
}

/** All users, by e-mail address. */
export function listUsers(db: Db): Promise<User[]> {
	return db.select(shown).from(users).orderBy(asc(users.emailKey));
}

/** The user with this address, however it is written, or null. */
export async function findUserByEmail(db: Db, email: string): Promise<UserWithPassword | null> {
	const rows = await db
		.select({ ...shown, passwordHash: users.passwordHash })
		.from(users)
		.where(eq(users.emailKey, emailKey(email)));
	return rows[0] ?? null;
}

/** Keeps a user as it is until the transaction ends, if it can still sign in with the password that was checked; false if not. */
export async function lockUserToSignIn(tx: Db, id: string, passwordHash: string): Promise<boolean> {
	const rows = await tx
		.select({ id: users.id })
		.from(users)
		.where(and(eq(users.id, id), eq(users.passwordHash, passwordHash), isNull(users.disabledAt)))
		.for("update");
	return rows.length > 0;
}

/** How many Administrators but this one can sign in: enabled, with a password. */
export async function countOtherAdministrators(tx: Db, id: string): Promise<number> {
	const rows = await tx
		.select({ count: count() })
		.from(users)
		.where(and(eq(users.role, "administrator"), isNull(users.disabledAt), isNotNull(users.passwordHash), ne(users.id, id)));
	return Number(rows[0]?.count ?? 0);
}

export type NewUser = { id: string; email: string; role: Role; passwordHash: string | null };

/** Stores a user; false when the address is another one's. */
export async function insertUser(tx: Db, user: NewUser): Promise<boolean> {
	const rows = await tx
		.insert(users)
		.values({ ...user, emailKey: emailKey(user.email) })
		.onConflictDoNothing({ target: users.emailKey })
		.returning({ id: users.id });
	return rows.length > 0;
}

/** Changes a user's role or password. */
export async function updateUser(tx: Db, id: string, change: { role: Role } | { passwordHash: string }): Promise<void> {
	await tx
		.update(users)
		.set({ ...change, version: sql`${users.version} + 1`, updatedAt: sql`now()` })
		.where(eq(users.id, id));
}

/** Removes a user; its sessions and links go with it. */
export async function deleteUser(tx: Db, id: string): Promise<void> {
	await tx.delete(users).where(eq(users.id, id));
}
