import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import {
	deleteEntries,
	insertEntries,
	insertGroup,
	insertNumbers,
	numberAt,
	refusalOf,
	together,
} from "../../support/pool-rows.ts";
import { until } from "../../support/until.ts";

/** A separate connection, stepped through by hand. */
type Connection = { run(statement: string): Promise<unknown>; pid: number; close(): Promise<void> };

describe("two writers of pools at once, on the server engine", () => {
	let database: TestDatabase;
	let first: Connection;
	let second: Connection;
	let next = 0;

	beforeAll(async () => {
		database = await openTestDatabase("server");
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		first = await connect(database.url as string);
		second = await connect(database.url as string);
	});
	afterEach(async () => {
		await first.close();
		await second.close();
	});

	async function storeGroup(
		count: number,
		columns: Parameters<typeof insertGroup>[1] = {},
	): Promise<{ id: string; from: number }> {
		const [id, from] = [randomUUID(), next];
		next += count;
		await together(
			database,
			insertGroup(id, columns),
			insertNumbers(from, count),
			insertEntries(id, from, count),
		);
		return { id, from };
	}
	async function newNumbers(count: number): Promise<number> {
		const from = next;
		next += count;
		await together(database, insertNumbers(from, count));
		return from;
	}
	const sizeOf = async (id: string) => {
		const [row] = await database.query<{ size: number; entries: number }>(
			"select pool_size as size, (select count(*)::integer from pool_entries where group_id = groups.id) as entries from groups where id = $1",
			[id],
		);
		return row;
	};

	/**
	 * Both begin. The first runs its statement. The second runs its own, and has to wait for the
	 * first. The first ends as given, and the second commits. Returns the refusal of each.
	 */
	async function race(
		one: string,
		other: string,
		end: "commit" | "rollback" = "commit",
	): Promise<[string | null, string | null]> {
		await first.run("begin");
		await second.run("begin");
		await first.run(one);
		const waiting = refusalOf(second.run(other).then(() => second.run("commit")));
		await untilBlocked(second.pid);
		const refusal = await refusalOf(first.run(end));
		return [refusal, await waiting];
	}

	/** Polls until a connection waits for another one's lock. */
	async function untilBlocked(pid: number): Promise<void> {
		await until(async () => {
			const [row] = await database.query<{ blocked: boolean }>(
				"select cardinality(pg_blocking_pids($1)) > 0 as blocked",
				[pid],
			);
			return row?.blocked;
		});
	}

	describe("1 to 10,000 entries (G3)", () => {
		test.each([
			["one entry each, with room for one", 9_999, 1, 10_000],
			["three entries each, with room for five", 9_995, 3, 9_998],
			["many entries each, with room for one of them", 4_000, 5_000, 9_000],
		])("%s: exactly one commits", async (_what, stored, added, left) => {
			const { id } = await storeGroup(stored);
			const fresh = await newNumbers(2 * added);
			const outcome = await race(
				insertEntries(id, fresh, added),
				insertEntries(id, fresh + added, added),
			);
			expect(outcome).toEqual([null, "groups_pool_size"]);
			expect(await sizeOf(id)).toEqual({ size: left, entries: left });
		});

		test("both commit where there is room for both", async () => {
			const { id } = await storeGroup(9_994);
			const fresh = await newNumbers(6);
			expect(await race(insertEntries(id, fresh, 3), insertEntries(id, fresh + 3, 3))).toEqual([
				null,
				null,
			]);
			expect(await sizeOf(id)).toEqual({ size: 10_000, entries: 10_000 });
		});

		test("the second commits where the first gives up", async () => {
			const { id } = await storeGroup(9_999);
			const fresh = await newNumbers(2);
			expect(
				await race(insertEntries(id, fresh), insertEntries(id, fresh + 1), "rollback"),
			).toEqual([null, null]);
			expect(await sizeOf(id)).toEqual({ size: 10_000, entries: 10_000 });
		});

		test("the last two entries, deleted one each: one stays", async () => {
			const { id, from } = await storeGroup(2);
			expect(await race(deleteEntries(id, from), deleteEntries(id, from + 1))).toEqual([
				null,
				"groups_pool_size",
			]);
			expect(await sizeOf(id)).toEqual({ size: 1, entries: 1 });
		});

		test("an entry added while the last of the others is deleted keeps the group alive", async () => {
			const { id, from } = await storeGroup(1);
			const fresh = await newNumbers(1);
			expect(await race(insertEntries(id, fresh), deleteEntries(id, from))).toEqual([null, null]);
			expect(await sizeOf(id)).toEqual({ size: 1, entries: 1 });
		});

		test("an entry added to a group that is being deleted is refused", async () => {
			const { id } = await storeGroup(1);
			const fresh = await newNumbers(1);
			const [, refusal] = await race(
				`delete from groups where id = '${id}'`,
				insertEntries(id, fresh),
			);
			expect(refusal).toMatch(/^pool_entries_group_id_/);
		});
	});

	describe("a number in several groups, only while none has unique DNIS on (G6)", () => {
		type Groups = {
			shared: { id: string; from: number };
			unique: { id: string; from: number };
			number: number;
		};
		const switchOn = (id: string) => `update groups set unique_dnis = true where id = '${id}'`;
		const change = (id: string, position: number, number: number) =>
			`update pool_entries set number = '${numberAt(number)}' where group_id = '${id}' and position = ${position}`;

		/**
		 * The statements of each writer for one number. Either neither group has the number yet, or
		 * only `unique` has it, before `unique` becomes unique.
		 */
		const RACES: [string, boolean, (groups: Groups) => [string, string]][] = [
			[
				"both add it",
				true,
				({ shared, unique, number }) => [
					insertEntries(shared.id, number),
					insertEntries(unique.id, number),
				],
			],
			[
				"one changes an entry to it, one adds it",
				true,
				({ shared, unique, number }) => [
					change(shared.id, shared.from, number),
					insertEntries(unique.id, number),
				],
			],
			[
				"both change an entry to it",
				true,
				({ shared, unique, number }) => [
					change(shared.id, shared.from, number),
					change(unique.id, unique.from, number),
				],
			],
			[
				"one adds it, one makes its group unique",
				false,
				({ shared, unique }) => [insertEntries(shared.id, unique.from), switchOn(unique.id)],
			],
			[
				"one changes an entry to it, one makes its group unique",
				false,
				({ shared, unique }) => [change(shared.id, shared.from, unique.from), switchOn(unique.id)],
			],
		];

		describe.each(RACES)("%s", (_what, isUnique, statements) => {
			const prepare = async () => {
				const [shared, unique] = [
					await storeGroup(1),
					await storeGroup(1, { unique_dnis: isUnique }),
				];
				return statements({ shared, unique, number: await newNumbers(1) });
			};
			const clashes = () =>
				database.query(
					`select number from pool_entries join groups on groups.id = group_id
					group by number having count(*) > 1 and bool_or(unique_dnis)`,
					[],
				);

			test("in this order: the second is refused", async () => {
				const [one, other] = await prepare();
				expect(await race(one, other)).toEqual([null, "pool_entries_exclusive"]);
				expect(await clashes()).toEqual([]);
			});

			test("in the other order: the second is refused", async () => {
				const [one, other] = await prepare();
				expect(await race(other, one)).toEqual([null, "pool_entries_exclusive"]);
				expect(await clashes()).toEqual([]);
			});

			test("the second goes through where the first gives up", async () => {
				const [one, other] = await prepare();
				expect(await race(one, other, "rollback")).toEqual([null, null]);
				expect(await clashes()).toEqual([]);
			});
		});

		test("two groups that share a number and both become unique: neither does", async () => {
			const [a, b] = [await storeGroup(1), await storeGroup(1)];
			await together(database, insertEntries(b.id, a.from));
			expect(await refusalOf(first.run(switchOn(a.id)))).toBe("pool_entries_exclusive");
			expect(await refusalOf(second.run(switchOn(b.id)))).toBe("pool_entries_exclusive");
		});
	});
});

async function connect(url: string): Promise<Connection> {
	const client = postgres(url, { max: 1, onnotice: () => {} });
	const connection = await client.reserve();
	const [row] = await connection`select pg_backend_pid() as pid`;
	return {
		run: (statement) => connection.unsafe(statement).then((rows) => rows),
		pid: row?.pid,
		// Ending the connection also ends an open transaction.
		close: () => client.end({ timeout: 0 }),
	};
}
