import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SYSTEM } from "../../../app/domain/audit/actor.ts";
import type { Drain } from "../../../app/domain/groups/pool.ts";
import { deleteEntry, editEntry } from "../../../app/operations/groups/change-pool.ts";
import { removeDrained } from "../../../app/operations/groups/remove-drained.ts";
import { cancelCallInRequest } from "../../../app/operations/requests/cancel-call-in-request.ts";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { readAvailability } from "../../../db/groups/availability.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { findEntryByNumber, listAllEntries } from "../../../db/groups/pool-entries.ts";
import { reserve } from "../../support/call-in.ts";
import {
	asProcess,
	ENGINES,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";
import { refusalOf } from "../../support/pool-rows.ts";

describe.each(ENGINES)("draining numbers on the %s engine", (engine) => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	let lastNumber = 0;
	const freshNumbers = (howMany: number): string[] => {
		lastNumber += howMany;
		return someNumbers(howMany, lastNumber - howMany);
	};
	const create = async (groupName: string, process: Process = database) => {
		const made = await createCallInRequest(process.service, {
			...{ groupName, fromPhoneNumber: null, userData: null, callbackServiceId: null },
			...{ corrId: uuidv4(), apiKey },
		});
		return made.ok ? made.value.toPhoneNumber : made.error.code;
	};
	const setDrain = async (groupId: string, number: string, drain: Drain | null) => {
		const entry = await findEntryByNumber(database, groupId, number);
		if (!entry) throw new Error("No such entry.");
		const { version, description } = entry;
		const input = { entryId: entry.id, version, number, description, drain };
		const edited = await editEntry(database, groupId, input, SYSTEM);
		return edited.ok ? null : edited.error.code;
	};
	/** In one statement, as an import of many would. */
	const drainAll = (groupId: string, numbers: readonly string[]) =>
		database.query(
			`update pool_entries set drain = 'keep'
			where group_id = $1::uuid and number = any(string_to_array($2::text, ','))`,
			[groupId, numbers.join(",")],
		);
	const numbersIn = async (groupId: string) =>
		(await listAllEntries(database, groupId)).map(({ number }) => number);

	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());

	test("a draining number is not given, by no process, until its drain is lifted (G15)", async () => {
		const numbers = freshNumbers(2);
		const [kept, drained] = numbers as [string, string];
		const id = await insertGroupWith(database, "two", numbers);
		const other = asProcess(database);
		// Both processes remember the pool.
		await Promise.all([create("two"), create("two", other)]);
		expect(await setDrain(id, drained, "keep")).toBeNull();
		for (const process of [database, other]) {
			const given = await Promise.all(Array.from({ length: 8 }, () => create("two", process)));
			expect(new Set(given)).toEqual(new Set([kept]));
		}
		expect(await setDrain(id, drained, null)).toBeNull();
		const given = await Promise.all(Array.from({ length: 16 }, () => create("two", other)));
		expect(new Set(given)).toEqual(new Set(numbers));
	});

	test.each([
		["a small pool", 40],
		["a pool that is looked through by the database", 1200],
	])(
		"of %s, N requests get exactly the free numbers that may be given (C3, G15)",
		async (name, size) => {
			const numbers = freshNumbers(size);
			const id = await insertGroupWith(database, name, numbers, { uniqueDnis: true });
			const given = numbers.slice(0, 7);
			await drainAll(id, numbers.slice(7));
			expect(await findGroup(database, id)).toMatchObject({ drainingSize: size - 7 });
			const got = await Promise.all(Array.from({ length: 20 }, () => create(name)));
			expect(got.filter((one) => one.startsWith("+")).sort()).toEqual(given);
			expect(got.filter((one) => one === "no-number-free")).toHaveLength(13);
			expect(
				await readAvailability(database, name, { id: apiKey.id, limitedToGroups: false }),
			).toMatchObject({ numbers: 7, free: 0 });
		},
	);

	test("where one number has no code left, a draining one is not taken instead (C5, G15)", async () => {
		const [full, drained] = freshNumbers(2) as [string, string];
		const id = await insertGroupWith(database, "no codes", [full, drained], {
			accessCodeLength: 4,
		});
		await drainAll(id, [drained]);
		await database.query(
			`insert into live_codes (number, code, request_id, live_until)
			select $1::text, code::text, gen_random_uuid(), now() + interval '1 hour'
			from generate_series(1000, 9999) as code`,
			[full],
		);
		expect(await create("no codes")).toBe("no-code-free");
	});

	test("whatever is drained and lifted in between, no draining number is given and no free one refused", async () => {
		const numbers = freshNumbers(6);
		const id = await insertGroupWith(database, "walk", numbers, { uniqueDnis: true });
		const draining = new Set<string>();
		const live = new Map<string, string>();
		const processes = [database, asProcess(database)];
		let seed = 7;
		const draw = (below: number): number => {
			seed = (seed * 48_271) % 2_147_483_647;
			return seed % below;
		};
		for (let step = 0; step < 120; step += 1) {
			const number = numbers[draw(6)] as string;
			const process = processes[draw(2)] as Process;
			const [what] = [draw(4)];
			if (what === 0) {
				const refusal = await setDrain(id, number, "keep");
				const isLast = !draining.has(number) && draining.size === 5;
				expect(refusal).toBe(isLast ? "pool-all-draining" : null);
				if (!isLast) draining.add(number);
			} else if (what === 1) {
				await setDrain(id, number, null);
				draining.delete(number);
			} else if (what === 2 && live.has(number)) {
				const request = live.get(number) as string;
				await cancelCallInRequest(process.service, { id: request, apiKey });
				live.delete(number);
			} else {
				const free = numbers.filter((one) => !draining.has(one) && !live.has(one));
				const made = await createCallInRequest(process.service, {
					...{ groupName: "walk", fromPhoneNumber: null, userData: null, callbackServiceId: null },
					...{ corrId: uuidv4(), apiKey },
				});
				expect(made.ok).toBe(free.length > 0);
				if (!made.ok) continue;
				expect(free).toContain(made.value.toPhoneNumber);
				live.set(made.value.toPhoneNumber, made.value.id);
			}
		}
	});

	test("a group keeps a number to give, whoever drains or deletes (G15)", async () => {
		const [one, two] = freshNumbers(2) as [string, string];
		const id = await insertGroupWith(database, "last", [one, two]);
		expect(await setDrain(id, one, "keep")).toBeNull();
		expect(await setDrain(id, two, "remove")).toBe("pool-all-draining");
		const entry = await findEntryByNumber(database, id, two);
		const which = { entryId: entry?.id ?? "", version: entry?.version ?? 0 };
		const deleted = await deleteEntry(database, id, { ...which, acceptedLiveRequests: 9 }, SYSTEM);
		expect(deleted).toEqual({ ok: false, error: { code: "pool-all-draining", draining: 1 } });
		// The database says so too, to any writer.
		const all = drainAll(id, [one, two]).then(() => {});
		expect(await refusalOf(all)).toBe("groups_number_to_give");
		expect(
			await refusalOf(
				database.query("delete from pool_entries where group_id = $1::uuid and drain is null", [
					id,
				]),
			),
		).toBe("groups_number_to_give");
		expect(await findGroup(database, id)).toMatchObject({ poolSize: 2, drainingSize: 1 });
		await database.query("update groups set draining_size = 0 where id = $1::uuid", [id]);
		expect(await findGroup(database, id)).toMatchObject({ drainingSize: 1 });
	});

	test.runIf(engine === "server")(
		"two people who drain the last two at once: one is refused",
		async () => {
			const [one, two] = freshNumbers(2) as [string, string];
			const id = await insertGroupWith(database, "race", [one, two]);
			const outcomes = await Promise.all([setDrain(id, one, "keep"), setDrain(id, two, "keep")]);
			expect(outcomes.sort()).toEqual(["pool-all-draining", null].sort());
		},
	);

	test("a live request on a draining number stays valid, and its number is not free (G10)", async () => {
		const [one, two] = freshNumbers(2) as [string, string];
		const id = await insertGroupWith(database, "live", [one], { uniqueDnis: true });
		const request = await reserve(database, { groupName: "live", apiKey });
		await database.query("insert into numbers (number) values ($1::text)", [two]);
		await database.query(
			`insert into pool_entries (id, group_id, number, position, updated_by)
			values (gen_random_uuid(), $1::uuid, $2::text, 1, 'a test')`,
			[id, two],
		);
		await setDrain(id, one, "remove");
		expect(await removeDrained(database)).toBe(0);
		expect(await numbersIn(id)).toEqual([one, two]);
		await cancelCallInRequest(database.service, { id: request.id, apiKey });
		expect(await removeDrained(database)).toBe(1);
		expect(await numbersIn(id)).toEqual([two]);
		const [entry] = await database.query<{ action: string; before: string; actor: string }>(
			`select action, before, actor_name as actor from audit_entries
			where subject_id = $1::text order by at desc, id desc limit 1`,
			[id],
		);
		expect(entry).toEqual({
			action: "pool.remove-drained",
			before: JSON.stringify({ number: one, description: "" }),
			actor: SYSTEM.name,
		});
	});

	test("a number leaves after its own group's last live request, not another group's (G15)", async () => {
		const [shared, own] = freshNumbers(2) as [string, string];
		const id = await insertGroupWith(database, "leaves", [shared]);
		await reserve(database, { groupName: "leaves", apiKey });
		await insertGroupWith(database, "stays", [shared], { expirySeconds: 1800 });
		await reserve(database, { groupName: "stays", apiKey });
		await database.query("insert into numbers (number) values ($1::text)", [own]);
		await database.query(
			`insert into pool_entries (id, group_id, number, position, updated_by)
			values (gen_random_uuid(), $1::uuid, $2::text, 1, 'a test')`,
			[id, own],
		);
		await setDrain(id, shared, "remove");
		expect(await removeDrained(database)).toBe(0);
		await letTimePass(database, 40);
		// Any number of processes sweep at once, and one removes it.
		const removed = await Promise.all([removeDrained(database), removeDrained(database)]);
		expect(removed.sort()).toEqual([0, 1]);
		expect(await numbersIn(id)).toEqual([own]);
	});

	test("positions of a pool have no gaps after a sweep, and a drain that keeps is never swept", async () => {
		const numbers = freshNumbers(5);
		const id = await insertGroupWith(database, "gaps", numbers);
		await setDrain(id, numbers[1] as string, "remove");
		await setDrain(id, numbers[3] as string, "keep");
		expect(await removeDrained(database)).toBe(1);
		const rows = await database.query<{ position: number }>(
			"select position from pool_entries where group_id = $1::uuid order by position",
			[id],
		);
		expect(rows.map(({ position }) => position)).toEqual([0, 1, 2, 3]);
		expect(await findGroup(database, id)).toMatchObject({ poolSize: 4, drainingSize: 1 });
	});
});
