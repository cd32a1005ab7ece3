import type { Unavailability } from "../../app/domain/unavailability.ts";

/** By SQLSTATE, the longest match first: five characters, or three, or the two of a class. */
const BY_STATE: Record<string, Unavailability> = {
	"08": "away",
	"25006": "read-only",
	// Statements after a failure inside a transaction: nothing of it was done.
	"25P02": "given-up",
	"25P03": "too-slow",
	"25P04": "too-slow",
	"28": "refused",
	"3D000": "refused",
	"40": "given-up",
	"42501": "refused",
	"53": "failing",
	"53100": "no-space",
	"53200": "out-of-memory",
	"53300": "too-many-connections",
	// For example `temp_file_limit`, the limit of temporary disk space.
	"53400": "no-space",
	"55P03": "too-slow",
	"57014": "too-slow",
	"57P": "away",
	"57P04": "refused",
	"57P05": "too-slow",
	"58": "failing",
	XX: "failing",
};

/** The codes of the driver, the operating system and TLS. */
const BY_CODE: [RegExp, Unavailability][] = [
	[/^(SILENCE|CONNECT_TIMEOUT|TLS_REFUSED|CONNECTION_(CLOSED|ENDED|DESTROYED))$/, "away"],
	[/^(ECONN(REFUSED|RESET|ABORTED)|E(HOST|NET)(UNREACH|DOWN)|ENETRESET)$/, "away"],
	[/^(ENOTFOUND|EAI_\w+|EPIPE|ETIMEDOUT)$/, "away"],
	[/^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/, "away"],
	[/^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED)/, "away"],
	[/^(SASL_SIGNATURE_MISMATCH|AUTH_TYPE_NOT_IMPLEMENTED)$/, "refused"],
	[/^EMBEDDED_DEAD$/, "failing"],
];

/** Poolers use one SQLSTATE for all their own refusals, 08P01. */
const BY_POOLER: [RegExp, Unavailability][] = [
	[/no more connections allowed|max_client_conn|too many connections/i, "too-many-connections"],
	[/query_wait_timeout|query_timeout|transaction_timeout|idle_transaction_timeout/i, "too-slow"],
	[/authentication failed|no such (database|user)|password|not allowed/i, "refused"],
];

/**
 * The reason why the database could not serve. Null for a refusal of the statement itself (a broken
 * rule, invalid SQL), which is a defect of the product unless the caller expects it.
 */
export function unavailability(error: unknown): Unavailability | null {
	const code = errorField(error, "code");
	if (code === undefined) return null;
	if (code === "08P01")
		return BY_POOLER.find(([text]) => text.test(messageOf(error, code)))?.[1] ?? "away";
	const byState = /^[0-9A-Z]{5}$/.test(code)
		? (BY_STATE[code] ?? BY_STATE[code.slice(0, 3)] ?? BY_STATE[code.slice(0, 2)])
		: undefined;
	if (byState !== undefined) return byState;
	const byCode = BY_CODE.find(([pattern]) => pattern.test(code))?.[1];
	if (byCode !== undefined) return byCode;
	// No socket, no permission, no free handle: no connection could be made.
	if (/^(connect|getaddrinfo)$/.test(errorField(error, "syscall") ?? "")) return "away";
	// Such an error ends the connection, whatever its code: the server cannot serve on it.
	return /^(FATAL|PANIC)$/.test(errorField(error, "severity") ?? "") ? "away" : null;
}

/**
 * A text field of the first error in the chain of causes that has it: drizzle wraps the driver's
 * error.
 */
export function errorField(error: unknown, name: string): string | undefined {
	for (let at = error; at instanceof Error; at = at.cause) {
		const value = (at as unknown as Record<string, unknown>)[name];
		if (typeof value === "string") return value;
	}
	return undefined;
}

/** The message of the error with this code: wrappers repeat the statement in theirs. */
function messageOf(error: unknown, code: string): string {
	for (let at = error; at instanceof Error; at = at.cause)
		if ((at as { code?: unknown }).code === code) return at.message;
	return "";
}
