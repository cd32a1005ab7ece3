import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallInRefusal, CallInRequest } from "../../../app/domain/requests/call-in.ts";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";

describe.each(ENGINES)("a reservation on the %s engine", (engine) => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	let lastNumber = 0;
	const freshNumbers = (howMany: number): string[] => {
		lastNumber += howMany;
		return someNumbers(howMany, lastNumber - howMany);
	};
	const create = (groupName: string, more: object = {}) =>
		createCallInRequest(database.service, {
			groupName,
			fromPhoneNumber: null,
			userData: null,
			callbackServiceId: null,
			corrId: uuidv4(),
			apiKey,
			...more,
		});
	const reserve = async (groupName: string): Promise<CallInRequest> => {
		const made = await create(groupName);
		if (!made.ok) throw new Error(made.error.code);
		return made.value;
	};
	const refusal = async (groupName: string, more: object = {}): Promise<CallInRefusal> => {
		const made = await create(groupName, more);
		if (made.ok) throw new Error(`reserved ${made.value.toPhoneNumber}`);
		return made.error;
	};
	const fillCodes = (number: string, from: number, to: number, liveUntil: string) =>
		database.query(
			`insert into live_codes select $1::text, code::text, gen_random_uuid(), ${liveUntil} from generate_series(${from}, ${to}) as c(code)`,
			[number],
		);

	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());

	test.each([
		{ generateAccessCode: true, uniqueDnis: true },
		{ generateAccessCode: true, uniqueDnis: false },
		{ generateAccessCode: false, uniqueDnis: true },
		{ generateAccessCode: false, uniqueDnis: false },
	])(
		"a group gives one of its numbers until its expiry, by the database's clock: $generateAccessCode, $uniqueDnis (C1)",
		async (settings) => {
			const name = `four kinds ${settings.generateAccessCode} ${settings.uniqueDnis}`;
			const numbers = freshNumbers(3);
			await insertGroupWith(database, name, numbers, {
				...settings,
				expirySeconds: 1800,
				accessCodeLength: 5,
			});
			const [before] = await database.query<{ ms: number }>(
				"select (extract(epoch from now()) * 1000)::float8 as ms",
				[],
			);
			const made = await reserve(name);
			const [after] = await database.query<{ ms: number }>(
				"select (extract(epoch from now()) * 1000)::float8 as ms",
				[],
			);
			expect(numbers).toContain(made.toPhoneNumber);
			expect(made.accessCode ?? "").toMatch(settings.generateAccessCode ? /^[1-9]\d{4}$/ : /^$/);
			expect(Number.isInteger(made.expirationTime)).toBe(true);
			expect(made.expirationTime).toBeGreaterThanOrEqual(Math.floor(before!.ms) + 1_800_000);
			expect(made.expirationTime).toBeLessThanOrEqual(after!.ms + 1_800_000);
			const stored = await database.query(
				`select (extract(epoch from expires_at) * 1000)::float8 as expires, group_name, unique_dnis, to_number, has_access_code, access_code
			from requests where id = $1`,
				[made.id],
			);
			expect(stored).toEqual([
				{
					expires: made.expirationTime,
					group_name: name,
					unique_dnis: settings.uniqueDnis,
					to_number: made.toPhoneNumber,
					has_access_code: settings.generateAccessCode,
					access_code: made.accessCode,
				},
			]);
		},
	);

	test.each(["equal", "attested"] as const)(
		"without codes and with Caller ID %s, a request needs a caller's number, alone and beside others (G7)",
		async (callerId) => {
			const open = `open ${callerId}`;
			const settings = { generateAccessCode: false, callerId, guard: "alertOnly" as const };
			const groupId = await insertGroupWith(database, open, freshNumbers(2), settings);
			await insertGroupWith(database, `codes ${callerId}`, freshNumbers(1), { callerId });
			const limited = await insertKey(database, { secret: `limited ${callerId}`, groupIds: [] });
			const caller = { fromPhoneNumber: "+14155550132" };
			const made = await Promise.all([
				create(open),
				create(open, caller),
				create(open),
				create(`codes ${callerId}`),
				create(open, { apiKey: limited }),
			]);
			expect(made.map((one) => (one.ok ? one.value.fromPhoneNumber : one.error.code))).toEqual([
				"caller-number-required",
				caller.fromPhoneNumber,
				"caller-number-required",
				null,
				"no-such-group",
			]);
			// The settings are kept on the request, and later changes count for later requests only.
			await database.query("update groups set caller_id = 'any' where id = $1", [groupId]);
			expect((await create(open)).ok).toBe(true);
			expect(
				await database.query(
					"select caller_id, guard from requests where group_name = $1 order by id",
					[open],
				),
			).toEqual([
				{ caller_id: callerId, guard: "alertOnly" },
				{ caller_id: "any", guard: "alertOnly" },
			]);
		},
	);

	test("a group is found by its name key, whatever the case or the width of its letters (G1)", async () => {
		await insertGroupWith(database, '50% off / "Ünïcode" <b>&?#', freshNumbers(1));
		const made = await reserve(' 50％ OFF / "ÜNÏCODE" <B>&?# '.normalize("NFD"));
		expect(made.groupName).toBe('50% off / "Ünïcode" <b>&?#');
	});

	test("a group that is not there and one that the key may not use are the same to it (C2, C11)", async () => {
		const allowed = await insertGroupWith(database, "allowed", freshNumbers(1));
		await insertGroupWith(database, "forbidden", freshNumbers(1));
		const limited = await insertKey(database, { secret: "a limited key", groupIds: [allowed] });
		const unlimitedButEmpty = await insertKey(database, {
			secret: "a limited key without groups",
			groupIds: [],
		});
		expect((await create("allowed", { apiKey: limited })).ok).toBe(true);
		expect(await refusal("forbidden", { apiKey: limited })).toEqual({ code: "no-such-group" });
		expect(await refusal("not there", { apiKey: limited })).toEqual({ code: "no-such-group" });
		expect(await refusal("allowed", { apiKey: unlimitedButEmpty })).toEqual({
			code: "no-such-group",
		});
	});

	test.each(["with \0 in it", "\ud800", "x".repeat(60_000)])(
		"a name that no group can have is no group, and no failure",
		async (name) => {
			expect(await refusal(name)).toEqual({ code: "no-such-group" });
		},
	);

	test("a number of a unique-DNIS group is given to one live request at a time, the longest free first (C3)", async () => {
		const numbers = freshNumbers(3);
		await insertGroupWith(database, "unique", numbers, { uniqueDnis: true, expirySeconds: 600 });
		const given = [
			(await reserve("unique")).toPhoneNumber,
			(await reserve("unique")).toPhoneNumber,
			(await reserve("unique")).toPhoneNumber,
		];
		expect([...given].sort()).toEqual(numbers);
		const refused = await refusal("unique");
		expect(refused).toMatchObject({ code: "no-number-free" });
		expect(refused.code === "no-number-free" && refused.waitMs).toBeGreaterThan(590_000);
		// The second request ended first, the third next.
		await database.query(
			"update numbers set busy_until = now() - interval '5 s', held_until = now() - interval '5 s' where number = $1",
			[given[1]],
		);
		await database.query(
			"update numbers set busy_until = now() - interval '2 s', held_until = now() - interval '2 s' where number = $1",
			[given[2]],
		);
		expect((await reserve("unique")).toPhoneNumber).toBe(given[1]);
		expect((await reserve("unique")).toPhoneNumber).toBe(given[2]);
	});

	test("a request that has expired frees its number at once (C6)", async () => {
		await insertGroupWith(database, "expires", freshNumbers(1), {
			uniqueDnis: true,
			expirySeconds: 60,
		});
		const first = await reserve("expires");
		expect(await refusal("expires")).toMatchObject({ code: "no-number-free" });
		await letTimePass(database, 60);
		expect((await reserve("expires")).toPhoneNumber).toBe(first.toPhoneNumber);
	});

	test("numbers that are shared are used evenly (C4)", async () => {
		const numbers = freshNumbers(4);
		await insertGroupWith(database, "evenly", numbers, { uniqueDnis: false });
		const given = new Map<string, number>();
		for (let i = 0; i < 20; i += 1) {
			const { toPhoneNumber } = await reserve("evenly");
			given.set(toPhoneNumber, (given.get(toPhoneNumber) ?? 0) + 1);
			// Requests of the same millisecond have no defined order.
			await letTimePass(database, 1);
		}
		expect([...given.values()]).toEqual([5, 5, 5, 5]);
	});

	test("a number stays held when its group is deleted and another one has it (C3, G10)", async () => {
		const numbers = freshNumbers(1);
		const groupId = await insertGroupWith(database, "deleted while held", numbers, {
			uniqueDnis: true,
		});
		const made = await reserve("deleted while held");
		await database.query("delete from groups where id = $1", [groupId]);
		await insertGroupWith(database, "Deleted while held", numbers, { uniqueDnis: true });
		await insertGroupWith(database, "shares what is held", freshNumbers(1), { uniqueDnis: false });
		expect(await refusal("deleted while held")).toMatchObject({ code: "no-number-free" });
		expect(
			await database.query("select group_id, group_name from requests where id = $1", [made.id]),
		).toEqual([{ group_id: groupId, group_name: "deleted while held" }]);
	});

	test("a number stays held when it is deleted and added again, or moved to a group that shares (C3)", async () => {
		const [held, other, third] = freshNumbers(3) as [string, string, string];
		const groupId = await insertGroupWith(database, "moved from", [held, other], {
			uniqueDnis: true,
		});
		const takeHeld = async () => {
			for (const made of [await reserve("moved from"), await reserve("moved from")])
				if (made.toPhoneNumber === held) return;
		};
		await takeHeld();
		await database.query("delete from pool_entries where group_id = $1 and number = $2", [
			groupId,
			held,
		]);
		await database.query(
			"insert into pool_entries (id, group_id, number, position, updated_by) values (gen_random_uuid(), $1, $2, 7, 'a test')",
			[groupId, held],
		);
		expect(await refusal("moved from")).toMatchObject({ code: "no-number-free" });
		await database.query("delete from pool_entries where group_id = $1 and number = $2", [
			groupId,
			held,
		]);
		await insertGroupWith(database, "moved to", [held, third], { uniqueDnis: false });
		for (let i = 0; i < 4; i += 1) expect((await reserve("moved to")).toPhoneNumber).toBe(third);
	});

	test("a unique-DNIS group that begins to share gives no number that a live request of before holds (C3)", async () => {
		const groupId = await insertGroupWith(database, "unique off", freshNumbers(1), {
			uniqueDnis: true,
		});
		await reserve("unique off");
		await database.query("update groups set unique_dnis = false where id = $1", [groupId]);
		expect(await refusal("unique off")).toMatchObject({ code: "no-number-free" });
		await letTimePass(database, 30);
		await reserve("unique off");
		await reserve("unique off");
	});

	test("after unique DNIS is switched on, a shared number is given once the last of its requests has ended (C3)", async () => {
		const groupId = await insertGroupWith(database, "unique on", freshNumbers(1), {
			expirySeconds: 100,
		});
		await reserve("unique on");
		await database.query("update groups set expiry_seconds = 20 where id = $1", [groupId]);
		await reserve("unique on");
		await database.query("update groups set unique_dnis = true where id = $1", [groupId]);
		expect(await refusal("unique on")).toMatchObject({ code: "no-number-free" });
		await letTimePass(database, 50);
		expect(await refusal("unique on")).toMatchObject({ code: "no-number-free" });
		await letTimePass(database, 50);
		await reserve("unique on");
		expect(await refusal("unique on")).toMatchObject({ code: "no-number-free" });
	});

	test("new settings hold for new requests only (G7)", async () => {
		const groupId = await insertGroupWith(database, "new settings", freshNumbers(1), {
			accessCodeLength: 4,
		});
		const before = await reserve("new settings");
		await database.query("update groups set access_code_length = 12 where id = $1", [groupId]);
		expect((await reserve("new settings")).accessCode).toMatch(/^[1-9]\d{11}$/);
		expect(
			await database.query("select access_code from requests where id = $1", [before.id]),
		).toEqual([{ access_code: before.accessCode }]);
	});

	test("codes are never equal on live requests of one number, to the very last one (C5)", async () => {
		const [number, second] = freshNumbers(2) as [string, string];
		await insertGroupWith(database, "last codes", [number], {
			accessCodeLength: 4,
			expirySeconds: 600,
		});
		await fillCodes(number, 1000, 9993, "now() + interval '100 s'");
		const given: string[] = [];
		for (let i = 0; i < 6; i += 1) given.push((await reserve("last codes")).accessCode as string);
		expect([...given].sort()).toEqual(["9994", "9995", "9996", "9997", "9998", "9999"]);
		const refused = await refusal("last codes");
		expect(refused).toMatchObject({ code: "no-code-free" });
		expect(refused.code === "no-code-free" && refused.waitMs).toBeGreaterThan(60_000);
		expect(
			await database.query("select 1 from requests where group_name = 'last codes'", []),
		).toHaveLength(6);
		const groupId = (
			await database.query<{ id: string }>("select id from groups where name = 'last codes'", [])
		)[0]!.id;
		await database.query("insert into numbers (number) values ($1)", [second]);
		await database.query(
			"insert into pool_entries (id, group_id, number, position, updated_by) values (gen_random_uuid(), $1, $2, 1, 'a test')",
			[groupId, second],
		);
		// Another number of the pool has codes left.
		expect((await reserve("last codes")).toPhoneNumber).toBe(second);
		expect((await reserve("last codes")).toPhoneNumber).toBe(second);
	});

	test("every free code can come out, the first and the last included (C5)", async () => {
		const [number] = freshNumbers(1) as [string];
		await insertGroupWith(database, "edges of codes", [number], { accessCodeLength: 4 });
		await fillCodes(number, 1001, 4999, "now() + interval '100 s'");
		await fillCodes(number, 5001, 9998, "now() + interval '100 s'");
		const given = [
			await reserve("edges of codes"),
			await reserve("edges of codes"),
			await reserve("edges of codes"),
		];
		expect(given.map(({ accessCode }) => accessCode).sort()).toEqual(["1000", "5000", "9999"]);
	});

	test("a code rests ten minutes after its request ended, unless no other is left; then it is given, never a live one (C5)", async () => {
		const [number] = freshNumbers(1) as [string];
		await insertGroupWith(database, "resting codes", [number], {
			accessCodeLength: 4,
			expirySeconds: 1800,
		});
		await fillCodes(number, 1000, 4999, "now() + interval '100 s'");
		await fillCodes(number, 5000, 9996, "now() - interval '590 s'");
		await fillCodes(number, 9997, 9998, "now() - interval '601 s'");
		const rested = [
			await reserve("resting codes"),
			await reserve("resting codes"),
			await reserve("resting codes"),
		];
		expect(rested.map(({ accessCode }) => accessCode).sort()).toEqual(["9997", "9998", "9999"]);
		const tooEarly = await reserve("resting codes");
		expect(Number(tooEarly.accessCode)).toBeGreaterThanOrEqual(5000);
		expect(Number(tooEarly.accessCode)).toBeLessThanOrEqual(9996);
	});

	test("on one number of the pool codes of different lengths do not stand in each other's way (C5)", async () => {
		const [number] = freshNumbers(1) as [string];
		await insertGroupWith(database, "longer codes", [number], { accessCodeLength: 5 });
		await fillCodes(number, 1000, 9999, "now() + interval '100 s'");
		expect((await reserve("longer codes")).accessCode).toMatch(/^[1-9]\d{4}$/);
	});
});
