import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveSettings } from "../../../app/operations/groups/change-group.ts";
import { addEntry, deleteEntry, editEntry } from "../../../app/operations/groups/change-pool.ts";
import { applyImport } from "../../../app/operations/import/apply-import.ts";
import { correctRows } from "../../../app/operations/import/correct-import.ts";
import { undoImport } from "../../../app/operations/import/undo-import.ts";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { ADVISORY_LOCKS } from "../../../db/advisory-locks.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import {
	asProcess,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import {
	applyAsSeen,
	csv,
	IMPORTER,
	importText,
	isDense,
	readOpen,
	storedPool,
	uploadText,
} from "../../support/imports.ts";

// Real connections and real commits of two clients, like two processes.
describe("imports at once, on the server engine", () => {
	let database: TestDatabase;
	let other: Process;
	let used = 0;
	let groups = 0;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		other = asProcess(
			await openDatabase({ url: database.url, dataDir: "", prepare: true, connections: 10 }),
		);
	});
	afterAll(async () => {
		await other.close();
		await database.drop();
	});

	const fresh = (howMany: number): string[] => {
		used += howMany;
		return someNumbers(howMany, used - howMany);
	};
	const newGroup = async (numbers: string[], settings = {}) => {
		groups += 1;
		const name = `group ${groups}`;
		return {
			name,
			id: await insertGroupWith(database, name, numbers, { expirySeconds: 600, ...settings }),
		};
	};
	const rowsOf = (numbers: readonly string[]) => csv(numbers.map((number) => [number]));
	const sharedWithExclusive = () =>
		database.query(
			"select number from pool_entries join groups on groups.id = group_id group by number having count(*) > 1 and bool_or(unique_dnis)",
			[],
		);

	/** Both start while a lock blocks all pool writers, and continue together once both wait. */
	async function atOnce<T>(works: (() => Promise<T>)[]): Promise<T[]> {
		let running: Promise<T>[] = [];
		await database.transaction(async (tx) => {
			await lockPools(tx);
			running = works.map((work) => work());
			for (let waiting = 0; waiting < works.length; ) {
				const [row] = await other.query<{ n: number }>(
					`select count(*)::integer as n from pg_locks
					where locktype = 'advisory' and objid = ${ADVISORY_LOCKS.pools} and not granted`,
					[],
				);
				waiting = row?.n ?? 0;
			}
		});
		return Promise.all(running);
	}

	test("two imports at once into one group, each of 6,000 new numbers: one succeeds, the other is told that the pool changed (G3)", async () => {
		const { id } = await newGroup(fresh(1));
		const files = [fresh(6_000), fresh(6_000)] as const;
		const reviews = [
			await uploadText(database, id, "add", rowsOf(files[0])),
			await uploadText(other, id, "add", rowsOf(files[1])),
		] as const;
		const { seen } = await readOpen(database, id, reviews[0]);
		const outcomes = await atOnce([
			() => applyImport(database, id, reviews[0], seen, IMPORTER),
			() => applyImport(other, id, reviews[1], seen, IMPORTER),
		]);
		const winner = outcomes.findIndex((outcome) => outcome.ok);
		expect(outcomes[winner]).toEqual({ ok: true, value: null });
		expect(outcomes[1 - winner]).toEqual({
			ok: false,
			error: { code: "import-changed", by: "pool" },
		});
		const pool = await storedPool(database, id);
		expect(pool).toHaveLength(6_001);
		expect(pool.slice(1).map((entry) => entry.number)).toEqual(files[winner]);

		// A retry is refused for lack of room.
		const loser = reviews[1 - winner] as string;
		const { planned } = await readOpen(database, id, loser);
		expect(planned.plan.poolProblem).toEqual({ code: "pool-full", limit: 10_000, wouldBe: 12_001 });
		expect(await applyAsSeen(database, id, loser)).toEqual({
			ok: false,
			error: { code: "import-has-errors" },
		});
		expect(await storedPool(database, id)).toEqual(pool);
	});

	test("two reviews that replace one pool at once: the pool is one of the two files, whole", async () => {
		const { id } = await newGroup(fresh(50));
		const files = [fresh(2_000), fresh(3_000)] as const;
		const reviews = await Promise.all(
			files.map((file) => uploadText(database, id, "replace", rowsOf(file))),
		);
		const { seen } = await readOpen(database, id, reviews[0] as string);
		const outcomes = await atOnce(
			reviews.map((review) => () => applyImport(other, id, review, seen, IMPORTER)),
		);
		expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
		const pool = await storedPool(database, id);
		expect(pool.map((entry) => entry.number)).toEqual(
			files[outcomes.findIndex((outcome) => outcome.ok)],
		);
		expect(isDense(pool)).toBe(true);
	});

	test.each([
		["one group has unique DNIS", true, false],
		["both have unique DNIS", true, true],
	])(
		"the same number imported into two groups at once, where %s: one of them gets it (G6)",
		async (_what, first, second) => {
			const [a] = fresh(1) as [string];
			const [one, two] = [
				await newGroup(fresh(1), { uniqueDnis: first }),
				await newGroup(fresh(1), { uniqueDnis: second }),
			];
			const reviews = [
				await uploadText(database, one.id, "add", rowsOf([a])),
				await uploadText(other, two.id, "add", rowsOf([a])),
			] as const;
			const seen = [
				(await readOpen(database, one.id, reviews[0])).seen,
				(await readOpen(database, two.id, reviews[1])).seen,
			] as const;
			const outcomes = await atOnce([
				() => applyImport(database, one.id, reviews[0], seen[0], IMPORTER),
				() => applyImport(other, two.id, reviews[1], seen[1], IMPORTER),
			]);
			const winner = outcomes.findIndex((outcome) => outcome.ok);
			expect(outcomes[winner]).toEqual({ ok: true, value: null });
			expect(outcomes[1 - winner]).toEqual({ ok: false, error: { code: "import-has-errors" } });
			expect(await sharedWithExclusive()).toEqual([]);
			const [winning, losing] = winner === 0 ? [one, two] : [two, one];
			const { planned } = await readOpen(database, losing.id, reviews[1 - winner] as string);
			expect([...planned.plan.problems.values()].flat()).toMatchObject([
				{ number: a, groups: [{ id: winning.id, name: winning.name }] },
			]);
		},
	);

	test("an import and the switching on of unique DNIS at once: never both (G6)", async () => {
		const [a] = fresh(1) as [string];
		const [one, two] = [await newGroup([a]), await newGroup(fresh(1))];
		const review = await uploadText(database, two.id, "add", rowsOf([a]));
		const { seen } = await readOpen(database, two.id, review);
		const group = await findGroup(database, one.id);
		if (!group) throw new Error("The group is gone.");
		const outcomes = await atOnce<{ ok: boolean }>([
			() => applyImport(database, two.id, review, seen, IMPORTER),
			() =>
				saveSettings(
					other,
					one.id,
					{ version: group.version, settings: { ...group.settings, uniqueDnis: true } },
					IMPORTER,
				),
		]);
		expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
		expect(await sharedWithExclusive()).toEqual([]);
	});

	test("an apply and a correction of the same review at once: what is applied is what was looked at", async () => {
		const [own, ...many] = fresh(3_001) as [string, ...string[]];
		const { id } = await newGroup([own]);
		const review = await uploadText(database, id, "add", rowsOf(many));
		const { seen } = await readOpen(database, id, review);
		const correction = {
			line: 2,
			number: many[0] as string,
			description: "corrected",
			leaveOut: false,
		};
		const [applied, corrected] = await Promise.all([
			applyImport(database, id, review, seen, IMPORTER),
			correctRows(other, id, review, [correction]),
		]);
		expect([applied.ok, corrected.ok]).toContain(true);
		const descriptions = (await storedPool(database, id)).map((entry) => entry.description);
		if (applied.ok) expect(corrected).toEqual({ ok: false, error: { code: "review-closed" } });
		else expect(applied.error).toEqual({ code: "import-changed", by: "review" });
		expect(new Set(descriptions)).toEqual(new Set([""]));
		expect(descriptions).toHaveLength(applied.ok ? 3_001 : 1);
	});

	test("imports, undos, single changes, settings and creates at once: nobody deadlocks, and every rule holds at the end", async () => {
		const apiKey = await insertKey(database, { secret: "a key of a test" });
		const all = fresh(400);
		const some = await Promise.all(
			[0, 1, 2].map((group) => newGroup(all.slice(group * 100, group * 100 + 50))),
		);
		const failures: unknown[] = [];
		const given: string[] = [];
		const rounds = async (
			howMany: number,
			work: (group: { id: string; name: string }, on: Process, round: number) => Promise<unknown>,
		) => {
			for (let round = 0; round < howMany; round += 1) {
				const group = some[round % some.length] as { id: string; name: string };
				await work(group, round % 2 === 0 ? database : other, round).catch((error) =>
					failures.push(error),
				);
			}
		};
		const anyNumber = (round: number) => all[(round * 37) % all.length] as string;
		const mode = (round: number) => (round % 3 === 0 ? "replace" : "add");
		const importer = () =>
			rounds(12, async ({ id }, on, round) => {
				const file = Array.from({ length: 60 }, (_, index) => anyNumber(round * 7 + index));
				const review = await uploadText(
					on,
					id,
					mode(round),
					csv([...new Set(file)].map((number) => [number, `round ${round}`])),
				);
				const applied = await applyAsSeen(on, id, review);
				if (applied.ok && round % 2 === 0) await undoImport(on, id, review, IMPORTER);
			});
		await Promise.all([
			importer(),
			importer(),
			rounds(60, ({ id }, on, round) =>
				addEntry(on, id, { number: anyNumber(round), description: "" }, IMPORTER),
			),
			rounds(60, async ({ id }, on, round) => {
				const pool = await storedPool(on as TestDatabase, id);
				const entry = pool[round % pool.length];
				if (!entry) return;
				if (round % 2 === 0)
					await deleteEntry(
						on,
						id,
						{ entryId: entry.id, version: entry.version, acceptedLiveRequests: 99 },
						IMPORTER,
					);
				else
					await editEntry(
						on,
						id,
						{
							entryId: entry.id,
							version: entry.version,
							number: entry.number,
							description: `edit ${round}`,
						},
						IMPORTER,
					);
			}),
			rounds(40, async ({ id }, on, round) => {
				const group = await findGroup(on, id);
				if (!group) return;
				const settings = { ...group.settings, uniqueDnis: round % 2 === 0 };
				await saveSettings(on, id, { version: group.version, settings }, IMPORTER);
			}),
			rounds(150, async ({ name }, on) => {
				const asked = {
					groupName: name,
					fromPhoneNumber: null,
					userData: null,
					callbackServiceId: null,
					corrId: uuidv4(),
					apiKey,
				};
				const made = await createCallInRequest(on.service, asked);
				if (made.ok) given.push(made.value.id);
			}),
		]);
		expect(failures).toEqual([]);
		expect(given.length).toBeGreaterThan(100);
		expect(await sharedWithExclusive()).toEqual([]);
		for (const { id } of some) {
			const pool = await storedPool(database, id);
			expect(isDense(pool)).toBe(true);
			const [size] = await database.query("select pool_size as n from groups where id = $1::uuid", [
				id,
			]);
			expect(size).toEqual({ n: pool.length });
		}
		// C3: a unique request has its number to itself.
		const twice = await database.query(
			`select n.number from numbers n join requests r on r.id = n.holder_id join requests o on o.to_number = n.number and o.id <> r.id
			where n.held_until > now() and o.created_at > r.created_at and o.expires_at > now()`,
			[],
		);
		expect(twice).toEqual([]);
	});

	test("an upload during an apply into the same group waits for it and no longer", async () => {
		const { id } = await newGroup(fresh(1));
		const [many, more] = [fresh(5_000), fresh(3)];
		const [, review] = await Promise.all([
			importText(database, id, "add", rowsOf(many)),
			uploadText(other, id, "add", rowsOf(more)),
		]);
		expect(await applyAsSeen(database, id, review)).toEqual({ ok: true, value: null });
		expect(await storedPool(database, id)).toHaveLength(5_004);
	});
});
