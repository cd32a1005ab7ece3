import { insertAuditEntry } from "../../db/audit-entries.ts";
import { type Db, inTransaction } from "../../db/client.ts";
import { deleteSessionsOfUser } from "../../db/sessions.ts";
import { countOtherAdministrators, deleteUser, findUserByEmail, lockUsers, type UserWithPassword, updateUser } from "../../db/users.ts";
import type { Actor } from "../domain/actor.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Role } from "../domain/roles.ts";
import type { UserError } from "../domain/user.ts";
import { hashPassword } from "./hash-password.ts";

/** Gives a user another role, and signs it out everywhere. The last Administrator who can sign in stays one. */
export function setUserRole(db: Db, input: { email: string; role: Role }, actor: Actor): Promise<Result<null, UserError>> {
	return changeUser(db, input.email, async (tx, user) => {
		if (user.role === input.role) return ok(null);
		if (await isLastAdministrator(tx, user)) return err({ code: "last-administrator", email: user.email, change: "set-role" });
		await updateUser(tx, user.id, { role: input.role });
		await deleteSessionsOfUser(tx, user.id);
		await insertAuditEntry(tx, actor, {
			action: "user.set-role",
			subjectId: user.id,
			subjectName: user.email,
			before: { role: user.role },
			after: { role: input.role },
		});
		return ok(null);
	});
}

/** Gives a user a new password, and signs it out everywhere. `password` has passed parsePassword. */
export async function resetPassword(db: Db, input: { email: string; password: string }, actor: Actor): Promise<Result<null, UserError>> {
	const passwordHash = await hashPassword(input.password);
	return changeUser(db, input.email, async (tx, user) => {
		await updateUser(tx, user.id, { passwordHash });
		await deleteSessionsOfUser(tx, user.id);
		await insertAuditEntry(tx, actor, { action: "user.reset-password", subjectId: user.id, subjectName: user.email });
		return ok(null);
	});
}

/** Removes a user, and signs it out everywhere; the audit log keeps the name. The last Administrator who can sign in stays. */
export function removeUser(db: Db, input: { email: string }, actor: Actor): Promise<Result<null, UserError>> {
	return changeUser(db, input.email, async (tx, user) => {
		if (await isLastAdministrator(tx, user)) return err({ code: "last-administrator", email: user.email, change: "remove" });
		await deleteUser(tx, user.id);
		await insertAuditEntry(tx, actor, {
			action: "user.remove",
			subjectId: user.id,
			subjectName: user.email,
			before: { email: user.email, role: user.role },
		});
		return ok(null);
	});
}

function changeUser(
	db: Db,
	email: string,
	change: (tx: Db, user: UserWithPassword) => Promise<Result<null, UserError>>,
): Promise<Result<null, UserError>> {
	return inTransaction(db, async (tx) => {
		await lockUsers(tx);
		const user = await findUserByEmail(tx, email);
		return user === null ? err({ code: "user-unknown", email }) : change(tx, user);
	});
}

/** One who cannot sign in (disabled, or no password yet) is not what the others depend on. */
async function isLastAdministrator(tx: Db, user: UserWithPassword): Promise<boolean> {
	const canAdminister = user.role === "administrator" && user.disabledAt === null && user.passwordHash !== null;
	return canAdminister && (await countOtherAdministrators(tx, user.id)) === 0;
}
