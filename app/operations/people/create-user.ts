import { v7 as uuidv7 } from "uuid";
import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { deleteSetUpLink } from "../../../db/people/one-time-links.ts";
import { hasUsers, insertUser, lockUsers, type NewUser } from "../../../db/people/users.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { Role } from "../../domain/people/roles.ts";
import type { UserError } from "../../domain/people/user.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { hashPassword } from "./hash-password.ts";

/** `email` and `password` have passed parseEmail and parsePassword. */
export type UserInput = { email: string; role: Role; password: string };

/**
 * Adds a user with a password. The first user must be an Administrator: this user ends set-up, and
 * only an Administrator can add more users.
 */
export async function createUser(
	db: Db,
	input: UserInput,
	actor: Actor,
): Promise<Result<{ id: string }, UserError>> {
	const { email, role } = input;
	const passwordHash = await hashPassword(input.password);
	return db.transaction(async (tx) => {
		await lockUsers(tx);
		if (role !== "administrator" && !(await hasUsers(tx)))
			return err({ code: "first-user-no-administrator" });
		const id = await storeUser(tx, { email, role, passwordHash }, actor);
		return id === null ? err({ code: "email-taken", email }) : ok({ id });
	});
}

/**
 * Inserts a user with an audit entry under the lock of lockUsers, and ends set-up. A user without a
 * password is invited. Null if the address is taken.
 */
export async function storeUser(
	tx: Db,
	user: Omit<NewUser, "id">,
	actor: Actor,
): Promise<string | null> {
	const id = uuidv7();
	if (!(await insertUser(tx, { id, ...user }))) return null;
	await deleteSetUpLink(tx);
	await insertAuditEntry(tx, actor, {
		action: user.passwordHash === null ? "user.invite" : "user.create",
		subjectId: id,
		subjectName: user.email,
		after: { email: user.email, role: user.role },
	});
	return id;
}
