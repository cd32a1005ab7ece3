import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InboundCall, MatchAnswer } from "../../../app/operations/match/match-answer.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { cancelCallInRequest } from "../../../app/operations/requests/cancel-call-in-request.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { recordWrongCode } from "../../../db/match/wrong-codes.ts";
import { endCallInRequest } from "../../../db/requests/call-in-requests.ts";
import { lockNumber } from "../../../db/requests/reservations.ts";
import { reserve } from "../../support/call-in.ts";
import {
	asProcess,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { untilSomebodyWaits } from "../../support/until.ts";

/** Each try waits for over a second. */
const ASKED_MAX = 20;

// Two clients with separate connections, like two processes.
describe("calls at once", () => {
	let database: TestDatabase;
	let other: Process;
	let apiKey: { id: string; limitedToGroups: boolean };
	beforeAll(async () => {
		database = await openTestDatabase("server", { connections: 20 });
		other = asProcess(
			await openDatabase({ url: database.url, dataDir: "", prepare: true, connections: 20 }),
		);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(async () => {
		await other.close();
		await database.drop();
	});

	const atOnce = (
		howMany: number,
		given: (index: number) => Partial<InboundCall>,
	): Promise<MatchAnswer[]> =>
		Promise.all(
			Array.from({ length: howMany }, async (_, index) => {
				const none = {
					accessCode: null,
					fromNumber: null,
					dialed: null,
					callId: null,
					release: false,
				};
				const call = { ...none, apiKey, corrId: uuidv4(), ...given(index) };
				for (let asked = 1; asked <= ASKED_MAX; asked += 1) {
					const found = await matchCall((index % 2 === 0 ? database : other).service, call);
					if (found.ok) return found.value;
					// The first of these calls takes longer than the others' time-out. They get a retry
					// answer, and retry.
				}
				throw new Error(`Still under way when asked for the ${ASKED_MAX}th time.`);
			}),
		);
	const count = (answers: MatchAnswer[], outcome: string): number =>
		answers.filter((answer) => answer.outcome === outcome).length;

	test.each([
		{ kind: "unique, without a code", uniqueDnis: true, generateAccessCode: false },
		{ kind: "shared, with a code", uniqueDnis: false, generateAccessCode: true },
	])(
		"of releasing calls for one request one is MATCHED, the others find nothing: $kind (C9)",
		async (settings) => {
			const [number] = someNumbers(1, settings.uniqueDnis ? 1 : 2) as [string];
			await insertGroupWith(database, settings.kind, [number], { ...settings, expirySeconds: 600 });
			for (let round = 0; round < 15; round += 1) {
				const made = await reserve(database, { groupName: settings.kind, apiKey });
				const answers = await atOnce(8, () => ({
					dialed: [number],
					accessCode: made.accessCode,
					release: true,
				}));
				expect([count(answers, "MATCHED"), count(answers, "NOTHING_MATCHED")]).toEqual([1, 7]);
			}
			const rows = await database.query(
				"select 1 from numbers where number = $1 and busy_until <= now() and held_until <= now() and holder_id is null",
				[number],
			);
			expect(rows).toHaveLength(1);
			expect(
				await database.query("select 1 from attempts where to_number = $1 and released", [number]),
			).toHaveLength(15);
		},
	);

	test.each([true, false])(
		"one call told twice at once is one, release %s: both get the same answer, and one request is released (C9)",
		async (release) => {
			const [number] = someNumbers(1, release ? 3 : 4) as [string];
			const groupName = `told twice ${release}`;
			await insertGroupWith(database, groupName, [number], {
				generateAccessCode: false,
				uniqueDnis: true,
				expirySeconds: 600,
			});
			for (let round = 0; round < 10; round += 1) {
				const made = await reserve(database, { groupName, apiKey });
				const call = () => ({ dialed: [number], callId: `call ${release} ${round}`, release });
				const [first, ...others] = await atOnce(6, call);
				expect(first).toMatchObject({ outcome: "MATCHED", request: { id: made.id } });
				expect(others).toEqual(Array(5).fill(first));
				// The first request has ended, and a new one is on the number. The call still belongs to
				// the first.
				await cancelCallInRequest(database.service, { id: made.id, apiKey });
				expect(await atOnce(2, call)).toEqual([first, first]);
			}
		},
	);

	test("of many calls at once each is answered for itself: right codes, wrong ones, numbers of nobody (C9)", async () => {
		const numbers = someNumbers(40, 100);
		await insertGroupWith(database, "many", numbers, { uniqueDnis: true, expirySeconds: 600 });
		const made = await Promise.all(
			numbers.map(() => reserve(database, { groupName: "many", apiKey })),
		);
		const answers = await atOnce(160, (index) => {
			const one = made[index % 40]!;
			const fromNumber = `+1415555${1000 + index}`;
			if (index < 80)
				return {
					dialed: [one.toPhoneNumber],
					fromNumber,
					accessCode: one.accessCode,
					callId: index < 40 ? `many ${index}` : null,
				};
			return index < 120
				? { dialed: [one.toPhoneNumber], fromNumber, accessCode: "1" }
				: { dialed: ["+18009999999"], fromNumber };
		});
		const expected = (index: number) => {
			const one = made[index % 40]!;
			if (index < 80)
				return {
					outcome: "MATCHED",
					request: { id: one.id, toPhoneNumber: one.toPhoneNumber, groupName: "many" },
				};
			return { outcome: index < 120 ? "WRONG_CODE" : "NOTHING_MATCHED", request: null };
		};
		expect(answers).toMatchObject(answers.map((_, index) => expected(index)));
		const recorded =
			"select request_id as id, count(*)::integer as n from attempts where outcome = 'MATCHED' and request_id = any($1::uuid[]) group by 1";
		const counted = await database.query<{ id: string; n: number }>(recorded, [
			`{${made.map(({ id }) => id).join(",")}}`,
		]);
		expect(Object.fromEntries(counted.map(({ id, n }) => [id, n]))).toEqual(
			Object.fromEntries(made.map(({ id }) => [id, 2])),
		);
	});

	test("of wrong codes at once exactly five count, and all others are LOCKED; of fifty without an ANI as well (C10)", async () => {
		const numbers = someNumbers(2, 10) as [string, string];
		for (const [index, fromNumber] of ["+14155550101", null].entries()) {
			const dialed = [numbers[index] as string];
			await insertGroupWith(database, `guessed ${index}`, dialed, { expirySeconds: 600 });
			const { accessCode } = await reserve(database, { groupName: `guessed ${index}`, apiKey });
			const wrong = accessCode === "999999" ? "999998" : "999999";
			const answers = await atOnce(100, () => ({ dialed, fromNumber, accessCode: wrong }));
			const limit = fromNumber === null ? 50 : 5;
			expect([count(answers, "WRONG_CODE"), count(answers, "LOCKED")]).toEqual([
				limit,
				100 - limit,
			]);
		}
	});

	test.each([null, "one"])(
		"of many codes at once from one ANI no more than five are tried in a process, with callId %s (C10)",
		async (callId) => {
			const [number] = someNumbers(1, callId === null ? 40 : 41) as [string];
			const groupName = `burst ${callId}`;
			await insertGroupWith(database, groupName, [number], { expirySeconds: 600 });
			const made = await reserve(database, { groupName, apiKey });
			const code = (index: number) =>
				index === 20
					? made.accessCode
					: index < 20
						? String(100_000 + index)
						: String(200_000 + index);
			const guesses = Array.from({ length: 40 }, (_, index) =>
				matchCall(database.service, {
					...{
						accessCode: code(index),
						fromNumber: "+14155550101",
						dialed: [number],
						release: false,
						apiKey,
						corrId: uuidv4(),
					},
					callId: callId && `${callId} ${index}`,
				}),
			);
			const outcomes = (await Promise.all(guesses)).map((found) =>
				found.ok ? found.value.outcome : found.error.code,
			);
			expect(outcomes).toEqual([...Array(5).fill("WRONG_CODE"), ...Array(35).fill("LOCKED")]);
		},
	);

	test.each([true, false])(
		"a right code waits for the fifth wrong one under way, and is LOCKED: release %s (C10)",
		async (release) => {
			const [number] = someNumbers(1, release ? 20 : 21) as [string];
			const groupName = `outrun ${release}`;
			await insertGroupWith(database, groupName, [number], { expirySeconds: 600 });
			const made = await reserve(database, { groupName, apiKey });
			const guess = (accessCode: string | null) => () => ({
				dialed: [number],
				fromNumber: "+14155550101",
				accessCode,
				release,
			});
			await atOnce(4, guess("999999"));
			let right: Promise<MatchAnswer[]> | undefined;
			await other.transaction(async (tx) => {
				const attempt = {
					id: uuidv4(),
					at: null,
					callId: null,
					fromGiven: null,
					requestId: null,
					apiKeyId: apiKey.id,
					corrId: uuidv4(),
					attestation: null,
				};
				const pair = { fromNumber: "+14155550101", toNumber: number, hidesCaller: false };
				const wrongCode = { isLockedByGuard: false, isGuess: true, isStranger: true, apiKey };
				expect(
					await recordWrongCode(tx, { ...attempt, ...pair }, { pair, ...wrongCode }),
				).toMatchObject({ outcome: "WRONG_CODE" });
				right = atOnce(1, guess(made.accessCode));
				await untilSomebodyWaits(tx);
			});
			expect(await right).toMatchObject([{ outcome: "LOCKED", request: null }]);
			expect(
				await database.query(
					"select 1 from requests where id = $1 and ended_at is null and matched_at is null",
					[made.id],
				),
			).toHaveLength(1);
		},
	);

	test.each([
		{ by: "number and code", callId: null },
		{ by: "number and code", callId: "told twice" },
		{ by: "code alone", callId: null },
		{ by: "code alone", callId: "told twice" },
	])(
		"a call is not admitted to a request that is cancelled at that moment: by $by, callId $callId (C8, C9)",
		async ({ by, callId }) => {
			const isDialed = by === "number and code";
			const [number] = someNumbers(1, 50 + (isDialed ? 0 : 1) + (callId === null ? 0 : 2)) as [
				string,
			];
			const groupName = `cancelled ${by} ${callId}`;
			await insertGroupWith(database, groupName, [number], { expirySeconds: 600 });
			const made = await reserve(database, { groupName, apiKey });
			const call = {
				dialed: isDialed ? [number] : null,
				accessCode: made.accessCode,
				callId: callId && `${callId} ${by}`,
			};
			let called: Promise<MatchAnswer[]> | undefined;
			await other.transaction(async (tx) => {
				await lockNumber(tx, number);
				expect(await endCallInRequest(tx, made.id)).toBe(true);
				called = atOnce(1, () => call);
				await untilSomebodyWaits(tx);
			});
			const [answer] = (await called) as [MatchAnswer];
			expect(answer).toMatchObject({
				outcome: isDialed ? "NOTHING_MATCHED" : "WRONG_CODE",
				request: null,
			});
			expect(await atOnce(1, () => call)).toEqual([answer]);
			const left = await database.query("select state from request_states where id = $1", [
				made.id,
			]);
			expect(left).toEqual([{ state: "cancelled" }]);
			expect(
				await database.query("select 1 from requests where id = $1 and matched_at is not null", [
					made.id,
				]),
			).toEqual([]);
			expect(
				await database.query("select 1 from attempts where request_id = $1", [made.id]),
			).toEqual([]);
		},
	);

	const busyUntil = async (number: string) =>
		(
			await database.query<{ ms: number }>(
				"select (extract(epoch from busy_until) * 1000)::float8 as ms from numbers where number = $1",
				[number],
			)
		)[0]?.ms;

	test("a release leaves a shared number to who got it while the call was being decided (C3)", async () => {
		const [number] = someNumbers(1, 30) as [string];
		await insertGroupWith(database, "shared meanwhile", [number], { expirySeconds: 600 });
		const made = await reserve(database, { groupName: "shared meanwhile", apiKey });
		const call = (accessCode: string | null) => () => ({
			dialed: [number],
			fromNumber: "+14155550109",
			accessCode,
			release: true,
		});
		await atOnce(1, call(made.accessCode === "999999" ? "999998" : "999999"));
		let released: Promise<MatchAnswer[]> | undefined;
		let later: { expirationTime: number } | undefined;
		await other.transaction(async (tx) => {
			await tx.query("select 1 from code_guesses where to_number = $1 for update", [number]);
			released = atOnce(1, call(made.accessCode));
			await untilSomebodyWaits(tx);
			later = await reserve(database, { groupName: "shared meanwhile", apiKey });
		});
		expect(await released).toMatchObject([{ outcome: "MATCHED", request: { id: made.id } }]);
		expect(await busyUntil(number)).toBe(later?.expirationTime);
	});

	test("a release waits for who is at work on its number, and then frees it (C9)", async () => {
		const [number] = someNumbers(1, 31) as [string];
		await insertGroupWith(database, "at work", [number], { expirySeconds: 600, uniqueDnis: true });
		const made = await reserve(database, { groupName: "at work", apiKey });
		let released: Promise<MatchAnswer[]> | undefined;
		await other.transaction(async (tx) => {
			await lockNumber(tx, number);
			released = atOnce(1, () => ({
				dialed: [number],
				accessCode: made.accessCode,
				release: true,
				callId: "at work",
			}));
			await untilSomebodyWaits(tx);
		});
		expect(await released).toMatchObject([{ outcome: "MATCHED", request: { id: made.id } }]);
		expect((await reserve(database, { groupName: "at work", apiKey })).toPhoneNumber).toBe(number);
	});

	test("on a shared number what stays live keeps it taken, whatever is released and created meanwhile (C3)", async () => {
		const [number] = someNumbers(1, 32) as [string];
		await insertGroupWith(database, "released meanwhile", [number], { expirySeconds: 600 });
		const make = () => reserve(other, { groupName: "released meanwhile", apiKey });
		const first = await Promise.all(Array.from({ length: 30 }, make));
		const [answers] = await Promise.all([
			atOnce(30, (index) => ({
				dialed: [number],
				accessCode: first[index]!.accessCode,
				release: true,
			})),
			...Array.from({ length: 20 }, make),
		]);
		expect(count(answers, "MATCHED")).toBe(30);
		const [row] = await database.query<Record<string, unknown>>(
			`select count(*)::integer as live, (extract(epoch from max(expires_at)) * 1000)::float8 as until from requests
			where to_number = $1 and ended_at is null`,
			[number],
		);
		expect(row).toEqual({ live: 20, until: await busyUntil(number) });
	});
});
