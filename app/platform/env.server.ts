import { z } from "zod";
import { type CountryCode, isKnownCountry } from "../domain/numbers/numbering-plan.ts";
import { PASSWORD_MIN } from "../domain/people/password.ts";
import { readSecretFiles } from "./secret-files.server.ts";

/** Plain digits only: Number() also accepts " " as 0, and "0x10" and "1e3". */
const whole = (min: number, max: number) =>
	z
		.string()
		.refine(
			(text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max,
			`must be a whole number from ${min} to ${max}`,
		)
		.transform(Number);
const onOff = z
	.enum(["true", "false"], "must be true or false")
	.transform((value) => value === "true");
/** The number of proxies in front of the process. `true` is one. */
const proxies = z
	.string()
	.regex(/^(?:true|false|[0-9])$/, "must be true, false, or the number of proxies in a row, 0 to 9")
	.transform((value) => (value === "true" ? 1 : value === "false" ? 0 : Number(value)));
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
/** Scheme, host and port, as an origin: the product serves from the root. */
const publicUrl = z
	.string()
	.refine((text) => {
		const url = /^https?:\/\/[^\s\\]+$/i.test(text) && URL.canParse(text) ? new URL(text) : null;
		return url !== null && url.href === `${url.origin}/`;
	}, "must be an address without a path, such as https://calls.example.com")
	.transform((text) => new URL(text).origin);
const SESSION_ATTRIBUTES = new Set(["primary", "read-write"]);

/** The defect of a Postgres address. Undefined if the driver can read it. */
function wrongInDatabaseUrl(text: string): string | undefined {
	if (!/^postgres(ql)?:\/\/\S+$/.test(text))
		return "must be an address that starts with postgres:// or postgresql://";
	try {
		decodeURIComponent(text);
	} catch {
		return "has a % that begins no character's escape; a percent sign is %25";
	}
	const wanted = new URLSearchParams(text.split("?").slice(1).join("?")).getAll(
		"target_session_attrs",
	);
	if (wanted.some((value) => !SESSION_ATTRIBUTES.has(value)))
		return "has a target_session_attrs other than primary or read-write";
	return undefined;
}
const databaseUrl = z.string().superRefine((text, context) => {
	const message = wrongInDatabaseUrl(text);
	if (message) context.addIssue({ code: "custom", message });
});
const timeZone = z.string().refine((zone) => {
	try {
		new Intl.DateTimeFormat("en", { timeZone: zone });
		return true;
	} catch {
		return false;
	}
}, "is no time zone; use a name such as Europe/Berlin");

/** A guessable key would open every secret in a stolen database, so a short one is refused. */
const secretsKey = z
	.string()
	.regex(/^[\x21-\x7e]+$/, "must be plain ASCII without spaces")
	.min(32, "must have at least 32 characters, such as the output of: openssl rand -base64 32")
	.max(1024, "must have at most 1,024 characters")
	.optional();

const schema = z
	.object({
		PORT: whole(0, 65_535).default(3000),
		HOST: z.string().min(1).default("127.0.0.1"),
		DATABASE_URL: databaseUrl.optional(),
		DATABASE_PREPARE: onOff.default(true),
		DATABASE_CONNECTIONS: whole(2, 1000).default(10),
		DATA_DIR: z.string().min(1).default(".data"),
		ADMIN_EMAIL: z
			.email("must be an e-mail address")
			.max(254, "must have at most 254 characters")
			.optional(),
		// A password shorter than the minimum counts as set. With users in the database the setting is
		// unused, and may be older than the minimum (R7). With none, the start refuses it
		// (bootstrap-users.ts).
		ADMIN_PASSWORD: z
			.string()
			.min(8, `must have at least ${PASSWORD_MIN} characters`)
			.max(256, "must have at most 256 characters")
			.optional(),
		BOOTSTRAP_API_KEY: z
			.string()
			.regex(/^[\x21-\x7e]+$/, "must be plain ASCII without spaces")
			.min(8, "must have at least 8 characters")
			.max(256, "must have at most 256 characters")
			.optional(),
		DEFAULT_TIME_ZONE: timeZone.default("UTC"),
		DEFAULT_COUNTRY: z
			.string()
			.refine(isKnownCountry, "must be a country's two capital letters, such as US or GB")
			.transform((country) => country as CountryCode)
			.default("US"),
		TRUST_PROXY: proxies.default(0),
		PUBLIC_URL: publicUrl.optional(),
		METRICS_TOKEN: z
			.string()
			.regex(/^[\x21-\x7e]+$/, "must be plain ASCII without spaces")
			.min(16, "must have at least 16 characters")
			.max(256, "must have at most 256 characters")
			.optional(),
		SECRETS_KEY: secretsKey,
		SECRETS_KEY_PREVIOUS: secretsKey,
		RETENTION_DAYS: whole(1, 3650).default(30),
		AUDIT_RETENTION_DAYS: whole(1, 36_500).default(400),
		STOP_DELAY_SECONDS: whole(0, 300).default(0),
		LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
	})
	.refine((env) => (env.ADMIN_EMAIL === undefined) === (env.ADMIN_PASSWORD === undefined), {
		path: ["ADMIN_EMAIL"],
		message: "and ADMIN_PASSWORD must be set together",
		// Reported together with other errors, not only after their correction.
		when: () => true,
	})
	.refine((env) => env.SECRETS_KEY !== undefined || env.SECRETS_KEY_PREVIOUS === undefined, {
		path: ["SECRETS_KEY_PREVIOUS"],
		message: "is set without SECRETS_KEY",
		when: () => true,
	});

export type Env = z.infer<typeof schema>;

/**
 * Reads the settings from environment variables, and secrets from the files that they name. An
 * empty variable counts as unset. Throws an error whose one line names every wrong variable (O3).
 */
export function readEnv(given: Record<string, string | undefined>): Env {
	const set: Record<string, string> = {};
	for (const [name, value] of Object.entries(given))
		if (value !== undefined && value !== "") set[name] = value;
	const { variables, problems } = readSecretFiles(set);
	const parsed = schema.safeParse(variables);
	if (parsed.success && problems.length === 0) return parsed.data;
	const issues = parsed.error?.issues ?? [];
	throw new EnvError(
		[...problems, ...issues.map((issue) => `${issue.path.join(".")} ${issue.message}`)].join("; "),
	);
}

/**
 * A wrong environment variable. The operator can correct it, so the error is printed in one line
 * without a stack. It never repeats a value.
 */
export class EnvError extends Error {
	override name = "EnvError";
}

let env: Env | undefined;

/** The settings of this process, read once. */
export function getEnv(): Env {
	env ??= readEnv(process.env);
	return env;
}
