import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";

let database: TestDatabase;
beforeAll(async () => {
	database = await openTestDatabase("embedded");
	await run("create table sized (n int, filler text)");
});
afterAll(() => database.drop());

const run = <Row>(text: string) => database.query<Row>(text, []);
/** A sequential scan, which reads as many pages as Postgres is told the file has. */
const count = async () => (await run<{ n: number }>("select count(*)::int as n from sized"))[0]?.n;
const insert = (rows: number) =>
	run(`insert into sized select n, repeat('x', 500) from generate_series(1, ${rows}) n`);

test("the embedded database finds every row, however its files grow and shrink", async () => {
	expect(await count()).toBe(0);
	await insert(1000);
	expect(await count()).toBe(1000);
	await insert(20_000);
	expect(await count()).toBe(21_000);
	// Vacuum cuts the empty pages at the end off.
	await run("delete from sized where n > 500");
	await run("vacuum sized");
	expect(await count()).toBe(1000);
	await insert(5000);
	expect(await count()).toBe(6000);
	// A new file, and its end after an insert that is taken back.
	await run("truncate sized");
	expect(await count()).toBe(0);
	const takenBack = database.transaction(async (tx) => {
		await tx.query("insert into sized select n from generate_series(1, 9000) n", []);
		throw new Error("Taken back.");
	});
	await expect(takenBack).rejects.toThrow("Taken back.");
	expect(await count()).toBe(0);
	await insert(3000);
	expect(await count()).toBe(3000);
	await run("vacuum full sized");
	expect(await count()).toBe(3000);
	await insert(1);
	expect(await count()).toBe(3001);
});
