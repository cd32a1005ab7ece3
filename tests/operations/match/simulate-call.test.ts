import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { nearMissInWords } from "../../../app/domain/match/near-miss-words.ts";
import type { Simulation } from "../../../app/domain/match/simulation.ts";
import type { InboundCall } from "../../../app/operations/match/match-answer.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { simulateCall, simulateForReal } from "../../../app/operations/match/simulate-call.ts";
import { cancelCallInRequest } from "../../../app/operations/requests/cancel-call-in-request.ts";
import { inSnapshot } from "../../../db/connection/database.ts";
import { sqlState } from "../../../db/connection/errors.ts";
import { reserve } from "../../support/call-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";

const [N1, N2, N3, NOBODYS] = someNumbers(4, 100) as [string, string, string, string];
const [ANN, BOB] = ["+14155550101", "+14155550102"];
const DEVELOPER = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f44";

describe.each(ENGINES)("a snapshot on the %s engine", (engine) => {
	test("is taken also when the plans of the engine are due to be dropped", async () => {
		const database = await openTestDatabase(engine);
		const now = performance.now();
		const clock = vi.spyOn(performance, "now").mockImplementation(() => now + 60_000);
		try {
			const look = (at: Pick<TestDatabase, "query">) => at.query("select 1 as one", []);
			expect(await inSnapshot(database, look)).toEqual([{ one: 1 }]);
		} finally {
			clock.mockRestore();
			await database.drop();
		}
	});
});

