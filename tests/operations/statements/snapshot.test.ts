import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ADMISSION_STATEMENTS } from "../../../db/match/admission-statement.ts";
import {
	HOT_STATEMENTS,
	record,
	SNAPSHOT_FILE,
	snapshotOfStatements,
} from "../../support/statements/hot-statements.ts";
import { sqlIn } from "../../support/statements/sql-in-sources.ts";

test("the snapshot has the hot statements as they are sent", async () => {
	expect(
		readFileSync(SNAPSHOT_FILE, "utf8"),
		`A statement has changed: look at it, run \`npm run statements\`, and commit ${SNAPSHOT_FILE}.`,
	).toBe(await snapshotOfStatements());
});

test("each has a name of its own, and says what each parameter means", async () => {
	const names = HOT_STATEMENTS.map(({ name }) => name);
	expect(names).toEqual([...new Set(names)]);
	for (const statement of HOT_STATEMENTS) {
		const { text, params } = await record(statement, 0);
		const places = [...text.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place));
		expect(statement.parameters, statement.name).toHaveLength(Math.max(0, ...places));
		expect(params, statement.name).toHaveLength(statement.parameters.length);
	}
});

test("each variant of admission is among them, and sent for such calls", async () => {
	const sent = new Set(await textsSent());
	expect(ADMISSION_STATEMENTS.filter(({ text }) => !sent.has(text))).toEqual([]);
});

/** Folders and files of db/ whose SQL is not sent by an API call, clean-up or a record page. */
const ELSEWHERE = [
	/^db\/(audit|connection|demonstration|home|import|people|secrets)\//,
	/^db\/phone-systems\/(?!groups-of-number)/,
	/^db\/groups\/(deleted-groups|draining|found-entries|known-numbers|number-states)\.ts$/,
	/^db\/groups\/(outside-numbers|pool-changes|pool-entries)\.ts$/,
	/^db\/paging\/record-count\.ts$/,
	// Test keys' calls alone (C17).
	/^db\/requests\/test-tables\.ts$/,
	/^db\/traffic\/groups-now\.ts$/,
];

test("whatever SQL the hot folders write down is in one of them", async () => {
	const sent = (await textsSent()).join("\n");
	const missing = sqlIn("db")
		.filter(({ file }) => !ELSEWHERE.some((folder) => folder.test(file)))
		.filter(({ sql }) => !sent.includes(sql.trim()));
	expect(missing).toEqual([]);
});

const textsSent = () =>
	Promise.all(HOT_STATEMENTS.map(async (statement) => (await record(statement, 0)).text));
