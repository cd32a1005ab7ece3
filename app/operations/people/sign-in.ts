import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { findKnownDevice, forgetDevice, rememberDevice } from "../../../db/people/known-devices.ts";
import { insertSession } from "../../../db/people/sessions.ts";
import { clearFailures, uncountAttempt } from "../../../db/people/sign-in-failures.ts";
import {
	findUserByEmail,
	lockUserToSignIn,
	type UserWithPassword,
} from "../../../db/people/users.ts";
import { emailKey } from "../../domain/people/email.ts";
import {
	type Counter,
	clientNetwork,
	DEVICE_FAILURES_MAX,
	deviceCounter,
	strangersCounters,
} from "../../domain/people/sign-in.ts";
import type { SignInError } from "../../domain/people/user.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { createSecretToken, hashSecretToken } from "../secret-token.ts";
import { isHashingFull, isPasswordRight, TooManyHashesError } from "./hash-password.ts";
import { giveBack, type Slowed, takeAttempt } from "./take-attempt.ts";

/** `deviceToken` is what the browser's cookie holds of an earlier sign-in, whoever's. */
export type SignIn = {
	email: string;
	password: string;
	clientAddress: string;
	deviceToken?: string | null;
};
/**
 * For the browser's cookies: the session's token, and that by which the device is known next time.
 */
export type SignedInTokens = { token: string; deviceToken: string };
/** After so long those that wait now have been hashed. */
const BUSY_SECONDS = 2;

/** One attempt: what it counts under, and what the log tells of it. */
type Attempt = {
	email: string;
	client: string;
	deviceId: string | null;
	counters: [Counter, ...Counter[]];
};

/**
 * Signs a user in and gives the tokens for the cookies (R2). A wrong password, an unknown address,
 * a disabled user and one without a password are refused alike, after the same time. After too many
 * failures of the account or the client the answer is to wait, without any hashing (R7); on a
 * device that the user has signed in on before, only its own failures count. While too many
 * passwords of strangers are being hashed, other strangers are to come again.
 */
export async function signIn(
	service: Service,
	input: SignIn,
): Promise<Result<SignedInTokens, SignInError>> {
	const { db } = service;
	const busy = err({ code: "sign-in-busy", retryAfterSeconds: BUSY_SECONDS } as const);
	const mayBeKnown = Boolean(input.deviceToken);
	if (!mayBeKnown && isHashingFull("stranger")) return busy;
	const attempt = await attemptOf(db, input);
	const line = attempt.deviceId === null ? "stranger" : "known";
	if (mayBeKnown && isHashingFull(line)) return busy;
	const taken = await takeAttempt(service, attempt.counters, (tx, slowed) =>
		auditSlowed(tx, attempt, slowed),
	);
	if ("by" in taken) return err({ code: "sign-in-limited", retryAfterSeconds: taken.waitSeconds });

	const user = await findUserByEmail(db, input.email);
	const isRight = await isPasswordRight(user?.passwordHash ?? null, input.password, line).catch(
		(error) => {
			if (error instanceof TooManyHashesError) return null;
			throw error;
		},
	);
	if (isRight === null) {
		// Nothing was tried: it is no failure of theirs.
		await giveBack(db, attempt.counters);
		return busy;
	}
	const told = {
		client: attempt.client,
		...(attempt.deviceId !== null && { knownDevice: true }),
		...refusals(taken.refusedBefore),
	};
	const reason = reasonToRefuse(user, isRight);
	const tokens =
		reason === null && user
			? await db.transaction((tx) => begin(tx, user, attempt, input, told))
			: null;
	if (tokens !== null) return ok(tokens);
	await db.transaction(async (tx) => {
		if (attempt.deviceId !== null && taken.failures >= DEVICE_FAILURES_MAX)
			await forgetDevice(tx, attempt.deviceId);
		// Who typed it is not known: the address is only claimed.
		const name = user?.email ?? input.email;
		await insertAuditEntry(
			tx,
			{ kind: "nobody", id: null, name },
			{
				action: "sign-in.fail",
				subjectId: user?.id ?? null,
				subjectName: name,
				after: { reason: reason ?? "changed-meanwhile", ...told },
			},
		);
	});
	return err({ code: "sign-in-refused" });
}

