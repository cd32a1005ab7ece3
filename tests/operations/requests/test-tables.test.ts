import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TEST_SCHEMA } from "../../../db/requests/test-tables.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";

// Test keys have the same tables in a schema of their own (C17).
describe.each(ENGINES)("the tables of test requests on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	const tablesOf = async (schema: string) =>
		(
			await database.query<{ name: string }>(
				"select table_name as name from information_schema.tables where table_schema = $1",
				[schema],
			)
		).map(({ name }) => name);
	/** Columns, checks and indexes of the test tables as a schema has them. */
	const shapeOf = (schema: string) =>
		database.query(
			`select c.relname as table_name, p.what from pg_class c
			join pg_namespace n on n.oid = c.relnamespace and n.nspname = $1
			join pg_class t on t.relname = c.relname and t.relkind = 'r'
			join pg_namespace tn on tn.oid = t.relnamespace and tn.nspname = $2,
			lateral (
				select format('column %s %s %s %s', a.attname, format_type(a.atttypid, a.atttypmod),
					a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as what
				from pg_attribute a left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
				where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
				union all
				select 'check ' || pg_get_constraintdef(oid) from pg_constraint
				where conrelid = c.oid and contype = 'c'
				union all
				select regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', 'index ') from pg_index
				where indrelid = c.oid
			) p
			where c.relkind = 'r' order by 1, 2`,
			[schema, TEST_SCHEMA],
		);

	test("are as the live ones are: a migration of one of these changes both", async () => {
		expect(await tablesOf(TEST_SCHEMA)).toHaveLength(11);
		expect(await shapeOf(TEST_SCHEMA)).toEqual(await shapeOf("public"));
	});

	test("are all that the service for test keys sees: nothing live is read or written there", async () => {
		const { tests } = database.service;
		const own = await tablesOf(TEST_SCHEMA);
		for (const table of await tablesOf("public")) {
			const look = tests.db.query(`select count(*) from ${table}`, []);
			if (own.includes(table)) await look;
			else await expect(look).rejects.toThrow();
		}
		await insertGroupWith(database, "a live one", someNumbers(1));
		const names = (db: typeof tests.db) => db.query("select name from groups order by name", []);
		expect(await names(database)).toEqual([{ name: "a live one" }]);
		expect(await tests.db.transaction(names)).toHaveLength(7);
		expect(await names(database)).toEqual([{ name: "a live one" }]);
	});

	test("have the numbers 555-01xx alone, each in one group", async () => {
		const rows = await database.service.tests.db.query<{ number: string }>(
			"select number from pool_entries order by number",
			[],
		);
		expect(rows.every(({ number }) => /^\+120255501\d\d$/.test(number))).toBe(true);
		expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
		const [sizes] = await database.service.tests.db.query(
			`select bool_and(pool_size = (select count(*) from pool_entries e where e.group_id = g.id))
				as right from groups g`,
			[],
		);
		expect(sizes).toEqual({ right: true });
	});
});
