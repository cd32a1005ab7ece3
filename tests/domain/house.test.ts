import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const COLUMNS_MAX = 100;
const TAB_COLUMNS = 2;
const LINES_MAX = 250;
const FILES_MAX = 25;
const FILES_MEDIAN_MAX = 8;
const NAMES_PASSED_MAX = 110;

/** Generated files: migrations, never changed once they have landed, and the snapshot. */
const GENERATED = /^db\/(migrations\/|statements\.sql$)/;
/**
 * Base names shared by several files of app/. Route folders share the names of their parts. An
 * endpoint's file is named after its operation.
 */
const SHARED = new Set([
	...["route.tsx", "actions.server.ts"],
	...["cancel-call-in-request.ts", "create-call-in-request.ts", "match-call.ts"],
	...["retrieve-call-in-request.ts", "group.ts", "sign-in.ts"],
]);
/** A file of the catalogue is named after its wing. */
const CATALOGUE = /^app\/texts\/en\//;

/** The commonest changes, with the folders that each touches, as in CONTRIBUTING.md. */
const CHANGES: [change: string, folders: string[]][] = [
	["a setting of a group", ["app/domain/groups", "app/texts/en", "db/schema", "db/migrations"]],
	[
		"an outcome of match",
		["app/domain/match", "app/texts/en/messages", "db/migrations", "db/match"],
	],
	["a column of the records", ["app/domain/records", "app/ui/records", "db/records"]],
	["an endpoint", ["app/api/call-in", "app/api", "app/routes", "docs"]],
	[
		"a repair of an import",
		[
			...["app/domain/import", "app/texts/en/messages", "tests/domain/import"],
			...["tests/fixtures/pool-files", "tests/fixtures/pool-files/numbers"],
		],
	],
	["a page", ["app/routes", "app/domain/people", "tests/http"]],
	["a migration", ["db/schema", "db/migrations"]],
];

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.posix.join(entry.parentPath.replaceAll(path.sep, "/"), entry.name))
		.sort();
const PRODUCT = [...filesIn("app"), ...filesIn("db"), ...filesIn("scripts"), "server.ts"];
const SOURCES = PRODUCT.filter((file) => !GENERATED.test(file));

const linesOf = (file: string) => readFileSync(file, "utf8").trimEnd().split("\n");
const columnsOf = (line: string) =>
	[...line].reduce((sum, character) => sum + (character === "\t" ? TAB_COLUMNS : 1), 0);

test("no line is over 100 columns", () => {
	const long = SOURCES.flatMap((file) =>
		linesOf(file).flatMap((line, index) =>
			columnsOf(line) > COLUMNS_MAX ? [`${file}:${index + 1}: ${columnsOf(line)} columns`] : [],
		),
	);
	expect(long, `${long.length} lines are too long.`).toEqual([]);
});

test("no file is over 250 lines", () => {
	const long = SOURCES.map((file) => ({ file, lines: linesOf(file).length })).filter(
		({ lines }) => lines > LINES_MAX,
	);
	expect(long).toEqual([]);
});

test("no folder has more than 25 files, and half of them have 8 at most", () => {
	const folders = new Map<string, number>();
	for (const file of SOURCES) {
		const folder = path.posix.dirname(file);
		folders.set(folder, (folders.get(folder) ?? 0) + 1);
	}
	// Remix reads all routes from one folder.
	folders.delete("app/routes");
	expect([...folders].filter(([, files]) => files > FILES_MAX)).toEqual([]);
	const sizes = [...folders.values()].sort((a, b) => a - b);
	expect(sizes[sizes.length >> 1]).toBeLessThanOrEqual(FILES_MEDIAN_MAX);
});

test("no two source files of app/ share a name", () => {
	const byName = new Map<string, string[]>();
	for (const file of PRODUCT.filter((one) => /^app\/.*\.tsx?$/.test(one) && !CATALOGUE.test(one))) {
		const name = path.posix.basename(file);
		byName.set(name, [...(byName.get(name) ?? []), file]);
	}
	const shared = [...byName].filter(([name, files]) => files.length > 1 && !SHARED.has(name));
	expect(shared).toEqual([]);
});

test.each(CHANGES)("to add %s, at most 110 names are passed", (change, folders) => {
	expect(readFileSync("CONTRIBUTING.md", "utf8")).toContain(`- **${change}**:`);
	const passed = folders.flatMap((folder) => readdirSync(folder));
	expect(passed.length).toBeLessThanOrEqual(NAMES_PASSED_MAX);
});
