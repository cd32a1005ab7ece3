import type { Db } from "../../../db/connection/database.ts";
import { replaceSetUpLink } from "../../../db/people/one-time-links.ts";
import { hasUsers, lockUsers } from "../../../db/people/users.ts";
import { SYSTEM } from "../../domain/audit/actor.ts";
import { parseEmail } from "../../domain/people/email.ts";
import { parsePassword } from "../../domain/people/password.ts";
import { messageOfPeopleError } from "../../domain/people/user.ts";
import { type Env, EnvError } from "../../platform/env.server.ts";
import { createSecretToken } from "../secret-token.ts";
import { storeUser } from "./create-user.ts";
import { hashPassword } from "./hash-password.ts";

/**
 * Start-up without users (R3): creates the first Administrator from ADMIN_EMAIL and ADMIN_PASSWORD.
 * Without these settings it returns a new token for the set-up link, which replaces the earlier
 * token on every process. Null: nothing to print. Throws EnvError for an invalid address or
 * password.
 */
export async function bootstrapUsers(
	db: Db,
	env: Pick<Env, "ADMIN_EMAIL" | "ADMIN_PASSWORD">,
): Promise<string | null> {
	if (await hasUsers(db)) return null;
	const administrator = await firstAdministrator(env);
	return db.transaction(async (tx) => {
		await lockUsers(tx);
		if (await hasUsers(tx)) return null;
		if (administrator) {
			await storeUser(tx, { ...administrator, role: "administrator" }, SYSTEM);
			return null;
		}
		const { token, tokenHash } = createSecretToken();
		await replaceSetUpLink(tx, tokenHash);
		return token;
	});
}

async function firstAdministrator(
	env: Pick<Env, "ADMIN_EMAIL" | "ADMIN_PASSWORD">,
): Promise<{ email: string; passwordHash: string } | null> {
	if (env.ADMIN_EMAIL === undefined || env.ADMIN_PASSWORD === undefined) return null;
	const email = parseEmail(env.ADMIN_EMAIL);
	if (!email.ok) throw new EnvError(`ADMIN_EMAIL: ${messageOfPeopleError(email.error)}`);
	const password = parsePassword(env.ADMIN_PASSWORD, email.value);
	if (!password.ok) throw new EnvError(`ADMIN_PASSWORD: ${messageOfPeopleError(password.error)}`);
	return { email: email.value, passwordHash: await hashPassword(password.value) };
}
