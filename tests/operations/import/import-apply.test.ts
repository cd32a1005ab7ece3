import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyImport } from "../../../app/operations/import/apply-import.ts";
import { correctRows } from "../../../app/operations/import/correct-import.ts";
import { readImportReview } from "../../../app/operations/import/read-import-review.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import {
	applyAsSeen,
	contentOf,
	csv,
	IMPORTER,
	importText,
	isDense,
	readOpen,
	storedPool,
	uploadText,
} from "../../support/imports.ts";

describe.each(ENGINES)("applying an import on the %s engine", (engine) => {
	let database: TestDatabase;
	let used = 0;
	let groups = 0;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	const fresh = (howMany: number): string[] => {
		used += howMany;
		return someNumbers(howMany, used - howMany);
	};
	const newGroup = (numbers: string[], settings = {}): Promise<string> => {
		groups += 1;
		return insertGroupWith(database, `group ${groups}`, numbers, settings);
	};
	const describeEntry = (number: string, description: string) =>
		database.query(
			"update pool_entries set description = $1, updated_by = 'somebody' where number = $2",
			[description, number],
		);

	test("adding: new numbers come, existing ones get the new description, and an empty one keeps what is there (I4)", async () => {
		const [a, b, c, d] = fresh(4) as [string, string, string, string];
		const groupId = await newGroup([a, b, c]);
		for (const number of [a, b, c]) await describeEntry(number, "before");
		const before = await storedPool(database, groupId);
		await importText(database, groupId, "add", csv([[a, "after"], [b], [d, "new"]]));
		const after = await storedPool(database, groupId);
		expect(contentOf(after)).toEqual({ [a]: "after", [b]: "before", [c]: "before", [d]: "new" });
		expect(
			after.slice(0, 3).map(({ id, created, position }) => ({ id, created, position })),
		).toEqual(before.map(({ id, created, position }) => ({ id, created, position })));
		expect(after.map(({ version, by }) => `${version} ${by}`)).toEqual([
			`2 ${IMPORTER.name}`,
			"1 somebody",
			"1 somebody",
			`1 ${IMPORTER.name}`,
		]);
		expect(isDense(after)).toBe(true);
	});

	test("replacing: the file is the truth; entries in both keep ID and creation, an empty description empties, others go (I4)", async () => {
		const [a, b, c, d, e, f] = fresh(6) as [string, string, string, string, string, string];
		const groupId = await newGroup([a, b, c, d, e]);
		for (const number of [a, b, c, d, e]) await describeEntry(number, "before");
		const before = await storedPool(database, groupId);
		await importText(
			database,
			groupId,
			"replace",
			csv([[e, "before"], [b], [d, "after"], [f, "new"]]),
		);
		const after = await storedPool(database, groupId);
		expect(contentOf(after)).toEqual({ [b]: "", [d]: "after", [e]: "before", [f]: "new" });
		for (const [number, version] of [
			[b, 2],
			[d, 2],
			[e, 1],
		] as const) {
			const [was, is] = [before, after].map((pool) =>
				pool.find((entry) => entry.number === number),
			);
			expect(is).toMatchObject({ id: was?.id, created: was?.created, version });
		}
		expect(isDense(after)).toBe(true);
		const [size] = await database.query("select pool_size as n from groups where id = $1::uuid", [
			groupId,
		]);
		expect(size).toEqual({ n: 4 });
	});

	test("a whole other pool takes the place of the old one (I4)", async () => {
		const [old, next] = [fresh(40), fresh(25)];
		const groupId = await newGroup(old);
		await importText(database, groupId, "replace", csv(next.map((number) => [number, "next"])));
		const after = await storedPool(database, groupId);
		expect(after.map((entry) => entry.number)).toEqual(next);
		expect(isDense(after)).toBe(true);
	});

	test("descriptions arrive character for character", async () => {
		const numbers = fresh(6);
		const groupId = await newGroup(fresh(1));
		const descriptions = [
			'say "hi", you',
			"  spaces  ",
			"'quoted",
			"=1+1".replace("=", "'="),
			"👩‍👩‍👧 Zoë \\n $1 {x}",
			"𝒜".repeat(32),
		];
		const file = numbers
			.map(
				(number, index) => `${number},"${(descriptions[index] as string).replaceAll('"', '""')}"`,
			)
			.join("\n");
		await importText(database, groupId, "add", file);
		const content = contentOf(await storedPool(database, groupId));
		expect(numbers.map((number) => content[number])).toEqual(
			descriptions.map((text) => text.replace(/^'=/, "=")),
		);
	});

	test("10,000 numbers are applied, 10,001 are refused with the figure, and nothing of it is there (G3)", async () => {
		const own = fresh(2);
		const groupId = await newGroup(own);
		const many = fresh(9_999);
		const reviewId = await uploadText(
			database,
			groupId,
			"add",
			csv(many.map((number) => [number])),
		);
		const { planned } = await readOpen(database, groupId, reviewId);
		expect(planned.plan.poolProblem).toEqual({ code: "pool-full", limit: 10_000, wouldBe: 10_001 });
		expect(await applyAsSeen(database, groupId, reviewId)).toEqual({
			ok: false,
			error: { code: "import-has-errors" },
		});
		expect(await storedPool(database, groupId)).toHaveLength(2);
		await correctRows(database, groupId, reviewId, [
			{ line: 2, number: many[0] as string, description: "", leaveOut: true },
		]);
		expect(await applyAsSeen(database, groupId, reviewId)).toEqual({ ok: true, value: null });
		const full = await storedPool(database, groupId);
		expect(full).toHaveLength(10_000);
		expect(isDense(full)).toBe(true);

		// 10,000 other numbers replace them. At no moment is the pool larger or empty.
		const others = fresh(10_000);
		await importText(database, groupId, "replace", csv(others.map((number) => [number, "other"])));
		const replaced = await storedPool(database, groupId);
		expect(replaced.map((entry) => entry.number)).toEqual(others);
		expect(isDense(replaced)).toBe(true);
	});

	test("replacing by nothing is refused: a group has at least one number (G3)", async () => {
		const groupId = await newGroup(fresh(2));
		const reviewId = await uploadText(database, groupId, "replace", csv([[fresh(1)[0] as string]]));
		const { planned } = await readOpen(database, groupId, reviewId);
		const [row] = planned.rows;
		await correctRows(database, groupId, reviewId, [
			{ line: 2, number: row?.number ?? "", description: "", leaveOut: true },
		]);
		const { planned: emptied } = await readOpen(database, groupId, reviewId);
		expect(emptied.plan.poolProblem).toEqual({ code: "import-empty" });
		expect(await applyAsSeen(database, groupId, reviewId)).toEqual({
			ok: false,
			error: { code: "import-has-errors" },
		});
		expect(await storedPool(database, groupId)).toHaveLength(2);
	});

	test("nothing is applied while a row is in error", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup([a]);
		const reviewId = await uploadText(database, groupId, "add", csv([[b], ["nonsense"]]));
		expect(await applyAsSeen(database, groupId, reviewId)).toEqual({
			ok: false,
			error: { code: "import-has-errors" },
		});
		expect(Object.keys(contentOf(await storedPool(database, groupId)))).toEqual([a]);
	});

	test("a pool that changed since the review is not touched; the counts are worked out anew and can then be applied (I4)", async () => {
		const [a, b, c] = fresh(3) as [string, string, string];
		const groupId = await newGroup([a, b]);
		const reviewId = await uploadText(
			database,
			groupId,
			"add",
			csv([
				[a, "new"],
				[c, "new"],
			]),
		);
		const { seen, planned } = await readOpen(database, groupId, reviewId);
		expect(planned.plan).toMatchObject({ added: [{ number: c }], changed: [{ number: a }] });
		await importText(
			database,
			groupId,
			"replace",
			csv([
				[b, ""],
				[c, "other"],
			]),
		);
		const meanwhile = await storedPool(database, groupId);
		const applied = await applyImport(database, groupId, reviewId, seen, IMPORTER);
		expect(applied).toEqual({ ok: false, error: { code: "import-changed", by: "pool" } });
		expect(await storedPool(database, groupId)).toEqual(meanwhile);
		const again = await readOpen(database, groupId, reviewId);
		expect(again.planned.plan).toMatchObject({
			added: [{ number: a }],
			changed: [{ number: c, before: "other", after: "new" }],
		});
		expect(await applyImport(database, groupId, reviewId, again.seen, IMPORTER)).toEqual({
			ok: true,
			value: null,
		});
		expect(contentOf(await storedPool(database, groupId))).toEqual({
			[a]: "new",
			[b]: "",
			[c]: "new",
		});
	});

	test("a review that was corrected in another tab since is not applied", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup([a]);
		const reviewId = await uploadText(database, groupId, "add", csv([[b, "read"]]));
		const { seen } = await readOpen(database, groupId, reviewId);
		await correctRows(database, groupId, reviewId, [
			{ line: 2, number: b, description: "not read", leaveOut: false },
		]);
		const applied = await applyImport(database, groupId, reviewId, seen, IMPORTER);
		expect(applied).toEqual({ ok: false, error: { code: "import-changed", by: "review" } });
		expect(await storedPool(database, groupId)).toHaveLength(1);
	});

	test("applying twice applies once, and says the same", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup([a]);
		const reviewId = await uploadText(database, groupId, "add", csv([[b, "new"]]));
		const { seen } = await readOpen(database, groupId, reviewId);
		const apply = () => applyImport(database, groupId, reviewId, seen, IMPORTER);
		expect(await apply()).toEqual({ ok: true, value: null });
		const once = await storedPool(database, groupId);
		const first = await readImportReview(database, groupId, reviewId);
		expect(await apply()).toEqual({ ok: true, value: null });
		expect(await storedPool(database, groupId)).toEqual(once);
		expect(await readImportReview(database, groupId, reviewId)).toEqual(first);
		const entries = await database.query(
			"select id from audit_entries where subject_id = $1 and action = 'pool.import'",
			[groupId],
		);
		expect(entries).toHaveLength(1);
	});

	test("two applies and two undos at once do each once", async () => {
		const [a, ...many] = fresh(500) as [string, ...string[]];
		const groupId = await newGroup([a]);
		const reviewId = await uploadText(
			database,
			groupId,
			"replace",
			csv(many.map((number) => [number])),
		);
		const { seen } = await readOpen(database, groupId, reviewId);
		const applied = await Promise.all(
			[1, 2, 3].map(() => applyImport(database, groupId, reviewId, seen, IMPORTER)),
		);
		expect(applied).toEqual(Array(3).fill({ ok: true, value: null }));
		expect((await storedPool(database, groupId)).map((entry) => entry.number)).toEqual(many);
		const entries = await database.query("select id from audit_entries where subject_id = $1", [
			groupId,
		]);
		expect(entries).toHaveLength(1);
	});

	test("afterwards the review holds what was done, and no rows", async () => {
		const [a, b, c] = fresh(3) as [string, string, string];
		const groupId = await newGroup([a, b]);
		const reviewId = await importText(database, groupId, "replace", csv([[a, "x"], [c]]));
		const found = await readImportReview(database, groupId, reviewId);
		expect(found).toMatchObject({
			planned: null,
			live: [],
			review: { state: "applied", appliedBy: IMPORTER.name, rows: null },
		});
		expect(JSON.parse(found?.review.summary as string)).toEqual({
			...{ added: 1, changed: 1, emptied: 0, unchanged: 0, removed: 1, leftOut: 0, size: 2 },
		});
		expect(found?.review.appliedPoolVersion).toBe(found?.group.poolVersion);
	});

	test("the audit log has one entry with who, the figures, and the changed rows attached (O5)", async () => {
		const [a, b, c, d] = fresh(4) as [string, string, string, string];
		const groupId = await newGroup([a, b, d]);
		await describeEntry(d, "goes");
		await importText(database, groupId, "replace", csv([[a, "x"], [c], [d]]));
		const entries = await database.query<Record<string, string>>(
			`select action, actor_name, subject_name, after, content from audit_entries e left join audit_attachments on audit_entry_id = e.id
			where subject_id = $1`,
			[groupId],
		);
		expect(entries).toHaveLength(1);
		const [entry] = entries as [Record<string, string>];
		expect(entry).toMatchObject({
			action: "pool.import",
			actor_name: IMPORTER.name,
			subject_name: `group ${groups}`,
		});
		expect(JSON.parse(entry.after as string)).toMatchObject({
			mode: "replace",
			file: "numbers.csv",
			added: 1,
			changed: 1,
			emptied: 1,
			removed: 1,
		});
		expect(JSON.parse(entry.content as string)).toMatchObject({
			added: [{ number: c }],
			changed: [{ number: a, before: "", after: "x" }],
			emptied: [{ number: d, before: "goes" }],
			removed: [{ number: b }],
		});
	});
});
