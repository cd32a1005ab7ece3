import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { forgetDevicesOfUser } from "../../../db/people/known-devices.ts";
import { findLinkPurpose, replaceUserLink } from "../../../db/people/one-time-links.ts";
import { deleteSessionsOfUser } from "../../../db/people/sessions.ts";
import { hasUsers, lockUsers, updateUser } from "../../../db/people/users.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { Role } from "../../domain/people/roles.ts";
import type { UserError, UserRef } from "../../domain/people/user.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { createSecretToken } from "../secret-token.ts";
import { changeUser } from "./change-user.ts";
import { storeUser } from "./create-user.ts";

/**
 * A link for choosing a password: its user, and its token, shown once. The database keeps only the
 * hash.
 */
export type NewLink = { token: string; userId: string; email: string };

/**
 * Adds a user without a password, and returns the link for choosing one. `email` has passed
 * parseEmail. Refused for the first user, because that user must be able to sign in.
 */
export function inviteUser(
	db: Db,
	input: { email: string; role: Role },
	actor: Actor,
): Promise<Result<NewLink, UserError>> {
	return db.transaction(async (tx) => {
		await lockUsers(tx);
		if (!(await hasUsers(tx))) return err({ code: "first-user-no-administrator" });
		const userId = await storeUser(tx, { ...input, passwordHash: null }, actor);
		if (userId === null) return err({ code: "email-taken", email: input.email });
		return ok({ userId, email: input.email, token: await issueLink(tx, userId, "invite") });
	});
}

/**
 * Replaces a user's link by a new one. The user loses the password, all sessions and all known
 * devices: the reason for a reset is a password that is lost or known to another person.
 */
export function resetByLink(
	db: Db,
	who: UserRef,
	actor: Actor,
): Promise<Result<NewLink, UserError>> {
	return changeUser(db, who, "reset-password", async (tx, user) => {
		if (user.disabledAt !== null) return err({ code: "user-disabled", email: user.email });
		const isReset = user.passwordHash !== null;
		if (isReset) await updateUser(tx, user.id, { passwordHash: null });
		await deleteSessionsOfUser(tx, user.id);
		await forgetDevicesOfUser(tx, user.id);
		await insertAuditEntry(tx, actor, {
			action: isReset ? "user.reset-password" : "user.renew-link",
			subjectId: user.id,
			subjectName: user.email,
		});
		const purpose = isReset ? "reset" : ((await findLinkPurpose(tx, user.id)) ?? "reset");
		return ok({ userId: user.id, email: user.email, token: await issueLink(tx, user.id, purpose) });
	});
}

async function issueLink(tx: Db, userId: string, purpose: "invite" | "reset"): Promise<string> {
	const { token, tokenHash } = createSecretToken();
	await replaceUserLink(tx, { tokenHash, userId, purpose });
	return token;
}
