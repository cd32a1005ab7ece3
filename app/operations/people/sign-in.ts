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
import type { Role } from "../../domain/people/roles.ts";
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

/** `deviceToken`: the device cookie from an earlier sign-in, of this user or another. */
export type SignIn = {
	email: string;
	password: string;
	clientAddress: string;
	deviceToken?: string | null;
};
/**
 * Tokens for the browser's cookies: the session's, and the device's for the next sign-in. And whose
 * session it is.
 */
export type SignedInTokens = { token: string; deviceToken: string; role: Role };
/** By then the passwords that wait now have been hashed. */
const BUSY_SECONDS = 2;

/** One attempt: its counters, and its details for the log. */
type Attempt = {
	email: string;
	client: string;
	deviceId: string | null;
	counters: [Counter, ...Counter[]];
};

/**
 * Signs a user in and returns the tokens for the cookies (R2). A wrong password, an unknown
 * address, a disabled user and a user without a password get the same refusal after the same time.
 * After too many failures of the account or the client, the answer is to wait, without hashing
 * (R7). On a known device only that device's failures count. While the queue of strangers'
 * passwords is full, other strangers are asked to retry.
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
		// No password was checked, so this is no failure.
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
		// The identity is unproven: the address is only a claim.
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
 * Details of a session's start. `told` goes into the audit log. `deviceToken` is the browser's
 * earlier device cookie.
 */
export type SessionStart = { client: string; deviceToken: string | null; told?: object };

/**
 * Begins a session for an authenticated user, remembers the device, and writes the audit entry.
 * Returns the tokens for the cookies.
 */
export async function beginSession(
	tx: Db,
	user: { id: string; email: string; role: Role },
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
	return { token, deviceToken, role: user.role };
}

/** Marks a device as known for a user under a new token. Its earlier token stops working. */
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
 * One audit entry for all refusals until the next admitted attempt, whose entry has their count.
 * Otherwise repeated refusals could flood the log.
 */
async function auditSlowed(
	tx: Db,
	{ email, client }: Attempt,
	{ by, waitSeconds }: Slowed,
): Promise<void> {
	// Refusals of one client may be for many addresses.
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
	// A password change or the user's removal during hashing ended all sessions. This session must
	// not outlive that.
	if (!(await lockUserToSignIn(tx, user.id, user.passwordHash as string))) return null;
	// The owner of one account must not clear the client's failures on other accounts.
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
