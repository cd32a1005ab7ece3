import fc from "fast-check";
import { v4 as uuidv4, v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isLive, type MatchCandidate } from "../../../app/domain/match/candidate.ts";
import type { GuardLevel, Guards } from "../../../app/domain/match/guarding.ts";
import { decideMatch } from "../../../app/domain/match/match.ts";
import type { InboundCall, MatchAnswer } from "../../../app/operations/match/match-answer.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { cancelCallInRequest } from "../../../app/operations/requests/cancel-call-in-request.ts";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { NOW_MS } from "../../../db/clock.ts";
import { type MatchReading, readMatchCandidates } from "../../../db/match/match-candidates.ts";
import { reserve } from "../../support/call-in.ts";
import {
	ENGINES,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";

const KEPT = { retentionDays: 30, auditRetentionDays: 400 };

const [N1, N2, N3] = someNumbers(3) as [string, string, string];
const [ANN, BOB, TWIN] = ["+14155550101", "+14155550102", "+4155550101"];
const [G1, G2] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
const NOBODYS = "+15555550199";

describe.each(ENGINES)("matching on the %s engine", (engine) => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	let codes: string;
	let limited: { id: string; limitedToGroups: boolean };
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
		codes = await insertGroupWith(database, "codes", [N1], { expirySeconds: 600 });
		const open = await insertGroupWith(database, "open", [N2], {
			generateAccessCode: false,
			expirySeconds: 600,
		});
		await insertGroupWith(database, "unique", [N3], {
			generateAccessCode: false,
			uniqueDnis: true,
			expirySeconds: 600,
		});
		limited = await insertKey(database, { secret: "a limited key", groupIds: [open] });
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		for (const table of [
			"requests",
			"live_codes",
			"attempts",
			"code_guesses",
			"code_guards",
			"idempotency",
		])
			await database.query(`delete from ${table}`, []);
		await database.query(
			"update numbers set busy_until = 'epoch', held_until = 'epoch', holder_id = null",
			[],
		);
	});

	const call = async (
		given: Partial<InboundCall>,
		on: Process = database,
	): Promise<MatchAnswer> => {
		const none = { accessCode: null, fromNumber: null, dialed: null, callId: null, release: false };
		const found = await matchCall(on.service, { ...none, apiKey, corrId: uuidv4(), ...given });
		if (!found.ok) throw new Error(found.error.code);
		return found.value;
	};
	const outcome = async (given: Partial<InboundCall>) => (await call(given)).outcome;
	const make = (groupName: string, more: object = {}) =>
		reserve(database, { groupName, apiKey, ...more });
	const wrong = (code: string | null): string => (code === "999999" ? "999998" : "999999");
	/** Guards that are in force, or over, as the domain reads them. */
	const insertGuards = async (on: Record<string, string | null>): Promise<Guards> => {
		const inForce = new Map<string, GuardLevel>();
		for (const [target, level] of Object.entries(on)) {
			if (level === null) continue;
			if (level !== "over") inForce.set(target, level as GuardLevel);
			await database.query(
				`insert into code_guards (kind, target, times, counts, wrong_codes, is_strict, guarded_until)
				values ($1, $2, array[now()], array[1], 1, $3::boolean, now() + make_interval(secs => $4::integer))`,
				[
					target.startsWith("+") ? "number" : "group",
					target,
					level === "strict",
					level === "over" ? -1 : 60,
				],
			);
		}
		return inForce;
	};
	/** Wrong codes of all callers, by number or group; those without any left out. */
	const spreadCounts = async () => {
		const rows = await database.query<{ target: string; n: number }>(
			"select target, wrong_codes as n from code_guards where wrong_codes > 0",
			[],
		);
		return new Map(rows.map(({ target, n }) => [target, n]));
	};
	const attempts = () =>
		database.query<{ outcome: string; request_id: string | null; released: boolean }>(
			"select outcome, request_id, released from attempts order by id",
			[],
		);

	test("an admitted call gets the request with its user data, and its first match is remembered (C9, K1)", async () => {
		const made = await make("codes", {
			fromPhoneNumber: ANN,
			userData: '{"name":"Ann"}',
			callbackServiceId: uuidv4(),
		});
		const { accessCode, ...told } = made;
		expect(await call({ accessCode, fromNumber: ANN, dialed: ["+1999", N1] })).toEqual({
			outcome: "MATCHED",
			matched: { accessCode: true, fromPhoneNumber: true, toPhoneNumber: true },
			request: {
				...{ ...told, groupId: codes },
				...{ userData: '{"name":"Ann"}', expiresInSeconds: expect.any(Number) },
			},
			codeLength: null,
		});
		const first = await database.query(
			"select matched_at from requests where matched_at is not null",
			[],
		);
		expect(first).toHaveLength(1);
		expect(await outcome({ accessCode, dialed: [N1] })).toBe("MATCHED");
		expect(await database.query("select matched_at from requests", [])).toEqual(first);
	});

	test("every call is recorded with its outcome, and with its request where one is certain; never the code (K5)", async () => {
		const made = await make("codes", { fromPhoneNumber: ANN });
		await outcome({ accessCode: "777777", fromNumber: ANN, dialed: [N1], callId: "call-1" });
		await outcome({ accessCode: "777777", fromNumber: BOB, dialed: [N1] });
		await outcome({ accessCode: made.accessCode, dialed: [N1], release: true });
		await outcome({ dialed: ["+15555550100", "+15555550101"], meant: "+15555550101" });
		expect(await attempts()).toEqual([
			{ outcome: "WRONG_CODE", request_id: made.id, released: false },
			{ outcome: "WRONG_CODE", request_id: null, released: false },
			{ outcome: "MATCHED", request_id: made.id, released: true },
			{ outcome: "NOTHING_MATCHED", request_id: null, released: false },
		]);
		const stored = JSON.stringify([
			await database.query("select * from attempts", []),
			await database.query("select * from idempotency", []),
		]);
		expect(stored).not.toContain("777777");
		expect(stored).not.toContain(made.accessCode);
		expect(stored).toContain("+15555550101");
	});

	test("without release a matched request stays live; a release frees its number at once, and another call finds nothing (C9)", async () => {
		const made = await make("unique");
		const dialed = [N3];
		expect(await outcome({ dialed })).toBe("MATCHED");
		expect(await outcome({ dialed, release: true })).toBe("MATCHED");
		expect(await outcome({ dialed })).toBe("NOTHING_MATCHED");
		expect((await make("unique")).id).not.toBe(made.id);
		expect(await outcome({ dialed })).toBe("MATCHED");
	});

	test("after a cancel nothing is matched, after the expiry it is EXPIRED for ten minutes (C9)", async () => {
		const cancelled = await make("unique");
		await cancelCallInRequest(database.service, { id: cancelled.id, apiKey });
		expect(await outcome({ dialed: [N3] })).toBe("NOTHING_MATCHED");
		await make("unique");
		await letTimePass(database, 600);
		expect(await outcome({ dialed: [N3] })).toBe("EXPIRED");
		// A few seconds early, as a margin for a busy machine.
		await letTimePass(database, 570);
		expect(await outcome({ dialed: [N3] })).toBe("EXPIRED");
		await letTimePass(database, 30);
		expect(await outcome({ dialed: [N3] })).toBe("NOTHING_MATCHED");
	});

	test("an expired code is told so after its code was cleaned from the number, but not once it is erased (C9, K3)", async () => {
		const made = await make("codes");
		await letTimePass(database, 1170);
		await cleanUp(database.service, KEPT);
		expect(await outcome({ accessCode: made.accessCode, dialed: [N1] })).toBe("EXPIRED");
		expect(await outcome({ accessCode: made.accessCode })).toBe("EXPIRED");
		await letTimePass(database, 31);
		await cleanUp(database.service, KEPT);
		expect(await database.query("select has_access_code, access_code from requests", [])).toEqual([
			{ has_access_code: true, access_code: null },
		]);
		expect(await database.query("select 1 from live_codes", [])).toEqual([]);
	});

	test("the same call with the same criteria gets the same answer, and releases and counts nothing twice (C9)", async () => {
		const made = await make("unique", { userData: '{"a":1}' });
		const releasing = { dialed: [N3], callId: "call-1", release: true };
		const first = await call(releasing);
		const next = await make("unique");
		expect(await call(releasing)).toEqual(first);
		expect(first.request?.id).toBe(made.id);
		expect(await outcome({ dialed: [N3], callId: "call-2" })).toBe("MATCHED");
		expect(
			(await database.query("select 1 from requests where ended_at is null and id = $1", [next.id]))
				.length,
		).toBe(1);
		const coded = await make("codes");
		for (let i = 0; i < 8; i += 1)
			expect(
				await outcome({
					accessCode: wrong(coded.accessCode),
					dialed: [N1],
					fromNumber: ANN,
					callId: "call-3",
				}),
			).toBe("WRONG_CODE");
		expect(
			await outcome({
				accessCode: coded.accessCode,
				dialed: [N1],
				fromNumber: ANN,
				callId: "call-3",
			}),
		).toBe("MATCHED");
		expect(
			await database.query("select cardinality(failures)::integer as n from code_guesses", []),
		).toEqual([{ n: 1 }]);
		expect((await attempts()).filter(({ outcome }) => outcome === "WRONG_CODE")).toHaveLength(8);
		expect((await attempts()).filter(({ released }) => released)).toHaveLength(1);
		await database.query(`update idempotency set until = ${NOW_MS}`, []);
		expect((await call(releasing)).request?.id).toBe(next.id);
	});

	test("a caller's old code, and digits that can be no code, count for nothing (C9, C10)", async () => {
		const old = await make("codes", { fromPhoneNumber: ANN });
		await call({ accessCode: old.accessCode, dialed: [N1], release: true });
		const fresh = await make("codes", { fromPhoneNumber: ANN });
		const pair = { fromNumber: ANN, dialed: [N1] };
		for (let i = 0; i < 6; i += 1) {
			expect(await call({ ...pair, accessCode: old.accessCode })).toMatchObject({
				...{ outcome: "WRONG_CODE", codeLength: 6 },
			});
			expect(await outcome({ ...pair, accessCode: "0" })).toBe("WRONG_CODE");
			expect(await outcome({ ...pair, accessCode: "12345" })).toBe("WRONG_CODE");
		}
		expect(await database.query("select 1 from code_guesses", [])).toEqual([]);
		expect((await call({ ...pair, accessCode: fresh.accessCode })).request?.id).toBe(fresh.id);
	});

	test("all writings of one subscriber are one caller, and answers have the number as it was given (N3)", async () => {
		const compared = { fromCompared: [BOB], fromPhoneNumber: ANN };
		const made = await make("open", compared);
		const found = await call({
			fromNumber: BOB,
			fromGiven: ANN,
			dialed: [N2],
			callId: "x".repeat(1024),
		});
		expect(found.request).toMatchObject({ id: made.id, fromPhoneNumber: ANN });
		expect(found.matched.fromPhoneNumber).toBe(true);
		expect(
			await database.query(
				"select from_number, from_given, char_length(call_id) as n from attempts",
				[],
			),
		).toEqual([{ from_number: BOB, from_given: ANN, n: 1024 }]);
		const again = await call({ fromNumber: BOB, dialed: [N2], callId: "x".repeat(1024) });
		expect(again).toEqual(found);
	});

	test("only an attested call reaches a request that asks for it, and attempts keep the attestation (G7, K5)", async () => {
		const name = `attested ${engine}`;
		const [number] = someNumbers(1, 60) as [string];
		await insertGroupWith(database, name, [number], {
			...{ generateAccessCode: false, callerId: "attested", expirySeconds: 600 },
		});
		const made = await make(name, { fromPhoneNumber: ANN });
		const dialed = [number];
		const asked = { dialed, fromNumber: ANN, callId: "call-1" };
		const refused = { outcome: "ANI_MISMATCH", request: null, matched: { fromPhoneNumber: true } };
		expect(await call({ ...asked, attestation: "B" })).toMatchObject(refused);
		expect(await call({ ...asked, attestation: "B" })).toMatchObject(refused);
		expect(await call(asked)).toMatchObject(refused);
		expect(await call({ dialed, fromNumber: null, attestation: "A" })).toMatchObject({
			...{ outcome: "ANI_MISMATCH", matched: { fromPhoneNumber: false } },
		});
		// The same call with another attestation is a new question (C9).
		expect((await call({ ...asked, attestation: "A", release: true })).request?.id).toBe(made.id);
		expect(
			await database.query(
				"select outcome, attestation, request_id = $1 as own from attempts order by id",
				[made.id],
			),
		).toEqual([
			...[1, 2].map(() => ({ outcome: "ANI_MISMATCH", attestation: "B", own: true })),
			{ outcome: "ANI_MISMATCH", attestation: null, own: true },
			{ outcome: "ANI_MISMATCH", attestation: "A", own: null },
			{ outcome: "MATCHED", attestation: "A", own: true },
		]);
	});

	test("a key limited to groups matches theirs alone (C2, C11)", async () => {
		const [coded, open] = [await make("codes"), await make("open")];
		expect(await outcome({ apiKey: limited, accessCode: coded.accessCode, dialed: [N1] })).toBe(
			"NOTHING_MATCHED",
		);
		expect(await call({ apiKey: limited, accessCode: coded.accessCode })).toMatchObject({
			outcome: "NOTHING_MATCHED",
			request: null,
		});
		expect((await call({ apiKey: limited, dialed: [N2] })).request?.id).toBe(open.id);
	});

	test("a request of a unique-DNIS group that its number does not name is not live (C3)", async () => {
		await make("unique");
		await database.query("update numbers set holder_id = gen_random_uuid()", []);
		expect(await outcome({ dialed: [N3] })).toBe("NOTHING_MATCHED");
	});

	test("a deleted group's request is matched until it expires (G10)", async () => {
		const name = `deleted ${engine}`;
		const [number] = someNumbers(1, 50);
		const groupId = await insertGroupWith(database, name, [number!], { expirySeconds: 600 });
		const made = await make(name);
		await database.query("delete from groups where id = $1", [groupId]);
		expect(
			(await call({ accessCode: made.accessCode, dialed: [number!] })).request?.groupName,
		).toBe(name);
	});

	test("what is read from the database decides as all of it would, whoever calls and whatever is there (C9)", async () => {
		const maybe = <T>(...values: T[]) => fc.constantFrom(null, ...values);
		const codes = ["1111", "2222", "3333", "11111"];
		// Readings overlap: the first is the number itself, all are possible readings (N2).
		const caller = maybe([ANN], [BOB], [ANN, TWIN], [TWIN], [TWIN, ANN, BOB]);
		// Mostly live requests without a code on one number, where the most rules meet.
		const requests = fc.array(
			fc.record({
				code: maybe(null, null, ...codes),
				caller,
				toNumber: fc.constantFrom(N1, N1, N1, N2, N3),
				expiresIn: fc.constantFrom(-900, -590, -60, -30, 20, 500, 501, 502),
				endedAgo: fc.constantFrom(null, null, null, null, null, 1, 30, 700),
				wasMatched: fc.boolean(),
				callerId: fc.constantFrom("any", "equal", "attested"),
				groupId: fc.constantFrom(G1, G2),
				guard: fc.constantFrom("guard", "guard", "alertOnly"),
			}),
			{ maxLength: 12 },
		);
		const level = maybe("guarded", "guarded", "strict", "over");
		const guards = fc.record({ [N1]: level, [N2]: level, [G1]: level, [G2]: level });
		const criteria = fc.record({
			accessCode: maybe(null, null, null, "1111", "1111", "4444", "44444", "555555", "0"),
			caller,
			toNumber: maybe(N1, N1, N1, N2, NOBODYS),
			attestation: maybe("A" as const, "A" as const, "B" as const, "failed" as const),
		});
		await fc.assert(
			fc.asyncProperty(
				criteria,
				requests,
				guards,
				fc.boolean(),
				async (given, made, on, release) => {
					for (const table of ["requests", "live_codes", "code_guards"])
						await database.query(`delete from ${table}`, []);
					const inForce = await insertGuards(on);
					// The database guarantees it: no two live requests share a code on one number (C5).
					const taken = new Set<string>();
					const rows = made.flatMap((one, index) => {
						const place = `${one.toNumber} ${one.code}`;
						const isLive = one.expiresIn > 0 && one.endedAgo === null;
						if (isLive && one.code !== null && taken.has(place)) return [];
						if (isLive) taken.add(place);
						const [fromNumber = null, ...others] = one.caller ?? [];
						const readings = others.length > 0 ? one.caller?.join(",") : null;
						return [{ ...one, fromNumber, readings, id: uuidv7(), place: index }];
					});
					await database.query(
						`insert into requests (id, created_at, expires_at, ended_at, matched_at, group_id, group_name, unique_dnis, to_number, from_number,
						from_readings, has_access_code, access_code, api_key_id, corr_id, caller_id, guard)
					select (r->>'id')::uuid, least(at, ended) - interval '30 s', greatest(at,
						ended + interval '1 s'), ended,
						case when (r->>'wasMatched')::boolean then at - interval '2 s' end, (r->>'groupId')::uuid, 'any', false, r->>'toNumber', r->>'fromNumber',
						string_to_array(r->>'readings', ','), r->>'code' is not null, r->>'code',
							gen_random_uuid(), gen_random_uuid(), r->>'callerId', r->>'guard'
					from json_array_elements($1::text::json) r,
						lateral (select now() + make_interval(secs => (r->>'expiresIn')::float8 + (r->>'place')::float8 / 1000) as at,
							now() - make_interval(secs => (r->>'endedAgo')::float8 + (r->>'place')::float8 / 1000) as ended) t`,
						[JSON.stringify(rows)],
					);
					await database.query(
						`insert into live_codes select to_number, access_code, id, coalesce(ended_at, expires_at)
						from requests
					where has_access_code order by coalesce(ended_at, expires_at) desc
						on conflict do nothing`,
						[],
					);
					await database.query(
						"update numbers n set busy_until = coalesce((select max(live_until) from live_codes l where l.number = n.number), 'epoch')",
						[],
					);
					const { accessCode, caller, attestation } = given;
					const dialed = given.toNumber === null ? null : [given.toNumber];
					const [fromNumber = null, ...others] = caller ?? [];
					const ani = { fromNumber, ...(others.length > 0 && { fromReadings: caller }) };
					const search = { accessCode, ...ani, attestation, dialed, apiKey };
					const toNumber = given.toNumber === NOBODYS ? null : given.toNumber;
					const criteria = { accessCode, ...ani, attestation, toNumber: given.toNumber };
					const look = given.toNumber === null ? "anywhere" : "on-number";
					// Twice, as two calls of one batch.
					const [reading, second] = (await readMatchCandidates(database, look, [
						search,
						search,
					])) as [MatchReading, MatchReading];
					const { candidates, now } = reading;
					expect(second).toEqual({ ...reading, toNumber, isLocked: false });
					const stored = await database.query<MatchCandidate & { readings: string | null }>(
						`select id, group_id as "groupId", guard, to_number as "toNumber", from_number as "fromNumber",
							to_json(from_readings)::text as readings, has_access_code as "hasAccessCode",
								access_code as "accessCode",
							(extract(epoch from created_at) * 1000)::float8 as "createdAt", (extract(epoch from expires_at) * 1000)::float8 as "expiresAt",
							(extract(epoch from ended_at) * 1000)::float8 as "endedAt", matched_at is not null as "wasMatched",
							caller_id as "callerId" from requests`,
						[],
					);
					const all = stored.map(({ readings, ...one }): MatchCandidate => {
						return { ...one, fromReadings: readings === null ? null : JSON.parse(readings) };
					});
					const decision = decideMatch(criteria, all, now, inForce);
					expect(decideMatch(criteria, candidates, now, reading.guards)).toEqual(decision);
					const { request, isGuess, isStranger, ...decided } = decision;
					const before = await spreadCounts();
					// A plain case is admitted without that look, with the same outcome.
					await database.query("delete from code_guesses", []);
					await database.query("delete from attempts", []);
					const answer = await call({ ...search, release });
					expect({ ...answer, request: answer.request?.id ?? null }).toEqual({
						...decided,
						request: decided.outcome === "MATCHED" ? request?.id : null,
					});
					expect(await attempts()).toMatchObject([
						{ outcome: decided.outcome, request_id: request?.id ?? null },
					]);
					expect(await database.query("select 1 from code_guesses", [])).toHaveLength(
						isGuess && decided.outcome === "WRONG_CODE" ? 1 : 0,
					);
					// A guess counts for its number; without one, for every group with live codes.
					const groups = all.filter((one) => one.hasAccessCode && isLive(one, now));
					const targets = toNumber === null ? groups.map(({ groupId }) => groupId) : [toNumber];
					for (const target of isGuess ? new Set(targets) : [])
						before.set(target, (before.get(target) ?? 0) + 1);
					expect(await spreadCounts()).toEqual(before);
				},
			),
			// The embedded engine is slow. Both engines plan the same statements.
			{ numRuns: engine === "server" ? 250 : 60 },
		);
	});

	describe("guessing", () => {
		test("the fifth wrong code of an ANI on a number locks the two for ten minutes, the right code included; others are not (C10)", async () => {
			const made = await make("codes");
			const [other] = [await make("codes", { fromPhoneNumber: BOB })];
			const pair = { fromNumber: ANN, dialed: [N1] };
			for (let guess = 1; guess <= 5; guess += 1)
				expect(await outcome({ ...pair, accessCode: wrong(null) })).toBe("WRONG_CODE");
			expect(await call({ ...pair, accessCode: made.accessCode, release: true })).toEqual({
				outcome: "LOCKED",
				matched: { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false },
				request: null,
				codeLength: null,
			});
			expect(await outcome({ ...pair, accessCode: wrong(null) })).toBe("LOCKED");
			expect(await outcome({ ...pair, fromNumber: BOB, accessCode: other.accessCode })).toBe(
				"MATCHED",
			);
			expect(await outcome({ ...pair, fromNumber: null, accessCode: made.accessCode })).toBe(
				"MATCHED",
			);
			await database.query(`update code_guesses set locked_until = ${NOW_MS}`, []);
			expect(await outcome({ ...pair, accessCode: made.accessCode })).toBe("MATCHED");
			expect(
				(await attempts()).map(({ outcome }) => outcome).filter((one) => one === "LOCKED"),
			).toHaveLength(2);
		});

		test("only those of the last ten minutes count, and nothing but wrong codes (C10)", async () => {
			const made = await make("codes", { fromPhoneNumber: BOB });
			const pair = { fromNumber: ANN, dialed: [N1] };
			for (let guess = 1; guess <= 4; guess += 1)
				await outcome({ ...pair, accessCode: wrong(null) });
			for (let i = 0; i < 3; i += 1) {
				expect(await outcome(pair)).toBe("CODE_REQUIRED");
				expect(await outcome({ ...pair, accessCode: made.accessCode })).toBe("MATCHED");
				expect(await outcome({ ...pair, dialed: [N2], accessCode: made.accessCode })).toBe(
					"NOTHING_MATCHED",
				);
			}
			await database.query(
				`update code_guesses set failures = array[${NOW_MS} - interval '600 s', ${NOW_MS} - interval '9 minutes', ${NOW_MS}, ${NOW_MS}]`,
				[],
			);
			expect(await outcome({ ...pair, accessCode: wrong(null) })).toBe("WRONG_CODE");
			expect(await outcome({ ...pair, accessCode: made.accessCode })).toBe("MATCHED");
			expect(await outcome({ ...pair, accessCode: wrong(null) })).toBe("WRONG_CODE");
			expect(await outcome({ ...pair, accessCode: made.accessCode })).toBe("LOCKED");
		});

		test("calls without a usable ANI share one count a number, of fifty; so do those without a number (C10)", async () => {
			const made = await make("codes");
			for (const dialed of [[N1], null]) {
				for (let guess = 1; guess <= 50; guess += 1)
					expect(await outcome({ dialed, accessCode: wrong(null) })).toBe("WRONG_CODE");
				expect(await outcome({ dialed, accessCode: made.accessCode })).toBe("LOCKED");
			}
			expect(await outcome({ dialed: [N1], fromNumber: ANN, accessCode: made.accessCode })).toBe(
				"MATCHED",
			);
			await database.query(
				"update code_guesses set failures = array[now() - interval '11 minutes'], locked_until = now() - interval '1 s'",
				[],
			);
			await cleanUp(database.service, KEPT);
			expect(await database.query("select 1 from code_guesses", [])).toEqual([]);
		});
	});
});
