import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../../app/domain/audit/actor.ts";
import { MATCH_OUTCOMES } from "../../../app/domain/match/outcome.ts";
import type {
	AttemptFilter,
	Place,
	RequestFilter,
	RequestSort,
} from "../../../app/domain/records/record-view.ts";
import { liftCodeLock } from "../../../app/operations/match/lift-code-lock.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { searchAttempts, searchRequests } from "../../../app/operations/records/search-records.ts";
import { cancelCallInRequest } from "../../../app/operations/requests/cancel-call-in-request.ts";
import { listCodeLocks } from "../../../db/match/code-locks.ts";
import {
	countAttemptRecords,
	listAttemptRecords,
	listAttemptsOfRequest,
} from "../../../db/records/attempt-records.ts";
import {
	countRequestRecords,
	findRequestDetails,
	listRequestRecords,
} from "../../../db/records/request-records.ts";
import { reserve } from "../../support/call-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { insertAttemptRow, insertLock, insertRequest } from "../../support/records.ts";

const READER = { zone: "Europe/Berlin", defaultCountry: "US" } as const;
const ALL = { showsPrivate: true };
const MONITOR = { showsPrivate: false };
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
const ADA: Actor = { kind: "user", id: null, name: "ada@x.example" };

describe.each(ENGINES)("call-in records on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		for (const table of ["requests", "request_states", "attempts", "code_guesses"])
			await database.query(`delete from ${table}`, []);
	});

	test("the database takes every outcome of match, and no other (K5)", async () => {
		for (const outcome of MATCH_OUTCOMES) await insertAttemptRow(database, { outcome });
		const rows = await database.query<{ outcome: string }>("select outcome from attempts", []);
		expect(rows.map(({ outcome }) => outcome).sort()).toEqual([...MATCH_OUTCOMES].sort());
		const unknown = database.query(
			"update attempts set outcome = 'ADMITTED' where outcome = 'MATCHED'",
			[],
		);
		await expect(unknown).rejects.toThrow();
	});

	/** The filter that a query means. */
	const asked = async (query: string): Promise<RequestFilter> => {
		const { filter, view } = await searchRequests(database, new URLSearchParams(query), READER);
		if (filter === null) throw new Error(Object.values(view.problems).join(" "));
		return filter;
	};
	const attemptsAsked = async (query: string): Promise<AttemptFilter> => {
		const { filter, view } = await searchAttempts(database, new URLSearchParams(query), READER);
		if (filter === null) throw new Error(Object.values(view.problems).join(" "));
		return filter;
	};

	/** The IDs found by a filter. */
	const found = async (query: string): Promise<string[]> => {
		const { rows } = await listRequestRecords(database, await asked(query), null, {
			...ALL,
			limit: 100,
		});
		expect(await countRequestRecords(database, await asked(query), ALL)).toEqual({
			isExact: true,
			count: rows.length,
		});
		return rows.map((row) => row.id);
	};

	describe("pages", () => {
		const SIZE = 7;
		const place = (
			row: { id: string; createdAt: Date; expiresAt: Date },
			sort: RequestSort,
			way: "after" | "before",
		): Place => ({
			...{ way, id: row.id },
			at: sort.endsWith("expires") ? row.expiresAt : row.createdAt,
		});

		beforeEach(() =>
			// 40 requests at 4 different times, so that page breaks fall between equal times.
			database.query(
				`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, has_access_code, api_key_id, corr_id)
				select gen_random_uuid(), timestamptz '2026-01-01Z' + n % 4 * interval '1 ms', timestamptz '2026-01-02Z' - n % 4 * interval '1 ms',
					gen_random_uuid(), 'g', false, '+18005550000', false, gen_random_uuid(), gen_random_uuid()
				from generate_series(1, 40) n`,
				[],
			),
		);

		test.each<[RequestSort, string]>([
			["-created", ""],
			["created", ""],
			["-expires", ""],
			["expires", ""],
			["-created", "Cancelled"],
			["created", "Cancelled"],
			["-expires", "Cancelled"],
		])(
			"in the order %s, in the state %s, are complete and repeat nothing among equal times, forwards and backwards (K2)",
			async (sort, state) => {
				await database.query("update requests set ended_at = created_at", []);
				await database.query(
					"insert into request_states select 'cancelled', created_at, id from requests",
					[],
				);
				const read = async (at: Place) =>
					listRequestRecords(database, await asked(`sort=${sort}&state=${state}`), at, {
						...ALL,
						limit: SIZE,
					});
				const forwards = [await read(null)];
				while (forwards.at(-1)!.hasNext)
					forwards.push(await read(place(forwards.at(-1)!.rows.at(-1)!, sort, "after")));
				const ids = forwards.flatMap((page) => page.rows.map((row) => row.id));
				expect(ids).toHaveLength(40);
				expect(new Set(ids).size).toBe(40);
				const times = forwards.flatMap((page) =>
					page.rows.map((row) => place(row, sort, "after")!.at.getTime()),
				);
				expect(times).toEqual([...times].sort((a, b) => (sort.startsWith("-") ? b - a : a - b)));
				expect(forwards.map((page) => page.hasPrevious)).toEqual([
					false,
					true,
					true,
					true,
					true,
					true,
				]);

				let page = forwards.at(-1)!;
				const backwards = [page.rows];
				while (page.hasPrevious) {
					page = await read(place(page.rows[0]!, sort, "before"));
					backwards.unshift(page.rows);
				}
				// The last page back may be a full first page, which repeats the beginning of the following
				// one.
				const back = backwards.flatMap((rows) => rows.map((row) => row.id));
				expect(back.slice(-33)).toEqual(ids.slice(-33));
				expect(back.slice(0, SIZE)).toEqual(ids.slice(0, SIZE));
			},
		);

		test("are not moved by requests that come in meanwhile (K2)", async () => {
			const first = await listRequestRecords(database, await asked(""), null, {
				...ALL,
				limit: SIZE,
			});
			const next = async () =>
				listRequestRecords(
					database,
					await asked(""),
					place(first.rows.at(-1)!, "-created", "after"),
					{
						...ALL,
						limit: SIZE,
					},
				);
			const before = await next();
			await insertRequest(database, { createdAt: "2026-02-01T00:00:00.000Z" });
			expect(await next()).toEqual(before);
		});
	});

	test("are found by whole numbers in any usual format, with and without country code (K2)", async () => {
		const id = await insertRequest(database, {
			toNumber: "+18005550001",
			fromNumber: "+14155550132",
		});
		await insertRequest(database, { toNumber: "+18005550002", fromNumber: "+14155550133" });
		for (const typed of [
			"+14155550132",
			"14155550132",
			"(415) 555-0132",
			"415.555.0132",
			"+1 415 555 0132",
			"0014155550132",
		])
			expect([typed, await found(`ani=${encodeURIComponent(typed)}`)]).toEqual([typed, [id]]);
		expect(await found("dnis=800-555-0001")).toEqual([id]);
		expect(await found("dnis=800-555-0001&ani=4155550132")).toEqual([id]);
		expect(await found("dnis=800-555-0001&ani=4155550133")).toEqual([]);
		expect(await found("ani=8005550001")).toEqual([]);
	});

	test("are found by their ID and by callbackServiceId (K2)", async () => {
		const callbackServiceId = "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55";
		const id = await insertRequest(database, { callbackServiceId });
		await insertRequest(database);
		expect(await found(`id=${id.toUpperCase()}`)).toEqual([id]);
		expect(await found(`id=${callbackServiceId}`)).toEqual([id]);
	});

	test("are filtered by the state that their stored times make (K1, K2)", async () => {
		const at = "2026-01-01T00:00:10.000Z";
		const past = {
			Matched: await insertRequest(database, { matchedAt: at, endedAt: at }),
			Cancelled: await insertRequest(database, { endedAt: at }),
			Expired: await insertRequest(database),
		};
		const active = await insertRequest(database, {
			createdAt: inSeconds(-10),
			expiresAt: inSeconds(600),
		});
		for (const [state, id] of Object.entries({ ...past, Active: active }))
			expect([state, await found(`state=${state}`)]).toEqual([state, [id]]);
	});

	test("a call or a cancel puts its request into the list of its state, once (K1, K2)", async () => {
		const apiKey = await insertKey(database, { secret: "a key that makes and matches" });
		const [number] = someNumbers(1, 900) as [string];
		await insertGroupWith(database, "states", [number], {
			expirySeconds: 600,
			generateAccessCode: false,
			uniqueDnis: true,
		});
		const make = async () => (await reserve(database, { groupName: "states", apiKey })).id;
		const call = (release: boolean) =>
			matchCall(database.service, {
				accessCode: null,
				fromNumber: null,
				dialed: [number],
				callId: null,
				release,
				apiKey,
				corrId: uuidv4(),
			});
		const ofState = (state: string) => found(`state=${state}&sort=created`);
		const first = await make();
		expect([await ofState("Matched"), await ofState("Cancelled"), await ofState("Active")]).toEqual(
			[[], [], [first]],
		);
		await call(false);
		await call(false);
		expect([await ofState("Matched"), await ofState("Cancelled"), await ofState("Active")]).toEqual(
			[[first], [], []],
		);
		await cancelCallInRequest(database.service, { id: first, apiKey });
		const second = await make();
		await cancelCallInRequest(database.service, { id: second, apiKey });
		const third = await make();
		await call(true);
		expect([await ofState("Matched"), await ofState("Cancelled"), await ofState("Active")]).toEqual(
			[[first, third], [second], []],
		);
	});

	test("are filtered by the group's name as it was kept, also when the group is gone, or written otherwise (K2, G10)", async () => {
		await insertGroupWith(database, "Claims", someNumbers(1));
		const [claims, gone] = [
			await insertRequest(database, { groupName: "Claims" }),
			await insertRequest(database, { groupName: "Gone" }),
		];
		expect(await found("group=Claims")).toEqual([claims]);
		expect(await found("group=cLAIMS")).toEqual([claims]);
		expect(await found("group=Gone")).toEqual([gone]);
	});

	test("are filtered by time in the reader's zone, both ends included (K2, G14)", async () => {
		const id = await insertRequest(database, { createdAt: "2026-07-01T10:30:59.999Z" });
		for (const [from, to, isFound] of [
			["2026-07-01T12:30", "2026-07-01T12:30", true],
			["2026-07-01T12:31", "", false],
			["", "2026-07-01T12:29", false],
			["2026-07-01T12:30:59", "2026-07-01T12:30:59", true],
		] as const) {
			for (const sort of ["-created", "expires"])
				expect([from, to, await found(`from=${from}&to=${to}&sort=${sort}`)]).toEqual([
					from,
					to,
					isFound ? [id] : [],
				]);
		}
	});

	test("are counted exactly to 10,000, and about beyond (K2)", async () => {
		const insert = (howMany: number) =>
			database.query(
				`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, from_number, has_access_code, api_key_id, corr_id)
				select gen_random_uuid(), now() - interval '1 day', now() - interval '1 day', gen_random_uuid(), 'g', false, '+18005550000', '+14155550132',
					false, gen_random_uuid(), gen_random_uuid() from generate_series(1, ${howMany}) n`,
				[],
			);
		await insert(10_000);
		expect(await countRequestRecords(database, await asked("ani=4155550132"), ALL)).toEqual({
			isExact: true,
			count: 10_000,
		});
		await insert(10_000);
		await database.query("analyze requests", []);
		const many = await countRequestRecords(
			database,
			await asked("ani=4155550132&group=g&state=Expired"),
			ALL,
		);
		expect(many).toEqual({
			isExact: false,
			estimate: expect.toSatisfy((estimate) => estimate === null || estimate > 10_000),
		});
		expect(await countRequestRecords(database, await asked(""), ALL)).toEqual({
			isExact: false,
			estimate: 20_000,
		});
	});

	test("have the number of attempts that are certainly their own (K1)", async () => {
		const id = await insertRequest(database);
		await insertAttemptRow(database, { requestId: id });
		await insertAttemptRow(database, { requestId: id, outcome: "WRONG_CODE" });
		await insertAttemptRow(database, { requestId: null });
		const { rows } = await listRequestRecords(database, await asked(""), null, {
			...ALL,
			limit: 10,
		});
		expect(rows).toMatchObject([{ id, attempts: 2 }]);
	});

	test("come without ANI, code and user data for who may not see them, in lists, pages, timelines and attempts (R4)", async () => {
		const secrets = {
			fromNumber: "+14155550132",
			accessCode: "481920",
			userData: '{"name":"Ann"}',
		};
		const id = await insertRequest(database, {
			createdAt: inSeconds(-1),
			expiresAt: inSeconds(600),
			...secrets,
		});
		await insertAttemptRow(database, { requestId: id, fromNumber: secrets.fromNumber });
		const read = async (reader: { showsPrivate: boolean }) =>
			JSON.stringify([
				await listRequestRecords(database, await asked(""), null, { ...reader, limit: 10 }),
				await findRequestDetails(database, id, reader),
				await listAttemptsOfRequest(database, id, { ...reader, limit: 10 }),
				await listAttemptRecords(database, await attemptsAsked(""), null, { ...reader, limit: 10 }),
			]);
		for (const secret of ["4155550132", "481920", "Ann"]) {
			expect(await read(ALL)).toContain(secret);
			expect(await read(MONITOR)).not.toContain(secret);
		}
		await expect(
			listRequestRecords(database, await asked("ani=4155550132"), null, { ...MONITOR, limit: 10 }),
		).rejects.toThrow("ANI");
		await expect(
			countRequestRecords(database, await asked("ani=4155550132"), MONITOR),
		).rejects.toThrow("ANI");
		const ofCaller = await attemptsAsked("ani=4155550132");
		await expect(countAttemptRecords(database, ofCaller, MONITOR)).rejects.toThrow("ANI");
	});

	test("never have the code in a list, and on a page only while the request is live (K3)", async () => {
		const codeOf = async (more: object) => {
			const id = await insertRequest(database, {
				createdAt: inSeconds(-60),
				expiresAt: inSeconds(600),
				accessCode: "481920",
				...more,
			});
			return (await findRequestDetails(database, id, ALL))?.accessCode;
		};
		expect(await codeOf({})).toBe("481920");
		expect(await codeOf({ matchedAt: inSeconds(-1) })).toBe("481920");
		expect(await codeOf({ endedAt: inSeconds(-1) })).toBeNull();
		expect(await codeOf({ expiresAt: inSeconds(-1) })).toBeNull();
		const listed = await listRequestRecords(database, await asked(""), null, { ...ALL, limit: 10 });
		expect(JSON.stringify(listed)).not.toContain("481920");
	});

	test("attempts are searched and filtered, with the name of their key (K5)", async () => {
		const key = await insertKey(database, { secret: "phone-system" });
		const requestId = await insertRequest(database);
		const first = await insertAttemptRow(database, {
			at: "2026-01-01T00:00:01Z",
			callId: "call 1",
			requestId,
			apiKeyId: key.id,
		});
		const second = await insertAttemptRow(database, {
			at: "2026-01-01T00:00:02Z",
			outcome: "LOCKED",
			fromNumber: "+14155550132",
			toNumber: null,
		});
		const attemptsOf = async (query: string) => {
			const filter = await attemptsAsked(query);
			const { rows } = await listAttemptRecords(database, filter, null, { ...ALL, limit: 10 });
			expect(await countAttemptRecords(database, filter, ALL)).toEqual({
				isExact: true,
				count: rows.length,
			});
			return rows;
		};
		const ids = async (query: string) => (await attemptsOf(query)).map((row) => row.id);
		expect(await ids("")).toEqual([second, first]);
		expect(await ids("sort=at")).toEqual([first, second]);
		expect(await ids("outcome=LOCKED")).toEqual([second]);
		expect(await ids("ani=(415) 555-0132")).toEqual([second]);
		expect(await ids("dnis=800-555-0000")).toEqual([first]);
		expect(await ids("callId=call 1")).toEqual([first]);
		expect(await ids(`id=${requestId}`)).toEqual([first]);
		expect(await ids("from=2026-01-01T01:00:02")).toEqual([second]);
		expect(await ids("to=2026-01-01T01:00:01")).toEqual([first]);
		expect((await attemptsOf("")).map((row) => row.apiKeyName)).toEqual([null, "A test's key"]);
	});

	test("locks are those of now, and lifting one ends it, starts its count again, and is in the audit log, with no more of the caller than the last digits (C10, O5, K4)", async () => {
		await insertLock(database, "+14155550132", "+18005550000", 600);
		await insertLock(database, "", "+18005550000", 300);
		await insertLock(database, "+14155550133", "+18005550000", -1);
		const locks = async () =>
			(await listCodeLocks(database, 10)).map(({ fromNumber, toNumber }) => [fromNumber, toNumber]);
		expect(await locks()).toEqual([
			["+14155550132", "+18005550000"],
			[null, "+18005550000"],
		]);
		const pairs = await database.query<{ id: string; from_number: string }>(
			"select id, from_number from code_guesses",
			[],
		);
		const lift = (from: string) =>
			liftCodeLock(database, pairs.find((pair) => pair.from_number === from)?.id ?? "", ADA);
		expect(await lift("+14155550132")).toMatchObject({ fromNumber: "+14155550132" });
		expect(await lift("+14155550132")).toBeNull();
		expect(await lift("+14155550133")).toBeNull();
		expect(await locks()).toEqual([[null, "+18005550000"]]);
		expect(
			await database.query(
				"select from_number from code_guesses where from_number = '+14155550132'",
				[],
			),
		).toEqual([]);
		const audit = await database.query(
			"select * from audit_entries where action = 'code-lock.lift'",
			[],
		);
		expect(audit).toMatchObject([
			{ actor_name: "ada@x.example", subject_name: "…0132 on +18005550000" },
		]);
		expect(JSON.stringify(audit)).not.toContain("415555");
		expect(await lift("")).toMatchObject({ fromNumber: null, toNumber: "+18005550000" });
	});
});
