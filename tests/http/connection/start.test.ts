import { randomBytes } from "node:crypto";
import { connect, createServer } from "node:net";
import postgres from "postgres";
import { afterEach, describe, expect, inject, test } from "vitest";
import { createEmbeddedDirectory, createServerDatabase } from "../../support/databases.ts";
import { databaseUrl, freePort, startThrowawayCluster } from "../../support/postgres-server.ts";
import {
	ServerDidNotStart,
	type ServerProcess,
	startServer,
} from "../../support/server-process.ts";

const cleanUps: (() => unknown)[] = [];
const later = (cleanUp: () => unknown) => cleanUps.push(cleanUp);
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function embeddedDirectory(): string {
	const { dataDir, drop } = createEmbeddedDirectory();
	later(drop);
	return dataDir;
}

async function serverDatabase(options?: { migrated: boolean }): Promise<string> {
	const { url, drop } = await createServerDatabase(options);
	later(drop);
	return url;
}

async function serve(options: Parameters<typeof startServer>[0]): Promise<ServerProcess> {
	const server = await startServer(options);
	later(() => server.kill());
	return server;
}

async function administer(statement: string): Promise<void> {
	const admin = postgres(inject("postgresUrl"), { max: 1, fetch_types: false, onnotice: () => {} });
	await admin.unsafe(statement).finally(() => admin.end());
}

/** A separate empty database with these options. */
async function emptyDatabase(options = ""): Promise<string> {
	const name = `call_in_${randomBytes(6).toString("hex")}`;
	await administer(`create database ${name} template template0 ${options}`);
	later(() => administer(`drop database if exists ${name} with (force)`));
	return databaseUrl(inject("postgresUrl"), name);
}

/** The database at `url` through a proxy that changes the server's reported version. */
async function olderServer(url: string): Promise<string> {
	const target = new URL(url);
	const line = createServer((near) => {
		const far = connect(Number(target.port), target.hostname);
		near.pipe(far);
		far.on("data", (chunk) =>
			near.write(
				Buffer.from(chunk.toString("latin1").replace(/\b1[5-9]\d{4}\b/, "140011"), "latin1"),
			),
		);
		for (const end of [near, far])
			end.on("error", () => {}).on("close", () => [near, far].map((one) => one.destroy()));
	});
	const port = await freePort();
	await new Promise<void>((resolve) => line.listen(port, "127.0.0.1", resolve));
	later(() => line.close());
	const older = new URL(url);
	older.host = `127.0.0.1:${port}`;
	return older.href;
}

/** The output of a start that must fail. */
async function refusal(options: Parameters<typeof startServer>[0]): Promise<ServerDidNotStart> {
	const started = await serve(options).catch((error: unknown) => error);
	if (started instanceof ServerDidNotStart) return started;
	throw started instanceof Error ? started : new Error("The server started.");
}

