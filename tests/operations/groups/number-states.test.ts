import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StateFilter } from "../../../app/domain/groups/number-state.ts";
import type { PoolSort } from "../../../app/domain/groups/pool.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { cancelCallInRequest } from "../../../app/operations/requests/cancel-call-in-request.ts";
import { listEntries } from "../../../db/groups/found-entries.ts";
import { readNumberStates } from "../../../db/groups/number-states.ts";
import { reserve } from "../../support/call-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";

describe.each(ENGINES)("the state of numbers on the %s engine (G15)", (engine) => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	const ids = new Map<string, string>();

	/** Each group has one number, named like it. */
	const numbers = new Map(
		["free", "late", "matched", "cancelled", "long-ago", "shared", "other"].map((name, index) => [
			name,
			someNumbers(1, index)[0] as string,
		]),
	);
	const numberOf = (name: string) => numbers.get(name) as string;
	const stateOf = async (name: string, limitedKey: string | null = null) => {
		const states = await readNumberStates(database, [numberOf(name)], limitedKey);
		return states.get(numberOf(name));
	};

	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
		for (const [name, number] of numbers)
			ids.set(name, await insertGroupWith(database, name, [number], { expirySeconds: 60 }));
		ids.set("twin", await insertGroupWith(database, "twin", [numberOf("shared")]));
		const long = await reserve(database, { groupName: "long-ago", apiKey });
		await letTimePass(database, 800);
		const matched = await reserve(database, { groupName: "matched", apiKey });
		const { accessCode, toPhoneNumber } = matched;
		const admitted = await matchCall(database.service, {
			...{ dialed: [toPhoneNumber], accessCode, fromNumber: null, callId: null },
			...{ release: true, apiKey, corrId: uuidv4() },
		});
		expect(admitted).toMatchObject({ value: { outcome: "MATCHED" } });
		await reserve(database, { groupName: "late", apiKey });
		await letTimePass(database, 90);
		const cancelled = await reserve(database, { groupName: "cancelled", apiKey });
		await cancelCallInRequest(database.service, { id: cancelled.id, apiKey });
		await reserve(database, { groupName: "shared", apiKey });
		await reserve(database, { groupName: "shared", apiKey });
		await reserve(database, { groupName: "twin", apiKey });
		expect(long.id).not.toBe("");
	});
	afterAll(() => database.drop());

	test("is free, or in use until the last live request ends, with their count", async () => {
		expect(await stateOf("free")).toMatchObject({
			...{ state: "free", liveRequests: 0, inUseUntil: null, requestId: null, lateUntil: null },
			...{ lastUsedAt: null, givenLastDay: 0 },
		});
		const shared = await stateOf("shared");
		expect(shared).toMatchObject({ state: "in-use", liveRequests: 3, givenLastDay: 3 });
		const [last] = await database.query<{ id: string; ms: number }>(
			`select id, (extract(epoch from expires_at) * 1000)::float8 as ms from requests
			where to_number = $1::text order by expires_at desc limit 1`,
			[numberOf("shared")],
		);
		expect(shared?.inUseUntil?.getTime()).toBe(last?.ms);
		expect(shared?.requestId).toBe(last?.id);
	});

	test("tells of late callers for ten minutes after a request that ended unmatched", async () => {
		const late = await stateOf("late");
		expect(late).toMatchObject({ state: "late-callers", liveRequests: 0, givenLastDay: 1 });
		// It expired after 60 s, and 90 s have passed.
		const left = (late?.lateUntil?.getTime() ?? 0) - Date.now();
		expect(left).toBeGreaterThan(550_000);
		expect(left).toBeLessThanOrEqual(570_500);
		expect(await stateOf("cancelled")).toMatchObject({ state: "late-callers" });
		expect(await stateOf("matched")).toMatchObject({ state: "free", givenLastDay: 1 });
		expect(await stateOf("long-ago")).toMatchObject({ state: "free", givenLastDay: 1 });
	});

	test("for a key that is limited to groups, knows of their requests alone (G6)", async () => {
		const key = async (name: string) =>
			(
				await insertKey(database, {
					secret: `limited to ${name} on ${engine}`,
					groupIds: [ids.get(name) as string],
				})
			).id;
		expect(await stateOf("shared", await key("twin"))).toMatchObject({
			...{ state: "in-use", liveRequests: 1, givenLastDay: 1 },
		});
		expect(await stateOf("shared", await key("free"))).toMatchObject({
			...{ state: "free", liveRequests: 0, lastUsedAt: null, givenLastDay: 0 },
		});
	});

	test("filters and sorts a pool, the same as the states that are shown", async () => {
		const pool = [...numbers.values()];
		const id = await insertGroupWith(database, "all of them", pool);
		await database.query(
			"update pool_entries set drain = 'keep' where group_id = $1::uuid and number = $2::text",
			[id, numberOf("free")],
		);
		const find = async (state: StateFilter | null, sort: PoolSort = "number") => {
			const filter = { text: "", number: null, state, limitedKey: null };
			const found = await listEntries(database, id, { ...filter, sort, limit: 50, offset: 0 });
			return found.entries.map(({ number }) => number);
		};
		const named = (...names: string[]) => names.map(numberOf);
		expect(await find("in-use")).toEqual(named("shared"));
		expect(await find("late-callers")).toEqual(named("late", "cancelled"));
		expect(await find("free")).toEqual(named("matched", "long-ago", "other"));
		expect(await find("draining")).toEqual(named("free"));
		expect((await find(null, "state")).slice(0, 3)).toEqual(named("shared", "late", "cancelled"));
		expect((await find(null, "-used"))[0]).toBe(numberOf("shared"));
		expect((await find(null, "used")).slice(0, 2)).toEqual(named("free", "other"));
		const byGiven = await find(null, "-given");
		expect(byGiven[0]).toBe(numberOf("shared"));
		expect(byGiven.slice(-2)).toEqual(named("free", "other"));
		const states = await readNumberStates(database, pool, null);
		const given = byGiven.map((number) => states.get(number)?.givenLastDay);
		expect(given).toEqual([3, 1, 1, 1, 1, 0, 0]);
		const inState = (state: string) =>
			pool.filter((number) => states.get(number)?.state === state).sort();
		expect(inState("late-callers")).toEqual(await find("late-callers"));
		expect(inState("in-use")).toEqual(await find("in-use"));
	});
});
