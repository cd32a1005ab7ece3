import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const COLUMNS_MAX = 100;
const TAB_COLUMNS = 2;
const LINES_MAX = 250;
const FILES_MAX = 25;
const FILES_MEDIAN_MAX = 8;

/** Written by programs: migrations, which never change once they have landed, and the snapshot. */
const GENERATED = /^db\/(migrations\/|statements\.sql$)/;
/**
 * Base names that files of app/ share. A route of several files has its parts by these names, and an
 * endpoint is called as the operation that it is for.
 */
const SHARED = new Set([
	...["route.tsx", "actions.server.ts"],
	...["cancel-call-in-request.ts", "create-call-in-request.ts", "match-call.ts"],
	...["retrieve-call-in-request.ts", "group.ts", "sign-in.ts"],
]);

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
	for (const file of PRODUCT.filter((one) => /^app\/.*\.tsx?$/.test(one))) {
		const name = path.posix.basename(file);
		byName.set(name, [...(byName.get(name) ?? []), file]);
	}
	const shared = [...byName].filter(([name, files]) => files.length > 1 && !SHARED.has(name));
	expect(shared).toEqual([]);
});