/**
 * Where a session begins. `told` is what the audit log tells of it; `deviceToken` is the browser's
 * from before.
 */
export type SessionStart = { client: string; deviceToken: string | null; told?: object };

/**
 * Begins a session for a user whom the caller has made sure of, makes its device known, and writes
 * it down. Gives the tokens for the cookies.
 */
export async function beginSession(
	tx: Db,
	user: { id: string; email: string },
	start: SessionStart,
): Promise<SignedInTokens> {
	const { token, tokenHash } = createSecretToken();
	const { deviceToken, deviceId } = await markDevice(tx, user.id, start.deviceToken);
	await insertSession(tx, tokenHash, user.id, start.client, deviceId);
	await insertAuditEntry(
		tx,
		{ kind: "user", id: user.id, name: user.email },
		{
			action: "sign-in.succeed",
			subjectId: user.id,
			subjectName: user.email,
			after: start.told ?? { client: start.client },
		},
	);
	return { token, deviceToken };
}

/**
 * Makes a device known for a user under a new token; the one that it had before is worth nothing
 * any more.
 */
export async function markDevice(
	tx: Db,
	userId: string,
	before: string | null,
): Promise<{ deviceToken: string; deviceId: string }> {
	const { token, tokenHash } = createSecretToken();
	const deviceId = await rememberDevice(tx, {
		userId,
		tokenHash,
		before: before === null ? null : hashSecretToken(before),
	});
	return { deviceToken: token, deviceId };
}

async function attemptOf(db: Db, { email, clientAddress, deviceToken }: SignIn): Promise<Attempt> {
	const deviceId = deviceToken
		? await findKnownDevice(db, hashSecretToken(deviceToken), email)
		: null;
	const accountKey = emailKey(email);
	const [first, ...others] =
		deviceId === null
			? strangersCounters(accountKey, clientAddress)
			: [deviceCounter(deviceId, accountKey)];
	return {
		email,
		client: clientNetwork(clientAddress),
		deviceId,
		counters: [first as Counter, ...others],
	};
}

const refusals = (count: number) => (count === 0 ? {} : { refusedBefore: count });

/**
 * One entry for all refusals until the next attempt goes on, whose entry has their number: anybody
 * can be refused as fast as he can ask.
 */
async function auditSlowed(
	tx: Db,
	{ email, client }: Attempt,
	{ by, waitSeconds }: Slowed,
): Promise<void> {
	// A client's refusals may be for a different address each.
	const name = by.kind === "client" ? client : email;
	await insertAuditEntry(
		tx,
		{ kind: "nobody", id: null, name },
		{
			action: "sign-in.fail",
			subjectId: null,
			subjectName: name,
			after: { reason: `too-many-failures-of-the-${by.kind}`, client, waitSeconds },
		},
	);
}

function reasonToRefuse(user: UserWithPassword | null, isRight: boolean): string | null {
	if (user === null) return "unknown-email";
	if (user.passwordHash === null) return "no-password";
	if (!isRight) return "wrong-password";
	return user.disabledAt === null ? null : "disabled";
}

async function begin(
	tx: Db,
	user: UserWithPassword,
	attempt: Attempt,
	input: SignIn,
	told: object,
): Promise<SignedInTokens | null> {
	// A password changed or a user removed while we hashed has signed everybody out; this session
	// must not outlive that.
	if (!(await lockUserToSignIn(tx, user.id, user.passwordHash as string))) return null;
	// The owner of one account must not clear what its client does to others.
	const keysOf = (isClient: boolean) =>
		attempt.counters.filter(({ kind }) => (kind === "client") === isClient).map(({ key }) => key);
	await clearFailures(tx, keysOf(false));
	await uncountAttempt(tx, keysOf(true));
	return beginSession(tx, user, {
		client: attempt.client,
		deviceToken: input.deviceToken ?? null,
		told,
	});
}
