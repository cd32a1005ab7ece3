import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { groupNameKey } from "../../../app/domain/groups/group.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import {
	deleteEntries,
	insertEntries,
	insertGroup,
	insertNumbers,
	numberAt,
	refusalOf,
	together,
} from "../../support/pool-rows.ts";
import { untilSomebodyWaits } from "../../support/until.ts";

describe.each(ENGINES)("the database's own rules on the %s engine", (engine) => {
	let database: TestDatabase;
	let next = 0;

	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	/** Statements in one transaction, and their refusal. */
	const refused = (...statements: string[]) => refusalOf(together(database, ...statements));
	/** A range of numbers that no other test uses. */
	const range = (count: number) => {
		next += count;
		return next - count;
	};
	/** A stored group whose pool is `count` new numbers. */
	async function storeGroup(
		count: number,
		columns: Parameters<typeof insertGroup>[1] = {},
	): Promise<{ id: string; from: number }> {
		const [id, from] = [randomUUID(), range(count)];
		await together(
			database,
			insertGroup(id, columns),
			insertNumbers(from, count),
			insertEntries(id, from, count),
		);
		return { id, from };
	}
	/** The size and version kept by the triggers, and the actual entries. */
	async function poolOf(id: string) {
		const [row] = await database.query<{ size: number; version: number; entries: number }>(
			`select pool_size as size, pool_version::float8 as version,
				(select count(*)::integer from pool_entries where group_id = groups.id) as entries from groups where id = $1`,
			[id],
		);
		return row;
	}

	describe("names (G1, G2)", () => {
		test("a name's key is unique", async () => {
			await storeGroup(1, { name: "Claims", name_key: "claims" });
			expect(await refused(insertGroup(randomUUID(), { name: "CLAIMS", name_key: "claims" }))).toBe(
				"groups_name_key_unique",
			);
		});

		test("a name cannot be changed, nor its key; saying the same name again is no change", async () => {
			const { id } = await storeGroup(1, { name: "Fixed", name_key: "fixed" });
			expect(await refused(`update groups set name = 'FIXED' where id = '${id}'`)).toBe(
				"groups_name_fixed",
			);
			expect(await refused(`update groups set name_key = 'other' where id = '${id}'`)).toBe(
				"groups_name_fixed",
			);
			expect(
				await refused(`update groups set name = 'Fixed', expiry_seconds = 60 where id = '${id}'`),
			).toBeNull();
		});

		test("the name of a deleted group can be used again", async () => {
			const { id } = await storeGroup(1, { name: "Again", name_key: "again" });
			await together(database, `delete from groups where id = '${id}'`);
			await storeGroup(1, { name: "Again", name_key: "again" });
		});

		test.each([
			["none", "", "groups_name_length"],
			["1", "a", null],
			["64", "a".repeat(64), null],
			["65", "a".repeat(65), "groups_name_length"],
			["64 outside the basic plane", "𠮷".repeat(64), null],
			["65 outside the basic plane", "𠮷".repeat(65), "groups_name_length"],
			["64 with the longest key that there is", "ﷺ".repeat(64), null],
		])("a name of %s code points", async (_what, name, refusal) => {
			const [id, from] = [randomUUID(), range(1)];
			const group = insertGroup(id, { name, name_key: groupNameKey(name) });
			expect(await refused(group, insertNumbers(from), insertEntries(id, from))).toBe(refusal);
		});
	});

	describe("values (G4, G5, G6, G7)", () => {
		test.each([
			["access_code_length", 3, "groups_access_code_length"],
			["access_code_length", 4, null],
			["access_code_length", 12, null],
			["access_code_length", 13, "groups_access_code_length"],
			["expiry_seconds", 9, "groups_expiry_seconds"],
			["expiry_seconds", 10, null],
			["expiry_seconds", 1800, null],
			["expiry_seconds", 1801, "groups_expiry_seconds"],
		])("%s of %i", async (column, value, refusal) => {
			const [id, from] = [randomUUID(), range(1)];
			expect(
				await refused(
					insertGroup(id, { [column]: value }),
					insertNumbers(from),
					insertEntries(id, from),
				),
			).toBe(refusal);
			const stored = await storeGroup(1);
			expect(
				await refused(
					`update groups set ${column} = ${value}, generate_access_code = false where id = '${stored.id}'`,
				),
			).toBe(refusal);
		});

		test.each([
			["", null],
			["a".repeat(32), null],
			["a".repeat(33), "pool_entries_description_length"],
			["😀".repeat(32), null],
			["😀".repeat(33), "pool_entries_description_length"],
			[" ".repeat(33), "pool_entries_description_length"],
		])("a description of %j", async (description, refusal) => {
			const { id } = await storeGroup(1);
			expect(
				await refused(
					`update pool_entries set description = '${description}' where group_id = '${id}'`,
				),
			).toBe(refusal);
		});

		test.each([
			["+1", null],
			["+878101234567890", null],
			["+8781012345678901", "numbers_e164"],
			["18005555554", "numbers_e164"],
			["+08005555554", "numbers_e164"],
			["+", "numbers_e164"],
			["", "numbers_e164"],
			["+1 800", "numbers_e164"],
			["+1800\n", "numbers_e164"],
			["\n+1800", "numbers_e164"],
			["++1800", "numbers_e164"],
			["+1800٣", "numbers_e164"],
		])("a number %j", async (number, refusal) => {
			expect(
				await refusalOf(database.query("insert into numbers (number) values ($1)", [number])),
			).toBe(refusal);
		});

		test("an entry needs the row of its number", async () => {
			const { id } = await storeGroup(1);
			expect(await refused(insertEntries(id, range(1)))).toMatch(/^pool_entries_number_/);
		});

		test("a number stands once in a group, by insert and by update", async () => {
			const { id, from } = await storeGroup(2);
			const twice = `insert into pool_entries (id, group_id, number, position, updated_by) values ('${randomUUID()}', '${id}', '${numberAt(from)}', 999999, 'test')`;
			expect(await refused(twice)).toBe("pool_entries_once_a_group");
			expect(
				await refused(
					`update pool_entries set number = '${numberAt(from)}' where group_id = '${id}' and position = ${from + 1}`,
				),
			).toBe("pool_entries_once_a_group");
		});

		test("an entry cannot move to another group", async () => {
			const [a, b] = [await storeGroup(2), await storeGroup(1)];
			expect(
				await refused(
					`update pool_entries set group_id = '${b.id}' where group_id = '${a.id}' and position = ${a.from}`,
				),
			).toBe("pool_entries_group_fixed");
			const underAnotherId = `update pool_entries set id = gen_random_uuid(), group_id = '${b.id}' where group_id = '${a.id}' and position = ${a.from}`;
			expect(await refused(underAnotherId)).toBe("pool_entries_group_fixed");
			expect(await poolOf(a.id)).toEqual({ size: 2, version: 1, entries: 2 });
		});

		test("an entry's number has its row in numbers, and a row with entries stays", async () => {
			const { id, from } = await storeGroup(2);
			const without = `insert into pool_entries (id, group_id, number, position, updated_by) values ('${randomUUID()}', '${id}', '+4930123456', 999999, 'test')`;
			expect(await refused(without)).toBe("pool_entries_number_has_row");
			expect(
				await refused(
					`update pool_entries set number = '+4930123456' where group_id = '${id}' and position = ${from}`,
				),
			).toBe("pool_entries_number_has_row");
			expect(await refused(`delete from numbers where number = '${numberAt(from)}'`)).toBe(
				"pool_entries_number_has_row",
			);
			expect(
				await refused(
					`update numbers set number = '+4930123456' where number = '${numberAt(from)}'`,
				),
			).toBe("pool_entries_number_has_row");
			expect(
				await refused(
					insertNumbers(900_000),
					`delete from numbers where number = '${numberAt(900_000)}'`,
				),
			).toBeNull();
		});

		test("a pool's size cannot be written, only counted, and pools cannot be truncated", async () => {
			const { id } = await storeGroup(2);
			expect(
				await refused(`update groups set pool_size = 77, pool_version = 77 where id = '${id}'`),
			).toBeNull();
			expect(await poolOf(id)).toEqual({ size: 2, version: 1, entries: 2 });
			expect(
				await refused(`insert into groups (id, name, name_key, generate_access_code, access_code_length, expiry_seconds, unique_dnis, updated_by, pool_size)
				values ('${randomUUID()}', 'sized', 'sized', true, 6, 30, false, 'test', 5)`),
			).toBe("groups_pool_size");
			expect(await refused("truncate pool_entries")).toBe("groups_pool_size");
			expect(await refused("truncate groups cascade")).toBe("groups_pool_size");
		});
	});

	describe("1 to 10,000 entries, checked at commit (G3)", () => {
		test("a group without numbers cannot be stored, and can be made within a transaction", async () => {
			const [id, from] = [randomUUID(), range(1)];
			expect(await refused(insertGroup(id))).toBe("groups_pool_size");
			expect(
				await refused(insertGroup(id), insertNumbers(from), insertEntries(id, from)),
			).toBeNull();
		});

		test("10,000 are stored in one statement, and one more is refused, however it comes", async () => {
			const { id } = await storeGroup(10_000);
			expect(await poolOf(id)).toEqual({ size: 10_000, version: 1, entries: 10_000 });
			const one = range(1);
			expect(await refused(insertNumbers(one), insertEntries(id, one))).toBe("groups_pool_size");
			expect(await poolOf(id)).toEqual({ size: 10_000, version: 1, entries: 10_000 });
			expect(
				await refused(
					insertNumbers(one),
					insertEntries(id, one),
					`delete from groups where id = '${id}'`,
				),
			).toBeNull();
			const [other, many] = [randomUUID(), range(10_001)];
			expect(
				await refused(
					insertGroup(other),
					insertNumbers(many, 10_001),
					insertEntries(other, many, 10_001),
				),
			).toBe("groups_pool_size");
		});

		test("within a transaction there may be more for a while", async () => {
			const { id, from } = await storeGroup(10_000);
			const one = range(1);
			expect(
				await refused(insertNumbers(one), insertEntries(id, one), deleteEntries(id, from)),
			).toBeNull();
			expect(await poolOf(id)).toEqual({ size: 10_000, version: 3, entries: 10_000 });
		});

		test("the last entry cannot be deleted, and the refusal undoes the whole transaction", async () => {
			const { id, from } = await storeGroup(2);
			expect(
				await refused(
					`update groups set expiry_seconds = 99 where id = '${id}'`,
					deleteEntries(id, from, 2),
				),
			).toBe("groups_pool_size");
			expect(await refused(deleteEntries(id, from))).toBeNull();
			expect(await refused(deleteEntries(id, from + 1))).toBe("groups_pool_size");
			expect(await poolOf(id)).toEqual({ size: 1, version: 2, entries: 1 });
			expect(await database.query("select expiry_seconds from groups where id = $1", [id])).toEqual(
				[{ expiry_seconds: 30 }],
			);
		});

		test("all entries can be replaced in one transaction, by delete and insert in either order", async () => {
			const { id, from } = await storeGroup(3);
			const fresh = range(4);
			expect(
				await refused(
					insertNumbers(fresh, 4),
					deleteEntries(id, from, 3),
					insertEntries(id, fresh, 4),
				),
			).toBeNull();
			expect(await refused(insertEntries(id, from, 3), deleteEntries(id, fresh, 4))).toBeNull();
			expect(await poolOf(id)).toEqual({ size: 3, version: 5, entries: 3 });
		});

		test("entries of a group that does not exist are refused, also along with others", async () => {
			const [a, none] = [await storeGroup(1), randomUUID()];
			const from = range(2);
			const entry = (groupId: string, number: number) =>
				`(gen_random_uuid(), '${groupId}', '${numberAt(number)}', ${number}, 'test')`;
			const columns = "(id, group_id, number, position, updated_by)";
			expect(await refused(insertNumbers(from), insertEntries(none, from))).toBe(
				"pool_entries_group_id_groups_id_fk",
			);
			expect(
				await refused(
					insertNumbers(from, 2),
					`insert into pool_entries ${columns} values ${entry(a.id, from)}, ${entry(none, from + 1)}`,
				),
			).toBe("pool_entries_group_id_groups_id_fk");
			expect(await poolOf(a.id)).toEqual({ size: 1, version: 1, entries: 1 });
		});

		test.runIf(engine === "server")(
			"entries of a group that is being deleted wait for that, and are refused",
			async () => {
				const { id } = await storeGroup(1);
				const from = range(1);
				let added: ReturnType<typeof refused> | undefined;
				await database.transaction(async (tx) => {
					await tx.query(`delete from groups where id = '${id}'`, []);
					added = refused(insertNumbers(from), insertEntries(id, from));
					await untilSomebodyWaits(tx);
				});
				expect(await added).toBe("pool_entries_group_id_groups_id_fk");
				expect(
					await database.query("select 1 from pool_entries where group_id = $1", [id]),
				).toEqual([]);
			},
		);

		test("several groups go in one statement, each with its entries", async () => {
			const [a, b, other] = [await storeGroup(2), await storeGroup(1), await storeGroup(1)];
			expect(await refused(`delete from groups where id in ('${a.id}', '${b.id}')`)).toBeNull();
			expect(
				await database.query("select 1 from pool_entries where group_id in ($1, $2)", [a.id, b.id]),
			).toEqual([]);
			expect(await poolOf(other.id)).toEqual({ size: 1, version: 1, entries: 1 });
		});

		test("a group goes with all its entries, and their numbers stay (G10)", async () => {
			const { id, from } = await storeGroup(3);
			expect(await refused(`delete from groups where id = '${id}'`)).toBeNull();
			expect(await database.query("select 1 from pool_entries where group_id = $1", [id])).toEqual(
				[],
			);
			expect(
				await database.query("select number from numbers where number = $1", [numberAt(from)]),
			).toHaveLength(1);
		});
	});

	describe("pool size and version", () => {
		test("one statement on several groups counts for each of them, and for no other", async () => {
			const [a, b, other] = [await storeGroup(3), await storeGroup(3), await storeGroup(3)];
			await together(
				database,
				`delete from pool_entries where position in (${a.from}, ${b.from}, ${b.from + 1})`,
			);
			expect(await poolOf(a.id)).toEqual({ size: 2, version: 2, entries: 2 });
			expect(await poolOf(b.id)).toEqual({ size: 1, version: 2, entries: 1 });
			expect(await poolOf(other.id)).toEqual({ size: 3, version: 1, entries: 3 });
		});

		test("a change of number or description counts as a new version, a change of nothing that people see does not", async () => {
			const { id, from } = await storeGroup(2);
			const versionAfter = async (change: string) => {
				await together(
					database,
					`update pool_entries set ${change} where group_id = '${id}' and position = ${from}`,
				);
				return poolOf(id);
			};
			const fresh = range(1);
			await together(database, insertNumbers(fresh));
			expect(await versionAfter("description = 'Claims'")).toEqual({
				size: 2,
				version: 2,
				entries: 2,
			});
			expect(await versionAfter(`number = '${numberAt(fresh)}'`)).toEqual({
				size: 2,
				version: 3,
				entries: 2,
			});
			expect(await versionAfter("description = 'Claims', version = version + 1")).toEqual({
				size: 2,
				version: 3,
				entries: 2,
			});
			expect(await versionAfter(`position = ${fresh}`)).toEqual({
				size: 2,
				version: 3,
				entries: 2,
			});
		});

		test("inserting what is there already changes nothing where the conflict is passed over", async () => {
			const { id, from } = await storeGroup(2);
			await together(database, `${insertEntries(id, from, 2)} on conflict do nothing`);
			expect(await poolOf(id)).toEqual({ size: 2, version: 1, entries: 2 });
		});

		test("an upsert counts what it inserts as added, and what it updates not", async () => {
			const { id, from } = await storeGroup(2);
			const fresh = range(1);
			await together(
				database,
				insertNumbers(fresh),
				`${insertEntries(id, from, fresh - from + 1)} on conflict (group_id, number) do update set description = 'again'`,
			);
			expect(await poolOf(id)).toEqual({ size: 3, version: 3, entries: 3 });
		});

		test("what is rolled back counts nothing", async () => {
			const { id } = await storeGroup(2);
			const fresh = range(1);
			expect(await refused(insertNumbers(fresh), insertEntries(id, fresh), "select 1 / 0")).toBe(
				"22012",
			);
			expect(await poolOf(id)).toEqual({ size: 2, version: 1, entries: 2 });
		});
	});

	describe("a number in several groups, only while none has unique DNIS on (G6)", () => {
		test("two groups that share may have it", async () => {
			const a = await storeGroup(1);
			const b = await storeGroup(1);
			expect(await refused(insertEntries(b.id, a.from))).toBeNull();
		});

		test.each([
			["the other group is unique", true, false],
			["this group is unique", false, true],
			["both are", true, true],
		])("adding it is refused where %s", async (_what, other, own) => {
			const a = await storeGroup(1, { unique_dnis: other });
			const b = await storeGroup(1, { unique_dnis: own });
			expect(await refused(insertEntries(b.id, a.from))).toBe("pool_entries_exclusive");
			expect(
				await refused(
					`update pool_entries set number = '${numberAt(a.from)}' where group_id = '${b.id}'`,
				),
			).toBe("pool_entries_exclusive");
			expect(
				await refused(`update pool_entries set description = 'its own' where group_id = '${b.id}'`),
			).toBeNull();
		});

		test("one such number among many refuses them all", async () => {
			const [a, b] = [await storeGroup(1, { unique_dnis: true }), await storeGroup(1)];
			const fresh = range(5);
			expect(
				await refused(
					insertNumbers(fresh, 5),
					insertEntries(b.id, fresh, 5),
					insertEntries(b.id, a.from),
				),
			).toBe("pool_entries_exclusive");
			expect(await poolOf(b.id)).toEqual({ size: 1, version: 1, entries: 1 });
		});

		test("a new group that is unique is refused with a number of another one", async () => {
			const a = await storeGroup(1);
			const id = randomUUID();
			expect(await refused(insertGroup(id, { unique_dnis: true }), insertEntries(id, a.from))).toBe(
				"pool_entries_exclusive",
			);
		});

		test("switching unique on is refused while a number is shared, on either side, and is allowed once it is not", async () => {
			const [a, b] = [await storeGroup(1), await storeGroup(1)];
			await together(database, insertEntries(b.id, a.from));
			const switchOn = (id: string) => `update groups set unique_dnis = true where id = '${id}'`;
			expect(await refused(switchOn(a.id))).toBe("pool_entries_exclusive");
			expect(await refused(switchOn(b.id))).toBe("pool_entries_exclusive");
			expect(await refused(deleteEntries(b.id, a.from), switchOn(a.id), switchOn(b.id))).toBeNull();
			expect(await refused(insertEntries(b.id, a.from))).toBe("pool_entries_exclusive");
			expect(
				await refused(
					`update groups set unique_dnis = false where id in ('${a.id}', '${b.id}')`,
					insertEntries(b.id, a.from),
				),
			).toBeNull();
		});

		test("a unique group's number is free for another group once its group is deleted", async () => {
			const [a, b] = [await storeGroup(1, { unique_dnis: true }), await storeGroup(1)];
			expect(
				await refused(`delete from groups where id = '${a.id}'`, insertEntries(b.id, a.from)),
			).toBeNull();
		});
	});
});
