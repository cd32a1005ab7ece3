import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LOOKED_THROUGH_MAX } from "../../../app/domain/records/record-view.ts";
import { searchAttempts, searchRequests } from "../../../app/operations/records/search-records.ts";
import { listAttemptRecords } from "../../../db/records/attempt-records.ts";
import { listRequestRecords } from "../../../db/records/request-records.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith } from "../../support/groups.ts";
import { insertAttemptRow, insertRequest } from "../../support/records.ts";

const READER = { zone: "UTC", defaultCountry: "US" } as const;
const PAGE = { showsPrivate: true, limit: 10 };
const NUMBERS = ["+18005550001", "+18005560001", "+442079460958"];

describe.each(ENGINES)("searches of the records on the %s engine (K6)", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		await insertGroupWith(database, "pool", NUMBERS);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		for (const table of ["requests", "attempts"]) await database.query(`delete from ${table}`, []);
	});

	const search = (query: string) => searchRequests(database, new URLSearchParams(query), READER);
	/** The requests that a query finds, or the fields with errors. */
	async function found(query: string): Promise<string[] | object> {
		const { filter, view } = await search(query);
		if (filter === null) return view.problems;
		const { rows } = await listRequestRecords(database, filter, null, PAGE);
		return rows.map((row) => row.id).sort();
	}
	const insertMany = (howMany: number, column: string, value: string) =>
		database.query(
			`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis,
				to_number, from_number, has_access_code, api_key_id, corr_id)
			select gen_random_uuid(), timestamptz '2026-01-01Z' + n * interval '1 s', '2026-02-01Z',
				gen_random_uuid(), ${column === "group" ? value : "'g'"}, false, '+18005550001',
				${column === "ani" ? value : "'+14155550199'"}, false, gen_random_uuid(), gen_random_uuid()
			from generate_series(1, ${howMany}) n`,
			[],
		);

	test("the beginning or the last four digits of a number are enough, for an ANI and a DNIS", async () => {
		const [first, second, third] = await Promise.all(
			NUMBERS.map((toNumber, index) =>
				insertRequest(database, { toNumber, fromNumber: `+1415555013${index}` }),
			),
		);
		for (const [query, ids] of [
			["dnis=%2B1800555", [first]],
			["dnis=18005", [first, second]],
			["dnis=(800) 55", [first, second]],
			["dnis=0001", [first, second]],
			["dnis=…0958", [third]],
			["dnis=%2B4420", [third]],
			["ani=%2B1415555", [first, second, third]],
			["ani=415555", [first, second, third]],
			["ani=0131", [second]],
			["ani=0131&dnis=0001", [second]],
			["ani=0132&dnis=0001", []],
			["ani=9999", []],
			["ani=%2B1416", []],
		] as const)
			expect([query, await found(query)]).toEqual([query, [...ids].sort()]);
	});

	test("a whole number finds itself alone, also if others begin with it", async () => {
		const short = await insertRequest(database, { fromNumber: "+4930123456" });
		const long = await insertRequest(database, { fromNumber: "+49301234567" });
		expect(await found("ani=%2B4930123456")).toEqual([short]);
		expect(await found("ani=%2B493012345")).toEqual([short, long].sort());
	});

	test("a part of a group's name is enough, in any case, also of a deleted group; a whole name finds that group alone", async () => {
		const [claims, claimsEu, gone] = await Promise.all(
			["Claims", "Claims EU", "Gone (west)"].map((groupName) =>
				insertRequest(database, { groupName }),
			),
		);
		expect(await found("group=laim")).toEqual([claims, claimsEu].sort());
		expect(await found("group=CLAIMS")).toEqual([claims]);
		expect(await found("group=eu")).toEqual([claimsEu]);
		expect(await found("group=(WEST")).toEqual([gone]);
		expect(await found("group=%25")).toEqual([]);
	});

	test("too many numbers or groups are an error at the field, which says so", async () => {
		await insertMany(101, "ani", "'+1415555' || lpad((n + 1000)::text, 4, '0')");
		expect(await found("ani=%2B1415555")).toEqual({
			ani: "More than 100 numbers fit. Enter more digits.",
		});
		expect(await found("ani=%2B14155551")).toEqual({
			ani: "More than 100 numbers fit. Enter more digits.",
		});
		expect(await found("ani=%2B141555510")).toHaveLength(10);
		await database.query("delete from requests", []);
		await insertMany(101, "group", "'Group ' || n");
		expect(await found("group=group")).toEqual({
			group: "More than 100 groups fit. Enter more of the name.",
		});
		expect(await found("group=group 10")).toHaveLength(1);
	});

	test("last digits of an ANI are looked for in the newest records of the time, and the search says since when", async () => {
		const old = await insertRequest(database, {
			createdAt: "2025-12-31T23:59:59.000Z",
			fromNumber: "+14155550132",
		});
		await insertMany(LOOKED_THROUGH_MAX - 1, "ani", "'+14155550199'");
		expect(await found("ani=0132")).toEqual([old]);
		expect((await search("ani=0132")).limits.lookedSince).not.toBeNull();
		await insertMany(1, "ani", "'+14155550199'");
		expect(await found("ani=0132")).toEqual([]);
		expect((await search("ani=0132")).limits.lookedSince).toEqual(
			new Date("2026-01-01T00:00:01.000Z"),
		);
		expect(await found("ani=0132&to=2025-12-31")).toEqual([old]);
		expect((await search("ani=0132&to=2025-12-31")).limits.lookedSince).toBeNull();
	});

	test("attempts are found in the same ways; by last digits only the numbers of pools", async () => {
		const at = await insertAttemptRow(database, {
			toNumber: NUMBERS[1],
			fromNumber: "+14155550132",
		});
		const unknown = await insertAttemptRow(database, { toNumber: "+18005990001" });
		const attempts = async (query: string) => {
			const { filter, limits } = await searchAttempts(database, new URLSearchParams(query), READER);
			if (filter === null) throw new Error(`${query} is refused.`);
			const { rows } = await listAttemptRecords(database, filter, null, PAGE);
			return [rows.map((row) => row.id), limits.isOfPools];
		};
		expect(await attempts("ani=0132")).toEqual([[at], false]);
		expect(await attempts("ani=415555")).toEqual([[at], false]);
		expect(await attempts("dnis=0001")).toEqual([[at], true]);
		expect(await attempts("dnis=%2B180059")).toEqual([[unknown], false]);
	});
});
