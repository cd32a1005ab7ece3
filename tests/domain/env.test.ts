import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { EnvError, readEnv } from "../../app/platform/env.server.ts";

const refusal = (variables: Record<string, string | undefined>): string => {
	try {
		readEnv(variables);
	} catch (error) {
		expect(error).toBeInstanceOf(EnvError);
		return (error as Error).message;
	}
	throw new Error("accepted");
};

describe("the environment (O3)", () => {
	test("with nothing set, everything has its default", () => {
		expect(readEnv({})).toEqual({
			PORT: 3000,
			HOST: "127.0.0.1",
			DATABASE_PREPARE: true,
			DATABASE_CONNECTIONS: 10,
			DATA_DIR: ".data",
			DEFAULT_TIME_ZONE: "UTC",
			DEFAULT_COUNTRY: "US",
			TRUST_PROXY: 0,
			RETENTION_DAYS: 30,
			AUDIT_RETENTION_DAYS: 400,
			STOP_DELAY_SECONDS: 0,
			LOG_LEVEL: "info",
		});
	});

	test("an empty variable counts as not set, and an unknown one is not looked at", () => {
		const names = [
			"PORT",
			"HOST",
			"DATABASE_URL",
			"ADMIN_EMAIL",
			"ADMIN_PASSWORD",
			"BOOTSTRAP_API_KEY",
			"LOG_LEVEL",
			"DEFAULT_COUNTRY",
		];
		const empty = Object.fromEntries(names.map((name) => [name, ""]));
		expect(readEnv({ ...empty, DATA_DIR: undefined, PATH: "/bin", port: "x" })).toEqual(
			readEnv({}),
		);
	});

	test.each([
		["PORT", "0", 0],
		["PORT", "65535", 65_535],
		["HOST", "0.0.0.0", "0.0.0.0"],
		["HOST", "::1", "::1"],
		[
			"DATABASE_URL",
			"postgres://user:secret@db:5432/calls",
			"postgres://user:secret@db:5432/calls",
		],
		["DATABASE_URL", "postgresql://a:1,b:2/calls", "postgresql://a:1,b:2/calls"],
		["DATABASE_PREPARE", "false", false],
		["DATABASE_CONNECTIONS", "2", 2],
		["DATABASE_CONNECTIONS", "1000", 1000],
		["DEFAULT_TIME_ZONE", "Europe/Berlin", "Europe/Berlin"],
		["DEFAULT_COUNTRY", "GB", "GB"],
		["TRUST_PROXY", "true", 1],
		["TRUST_PROXY", "false", 0],
		["TRUST_PROXY", "3", 3],
		["PUBLIC_URL", "https://calls.example.com", "https://calls.example.com"],
		["PUBLIC_URL", "HTTP://Calls.example:8080/", "http://calls.example:8080"],
		["PUBLIC_URL", "http://[::1]:3000", "http://[::1]:3000"],
		["METRICS_TOKEN", "sixteen-chars-at-", "sixteen-chars-at-"],
		["RETENTION_DAYS", "1", 1],
		["AUDIT_RETENTION_DAYS", "3650", 3650],
		["STOP_DELAY_SECONDS", "300", 300],
		["LOG_LEVEL", "silent", "silent"],
		["BOOTSTRAP_API_KEY", "12345678", "12345678"],
		["BOOTSTRAP_API_KEY", "!~".repeat(128), "!~".repeat(128)],
	])("%s=%s is read", (name, value, read) => {
		expect(readEnv({ [name]: value })).toHaveProperty(name, read);
	});

	const port = "PORT must be a whole number from 0 to 65535";
	test.each([
		["PORT", "abc", port],
		["PORT", "-1", port],
		["PORT", "65536", port],
		["PORT", "3000.5", port],
		["PORT", " ", port],
		["PORT", " 3000", port],
		["PORT", "0x10", port],
		["PORT", "1e3", port],
		["PORT", "٣٠٠٠", port],
		["PORT", "99999999999999999999", port],
		[
			"DATABASE_URL",
			"mysql://db",
			"DATABASE_URL must be an address that starts with postgres:// or postgresql://",
		],
		[
			"DATABASE_URL",
			"postgres://",
			"DATABASE_URL must be an address that starts with postgres:// or postgresql://",
		],
		[
			"DATABASE_URL",
			"db:5432",
			"DATABASE_URL must be an address that starts with postgres:// or postgresql://",
		],
		["DATABASE_PREPARE", "1", "DATABASE_PREPARE must be true or false"],
		[
			"TRUST_PROXY",
			"yes",
			"TRUST_PROXY must be true, false, or the number of proxies in a row, 0 to 9",
		],
		[
			"TRUST_PROXY",
			"10",
			"TRUST_PROXY must be true, false, or the number of proxies in a row, 0 to 9",
		],
		["DATABASE_CONNECTIONS", "1", "DATABASE_CONNECTIONS must be a whole number from 2 to 1000"],
		["DATABASE_CONNECTIONS", "1001", "DATABASE_CONNECTIONS must be a whole number from 2 to 1000"],
		[
			"DEFAULT_TIME_ZONE",
			"Europe/Atlantis",
			"DEFAULT_TIME_ZONE is no time zone; use a name such as Europe/Berlin",
		],
		[
			"DEFAULT_COUNTRY",
			"UK",
			"DEFAULT_COUNTRY must be a country's two capital letters, such as US or GB",
		],
		[
			"DEFAULT_COUNTRY",
			"us",
			"DEFAULT_COUNTRY must be a country's two capital letters, such as US or GB",
		],
		[
			"LOG_LEVEL",
			"loud",
			"LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent",
		],
		["BOOTSTRAP_API_KEY", "1234567", "BOOTSTRAP_API_KEY must have at least 8 characters"],
		["BOOTSTRAP_API_KEY", "x".repeat(257), "BOOTSTRAP_API_KEY must have at most 256 characters"],
		["BOOTSTRAP_API_KEY", "with a space", "BOOTSTRAP_API_KEY must be plain ASCII without spaces"],
		["BOOTSTRAP_API_KEY", "schlüssel", "BOOTSTRAP_API_KEY must be plain ASCII without spaces"],
	])("%s=%s stops the start with its one line", (name, value, line) => {
		expect(refusal({ [name]: value })).toBe(line);
	});

	test.each([
		...[
			"calls.example.com",
			"//calls.example.com",
			"ftp://calls.example.com",
			"javascript:alert(1)",
			"https://",
			"https:\\\\calls.example",
		],
		...[
			"https://calls.example.com/call-in",
			"https://calls.example.com?",
			"https://calls.example.com#",
			"https://a@calls.example.com",
		],
		...["https://calls.example.com ", "https://calls.example.com:99999", "https:calls.example.com"],
	])("PUBLIC_URL=%s is no address that links could begin with", (value) => {
		expect(refusal({ PUBLIC_URL: value })).toBe(
			"PUBLIC_URL must be an address without a path, such as https://calls.example.com",
		);
	});

	test("the first administrator's address and password are set together, or not at all (R3)", () => {
		// An older installation may have a password this short. It is used only where there is no user,
		// and refused there.
		const together = { ADMIN_EMAIL: "ada@example.org", ADMIN_PASSWORD: "12345678" };
		expect(readEnv(together)).toMatchObject(together);
		const line = "ADMIN_EMAIL and ADMIN_PASSWORD must be set together";
		expect(refusal({ ADMIN_EMAIL: together.ADMIN_EMAIL })).toBe(line);
		expect(refusal({ ADMIN_PASSWORD: together.ADMIN_PASSWORD })).toBe(line);
		expect(refusal({ ...together, ADMIN_PASSWORD: "1234567" })).toBe(
			"ADMIN_PASSWORD must have at least 12 characters",
		);
		expect(refusal({ ...together, ADMIN_EMAIL: "ada" })).toBe(
			"ADMIN_EMAIL must be an e-mail address",
		);
	});

	test("all that is wrong is told at once, in one line", () => {
		const line = refusal({ PORT: "x", LOG_LEVEL: "x", ADMIN_EMAIL: "ada@example.org" });
		for (const name of ["PORT", "LOG_LEVEL", "ADMIN_EMAIL"]) expect(line).toContain(name);
		expect(line).not.toContain("\n");
	});

	test("no value is repeated: it may be a secret", () => {
		const secret = "hunter2hunter2 ";
		const names = [
			"PORT",
			"DATABASE_URL",
			"DATABASE_PREPARE",
			"ADMIN_EMAIL",
			"BOOTSTRAP_API_KEY",
			"DEFAULT_TIME_ZONE",
			"DEFAULT_COUNTRY",
			"LOG_LEVEL",
		];
		for (const name of names) expect(refusal({ [name]: secret })).not.toContain(secret.trim());
	});

	test("every variable with a secret can name a file instead (D2)", () => {
		const directory = mkdtempSync(path.join(os.tmpdir(), "call-in-env-"));
		try {
			const file = path.join(directory, "secret");
			for (const [name, value] of Object.entries({
				DATABASE_URL: "postgres://user:secret@db:5432/calls",
				BOOTSTRAP_API_KEY: "12345678",
				METRICS_TOKEN: "sixteen-chars-at-",
				SECRETS_KEY: "k".repeat(32),
			})) {
				for (const end of ["", "\n", "\r\n"]) {
					writeFileSync(file, value + end);
					expect(readEnv({ [`${name}_FILE`]: file })).toHaveProperty(name, value);
				}
				expect(refusal({ [name]: value, [`${name}_FILE`]: file })).toBe(
					`${name} and ${name}_FILE are both set; set one of them`,
				);
				expect(refusal({ [`${name}_FILE`]: path.join(directory, "none") })).toBe(
					`${name}_FILE names a file that cannot be read (ENOENT)`,
				);
			}
			writeFileSync(file, "a good password\n");
			expect(readEnv({ ADMIN_EMAIL: "ann@example.com", ADMIN_PASSWORD_FILE: file })).toHaveProperty(
				"ADMIN_PASSWORD",
				"a good password",
			);
			writeFileSync(file, "\n");
			expect(refusal({ METRICS_TOKEN_FILE: file, PORT: "x" })).toBe(
				`METRICS_TOKEN_FILE names an empty file; ${port}`,
			);
			// A variable without a secret has no such form.
			expect(readEnv({ PORT_FILE: file })).toHaveProperty("PORT", 3000);
		} finally {
			rmSync(directory, { recursive: true, force: true });
		}
	});

	test("a short key for secrets is refused, and a previous one needs a present one (D2)", () => {
		expect(refusal({ SECRETS_KEY: "k".repeat(31) })).toBe(
			"SECRETS_KEY must have at least 32 characters, such as the output of: openssl rand -base64 32",
		);
		expect(refusal({ SECRETS_KEY_PREVIOUS: "k".repeat(32) })).toBe(
			"SECRETS_KEY_PREVIOUS is set without SECRETS_KEY",
		);
	});
});
