import type { Db } from "../../../db/connection/database.ts";
import { hasSetUpLink } from "../../../db/people/one-time-links.ts";
import { hasUsers, lockUsers } from "../../../db/people/users.ts";
import { clientNetwork } from "../../domain/people/sign-in.ts";
import type { SetUpError } from "../../domain/people/user.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { hashSecretToken } from "../secret-token.ts";
import { storeUser } from "./create-user.ts";
import { hashPassword } from "./hash-password.ts";
import { beginSession, type SignedInTokens } from "./sign-in.ts";

/** `email` and `password` have passed parseEmail and parsePassword. */
export type FirstAdministrator = {
	token: string;
	email: string;
	password: string;
	clientAddress: string;
	/** The device cookie from an earlier sign-in. */
	deviceToken?: string | null;
};

/**
 * Whether a set-up link still works: there is no user yet, and it is the link printed last (R3).
 */
export async function checkSetUpLink(db: Db, token: string): Promise<Result<null, SetUpError>> {
	if (await hasUsers(db)) return err({ code: "setup-done" });
	return (await hasSetUpLink(db, hashSecretToken(token)))
		? ok(null)
		: err({ code: "setup-link-unknown" });
}

/**
 * Creates the first Administrator from the set-up link, signs that user in, and uses up the link
 * (R3). Of concurrent submissions, on any number of processes, exactly one succeeds.
 */
export async function createFirstAdministrator(
	db: Db,
	input: FirstAdministrator,
): Promise<Result<SignedInTokens, SetUpError>> {
	// Checked before hashing: without a valid link a client must not cost the server any work.
	const link = await checkSetUpLink(db, input.token);
	if (!link.ok) return link;
	const passwordHash = await hashPassword(input.password);
	return db.transaction(async (tx) => {
		await lockUsers(tx);
		if (await hasUsers(tx)) return err({ code: "setup-done" });
		if (!(await hasSetUpLink(tx, hashSecretToken(input.token))))
			return err({ code: "setup-link-unknown" });
		const actor = { kind: "nobody", id: null, name: "set-up link" } as const;
		const id = await storeUser(
			tx,
			{ email: input.email, role: "administrator", passwordHash },
			actor,
		);
		if (id === null) return err({ code: "setup-done" });
		const start = {
			client: clientNetwork(input.clientAddress),
			deviceToken: input.deviceToken ?? null,
		};
		const user = { id, email: input.email, role: "administrator" } as const;
		return ok(await beginSession(tx, user, start));
	});
}
