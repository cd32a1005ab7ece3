import { insertAuditEntry } from "../../db/audit-entries.ts";
import { type Db, inTransaction } from "../../db/client.ts";
import { insertSession } from "../../db/sessions.ts";
import { clearFailures, countAttempt, secondsUntilNextAttempt, uncountAttempt } from "../../db/sign-in-failures.ts";
import { findUserByEmail, lockUserToSignIn, type UserWithPassword } from "../../db/users.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { CLIENT_FAILURES_MAX, clientNetwork, PAIR_FAILURES_MAX } from "../domain/sign-in.ts";
import { emailKey, type SignInError } from "../domain/user.ts";
import { isHashingFull, isPasswordRight, TooManyHashesError } from "./hash-password.ts";
import { createSecretToken } from "./secret-token.ts";

export type SignIn = { email: string; password: string; clientAddress: string };
/** After so long those that wait now have been hashed. */
const BUSY_SECONDS = 2;

type FailureKeys = { client: string; pair: string };

/**
 * Signs a user in and gives the new session's token for the cookie (R2). A wrong password, an unknown address, a disabled user and one
 * without a password are refused alike, after the same time. Who failed too often waits, and is answered without any hashing; so is everybody
 * while too many passwords are being hashed.
 */
export async function signIn(db: Db, input: SignIn): Promise<Result<{ token: string }, SignInError>> {
	const busy = err({ code: "sign-in-busy", retryAfterSeconds: BUSY_SECONDS } as const);
	if (isHashingFull()) return busy;
	const client = clientNetwork(input.clientAddress);
	const keys = { client: `client ${client}`, pair: `pair ${client} ${emailKey(input.email)}` };
	const waitSeconds = await inTransaction(db, (tx) => takeAttempt(tx, keys));
	// Not in the audit log: it would grow as fast as somebody can ask. The failures that led here are.
	if (waitSeconds !== null) return err({ code: "sign-in-limited", retryAfterSeconds: waitSeconds });

	const user = await findUserByEmail(db, input.email);
	const isRight = await isPasswordRight(user?.passwordHash ?? null, input.password).catch((error) => {
		if (error instanceof TooManyHashesError) return null;
		throw error;
	});
	if (isRight === null) {
		// Nothing was tried: it is no failure of theirs.
		await inTransaction(db, async (tx) => {
			await uncountAttempt(tx, keys.client);
			await uncountAttempt(tx, keys.pair);
		});
		return busy;
	}
	const reason = reasonToRefuse(user, isRight);
	const token = reason === null && user ? await inTransaction(db, (tx) => begin(tx, user, keys, client)) : null;
	if (token !== null) return ok({ token });
	// Who typed it is not known: the address is only claimed.
	await insertAuditEntry(
		db,
		{ kind: "nobody", id: null, name: user?.email ?? input.email },
		{
			action: "sign-in.fail",
			subjectId: user?.id ?? null,
			subjectName: user?.email ?? input.email,
			after: { reason: reason ?? "changed-meanwhile", client },
		},
	);
	return err({ code: "sign-in-refused" });
}

/** Begins a session for a user whom the caller has made sure of, and writes it down. Gives the token for the cookie. */
export async function beginSession(tx: Db, user: { id: string; email: string }, client: string): Promise<string> {
	const { token, tokenHash } = createSecretToken();
	await insertSession(tx, tokenHash, user.id, client);
	await insertAuditEntry(
		tx,
		{ kind: "user", id: user.id, name: user.email },
		{
			action: "sign-in.succeed",
			subjectId: user.id,
			subjectName: user.email,
			after: { client },
		},
	);
	return token;
}

/** Seconds to wait, or null when this attempt may go on; it then counts as failed until it succeeds. */
async function takeAttempt(tx: Db, keys: FailureKeys): Promise<number | null> {
	if (!(await countAttempt(tx, keys.client, CLIENT_FAILURES_MAX))) return secondsUntilNextAttempt(tx, keys.client);
	if (await countAttempt(tx, keys.pair, PAIR_FAILURES_MAX)) return null;
	await uncountAttempt(tx, keys.client);
	return secondsUntilNextAttempt(tx, keys.pair);
}

function reasonToRefuse(user: UserWithPassword | null, isRight: boolean): string | null {
	if (user === null) return "unknown-email";
	if (user.passwordHash === null) return "no-password";
	if (!isRight) return "wrong-password";
	return user.disabledAt === null ? null : "disabled";
}

async function begin(tx: Db, user: UserWithPassword, keys: FailureKeys, client: string): Promise<string | null> {
	// A password changed or a user removed while we hashed has signed everybody out; this session must not outlive that.
	if (!(await lockUserToSignIn(tx, user.id, user.passwordHash as string))) return null;
	await uncountAttempt(tx, keys.client);
	await clearFailures(tx, keys.pair);
	return beginSession(tx, user, client);
}
