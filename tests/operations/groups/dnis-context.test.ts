import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDnis } from "../../../app/domain/numbers/dnis.ts";
import { numberSearch } from "../../../app/domain/numbers/pasted-text.ts";
import { readDnisContext } from "../../../app/operations/groups/read-dnis-context.ts";
import { listEntries } from "../../../db/groups/found-entries.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith } from "../../support/groups.ts";

/** No country has a number of this length now, as after a change of its plan. */
const IMPOSSIBLE = "+59912345678901";

describe.each(ENGINES)("numbers that a pool has, on the %s engine", (engine) => {
	let database: TestDatabase;
	let groupId: string;
	let otherId: string;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		groupId = await insertGroupWith(database, "own", [IMPOSSIBLE, "+4795550132", "+442079460958"]);
		otherId = await insertGroupWith(database, "other", ["+18005555554"]);
	});
	afterAll(() => database.drop());

	const read = async (text: string, pool: string | null) =>
		readDnis(text, await readDnisContext(database, pool, text));
	const found = async (q: string) => {
		const number = numberSearch(q, { country: "US" });
		const filter = { text: q, number, state: null, limitedKey: null };
		const query = { ...filter, sort: "number", limit: 50, offset: 0 } as const;
		return (await listEntries(database, groupId, query)).entries.map((entry) => entry.number);
	};

	test("are those numbers in their own pool, with plus and without (G4, N6)", async () => {
		for (const text of [IMPOSSIBLE, IMPOSSIBLE.slice(1)])
			expect(await read(text, groupId)).toMatchObject({ ok: true, value: { number: IMPOSSIBLE } });
		expect(await read("4795550132", groupId)).toMatchObject({ value: { number: "+4795550132" } });
	});

	test.each([
		["another group", () => otherId],
		["a new group", () => null],
		["a group that is gone", () => "no-uuid"],
	])("settle no text of %s, but are accepted with plus", async (_what, pool) => {
		expect(await read(IMPOSSIBLE, pool())).toMatchObject({ ok: true });
		expect(await read("4795550132", pool())).toMatchObject({
			error: { suggestions: ["+14795550132", "+4795550132"] },
		});
	});

	test("a value that is no text, or no number, has no context but the country", async () => {
		for (const typed of [undefined, null, 42, {}, "claims", "\0"])
			expect(await readDnisContext(database, groupId, typed)).toMatchObject({ country: "US" });
	});

	test("are found in any writing, complete or in part (G4)", async () => {
		expect(await found("tel:+4795550132")).toEqual(["+4795550132"]);
		expect(await found("011 44 20 79")).toEqual(["+442079460958"]);
		expect(await found("+44 (0)20 7946 0958")).toEqual(["+442079460958"]);
		expect(await found("599 123")).toEqual([IMPOSSIBLE]);
		expect(await found("94609")).toEqual(["+442079460958"]);
		expect(await found("claims")).toEqual([]);
	});
});
