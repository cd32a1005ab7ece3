import { and, asc, eq, isNotNull, isNull, ne, type SQL, sql } from "drizzle-orm";
import { emailKey } from "../../app/domain/people/email.ts";
import type { Role } from "../../app/domain/people/roles.ts";
import type { User, UserRef } from "../../app/domain/people/user.ts";
import { nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";
import { auditEntries } from "../schema/audit-tables.ts";
import { oneTimeLinks, sessions, users } from "../schema/people-tables.ts";

const shown = {
	id: users.id,
	email: users.email,
	role: users.role,
	timeZone: users.timeZone,
	disabledAt: users.disabledAt,
	createdAt: users.createdAt,
};

/**
 * A user with the password hash for a sign-in. The hash stays on the server and out of every log.
 */
export type UserWithPassword = User & { passwordHash: string | null };

/**
 * Serializes adding users until the transaction ends: "no user yet" is about the whole table, which
 * no row lock guards. Reads and sign-ins go on. A trigger keeps the last Administrator who can sign
 * in (`LAST_ADMINISTRATOR`).
 */
export async function lockUsers(tx: Db): Promise<void> {
	await tx.orm.execute(sql`lock table ${users} in share row exclusive mode`);
}

/** Whether there is any user; false means the first run (R3). */
export async function hasUsers(db: Db): Promise<boolean> {
	const rows = await db.orm.select({ id: users.id }).from(users).limit(1);
	return rows.length > 0;
}

/** The constraint against changes that would leave no Administrator who can sign in. */
export const LAST_ADMINISTRATOR = "users_last_administrator";

/**
 * A user as the list shows it. `linkUntil` is present while a link for choosing a password works;
 * `sessions` counts the live ones.
 */
export type ListedUser = User & {
	hasPassword: boolean;
	linkUntil: Date | null;
	sessions: number;
	lastSignInAt: Date | null;
};

const listed = (db: Db, where?: SQL): Promise<ListedUser[]> => {
	const ofUser = (at: string, from: SQL) =>
		sql<Date | null>`(select ${sql.raw(at)} from ${from})`.mapWith(users.createdAt);
	return db.orm
		.select({
			...shown,
			hasPassword: sql<boolean>`${users.passwordHash} is not null`,
			linkUntil: ofUser(
				"max(expires_at)",
				sql`${oneTimeLinks} where user_id = ${users.id} and expires_at > now()`,
			),
			sessions: sql<number>`(
				select count(*)::integer from ${sessions}
				where user_id = ${users.id} and expires_at > now()
			)`,
			// From the audit log: a column of the user would make each sign-in wait while a user is being
			// added.
			lastSignInAt: ofUser(
				"max(at)",
				sql`${auditEntries} where subject_id = ${users.id}::text and action = 'sign-in.succeed'`,
			),
		})
		.from(users)
		.where(where)
		.orderBy(asc(users.emailKey));
};

/** All users, by e-mail address. */
export const listUsers = (db: Db): Promise<ListedUser[]> => listed(db);

/** Some users' addresses, as suggestions while typing. */
export async function listEmails(db: Db, limit: number): Promise<string[]> {
	const rows = await db.orm
		.select({ email: users.email })
		.from(users)
		.orderBy(asc(users.emailKey))
		.limit(limit);
	return rows.map((row) => row.email);
}

/** One user as the list shows it, or null. */
export async function findListedUser(db: Db, id: string): Promise<ListedUser | null> {
	if (!isUuid(id)) return null;
	return (await listed(db, eq(users.id, id)))[0] ?? null;
}

const withPassword = (db: Db) =>
	db.orm.select({ ...shown, passwordHash: users.passwordHash }).from(users);
const isUser = (who: UserRef): SQL =>
	"id" in who ? eq(users.id, who.id) : eq(users.emailKey, emailKey(who.email));

/** The user, with a row lock until the transaction ends; null if there is none. */
export async function lockUser(tx: Db, who: UserRef): Promise<UserWithPassword | null> {
	if ("id" in who && !isUuid(who.id)) return null;
	const rows = await withPassword(tx).where(isUser(who)).for("update");
	return rows[0] ?? null;
}

/** The user, or null. */
export async function findUser(db: Db, who: UserRef): Promise<UserWithPassword | null> {
	if ("id" in who && !isUuid(who.id)) return null;
	const rows = await withPassword(db).where(isUser(who));
	return rows[0] ?? null;
}

/** The user with this address in any spelling, or null. */
export const findUserByEmail = (db: Db, email: string): Promise<UserWithPassword | null> =>
	findUser(db, { email });

/**
 * Locks a user's row until the transaction ends, if the user can still sign in with the checked
 * password; false if not.
 */
export async function lockUserToSignIn(tx: Db, id: string, passwordHash: string): Promise<boolean> {
	const rows = await tx.orm
		.select({ id: users.id })
		.from(users)
		.where(and(eq(users.id, id), eq(users.passwordHash, passwordHash), isNull(users.disabledAt)))
		.for("update");
	return rows.length > 0;
}

/** Whether another Administrator can sign in: enabled, with a password. */
export async function hasOtherAdministrator(db: Db, id: string): Promise<boolean> {
	const rows = await db.orm
		.select({ id: users.id })
		.from(users)
		.where(
			and(
				eq(users.role, "administrator"),
				isNull(users.disabledAt),
				isNotNull(users.passwordHash),
				ne(users.id, id),
			),
		)
		.limit(1);
	return rows.length > 0;
}

export type NewUser = { id: string; email: string; role: Role; passwordHash: string | null };

/** Stores a user; false if another user has the address. */
export async function insertUser(tx: Db, user: NewUser): Promise<boolean> {
	const rows = await tx.orm
		.insert(users)
		.values({ ...user, emailKey: emailKey(user.email) })
		.onConflictDoNothing({ target: users.emailKey })
		.returning({ id: users.id });
	return rows.length > 0;
}

type UserChange = { role: Role } | { passwordHash: string | null } | { timeZone: string | null };

/** Disables a user as of now, or enables it. */
export const setUserDisabled = (tx: Db, id: string, isDisabled: boolean): Promise<void> =>
	updateUser(tx, id, { disabledAt: isDisabled ? nowMs : null });

/** Changes one property of a user. */
export async function updateUser(
	tx: Db,
	id: string,
	change: UserChange | { disabledAt: SQL | null },
): Promise<void> {
	await tx.orm
		.update(users)
		.set({ ...change, version: sql`${users.version} + 1`, updatedAt: nowMs })
		.where(eq(users.id, id));
}

/** Removes a user, with sessions and links. */
export async function deleteUser(tx: Db, id: string): Promise<void> {
	await tx.orm.delete(users).where(eq(users.id, id));
}
