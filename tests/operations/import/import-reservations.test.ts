import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { undoImport } from "../../../app/operations/import/undo-import.ts";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { csv, IMPORTER, importText, storedPool } from "../../support/imports.ts";

describe.each(ENGINES)("imports and live reservations on the %s engine", (engine) => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	let used = 0;
	let groups = 0;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());

	const fresh = (howMany: number): string[] => {
		used += howMany;
		return someNumbers(howMany, used - howMany);
	};
	const newGroup = async (numbers: string[], uniqueDnis = true) => {
		groups += 1;
		const name = `group ${groups}`;
		return {
			name,
			id: await insertGroupWith(database, name, numbers, { uniqueDnis, expirySeconds: 600 }),
		};
	};
	/** The reserved number, or the reason for refusal. */
	const reserve = async (groupName: string): Promise<string> => {
		const made = await createCallInRequest(database.service, {
			...{
				groupName,
				fromPhoneNumber: null,
				userData: null,
				callbackServiceId: null,
				corrId: uuidv4(),
				apiKey,
			},
		});
		return made.ok ? made.value.toPhoneNumber : made.error.code;
	};
	const reserveMany = async (groupName: string, howMany: number): Promise<string[]> => {
		const given: string[] = [];
		for (let request = 0; request < howMany; request += 1) given.push(await reserve(groupName));
		return given;
	};
	const holds = () =>
		database.query(
			"select number, busy_until::text, holder_id::text, held_until::text, given_at::text from numbers where busy_until > now() order by number",
			[],
		);
	const requests = () =>
		database.query(
			"select id::text, to_number, expires_at::text, ended_at::text from requests order by id",
			[],
		);
	const rowsOf = (numbers: readonly string[]) => numbers.map((number) => [number] as const);

	test("import and undo change nothing of what is held, and no number is given twice (C3)", async () => {
		const [old, next] = [fresh(6), fresh(4)];
		const { id, name } = await newGroup(old);
		const held = await reserveMany(name, 3);
		expect(new Set(held).size).toBe(3);
		const before = { holds: await holds(), requests: await requests() };

		const reviewId = await importText(
			database,
			id,
			"replace",
			csv(rowsOf([...next, ...old.slice(0, 1)])),
		);
		expect({ holds: await holds(), requests: await requests() }).toEqual(before);
		const second = await reserveMany(name, 6);
		expect(second.filter((number) => held.includes(number))).toEqual([]);
		const given = [...held, ...second.filter((number) => number.startsWith("+"))];
		expect(new Set(given).size).toBe(given.length);
		expect(second).toContain("no-number-free");

		const during = { holds: await holds(), requests: await requests() };
		expect(await undoImport(database, id, reviewId, IMPORTER)).toEqual({
			ok: true,
			value: null,
		});
		expect({ holds: await holds(), requests: await requests() }).toEqual(during);
		const third = await reserveMany(name, 6);
		const all = [...given, ...third.filter((number) => number.startsWith("+"))];
		expect(new Set(all).size).toBe(all.length);
		// The pool's whole supply is reserved now, and nothing beyond it.
		expect([...old].filter((number) => all.includes(number))).toEqual(old);
		expect(third).toContain("no-number-free");
	});

	test("a held number that is removed and imported again, here or into another group, stays held (C3)", async () => {
		const [a, b, c] = fresh(3) as [string, string, string];
		const one = await newGroup([a]);
		const other = await newGroup([c]);
		expect(await reserve(one.name)).toBe(a);
		await importText(database, one.id, "replace", csv([[b]]));
		await importText(database, other.id, "replace", csv([[a]]));
		expect(await reserve(other.name)).toBe("no-number-free");
		await importText(database, other.id, "replace", csv([[c]]));
		await importText(database, one.id, "replace", csv([[a]]));
		expect(await reserve(one.name)).toBe("no-number-free");
	});

	test("imported numbers are given at once, each of them, to groups with and without unique DNIS", async () => {
		const [own, ...more] = fresh(30) as [string, ...string[]];
		const { id, name } = await newGroup([own]);
		await importText(database, id, "replace", csv(rowsOf(more)));
		expect((await reserveMany(name, 29)).sort()).toEqual(more);
		expect(await reserve(name)).toBe("no-number-free");
		const shared = await newGroup(fresh(1), false);
		const next = fresh(5);
		await importText(database, shared.id, "replace", csv(rowsOf(next)));
		expect((await reserveMany(shared.name, 5)).sort()).toEqual(next);
	});

	test("the rows that hold numbers outlive the entries that an import or an undo removes (C3)", async () => {
		const [old, next] = [fresh(3), fresh(3)];
		const { id } = await newGroup(old);
		const reviewId = await importText(database, id, "replace", csv(rowsOf(next)));
		await undoImport(database, id, reviewId, IMPORTER);
		expect((await storedPool(database, id)).map((entry) => entry.number)).toEqual(old);
		const kept = await database.query<{ number: string }>(
			"select number from numbers order by number",
			[],
		);
		expect(kept.map((row) => row.number)).toEqual(expect.arrayContaining([...old, ...next]));
	});
});
