import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import { readDnis } from "../../../app/domain/numbers/dnis.ts";
import {
	type Demonstration,
	fillDemonstration,
} from "../../../app/operations/demonstration/fill-demonstration.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";

describe.each(ENGINES)("the demonstration on the %s engine", (engine) => {
	let database: TestDatabase;
	let made: Demonstration;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		const filled = await fillDemonstration(database.service, SHELL);
		if (!filled.ok) throw new Error(filled.error.code);
		made = filled.value;
	});
	afterAll(() => database.drop());

	const rows = <Row>(query: string): Promise<Row[]> => database.query<Row>(query, []);

	test("has three groups, one as large as may be, of numbers that exist", async () => {
		expect(made.groups.map(({ numbers }) => numbers)).toEqual([24, 10_000, 12]);
		const numbers = await rows<{ number: string }>(
			"select number from pool_entries where position in (0, 11, 9999)",
		);
		for (const { number } of numbers)
			expect(readDnis(number, { country: "US" })).toMatchObject({
				ok: true,
				value: { assigned: true },
			});
	});

	test("has a day of requests in every state, of which none had a number of its own together with another", async () => {
		const states = await rows<{
			matched: number;
			cancelled: number;
			expired: number;
			live: number;
			hours: number;
		}>(
			`select count(*) filter (where matched_at is not null)::float8 as matched,
				count(*) filter (where matched_at is null and ended_at is not null)::float8 as cancelled,
				count(*) filter (where matched_at is null and ended_at is null and expires_at <= now())::float8 as expired,
				count(*) filter (where ended_at is null and expires_at > (select max(created_at) from requests))::float8 as live,
				(extract(epoch from max(created_at) - min(created_at)) / 3600)::float8 as hours from requests`,
		);
		for (const howMany of Object.values(states[0]!)) expect(howMany).toBeGreaterThan(0);
		expect(states[0]?.hours).toBeGreaterThan(23);
		expect(states[0]?.live).toBe(made.liveRequests);
		const together = await rows(
			`select 1 from (select created_at, lag(coalesce(ended_at, expires_at)) over (partition by to_number order by created_at) as until
				from requests where unique_dnis) r where until > created_at`,
		);
		expect(together).toEqual([]);
	});

	test("has calls with every outcome, and figures for each group's last hour and day", async () => {
		const outcomes = await rows<{ outcome: string }>(
			"select distinct outcome from attempts order by outcome",
		);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(
			[
				"AMBIGUOUS",
				"ANI_MISMATCH",
				"CODE_REQUIRED",
				"EXPIRED",
				"LOCKED",
				"MATCHED",
				"NOTHING_MATCHED",
				"WRONG_CODE",
			].sort(),
		);
		const minutes = await rows<{ minutes: number; peak: number }>(
			`select count(*)::float8 as minutes, max(peak_live)::float8 as peak from group_minutes group by group_id`,
		);
		expect(minutes).toHaveLength(3);
		for (const group of minutes) {
			expect(group.minutes).toBeGreaterThan(500);
			expect(group.peak).toBeGreaterThan(1);
		}
	});

	test("is for a database without groups: any other is left as it is", async () => {
		expect(await fillDemonstration(database.service, SHELL)).toEqual({
			ok: false,
			error: { code: "has-groups" },
		});
		expect(await rows("select 1 from groups")).toHaveLength(3);
	});
});
