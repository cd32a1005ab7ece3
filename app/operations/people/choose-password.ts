import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { forgetDevicesOfUser } from "../../../db/people/known-devices.ts";
import {
	deleteLink,
	findPasswordLink,
	type PasswordLink,
} from "../../../db/people/one-time-links.ts";
import { deleteSessionsOfUser } from "../../../db/people/sessions.ts";
import { lockUser, updateUser } from "../../../db/people/users.ts";
import { clientNetwork } from "../../domain/people/sign-in.ts";
import type { LinkError } from "../../domain/people/user.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { hashSecretToken } from "../secret-token.ts";
import { hashPassword } from "./hash-password.ts";
import { beginSession, type SignedInTokens } from "./sign-in.ts";

const UNKNOWN = { code: "link-unknown" } as const;

/** The user and purpose of a link, while the link works. */
export async function checkPasswordLink(
	db: Db,
	token: string,
): Promise<Result<PasswordLink, LinkError>> {
	const link = await findPasswordLink(db, hashSecretToken(token));
	return link ? ok(link) : err(UNKNOWN);
}

/**
 * Sets the chosen password for a link's user, signs the user in, and uses up the link. Of
 * concurrent submissions exactly one succeeds. `password` has passed parsePassword.
 */
export async function choosePassword(
	db: Db,
	input: { token: string; password: string; clientAddress: string; deviceToken?: string | null },
): Promise<Result<SignedInTokens, LinkError>> {
	// Checked before hashing: without a valid link a client must not cost the server any work.
	const link = await checkPasswordLink(db, input.token);
	if (!link.ok) return link;
	const { userId, purpose } = link.value;
	const passwordHash = await hashPassword(input.password);
	return db.transaction(async (tx) => {
		// Lock order: disabling the user and making another link also lock the user's row first.
		const user = await lockUser(tx, { id: userId });
		if (user === null || user.disabledAt !== null) return err(UNKNOWN);
		if (!(await deleteLink(tx, hashSecretToken(input.token)))) return err(UNKNOWN);
		await updateUser(tx, user.id, { passwordHash });
		await deleteSessionsOfUser(tx, user.id);
		await forgetDevicesOfUser(tx, user.id);
		await insertAuditEntry(
			tx,
			{ kind: "user", id: user.id, name: user.email },
			{
				action: "user.choose-password",
				subjectId: user.id,
				subjectName: user.email,
				after: { link: purpose },
			},
		);
		const start = {
			client: clientNetwork(input.clientAddress),
			deviceToken: input.deviceToken ?? null,
		};
		return ok(await beginSession(tx, user, start));
	});
}
