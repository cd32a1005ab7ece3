import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { Browserless } from "../../support/browserless.ts";
import { ADMINISTRATOR, GROUPS } from "../../support/config-site.ts";
import { createEmbeddedDirectory, createServerDatabase } from "../../support/databases.ts";
import { findPostgresBinaries } from "../../support/postgres-server.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

// Follows the instructions for operators in docs/operating.md.

const KEY = "a-key-to-be-restored";
const ENV = {
	ADMIN_EMAIL: ADMINISTRATOR.email,
	ADMIN_PASSWORD: ADMINISTRATOR.password,
	BOOTSTRAP_API_KEY: KEY,
};

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function serve(options: Parameters<typeof startServer>[0]): Promise<ServerProcess> {
	const server = await startServer(options);
	cleanUps.push(() => server.kill());
	return server;
}
function scratch(): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-backup-"));
	cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
async function call(server: ServerProcess, name: string, body: object) {
	const answer = await fetch(`${server.origin}/engagement/v3/call-in/requests/${name}`, {
		method: "POST",
		headers: { "x-api-key": KEY, "content-type": "application/json" },
		body: JSON.stringify(body),
	});
	return (await answer.json()) as { status: { code: number }; data: Record<string, unknown> };
}
/**
 * Makes a group with one number, whose calls keep the number for half an hour, and takes the
 * number.
 */
async function fill(server: ServerProcess): Promise<Record<string, unknown>> {
	const browser = await new Browserless(server.origin).signIn(ADMINISTRATOR);
	await browser.open(`${GROUPS}/new`);
	const settings = {
		"Do not reuse DNIS for concurrent requests": true,
		"Expiry (seconds)": "1800",
	};
	await browser.press("Save Group", {
		fill: { "Group Name": "a group", "New DNIS": "+18005555501", ...settings },
	});
	return (await call(server, "create", { groupName: "a group", userData: { name: "Grace" } })).data;
}
/**
 * Everything is there: people, keys, groups, requests with their codes, and the contents of each.
 */
async function expectAllOf(server: ServerProcess, made: Record<string, unknown>): Promise<void> {
	const browser = await new Browserless(server.origin).signIn(ADMINISTRATOR);
	expect((await browser.open(GROUPS)).html).toContain("a group");
	expect((await call(server, "create", { groupName: "a group" })).status.code).toBe(42901);
	const matched = await call(server, "match", {
		toPhoneNumber: made.toPhoneNumber,
		accessCode: made.accessCode,
		release: true,
	});
	expect(matched.data).toMatchObject({
		outcome: "MATCHED",
		request: { id: made.id, userData: { name: "Grace" } },
	});
	expect((await call(server, "create", { groupName: "a group" })).status.code).toBe(0);
}

test("a dump that is taken while the server works is restored into another database, and nothing is missing", async () => {
	const [from, to] = [
		await createServerDatabase(),
		await createServerDatabase({ migrated: false }),
	];
	cleanUps.push(from.drop, to.drop);
	const server = await serve({ url: from.url, env: ENV });
	const made = await fill(server);
	const file = path.join(scratch(), "call_in.dump");
	const programs = findPostgresBinaries() ?? "";
	execFileSync(path.join(programs, "pg_dump"), ["--format=custom", `--file=${file}`, from.url]);
	execFileSync(path.join(programs, "pg_restore"), [
		"--no-owner",
		"--exit-on-error",
		"--single-transaction",
		`--dbname=${to.url}`,
		file,
	]);
	await expectAllOf(await serve({ url: to.url }), made);
});

test("a copy of the embedded database's directory, taken while the server is stopped, is a backup", async () => {
	const { dataDir, drop } = createEmbeddedDirectory();
	cleanUps.push(drop);
	const server = await serve({ dataDir, env: ENV });
	const made = await fill(server);
	expect(await server.stop()).toBe(0);
	const copy = path.join(scratch(), "data");
	cpSync(dataDir, copy, { recursive: true });
	await expectAllOf(await serve({ dataDir: copy }), made);
});
