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
 * A link for choosing a password: its token, this once (the database keeps the hash), and whose it
 * is.
 */
export type NewLink = { token: string; userId: string; email: string };

/**
 * Adds a user without a password, and gives the link by which one is chosen. `email` has passed
 * parseEmail. There must be a user already: the first one has to be able to sign in.
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
 * Gives a user a new link in the place of any before. Whoever has a password loses it, is signed
 * out everywhere, and has no known device: a reset is asked for when a password is lost, or known
 * to somebody else.
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
