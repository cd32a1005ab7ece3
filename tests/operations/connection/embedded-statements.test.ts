import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";

type Statement = { name: string; statement: string };

describe("statements on the embedded database are prepared once, like a server's", () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase("embedded");
	});
	afterAll(() => database.drop());

	const select = <Row>(text: string, ...params: unknown[]) => database.query<Row>(text, params);
	const prepared = () =>
		select<Statement>("select name, statement from pg_prepared_statements order by name");
	const named = async (text: string) =>
		(await prepared()).filter(({ statement }) => statement === text).map(({ name }) => name);

	test("the same text is the same statement, outside and inside a transaction", async () => {
		const text = "select $1::int + 1 as n";
		expect(await select(text, 1)).toEqual([{ n: 2 }]);
		const names = await named(text);
		expect(names).toHaveLength(1);
		await database.transaction(async (tx) => {
			expect(await tx.query(text, [2])).toEqual([{ n: 3 }]);
		});
		expect(await named(text)).toEqual(names);
	});

	test("values of each type go in and out as on a server", async () => {
		const text = `select $1::text as text, $2::text[] as texts, $3::int[] as ints,
			$4::boolean as is_so, $5::jsonb as json, $6::timestamptz as at, $7::uuid as id, $8::text as nothing,
			$9::boolean[] as flags`;
		const values = [
			'a "quoted" {text}, \\ and ü',
			["a,b", '"', null, ""],
			[1, 2],
			false,
			{ a: [1, null] },
			"2026-01-02T03:04:05Z",
			"0192d3c0-1111-7000-8000-000000000001",
			null,
			[true, false, null],
		];
		const [row] = await select<Record<string, unknown>>(text, ...values);
		expect(row).toEqual({
			...{ text: values[0], texts: values[1], ints: [1, 2], is_so: false, json: { a: [1, null] } },
			...{ at: "2026-01-02 03:04:05+00", id: values[6], nothing: null, flags: [true, false, null] },
		});
	});

	test("an error has Postgres's code, and the next statement is answered", async () => {
		await expect(select("select 1 / $1::int as n", 0)).rejects.toMatchObject({ code: "22012" });
		await expect(select("select nonsense from nowhere")).rejects.toMatchObject({ code: "42P01" });
		await expect(select("select $1::int as n", "no number")).rejects.toMatchObject({
			code: "22P02",
		});
		expect(await select("select $1::int as n", 4)).toEqual([{ n: 4 }]);
	});

	test("an error in a transaction ends it, and nothing of it stays", async () => {
		await select("create table kept (n int)");
		const work = database.transaction(async (tx) => {
			await tx.query("insert into kept values ($1::int)", [1]);
			await tx.query("select 1 / $1::int as n", [0]);
		});
		await expect(work).rejects.toMatchObject({ code: "22012" });
		expect(await select("select * from kept")).toEqual([]);
	});

	test("a statement from outside waits for the transaction under way", async () => {
		let inside: Promise<unknown> = Promise.resolve();
		await database.transaction(async (tx) => {
			inside = select("select count(*)::int as n from kept");
			await tx.query("insert into kept values ($1::int)", [2]);
			await tx.query("insert into kept values ($1::int)", [3]);
		});
		expect(await inside).toEqual([{ n: 2 }]);
	});

	test("many texts do not pile up: the longest unused are given up, and work again", async () => {
		const text = "select 'the first' as it";
		await select(text);
		for (let n = 0; n < 300; n += 1) expect(await select(`select ${n} as n`)).toEqual([{ n }]);
		expect(await named(text)).toEqual([]);
		expect((await prepared()).length).toBeLessThanOrEqual(201);
		expect(await select(text)).toEqual([{ it: "the first" }]);
	});
});
