import { v4 as uuidv4, v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { GroupSettings } from "../../../app/domain/groups/group-settings.ts";
import { nearMissInWords } from "../../../app/domain/match/near-miss-words.ts";
import { liftCodeGuard } from "../../../app/operations/match/lift-code-lock.ts";
import type { InboundCall } from "../../../app/operations/match/match-answer.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { simulateCall } from "../../../app/operations/match/simulate-call.ts";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { countCodeGuards, listCodeGuards } from "../../../db/match/code-guards.ts";
import { reserve } from "../../support/call-in.ts";
import {
	asProcess,
	ENGINES,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

const [ANN, BOB] = ["+14155550101", "+14155550102"];
const ADA = { kind: "user", id: uuidv7(), name: "ada@example.com" } as const;
/** Of four digits: every number stands fifty wrong ones, however few are live. */
const FOUR = { accessCodeLength: 4, expirySeconds: 600 };
const TABLES = ["requests", "live_codes", "attempts", "code_guesses", "code_guards", "idempotency"];

describe.each(ENGINES)("guarded numbers on the %s engine (C10)", (engine) => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	let groups = 0;
	let strangers = 0;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		for (const table of TABLES) await database.query(`delete from ${table}`, []);
	});

	const groupOf = async (settings: Partial<GroupSettings> = {}) => {
		groups += 1;
		const name = `group ${groups}`;
		const [number] = someNumbers(1, groups) as [string];
		return {
			id: await insertGroupWith(database, name, [number], { ...FOUR, ...settings }),
			name,
			number,
		};
	};
	const stranger = (): string => {
		strangers += 1;
		return `+1646${5_550_000 + strangers}`;
	};
	const call = async (given: Partial<InboundCall>, on: Process = database) => {
		const none = { accessCode: null, fromNumber: null, dialed: null, callId: null, release: false };
		const found = await matchCall(on.service, { ...none, apiKey, corrId: uuidv4(), ...given });
		if (!found.ok) throw new Error(found.error.code);
		return found.value;
	};
	const outcome = async (given: Partial<InboundCall>) => (await call(given)).outcome;
	const make = async ({ name }: { name: string }, more: object = {}) =>
		reserve(database, { groupName: name, apiKey, ...more });
	const wrongOf = (...codes: (string | null)[]): string =>
		["9999", "9998", "9997", "9996"].find((code) => !codes.includes(code)) as string;
	/** So many wrong codes, each from a new ANI. */
	const guess = async (howMany: number, given: Partial<InboundCall>) => {
		const outcomes = new Set<string>();
		for (let n = 0; n < howMany; n += 1)
			outcomes.add(await outcome({ ...given, fromNumber: stranger() }));
		return [...outcomes];
	};
	const counted = async (): Promise<number> =>
		(
			await database.query<{ n: number }>(
				"select sum(wrong_codes)::integer as n from code_guards",
				[],
			)
		)[0]?.n ?? 0;

	test("fifty-one wrong codes from as many ANIs guard the number: its own caller alone is admitted, and nobody learns more", async () => {
		const group = await groupOf();
		const made = await make(group, { fromPhoneNumber: ANN });
		const anonymous = await make(group);
		const dialed = [group.number];
		const wrong = { dialed, accessCode: wrongOf(made.accessCode, anonymous.accessCode) };
		expect(await guess(50, wrong)).toEqual(["WRONG_CODE"]);
		expect(await outcome({ dialed, accessCode: made.accessCode, fromNumber: BOB })).toBe("MATCHED");
		expect(await guess(1, wrong)).toEqual(["WRONG_CODE"]);
		expect(await guess(3, wrong)).toEqual(["LOCKED"]);
		const right = { dialed, accessCode: made.accessCode };
		expect(await call({ ...right, fromNumber: BOB })).toEqual({
			outcome: "LOCKED",
			matched: { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false },
			request: null,
			codeLength: null,
		});
		expect(await outcome(right)).toBe("LOCKED");
		// A twin of the right number may be it, and is not.
		const twin = { fromNumber: BOB, fromReadings: [BOB, ANN] };
		expect(await outcome({ ...right, ...twin })).toBe("LOCKED");
		expect((await call({ ...right, fromNumber: ANN })).request?.id).toBe(made.id);
		expect(await call({ ...wrong, fromNumber: ANN })).toMatchObject({
			...{ outcome: "WRONG_CODE", codeLength: 4 },
		});
		const open = { dialed, accessCode: anonymous.accessCode };
		expect((await call({ ...open, fromNumber: BOB })).request?.id).toBe(anonymous.id);
		expect((await call(open)).request?.id).toBe(anonymous.id);
		// Fifty-one, three from strangers and one of the own caller. Right codes count nothing.
		expect(await counted()).toBe(55);
		// Without a code, nothing is guarded.
		expect(await outcome({ dialed })).toBe("CODE_REQUIRED");
	});

	test("past ten times the limit, a code alone admits nobody, until the guard ends", async () => {
		const group = await groupOf();
		const [made, anonymous] = [await make(group, { fromPhoneNumber: ANN }), await make(group)];
		const dialed = [group.number];
		const wrong = { dialed, accessCode: wrongOf(made.accessCode, anonymous.accessCode) };
		await guess(51, wrong);
		const open = { dialed, accessCode: anonymous.accessCode };
		await database.query("update code_guards set counts = array[498]", []);
		await guess(2, wrong);
		expect(await outcome(open)).toBe("MATCHED");
		await guess(1, wrong);
		expect(await outcome(open)).toBe("LOCKED");
		expect(await outcome({ dialed, accessCode: made.accessCode, fromNumber: ANN })).toBe("MATCHED");
		await database.query(
			"update code_guards set guarded_until = now(), times = array[now() - interval '601 s']",
			[],
		);
		expect(await outcome(open)).toBe("MATCHED");
		expect(await outcome({ dialed, accessCode: made.accessCode, fromNumber: BOB })).toBe("MATCHED");
		expect(await guess(2, wrong)).toEqual(["WRONG_CODE"]);
		await database.query("update code_guards set times = array[now() - interval '601 s']", []);
		await cleanUp(database.service, { retentionDays: 30, auditRetentionDays: 400 });
		expect(await counted()).toBe(0);
	});

	test("a busy number is not shut out: wrong codes must pass a tenth of its matched calls as well", async () => {
		const group = await groupOf();
		const made = await make(group, { fromPhoneNumber: ANN });
		const wrong = { dialed: [group.number], accessCode: wrongOf(made.accessCode) };
		const matchedCalls = (howMany: number, secondsAgo: number) =>
			database.query(
				`insert into attempts (id, at, to_number, outcome, api_key_id, corr_id)
				select gen_random_uuid(), now() - make_interval(secs => $3::integer), $2, 'MATCHED', $4::uuid, $4::uuid
				from generate_series(1, $1::integer)`,
				[howMany, group.number, secondsAgo, uuidv4()],
			);
		await matchedCalls(600, 300);
		await matchedCalls(600, 601);
		expect(await guess(60, wrong)).toEqual(["WRONG_CODE"]);
		expect(await outcome({ ...wrong, accessCode: made.accessCode })).toBe("MATCHED");
		// The matched call above is the 601st.
		expect(await guess(1, wrong)).toEqual(["WRONG_CODE"]);
		expect(await outcome({ ...wrong, accessCode: made.accessCode })).toBe("LOCKED");
	});

	test("longer codes stand more wrong ones: one in 1,000 of the possible by each live one", async () => {
		const group = await groupOf({ accessCodeLength: 6 });
		const made = await Promise.all(
			Array.from({ length: 10 }, () => make(group, { fromPhoneNumber: ANN })),
		);
		const codes = made.map(({ accessCode }) => accessCode);
		const accessCode = ["999999", "999998", "999997"].find(
			(code) => !codes.includes(code),
		) as string;
		// 900,000 possible codes, 10 live ones, 1,000: ninety.
		expect(await guess(91, { dialed: [group.number], accessCode })).toEqual(["WRONG_CODE"]);
		expect(await guess(1, { dialed: [group.number], accessCode })).toEqual(["LOCKED"]);
	});

	test("with alert only nobody is refused, and the number is shown; the request decides, not the group of now", async () => {
		const group = await groupOf({ guard: "alertOnly" });
		const made = await make(group, { fromPhoneNumber: ANN });
		await database.query("update groups set guard = 'guard' where id = $1::uuid", [group.id]);
		const wrong = { dialed: [group.number], accessCode: wrongOf(made.accessCode) };
		expect(await guess(60, wrong)).toEqual(["WRONG_CODE"]);
		const right = { dialed: [group.number], accessCode: made.accessCode, fromNumber: BOB };
		expect(await outcome(right)).toBe("MATCHED");
		expect(await listCodeGuards(database, 10)).toMatchObject([
			{ kind: "number", target: group.number, wrongCodes: 60, groups: [{ id: group.id }] },
		]);
	});

	test("a resting code, digits that can be no code, and a locked pair count nothing for the number", async () => {
		const group = await groupOf();
		const old = await make(group, { fromPhoneNumber: ANN });
		await call({ dialed: [group.number], accessCode: old.accessCode, release: true });
		const fresh = await make(group, { fromPhoneNumber: ANN });
		const dialed = [group.number];
		const wrong = { dialed, accessCode: wrongOf(old.accessCode, fresh.accessCode) };
		for (const accessCode of [old.accessCode, "0", "12345"])
			await outcome({ dialed, fromNumber: ANN, accessCode });
		expect(await counted()).toBe(0);
		for (let n = 0; n < 7; n += 1) await outcome({ ...wrong, fromNumber: BOB });
		expect(await counted()).toBe(5);
		await guess(47, wrong);
		// A stranger's resting code is LOCKED, and its own caller is told as ever.
		expect(await outcome({ dialed, accessCode: old.accessCode, fromNumber: stranger() })).toBe(
			"LOCKED",
		);
		expect(await outcome({ dialed, accessCode: old.accessCode, fromNumber: ANN })).toBe(
			"WRONG_CODE",
		);
		expect(await counted()).toBe(52);
	});

	test("a key that may not see the number is not told LOCKED, and counts nothing there", async () => {
		const [group, other] = [await groupOf(), await groupOf()];
		const limited = await insertKey(database, {
			secret: `limited ${group.name}`,
			groupIds: [other.id],
		});
		const made = await make(group, { fromPhoneNumber: ANN });
		const wrong = { dialed: [group.number], accessCode: wrongOf(made.accessCode) };
		expect(await guess(55, { ...wrong, apiKey: limited })).toEqual(["NOTHING_MATCHED"]);
		expect(await counted()).toBe(0);
		await guess(51, wrong);
		const right = { ...wrong, accessCode: made.accessCode };
		expect(await outcome({ ...right, fromNumber: BOB })).toBe("LOCKED");
		expect(await outcome({ ...right, fromNumber: BOB, apiKey: limited })).toBe("NOTHING_MATCHED");
		expect(await outcome({ ...right, fromNumber: ANN, apiKey: limited })).toBe("NOTHING_MATCHED");
	});

	test("without a dialed number wrong codes count for every visible group with live codes, and guard it for such calls alone", async () => {
		const [one, two, hidden, idle] = [
			await groupOf(),
			await groupOf(),
			await groupOf(),
			await groupOf(),
		];
		const groupIds = [one.id, two.id, idle.id];
		const limited = await insertKey(database, { secret: `limited ${one.name}`, groupIds });
		const made = await make(one, { fromPhoneNumber: ANN });
		const others = [await make(two), await make(hidden, { fromPhoneNumber: ANN })];
		const accessCode = wrongOf(made.accessCode, ...others.map((other) => other.accessCode));
		expect(await guess(51, { accessCode, apiKey: limited })).toEqual(["WRONG_CODE"]);
		expect(await guess(2, { accessCode, apiKey: limited })).toEqual(["LOCKED"]);
		const guards = await listCodeGuards(database, 10);
		expect(guards.map(({ kind, target }) => [kind, target]).sort()).toEqual(
			[one.id, two.id].sort().map((id) => ["group", id]),
		);
		expect(await countCodeGuards(database)).toEqual({ number: 0, group: 2 });
		const right = { accessCode: made.accessCode, fromNumber: BOB };
		expect(await outcome(right)).toBe("LOCKED");
		expect(await outcome({ ...right, fromNumber: ANN })).toBe("MATCHED");
		expect(await outcome({ ...right, dialed: [one.number] })).toBe("MATCHED");
		expect(await outcome({ accessCode: others[0]?.accessCode ?? "" })).toBe("MATCHED");
		expect(await outcome({ accessCode: others[1]?.accessCode ?? "", fromNumber: BOB })).toBe(
			"MATCHED",
		);
		const late = await make(idle, { fromPhoneNumber: ANN });
		expect(await outcome({ accessCode: late.accessCode, fromNumber: BOB })).toBe("MATCHED");
		expect(await liftCodeGuard(database, { kind: "group", target: one.id }, ADA)).toBe(true);
		expect(await outcome(right)).toBe("MATCHED");
	});

	test("an Administrator lifts the guard: the count begins anew, and the audit log knows", async () => {
		const group = await groupOf();
		const made = await make(group, { fromPhoneNumber: ANN });
		const wrong = { dialed: [group.number], accessCode: wrongOf(made.accessCode) };
		await guess(51, wrong);
		expect(await liftCodeGuard(database, { kind: "number", target: group.number }, ADA)).toBe(true);
		expect(await liftCodeGuard(database, { kind: "number", target: group.number }, ADA)).toBe(
			false,
		);
		expect(await guess(51, wrong)).toEqual(["WRONG_CODE"]);
		expect(await guess(1, wrong)).toEqual(["LOCKED"]);
		expect(
			await database.query(
				"select action, subject_name from audit_entries where subject_name = $1",
				[group.number],
			),
		).toEqual([{ action: "code-guard.lift", subject_name: group.number }]);
	});

	test("a simulated call says that the number is guarded, and the attempt of a right code has its request (C13, K5)", async () => {
		const group = await groupOf();
		const made = await make(group, { fromPhoneNumber: ANN });
		const wrong = { dialed: [group.number], accessCode: wrongOf(made.accessCode) };
		await guess(51, wrong);
		const right = {
			...{ dialed: [group.number], accessCode: made.accessCode, fromNumber: BOB },
			...{ callId: null, release: false, apiKey, corrId: uuidv4() },
		};
		const simulation = await simulateCall(database, right);
		expect(simulation).toMatchObject({
			told: { outcome: "LOCKED" },
			spread: { wrongCodes: 51, limit: 50 },
			guards: [{ group: null, isStrict: false }],
		});
		expect(simulation.misses.map(nearMissInWords)).toEqual([
			"Right code and number, but too many wrong codes were entered, and this call is not certainly " +
				"from the request’s ANI.",
		]);
		await call(right);
		expect(
			await database.query(
				"select request_id from attempts where outcome = 'LOCKED' and from_number = $1",
				[BOB],
			),
		).toEqual([{ request_id: made.id }]);
	});

	test("of hundreds of guesses at once, each from a new ANI, few more than the limit are judged, and the own caller is always admitted", async () => {
		const group = await groupOf();
		const made = await make(group, { fromPhoneNumber: ANN });
		const dialed = [group.number];
		const other = asProcess(database);
		const code = (n: number) => (n === 250 ? made.accessCode : wrongOf(made.accessCode));
		const answers = await Promise.all(
			Array.from({ length: 500 }, (_, n) => {
				const on = n % 2 === 0 ? database : other;
				if (n % 10 === 9) return call({ dialed, accessCode: made.accessCode, fromNumber: ANN }, on);
				const callId = n % 3 === 0 ? `guess ${n}` : null;
				return call({ dialed, accessCode: code(n), fromNumber: stranger(), callId }, on);
			}),
		);
		const of = (is: (n: number) => boolean, outcome: string) =>
			answers.filter((answer, n) => is(n) && answer.outcome === outcome).length;
		const isOwn = (n: number) => n % 10 === 9;
		expect(of(isOwn, "MATCHED")).toBe(50);
		// The code of the 251st stranger is right, and comes too late.
		expect(answers[250]?.outcome).toBe("LOCKED");
		expect(of((n) => !isOwn(n), "WRONG_CODE")).toBe(51);
		expect(of((n) => !isOwn(n), "LOCKED")).toBe(399);
		expect(await counted()).toBe(449);
	});

	test("guesses at once in another writing of the dialed number wait for the others, of all callers and of one", async () => {
		const group = await groupOf();
		const made = await make(group, { fromPhoneNumber: ANN });
		const accessCode = wrongOf(made.accessCode);
		const national = `+${group.number.slice(2)}`;
		for (const [wrongCodes, callerOf] of [
			[100, stranger],
			[20, () => BOB],
		] as const) {
			await database.query("delete from code_guards", []);
			const wrong = Array.from({ length: wrongCodes }, () =>
				outcome({ dialed: [group.number], accessCode, fromNumber: callerOf() }),
			);
			const dialed = [national, group.number];
			const right = { dialed, accessCode: made.accessCode, fromNumber: callerOf() };
			const [found] = await Promise.all([outcome(right), ...wrong]);
			expect(found).toBe("LOCKED");
		}
	});

	test("thirteen callers with four wrong codes each do not shut out a number with many live codes and calls", async () => {
		const group = await groupOf({ accessCodeLength: 6 });
		const made = await Promise.all(
			Array.from({ length: 60 }, () => make(group, { fromPhoneNumber: BOB })),
		);
		const dialed = [group.number];
		for (const { accessCode } of made)
			for (let n = 0; n < 9; n += 1) await call({ dialed, accessCode, fromNumber: stranger() });
		const codes = made.map(({ accessCode }) => accessCode);
		const accessCode = ["999999", "999998"].find((code) => !codes.includes(code)) as string;
		for (let caller = 0; caller < 13; caller += 1) {
			const fromNumber = stranger();
			for (let n = 0; n < 4; n += 1)
				expect(await outcome({ dialed, accessCode, fromNumber })).toBe("WRONG_CODE");
		}
		expect(await listCodeGuards(database, 10)).toEqual([]);
		expect(await outcome({ dialed, accessCode: codes[0] ?? "", fromNumber: stranger() })).toBe(
			"MATCHED",
		);
	});
});
