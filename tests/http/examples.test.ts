import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../support/groups.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";

const KEY = "the-key-of-the-examples";
const isThere = (program: string) =>
	spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;

describe("the examples, as README.md there runs them", () => {
	let database: TestDatabase;
	let server: ServerProcess;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		await insertGroupWith(database, "auto_insurance", someNumbers(3));
		await insertKey(database, { secret: KEY, scopes: ["create", "match"] });
		server = await startServer({ url: database.url, env: { LOG_LEVEL: "silent" } });
	});
	afterAll(async () => {
		await server?.stop();
		await database.drop();
	});

	const run = (program: string, file: string, more: Record<string, string> = {}) =>
		promisify(execFile)(program, [file], {
			env: {
				PATH: process.env.PATH,
				NODE_ENV: "production",
				CALL_IN_URL: server.origin,
				API_KEY: KEY,
				GROUP: "auto_insurance",
				...more,
			},
		});

	const examples = [
		["sh", "examples/call.sh", "curl"],
		["node", "examples/call.mjs", "node"],
		["python3", "examples/call.py", "python3"],
	] as const;
	for (const [program, file, needs] of examples)
		test.runIf(isThere(needs))(`${file} reserves a number and is matched`, async () => {
			const { stdout } = await run(program, file);
			expect(stdout).toMatch(/^Dial \+1800\d{7} and enter \d{6}\.\nOutcome: MATCHED\n$/);
			await expect(run(program, file, { API_KEY: "another-key" })).rejects.toThrow(
				/40102|The requested URL returned error: 401/,
			);
		});
});
