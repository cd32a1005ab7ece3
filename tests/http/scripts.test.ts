import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServerDatabase } from "../support/databases.ts";

let database: Awaited<ReturnType<typeof createServerDatabase>>;
beforeAll(async () => {
	database = await createServerDatabase();
});
afterAll(() => database.drop());

type Ended = { exitCode: number | null; output: string; errors: string };

/** Runs an `npm run` script with its password on standard input. */
function runTool(
	name: "users" | "seed",
	words: string[],
	{ input = "", url = database.url } = {},
): Promise<Ended> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [`build/server/${name}.js`, ...words], {
			env: { NODE_ENV: "production", PATH: process.env.PATH, DATABASE_URL: url },
		});
		let [output, errors] = ["", ""];
		child.stdout.on("data", (chunk) => {
			output += chunk;
		});
		child.stderr.on("data", (chunk) => {
			errors += chunk;
		});
		child.on("close", (exitCode) =>
			resolve({ exitCode, output: output.trim(), errors: errors.trim() }),
		);
		child.stdin.end(input);
	});
}

const users = (words: string, input?: string, url?: string) =>
	runTool("users", words.split(" "), { input, url });

test("the operator adds, lists, changes and removes users", async () => {
	expect(await users("list")).toMatchObject({ exitCode: 0, output: "There are no users yet." });
	expect(await users("add Ann@x.example administrator", "a long password\n")).toMatchObject({
		exitCode: 0,
		errors: "",
	});
	expect(await users("add b@x.example monitor", "a long password")).toMatchObject({ exitCode: 0 });
	expect(await users("set-role b@x.example developer")).toMatchObject({ exitCode: 0 });
	expect(await users("reset-password b@x.example", "another password\r\n")).toMatchObject({
		exitCode: 0,
	});
	expect(await users("disable b@x.example")).toMatchObject({
		exitCode: 0,
		output: "b@x.example is disabled, and signed out everywhere.",
	});
	const { output } = await users("list");
	expect(output.replace(/\d{4}-\d\d-\d\d/g, "(day)").split("\n")).toEqual([
		"EMAIL          ROLE           SINCE       LAST SIGN-IN",
		"Ann@x.example  administrator  (day)  never",
		"b@x.example    developer      (day)  never         disabled",
	]);
	expect(await users("remove b@x.example")).toMatchObject({
		exitCode: 0,
		output: "b@x.example is removed, and signed out everywhere.",
	});
});

test("what cannot be done is said in one line, with exit code 1", async () => {
	await users("add Ann@x.example administrator", "a long password\n");
	const refused = async (words: string, input: string, errors: string, url?: string) =>
		expect(await users(words, input, url)).toEqual({ exitCode: 1, output: "", errors });
	await refused("add c@x.example monitor", "short\n", "Use at least 12 characters.");
	await refused(
		"add c@x.example boss",
		"",
		"There is no role “boss”. Use one of administrator, developer, supervisor, monitor.",
	);
	await refused("add nonsense monitor", "", "Enter an e-mail address, such as name@example.com.");
	await refused(
		"set-role no@x.example monitor",
		"",
		"There is no user no@x.example. Check the address.",
	);
	await refused(
		"remove ann@x.example",
		"",
		"This user cannot be removed: Ann@x.example is the last Administrator who can sign in. " +
			"Add another Administrator first.",
	);
	await refused(
		"list",
		"",
		"The database cannot be reached (ECONNREFUSED). Check DATABASE_URL, and check that the server is running.",
		"postgres://127.0.0.1:1/x",
	);
});

test("a command that does not exist, or lacks a word, gets the list of commands", async () => {
	for (const words of ["", "lists", "add a@x.example"]) {
		const { exitCode, errors } = await users(words);
		expect(exitCode).toBe(1);
		expect(errors).toContain("npm run users -- reset-password EMAIL");
	}
});

test("a demonstration fills an empty installation, and no other", async () => {
	const empty = await createServerDatabase();
	const filled = await runTool("seed", [], { url: empty.url });
	expect(filled).toMatchObject({ exitCode: 0, errors: "" });
	expect(filled.output).toMatch(
		/^Groups:\n( {2}.+: [\d,]+ numbers, [\d,]+ requests of the last 24 hours\n){3}Requests that are live now: \d+\./,
	);
	expect(await runTool("seed", [], { url: empty.url })).toEqual({
		...{ exitCode: 1, output: "" },
		errors:
			"The database has groups already, and was left as it is. A demonstration is for an empty one.",
	});
	await empty.drop();
});
