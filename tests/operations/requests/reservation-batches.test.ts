import { v4 as uuidv4, v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { listPoolNumbers, type PoolNumbers } from "../../../db/groups/pool-entries.ts";
import { type PoolSample, reserveBatch } from "../../../db/requests/batch-reservations.ts";
import type { ReservationInput } from "../../../db/requests/reservations.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

describe.each(ENGINES)("reservations in a batch on the %s engine", (engine) => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	let lastNumber = 0;
	const freshNumbers = (howMany: number): string[] => {
		lastNumber += howMany;
		return someNumbers(howMany, lastNumber - howMany);
	};
	const asked = (groupName: string, more: object = {}) => ({
		...{
			groupName,
			fromPhoneNumber: null,
			userData: null,
			callbackServiceId: null,
			corrId: uuidv4(),
			apiKey,
		},
		...more,
	});
	const create = async (groupName: string, more: object = {}) => {
		const made = await createCallInRequest(database.service, asked(groupName, more));
		return made.ok ? made.value.toPhoneNumber : made.error.code;
	};
	const batched = (
		groupNameKey: string,
		more: Partial<ReservationInput> = {},
	): ReservationInput => ({
		...{
			groupNameKey,
			requestId: uuidv7(),
			apiKey,
			code: "481920000000",
			codeQuarantineSeconds: 600,
			withoutCodes: [],
		},
		...{ fromPhoneNumber: null, userData: null, callbackServiceId: null, corrId: uuidv4() },
		...more,
	});
	const outcomes = async (inputs: ReservationInput[], samples: PoolSample[] = []) =>
		(await reserveBatch(database, inputs, samples)).map(({ reservation }) => reservation.outcome);
	/** These numbers of the group's current pool, with sixteen of them required free. */
	const sampleOf = async (groupNameKey: string, numbers: string[]): Promise<PoolSample> => {
		const { groupId, poolVersion } = (await listPoolNumbers(database, groupNameKey)) as PoolNumbers;
		return { groupNameKey, groupId, poolVersion, numbers, enough: 16 };
	};
	/** The first number has been free longest. The last `inUse` numbers are not free. */
	const setFree = (numbers: string[], inUse = 0) =>
		database.query(
			`update numbers n set busy_until = case when place > $2::integer then now() + interval '1 hour' else now() - interval '1 hour' + place * interval '1 ms' end
			from unnest(string_to_array($1::text, ',')) with ordinality as f(number, place) where n.number = f.number`,
			[numbers.join(","), numbers.length - inUse],
		);

	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());

	test("of a large pool, each gets a number that has been free for long, and no number twice (C3)", async () => {
		const numbers = freshNumbers(3000);
		await insertGroupWith(database, "large", numbers, { uniqueDnis: true });
		await setFree(numbers);
		const ranks = (await Promise.all(Array.from({ length: 60 }, () => create("large")))).map(
			(number) => numbers.indexOf(number),
		);
		expect(new Set(ranks).size).toBe(60);
		expect(Math.min(...ranks)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...ranks)).toBeLessThan(0.75 * 3000);
		// Alone: the longest free of 16. It lies outside the first half with a probability of 1 in
		// 65,536.
		expect(numbers.indexOf(await create("large"))).toBeLessThan(1500);
	});

	test("when 16 or fewer of a large pool are free, exactly the longest free is given, to the last one (C3)", async () => {
		const numbers = freshNumbers(2000);
		await insertGroupWith(database, "few free", numbers, { uniqueDnis: true });
		await setFree(numbers, 1984);
		const given: string[] = [];
		for (let i = 0; i < 16; i += 1) given.push(await create("few free"));
		expect(given).toEqual(numbers.slice(0, 16));
		expect(await create("few free")).toBe("no-number-free");
	});

	test("numbers that were seen taken and have ended early since are given like any others (C3, C8)", async () => {
		const numbers = freshNumbers(1500);
		await insertGroupWith(database, "ended early", numbers, { uniqueDnis: true });
		await setFree(numbers, 1300);
		const before = await Promise.all(Array.from({ length: 150 }, () => create("ended early")));
		await setFree(numbers);
		const after = [];
		for (let round = 0; round < 13; round += 1)
			after.push(...(await Promise.all(Array.from({ length: 100 }, () => create("ended early")))));
		expect(new Set([...before, ...after]).size).toBe(1450);
		expect(numbers).toEqual(expect.arrayContaining([...before, ...after]));
	});

	test("who is refused by a large pool is told when the first of the group's requests ends (C2)", async () => {
		const numbers = freshNumbers(1200);
		await insertGroupWith(database, "exhausted", numbers, { uniqueDnis: true, expirySeconds: 100 });
		await setFree(numbers, 1199);
		expect(await create("exhausted")).toBe(numbers[0]);
		const refused = await createCallInRequest(database.service, asked("exhausted"));
		if (refused.ok || refused.error.code !== "no-number-free")
			throw new Error("A number was given twice.");
		expect(refused.error.waitMs).toBeGreaterThan(80_000);
		expect(refused.error.waitMs).toBeLessThanOrEqual(100_000);
	});

	test("a sample with too few free numbers gives nothing, and asks for another look (C3)", async () => {
		const numbers = freshNumbers(100);
		await insertGroupWith(database, "mostly taken", numbers, { uniqueDnis: true });
		await setFree(numbers, 80);
		const fifteen = [...numbers.slice(0, 15), ...numbers.slice(20, 60)];
		expect(
			await outcomes([batched("mostly taken")], [await sampleOf("mostly taken", fifteen)]),
		).toEqual(["look-again"]);
		const sixteen = [...fifteen, numbers[15] as string];
		expect(
			await outcomes([batched("mostly taken")], [await sampleOf("mostly taken", sixteen)]),
		).toEqual(["reserved"]);
		expect(await outcomes([batched("mostly taken")])).toEqual(["reserved"]);
	});

	test("a sample of a pool that has changed since gives nothing (C3, G10)", async () => {
		const numbers = freshNumbers(30);
		const groupId = await insertGroupWith(database, "changing", numbers, { uniqueDnis: true });
		const before = await sampleOf("changing", numbers);
		await database.query("delete from pool_entries where group_id = $1 and number = $2", [
			groupId,
			numbers[0],
		]);
		expect(await outcomes([batched("changing")], [before])).toEqual(["pool-changed"]);
		const ofAnother = { ...before, groupId: uuidv4(), poolVersion: before.poolVersion + 1 };
		expect(await outcomes([batched("changing")], [ofAnother])).toEqual(["pool-changed"]);
		expect(
			await outcomes([batched("changing")], [{ ...before, poolVersion: before.poolVersion + 1 }]),
		).toEqual(["reserved"]);
	});

	test("numbers that have left the pool, or came to it, are never and at once given (G8, I4)", async () => {
		const numbers = freshNumbers(60);
		const added = freshNumbers(1);
		const groupId = await insertGroupWith(database, "moving", numbers, {
			generateAccessCode: false,
		});
		expect(numbers).toContain(await create("moving"));
		await database.query("insert into numbers (number) values ($1)", added);
		await database.query(
			"insert into pool_entries (id, group_id, number, position, updated_by) values (gen_random_uuid(), $1, $2, 60, 'a test')",
			[groupId, added[0]],
		);
		await database.query("delete from pool_entries where group_id = $1 and number <> $2", [
			groupId,
			added[0],
		]);
		expect(await create("moving")).toBe(added[0]);
		await database.query("delete from groups where id = $1", [groupId]);
		expect(await create("moving")).toBe("no-such-group");
		const others = freshNumbers(60);
		await insertGroupWith(database, "moving", others, { generateAccessCode: false });
		expect(others).toContain(await create("moving"));
	});

	test("one look at the whole pool serves all of a batch: those that get a number, and those that are refused (C3)", async () => {
		await insertGroupWith(database, "three", freshNumbers(3), { uniqueDnis: true });
		const five = Array.from({ length: 5 }, () => batched("three"));
		expect(await outcomes(five)).toEqual([
			"reserved",
			"reserved",
			"reserved",
			"none-free",
			"none-free",
		]);
		expect(await outcomes(five)).toEqual(Array(5).fill("none-free"));
	});

	test("a batch is for any groups, shared and unique, and each request has its own outcome", async () => {
		await insertGroupWith(database, "one", freshNumbers(1), {
			uniqueDnis: true,
			generateAccessCode: false,
		});
		await insertGroupWith(database, "other", freshNumbers(1), {
			uniqueDnis: false,
			generateAccessCode: false,
		});
		const limited = await insertKey(database, { secret: "a limited key", groupIds: [] });
		const inputs = [
			batched("one"),
			batched("other"),
			batched("nowhere"),
			batched("one"),
			batched("other", { apiKey: limited }),
		];
		expect(await outcomes([...inputs, batched("other")])).toEqual([
			...["reserved", "reserved", "no-such-group", "none-free", "no-such-group"],
			"reserved",
		]);
	});

	test("of two with one number and one code, one gets it and the other another code (C5)", async () => {
		const [number] = freshNumbers(1) as [string];
		await insertGroupWith(database, "one code", [number]);
		const same = [
			batched("one code"),
			batched("one code"),
			batched("one code", { code: "777777000000" }),
		];
		expect(await outcomes(same)).toEqual(["reserved", "code-taken", "reserved"]);
		const rows = await database.query(
			"select code from live_codes where number = $1 order by code",
			[number],
		);
		expect(rows).toEqual([{ code: "481920" }, { code: "777777" }]);
	});

	test("one that the database refuses does not touch those that were sent with it", async () => {
		await insertGroupWith(database, "neighbours", freshNumbers(10), { uniqueDnis: true });
		const creates = Array.from({ length: 8 }, (_, index) =>
			create("neighbours", index === 3 ? { callbackServiceId: "no uuid" } : {}),
		);
		const settled = await Promise.allSettled(creates);
		expect(settled.map(({ status }) => status)).toEqual(
			Array.from({ length: 8 }, (_, index) => (index === 3 ? "rejected" : "fulfilled")),
		);
		expect(
			new Set(settled.map((one) => (one.status === "fulfilled" ? one.value : "none"))).size,
		).toBe(8);
	});

	test("within a transaction that is rolled back, nothing was reserved", async () => {
		const [number] = freshNumbers(1) as [string];
		await insertGroupWith(database, "rolled back", [number], { uniqueDnis: true });
		const undone = new Error("undone");
		const work = database.transaction(async (tx) => {
			expect(
				await createCallInRequest(database.service.within(tx), asked("rolled back")),
			).toMatchObject({
				ok: true,
				value: { toPhoneNumber: number },
			});
			expect(
				await createCallInRequest(database.service.within(tx), asked("rolled back")),
			).toMatchObject({
				ok: false,
				error: { code: "no-number-free" },
			});
			throw undone;
		});
		await expect(work).rejects.toBe(undone);
		expect(await create("rolled back")).toBe(number);
	});
});