describe.each(ENGINES)("simulating a caller on the %s engine (C13)", (engine) => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	let limited: { id: string; limitedToGroups: boolean };
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
		await insertGroupWith(database, "codes", [N1], { expirySeconds: 600 });
		await insertGroupWith(database, "other codes", [N2], { expirySeconds: 600 });
		const open = await insertGroupWith(database, "open", [N3], {
			generateAccessCode: false,
			expirySeconds: 600,
		});
		limited = await insertKey(database, { secret: "a limited key", groupIds: [open] });
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		for (const table of ["requests", "live_codes", "attempts", "code_guesses", "idempotency"])
			await database.query(`delete from ${table}`, []);
		await database.query(
			"update numbers set busy_until = 'epoch', held_until = 'epoch', holder_id = null",
			[],
		);
	});

	const callOf = (given: Partial<InboundCall>): InboundCall => ({
		...{
			accessCode: null,
			fromNumber: null,
			dialed: null,
			callId: null,
			release: false,
			apiKey,
			corrId: uuidv4(),
		},
		...given,
	});
	const make = (groupName: string, more: object = {}) =>
		reserve(database, { groupName, apiKey, ...more });
	const told = (simulation: Simulation) => [
		simulation.told.outcome,
		...simulation.misses.map(nearMissInWords),
	];

	async function contents(): Promise<unknown> {
		const kept: unknown[] = [];
		for (const table of [
			"requests",
			"live_codes",
			"attempts",
			"code_guesses",
			"idempotency",
			"numbers",
			"audit_entries",
		])
			kept.push(
				await database.query(
					`select md5(string_agg(t::text, ',' order by t::text)) as rows from ${table} t`,
					[],
				),
			);
		return kept;
	}

	/** Simulates, checks that nothing changed, and that the real call then has the same outcome. */
	async function look(given: Partial<InboundCall>): Promise<Simulation> {
		const call = callOf(given);
		const before = await contents();
		const simulation = await simulateCall(database, call);
		expect(await contents()).toEqual(before);
		const made = await matchCall(database.service, call);
		expect(made).toMatchObject({ ok: true, value: simulation.told });
		return simulation;
	}

	test("says what the call is then told, and changes nothing: no attempt, no count, no release, no first match", async () => {
		const coded = await make("codes", { fromPhoneNumber: ANN });
		await make("open", { fromPhoneNumber: ANN });
		const right = { dialed: [N1], accessCode: coded.accessCode, fromNumber: ANN };
		expect(told(await look({ ...right, accessCode: "999999" }))).toEqual([
			"WRONG_CODE",
			"Right number and ANI, but it has another code.",
			expect.stringMatching(/^Right ANI, but it is on another number/),
		]);
		expect(told(await look({ ...right, accessCode: null }))[0]).toBe("CODE_REQUIRED");
		expect(told(await look({ dialed: [N3], fromNumber: BOB }))).toEqual([
			"ANI_MISMATCH",
			"Right number, but it is for another ANI.",
		]);
		expect(told(await look({ dialed: [N3], fromNumber: BOB, apiKey: limited }))[0]).toBe(
			"ANI_MISMATCH",
		);
		expect((await look(right)).misses[0]).toMatchObject({
			request: { id: coded.id },
			isCandidate: true,
			obstacles: [],
		});
		expect(told(await look({ ...right, release: true }))[1]).toBe(
			"The call is admitted to this request.",
		);
		expect(told(await look(right)).slice(0, 2)).toEqual([
			"NOTHING_MATCHED",
			expect.stringMatching(
				/^Right code, number and ANI, but an admitted call released it (less than 1|\d+) s before\.$/,
			),
		]);
		expect(await look({ dialed: ["+1999", NOBODYS] })).toMatchObject({
			told: { outcome: "NOTHING_MATCHED" },
			misses: [],
			pools: [],
		});
		expect(JSON.stringify(await look({ ...right, accessCode: "999999" }))).not.toContain(
			coded.accessCode,
		);
	});

	test("names the near misses: late, on another number, cancelled, of a group that the key may not use", async () => {
		const late = await make("codes");
		await letTimePass(database, 604);
		const elsewhere = await make("other codes");
		const cancelled = await make("codes");
		await cancelCallInRequest(database.service, { id: cancelled.id, apiKey });
		const nearest = async (given: Partial<InboundCall>) => (await look(given)).misses[0];
		const lateMiss = await nearest({ dialed: [N1], accessCode: late.accessCode });
		expect(lateMiss).toMatchObject({
			request: { id: late.id },
			isCandidate: false,
			same: { accessCode: true, toPhoneNumber: true, fromPhoneNumber: false },
			obstacles: [{ code: "expired" }],
			codeRestsUntil: late.expirationTime - 604_000 + 600_000,
		});
		expect(nearMissInWords(lateMiss as never)).toMatch(
			/^Right code and number, but it expired \d+ s before the call\.$/,
		);
		expect(await nearest({ dialed: [N1], accessCode: elsewhere.accessCode })).toMatchObject({
			request: { id: elsewhere.id, groupName: "other codes" },
			obstacles: [{ code: "other-number", toNumber: N2 }],
		});
		expect(await nearest({ dialed: [N1], accessCode: cancelled.accessCode })).toMatchObject({
			request: { id: cancelled.id },
			obstacles: [{ code: "cancelled" }],
		});
		expect(
			await nearest({ dialed: [N2], accessCode: elsewhere.accessCode, apiKey: limited }),
		).toMatchObject({
			request: { id: elsewhere.id },
			isCandidate: false,
			obstacles: [{ code: "key-may-not-see" }],
		});
	});

	test("says how many wrong codes count, and until when a pair is locked, the right code included (C10)", async () => {
		const coded = await make("codes");
		const pair = { dialed: [N1], fromNumber: ANN };
		for (let wrong = 0; wrong < 5; wrong += 1)
			expect((await look({ ...pair, accessCode: "999999" })).guessing).toEqual({
				wrongCodes: wrong,
				limit: 5,
				lockedUntil: null,
			});
		const locked = await look({ ...pair, accessCode: coded.accessCode });
		expect(told(locked)).toEqual([
			"LOCKED",
			"Right code and number, but this ANI and number are locked.",
		]);
		expect(locked.guessing).toMatchObject({ wrongCodes: 5, lockedUntil: expect.any(Number) });
		expect((await look({ dialed: [N1], accessCode: coded.accessCode })).guessing).toEqual({
			wrongCodes: 0,
			limit: 50,
			lockedUntil: null,
		});
	});

	test("a call that was answered before is told the same again, and what it would be as a new one (C9)", async () => {
		await make("open");
		const call = { dialed: [N3], callId: "call-1", release: true };
		expect(await look(call)).toMatchObject({ isRepeated: false, told: { outcome: "MATCHED" } });
		expect(await look(call)).toMatchObject({
			...{
				isRepeated: true,
				told: { outcome: "MATCHED" },
				decided: { outcome: "NOTHING_MATCHED" },
			},
			misses: [{ obstacles: [{ code: "released" }] }],
		});
	});

	test("the request that is admitted is told about, however many others its number has", async () => {
		const own = await make("open");
		for (let index = 0; index < 30; index += 1)
			await make("open", { fromPhoneNumber: `+141555502${10 + index}` });
		const simulation = await look({ dialed: [N3], fromNumber: ANN });
		expect(simulation.misses[0]).toMatchObject({ request: { id: own.id }, obstacles: [] });
		expect(simulation.misses.length).toBeLessThan(30);
		expect(simulation.liveHere).toEqual({ withCode: 0, withoutCode: 31 });
		expect(simulation.pools).toMatchObject([{ name: "open" }]);
	});

	test("done for real it is a call like any other, recorded for who made it", async () => {
		const coded = await make("codes");
		const call = {
			...callOf({ dialed: [N1], accessCode: coded.accessCode, release: true, callId: "for real" }),
			madeBy: DEVELOPER,
		};
		const made = await simulateForReal(database.service, call);
		expect(made).toMatchObject({
			ok: true,
			value: {
				simulation: { told: { outcome: "MATCHED" } },
				answer: { request: { id: coded.id } },
			},
		});
		await simulateForReal(database.service, { ...call, callId: null, accessCode: "999999" });
		const again = await simulateForReal(database.service, call);
		expect(again).toMatchObject({
			ok: true,
			value: { simulation: { isRepeated: true }, answer: { outcome: "MATCHED" } },
		});
		expect(
			await database.query("select outcome, released, api_key_id from attempts order by id", []),
		).toEqual([
			{ outcome: "MATCHED", released: true, api_key_id: DEVELOPER },
			{ outcome: "NOTHING_MATCHED", released: false, api_key_id: DEVELOPER },
			{ outcome: "MATCHED", released: false, api_key_id: DEVELOPER },
		]);
		expect(
			await database.query("select 1 from requests where ended_at is not null", []),
		).toHaveLength(1);
	});

	test("the database itself refuses whatever would write in a look", async () => {
		const write = inSnapshot(database, (at) => at.query("update numbers set given_at = now()", []));
		expect(sqlState(await write.catch((error) => error))).toBe("25006");
	});
});
