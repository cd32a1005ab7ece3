import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { brokenConstraint } from "../../../db/connection/errors.ts";
import { forgetDevicesOfUser } from "../../../db/people/known-devices.ts";
import { deleteUserLinks } from "../../../db/people/one-time-links.ts";
import { deleteSessionsOfUser } from "../../../db/people/sessions.ts";
import {
	deleteUser,
	LAST_ADMINISTRATOR,
	lockUser,
	setUserDisabled,
	type UserWithPassword,
	updateUser,
} from "../../../db/people/users.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { AuditAction } from "../../domain/audit/audit-action.ts";
import type { Role } from "../../domain/people/roles.ts";
import type { TakingAway, UserError, UserRef } from "../../domain/people/user.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { hashPassword } from "./hash-password.ts";

/**
 * Changes a user's role and ends all the user's sessions. `seen`: the role that the page showed
 * (optimistic lock).
 */
export function setUserRole(
	db: Db,
	who: UserRef & { role: Role; seen?: Role },
	actor: Actor,
): Promise<Result<null, UserError>> {
	return changeUser(db, who, "set-role", async (tx, user) => {
		if (user.role === who.role) return ok(null);
		if (who.seen !== undefined && who.seen !== user.role) {
			return err({ code: "role-changed-meanwhile", email: user.email, role: user.role });
		}
		await updateUser(tx, user.id, { role: who.role });
		await deleteSessionsOfUser(tx, user.id);
		await audit(tx, actor, "user.set-role", user, {
			before: { role: user.role },
			after: { role: who.role },
		});
		return ok(null);
	});
}

/**
 * Sets a new password for a user, ends all sessions and forgets the devices. `password` has passed
 * parsePassword.
 */
export async function resetPassword(
	db: Db,
	who: UserRef & { password: string },
	actor: Actor,
): Promise<Result<null, UserError>> {
	const passwordHash = await hashPassword(who.password);
	return changeUser(db, who, "reset-password", async (tx, user) => {
		await updateUser(tx, user.id, { passwordHash });
		await deleteUserLinks(tx, user.id);
		await deleteSessionsOfUser(tx, user.id);
		await forgetDevicesOfUser(tx, user.id);
		await audit(tx, actor, "user.reset-password", user);
		return ok(null);
	});
}

/**
 * Disables a user: prevents sign-in, ends all sessions and links, and forgets the devices.
 * Idempotent.
 */
export function disableUser(db: Db, who: UserRef, actor: Actor): Promise<Result<null, UserError>> {
	return changeUser(db, who, "disable", async (tx, user) => {
		if (user.disabledAt !== null) return ok(null);
		await setUserDisabled(tx, user.id, true);
		await deleteUserLinks(tx, user.id);
		await deleteSessionsOfUser(tx, user.id);
		await forgetDevicesOfUser(tx, user.id);
		await audit(tx, actor, "user.disable", user, {
			before: { disabled: false },
			after: { disabled: true },
		});
		return ok(null);
	});
}

/** Enables a disabled user again, with the same password and role. */
export function enableUser(db: Db, who: UserRef, actor: Actor): Promise<Result<null, UserError>> {
	return changeUser(db, who, null, async (tx, user) => {
		if (user.disabledAt === null) return ok(null);
		await setUserDisabled(tx, user.id, false);
		await audit(tx, actor, "user.enable", user, {
			before: { disabled: true },
			after: { disabled: false },
		});
		return ok(null);
	});
}

/**
 * Ends all sessions of a user, at once and on every process, and forgets the devices. Returns the
 * number of sessions.
 */
export function signOutEverywhere(
	db: Db,
	who: UserRef,
	actor: Actor,
): Promise<Result<number, UserError>> {
	return changeUser(db, who, null, async (tx, user) => {
		const ended = await deleteSessionsOfUser(tx, user.id);
		await forgetDevicesOfUser(tx, user.id);
		await audit(tx, actor, "user.sign-out-everywhere", user, {
			before: { sessions: ended },
			after: { sessions: 0 },
		});
		return ok(ended);
	});
}

/** Removes a user and ends all sessions. The audit log keeps the name. */
export function removeUser(db: Db, who: UserRef, actor: Actor): Promise<Result<null, UserError>> {
	return changeUser(db, who, "remove", async (tx, user) => {
		await deleteUser(tx, user.id);
		await audit(tx, actor, "user.remove", user, { before: { email: user.email, role: user.role } });
		return ok(null);
	});
}

/**
 * Changes one user under the row lock. The database refuses a change that would leave no
 * Administrator able to sign in, even if two concurrent changes would do so together. The error
 * names the refused `change`. Null: the change cannot remove an Administrator.
 */
export async function changeUser<T>(
	db: Db,
	who: UserRef,
	change: TakingAway | null,
	work: (tx: Db, user: UserWithPassword) => Promise<Result<T, UserError>>,
): Promise<Result<T, UserError>> {
	let email = "";
	try {
		return await db.transaction(async (tx) => {
			const user = await lockUser(tx, who);
			if (user === null)
				return err(
					"email" in who ? { code: "user-unknown", email: who.email } : { code: "user-gone" },
				);
			email = user.email;
			return work(tx, user);
		});
	} catch (error) {
		if (change !== null && brokenConstraint(error) === LAST_ADMINISTRATOR)
			return err({ code: "last-administrator", email, change });
		throw error;
	}
}

function audit(
	tx: Db,
	actor: Actor,
	action: AuditAction,
	user: UserWithPassword,
	sides: { before?: unknown; after?: unknown } = {},
): Promise<void> {
	return insertAuditEntry(tx, actor, {
		action,
		subjectId: user.id,
		subjectName: user.email,
		...sides,
	});
}