describe("a start", () => {
	test("prints the database, the set-up link and the address, and on the embedded engine what it survives (O1, R3)", async () => {
		const dataDir = embeddedDirectory();
		const server = await serve({ dataDir });
		const lines = server.output().trimEnd().split("\n");
		expect(lines[0]).toBe(
			`Database: embedded, in ${dataDir} (survives a killed process, but not a power cut)`,
		);
		expect(lines[1]).toMatch(
			/^Set up the first Administrator: http:\/\/localhost:\d+\/setup\/[\w-]{20,}$/,
		);
		expect(lines[2]).toMatch(/^Click-To-Call-In is ready at http:\/\/localhost:\d+$/);
	});

	test("prints no set-up link where the environment names the first Administrator (R3), and no credentials of the database", async () => {
		const env = { ADMIN_EMAIL: "ada@example.com", ADMIN_PASSWORD: "correct horse battery" };
		const url = new URL(await serverDatabase());
		url.password = "not-to-be-seen";
		const server = await serve({ url: url.href, env });
		expect(server.output()).toContain(
			`Database: Postgres at ${url.host}, database ${url.pathname.slice(1)}`,
		);
		expect(server.output()).not.toMatch(/set up|not-to-be-seen|correct horse/i);
	});

	test.each([
		[{ PORT: "eighty" }, /PORT/],
		[{ PORT: "70000" }, /PORT/],
		[{ DATABASE_URL: "mysql://user:hidden-password@db/x" }, /DATABASE_URL must be an address/],
		[
			{ DATABASE_URL: "postgres://user:hidden%zz@db/x" },
			/DATABASE_URL has a % that begins no character's escape; a percent sign is %25/,
		],
		[
			{ DATABASE_URL: "postgres://db/x?sslmode=hidden" },
			/DATABASE_URL: sslmode must be disable, .* or verify-full/,
		],
		[
			{ DATABASE_URL: "postgres://db/x?target_session_attrs=standby" },
			/target_session_attrs other than primary or read-write/,
		],
		[{ DATABASE_PREPARE: "yes" }, /DATABASE_PREPARE/],
		[{ DATABASE_CONNECTIONS: "0" }, /DATABASE_CONNECTIONS/],
		[{ ADMIN_EMAIL: "ada@example.com" }, /ADMIN_EMAIL and ADMIN_PASSWORD must be set together/],
		[{ ADMIN_EMAIL: "ada", ADMIN_PASSWORD: "hidden-password" }, /ADMIN_EMAIL/],
		[{ ADMIN_EMAIL: "ada@example.com", ADMIN_PASSWORD: "hidden" }, /ADMIN_PASSWORD/],
		[{ BOOTSTRAP_API_KEY: "hidden" }, /BOOTSTRAP_API_KEY/],
		[{ DEFAULT_TIME_ZONE: "Europe/Nowhere" }, /DEFAULT_TIME_ZONE/],
		[{ DEFAULT_COUNTRY: "us" }, /DEFAULT_COUNTRY/],
		[{ TRUST_PROXY: "10" }, /TRUST_PROXY/],
		[{ LOG_LEVEL: "loud" }, /LOG_LEVEL/],
	])(
		"with the wrong setting %j ends with one line that names it and hides its value (O3)",
		async (env, line) => {
			const { output, exitCode } = await refusal({ dataDir: "/nonexistent", env });
			expect(exitCode).toBe(1);
			expect(output).toMatch(line);
			expect(output.trimEnd().split("\n")).toHaveLength(1);
			expect(output).not.toContain("hidden");
		},
	);

	test("with an ADMIN_PASSWORD that nobody may choose ends with one line while there is no user, and starts where there is one (R7)", async () => {
		const url = await serverDatabase();
		const old = (password: string) => ({
			ADMIN_EMAIL: "hidden@example.com",
			ADMIN_PASSWORD: password,
		});
		for (const [password, line] of [
			["hidden-old", "ADMIN_PASSWORD: Use at least 12 characters.\n"],
			[
				"HIDDEN@example.com",
				"ADMIN_PASSWORD: The password is the e-mail address, or its part before the @. Choose " +
					"another one.\n",
			],
		] as const)
			expect(await refusal({ url, env: old(password) })).toMatchObject({
				exitCode: 1,
				output: line,
			});
		await (await serve({ url, env: old("hidden, but long enough") })).stop();
		await (await serve({ url, env: old("hidden-old") })).stop();
	});

	test("with a HOST that is not this machine's ends with one line", async () => {
		const { output, exitCode } = await refusal({
			url: await serverDatabase(),
			env: { HOST: "203.0.113.7" },
		});
		expect(exitCode).toBe(1);
		expect(output).toBe(
			"HOST is not an address of this machine. Set HOST to one of its addresses.\n",
		);
	});

	test("with a HOST that does not exist ends with one line, whatever the database is", async () => {
		const { output, exitCode } = await refusal({
			dataDir: embeddedDirectory(),
			env: { HOST: "no-such-host.invalid" },
		});
		expect(exitCode).toBe(1);
		expect(output).toMatch(/^This machine does not know the name in HOST\. [^\n]*\n$/);
	});

	test("of several processes at once on one empty Postgres database succeeds for all of them (O2)", async () => {
		const url = await serverDatabase({ migrated: false });
		const servers = await Promise.all(
			[1, 2, 3].map(() => serve({ url, env: { BOOTSTRAP_API_KEY: "one-key-for-all" } })),
		);
		for (const { origin } of servers) expect((await fetch(`${origin}/readyz`)).status).toBe(200);
		// The last printed link is the valid one, on every process (R3).
		const links = servers.map((server) => /\/setup\/\S+/.exec(server.output())![0]);
		const works = (origin: string) =>
			Promise.all(links.map(async (link) => (await fetch(origin + link)).status === 200));
		expect((await works(servers[0]!.origin)).filter(Boolean)).toHaveLength(1);
		expect(await works(servers[1]!.origin)).toEqual(await works(servers[2]!.origin));
	});

	test("without its database server ends with one line", async () => {
		const { output, exitCode } = await refusal({
			url: "postgres://user:hidden-password@127.0.0.1:1/x",
		});
		expect(exitCode).toBe(1);
		expect(output).toBe(
			"The database cannot be reached (ECONNREFUSED). Check DATABASE_URL, and check that the server is running.\n",
		);
	});

	test("with a database address that cannot be read ends with one line", async () => {
		const { output, exitCode } = await refusal({ url: "postgres://user:hidden-password@:x/" });
		expect(exitCode).toBe(1);
		expect(output).toMatch(/^DATABASE_URL .*\n$/);
		expect(output).not.toContain("hidden");
	});

	test("on a database that does not exist ends with one line", async () => {
		const url = new URL(await serverDatabase());
		url.pathname = "/nowhere";
		const { output, exitCode } = await refusal({ url: url.href });
		expect(exitCode).toBe(1);
		expect(output).toBe(
			"The database that DATABASE_URL names does not exist. Create it, or name another.\n",
		);
	});

	test("on a database that it may not fill, or must not, ends with one line that says what to do", async () => {
		const url = await emptyDatabase();
		await administer("create role call_in_stranger login");
		later(() => administer("drop role call_in_stranger"));
		const limited = new URL(url);
		limited.username = "call_in_stranger";
		const lines: [string, string, RegExp][] = [
			[
				"",
				limited.href,
				/^The user in DATABASE_URL may not create or change the tables of this database\. Make that user the owner/,
			],
			[
				"",
				`${url}?no_such_setting=x`,
				/^DATABASE_URL sets no_such_setting, which neither the driver nor the server knows/,
			],
			[
				"alter database %s set default_transaction_read_only = on",
				url,
				/^The database takes no writes: its server is a standby, or default_transaction_read_only is on\./,
			],
		];
		for (const [statement, given, line] of lines) {
			if (statement) await administer(statement.replace("%s", new URL(url).pathname.slice(1)));
			const { output, exitCode } = await refusal({ url: given });
			expect(output).toMatch(line);
			expect(output).toMatch(/^[^\n]+\n$/);
			expect(exitCode).toBe(1);
		}
	});

	test("on a database in another encoding than UTF8 ends with one line", async () => {
		const { output, exitCode } = await refusal({
			url: await emptyDatabase("encoding 'SQL_ASCII' locale 'C'"),
		});
		expect(exitCode).toBe(1);
		expect(output).toMatch(
			/^The database has the encoding SQL_ASCII, and must have UTF8\. Make it anew: create database [^\n]*\n$/,
		);
	});

	test("on a standby, or on a server older than 15, ends with one line", async () => {
		const url = await emptyDatabase();
		const older = await refusal({ url: await olderServer(url) });
		expect(older.output).toMatch(
			/^The database server is PostgreSQL [\d.]+; Click-To-Call-In needs version 15 or newer\.[^\n]*\n$/,
		);
		// A standby with fewer connections than the primary does not start.
		const standby = await startThrowawayCluster({
			settings: ["max_connections=500"],
			primary: { url: inject("postgresUrl") },
		});
		later(standby.stop);
		const onStandby = new URL(url);
		onStandby.host = new URL(standby.url).host;
		const { output, exitCode } = await refusal({ url: onStandby.href });
		expect(exitCode).toBe(1);
		expect(output).toMatch(
			/^The database takes no writes: its server is a standby[^\n]*\. Name the primary[^\n]*\n$/,
		);
	});

	test("on a port that is taken ends with one line, and the first server goes on", async () => {
		const url = await serverDatabase();
		const first = await serve({ url });
		const { output, exitCode } = await refusal({ url, env: { PORT: new URL(first.origin).port } });
		expect(exitCode).toBe(1);
		expect(output).toBe(
			"Another program uses the port. Stop that program, or set PORT to another port.\n",
		);
		expect((await fetch(`${first.origin}/readyz`)).status).toBe(200);
	});

	test("on an embedded database that another process has is refused in one line, and the first goes on working", async () => {
		const dataDir = embeddedDirectory();
		const first = await serve({ dataDir });
		const { output, exitCode } = await refusal({ dataDir });
		expect(exitCode).toBe(1);
		expect(output.trimEnd().split("\n")).toHaveLength(1);
		expect(output).toContain(`The database in ${dataDir} is in use by another process`);
		expect((await fetch(`${first.origin}/readyz`)).status).toBe(200);
		expect(await first.stop()).toBe(0);
		expect((await fetch(`${(await serve({ dataDir })).origin}/readyz`)).status).toBe(200);
	});
});
