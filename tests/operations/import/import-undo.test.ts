import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editEntry } from "../../../app/operations/groups/change-pool.ts";
import { readImportReview } from "../../../app/operations/import/read-import-review.ts";
import { undoImport } from "../../../app/operations/import/undo-import.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import {
	csv,
	IMPORTER,
	importText,
	isDense,
	type StoredEntry,
	storedPool,
	uploadText,
} from "../../support/imports.ts";

const UNDONE = { ok: true, value: null };

/**
 * The state that an undo restores: everything but positions in the pool and the marks of a change.
 */
const restored = (pool: StoredEntry[]) =>
	pool.map(({ id, number, description, created }) => ({ id, number, description, created }));

describe.each(ENGINES)("undoing an import on the %s engine", (engine) => {
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
	const undo = (groupId: string, reviewId: string) =>
		undoImport(database, groupId, reviewId, IMPORTER);
	const describeAll = (groupId: string) =>
		database.query(
			`update pool_entries set description = 'no. ' || position, version = position + 3, updated_by = 'somebody', created_at = '2024-02-29T12:00:00.123Z'
			where group_id = $1::uuid`,
			[groupId],
		);

	test.each(["add", "replace"] as const)(
		"the pool is as it was before, entry for entry: %s (I3)",
		async (mode) => {
			const old = fresh(30);
			const groupId = await newGroup(old);
			await describeAll(groupId);
			const before = await storedPool(database, groupId);
			const file = csv([
				...fresh(12).map((number) => [number, "new"] as const),
				...old.slice(0, 5).map((number) => [number, "other"] as const),
				...old.slice(5, 9).map((number) => [number] as const),
			]);
			const reviewId = await importText(database, groupId, mode, file);
			expect(restored(await storedPool(database, groupId))).not.toEqual(restored(before));
			expect(await undo(groupId, reviewId)).toEqual(UNDONE);
			const after = await storedPool(database, groupId);
			expect(restored(after)).toEqual(restored(before));
			expect(isDense(after)).toBe(true);
			// Entries that the import left unchanged, or had removed, are the same in every field.
			const untouched = after.filter((_entry, index) => index >= 9);
			expect(untouched.map(({ version, by }) => ({ version, by }))).toEqual(
				before.slice(9).map(({ version, by }) => ({ version, by })),
			);
		},
	);

	test("10,000 numbers replaced by 10,000 others come back", async () => {
		const groupId = await newGroup(fresh(10_000));
		const before = await storedPool(database, groupId);
		const reviewId = await importText(
			database,
			groupId,
			"replace",
			csv(fresh(10_000).map((number) => [number])),
		);
		expect(await undo(groupId, reviewId)).toEqual(UNDONE);
		const after = await storedPool(database, groupId);
		expect(restored(after)).toEqual(restored(before));
		expect(isDense(after)).toBe(true);
	});

	test("an edit form that was opened between import and undo does not overwrite a later edit (G11)", async () => {
		const [a] = fresh(1) as [string];
		const groupId = await newGroup([a]);
		const reviewId = await importText(database, groupId, "add", csv([[a, "imported"]]));
		const [opened] = (await storedPool(database, groupId)) as [StoredEntry];
		const edit = (version: number, description: string) =>
			editEntry(
				database,
				groupId,
				{ entryId: opened.id, version, number: a, description },
				IMPORTER,
			);
		await undo(groupId, reviewId);
		const [undone] = (await storedPool(database, groupId)) as [StoredEntry];
		expect((await edit(undone.version, "later")).ok).toBe(true);
		expect(await edit(opened.version, "overwritten")).toMatchObject({
			ok: false,
			error: { code: "changed-meanwhile" },
		});
	});

	test("undoing twice, or twice at once, undoes once", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup([a]);
		const reviewId = await importText(database, groupId, "add", csv([[b]]));
		expect(await Promise.all([undo(groupId, reviewId), undo(groupId, reviewId)])).toEqual([
			UNDONE,
			UNDONE,
		]);
		expect(await undo(groupId, reviewId)).toEqual(UNDONE);
		expect((await storedPool(database, groupId)).map((entry) => entry.number)).toEqual([a]);
		const found = await readImportReview(database, groupId, reviewId);
		expect(found?.review).toMatchObject({
			state: "undone",
			undoneBy: IMPORTER.name,
			hasPoolBefore: false,
		});
		const entries = await database.query(
			"select id from audit_entries where subject_id = $1 and action = 'pool.undo-import'",
			[groupId],
		);
		expect(entries).toHaveLength(1);
	});

	test.each([
		["added a number", (a: string) => `insert into numbers (number) values ('${a}')`, "added"],
		[
			"changed a description",
			() => "select 1",
			"update pool_entries set description = 'changed' where group_id = $1::uuid",
		],
		[
			"removed a number",
			() => "select 1",
			"delete from pool_entries where group_id = $1::uuid and position = 0",
		],
	])("not once somebody %s since: the pool stays as it is (I3)", async (_what, prepare, change) => {
		const [a, b, c] = fresh(3) as [string, string, string];
		const groupId = await newGroup([a]);
		const reviewId = await importText(database, groupId, "add", csv([[b]]));
		await database.query(prepare(c), []);
		const added = `insert into pool_entries (id, group_id, number, position, updated_by) values (gen_random_uuid(), $1::uuid, '${c}', 2, 'x')`;
		await database.query(change === "added" ? added : change, [groupId]);
		const changed = await storedPool(database, groupId);
		expect(await undo(groupId, reviewId)).toEqual({ ok: false, error: { code: "undo-too-late" } });
		expect(await storedPool(database, groupId)).toEqual(changed);
	});

	test("a change of settings is no change of the pool: the undo works, and leaves the settings alone", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup([a]);
		const reviewId = await importText(database, groupId, "replace", csv([[b]]));
		await database.query(
			"update groups set unique_dnis = true, expiry_seconds = 77 where id = $1::uuid",
			[groupId],
		);
		expect(await undo(groupId, reviewId)).toEqual(UNDONE);
		expect((await storedPool(database, groupId)).map((entry) => entry.number)).toEqual([a]);
		expect(
			await database.query("select expiry_seconds from groups where id = $1::uuid", [groupId]),
		).toEqual([{ expiry_seconds: 77 }]);
	});

	test("of two imports only the later can be undone, and then not the earlier one either", async () => {
		const [a, b, c] = fresh(3) as [string, string, string];
		const groupId = await newGroup([a]);
		const earlier = await importText(database, groupId, "add", csv([[b]]));
		const later = await importText(database, groupId, "add", csv([[c]]));
		expect(await undo(groupId, earlier)).toMatchObject({
			ok: false,
			error: { code: "undo-too-late" },
		});
		expect(await undo(groupId, later)).toEqual(UNDONE);
		expect(await undo(groupId, earlier)).toMatchObject({
			ok: false,
			error: { code: "undo-too-late" },
		});
		expect((await storedPool(database, groupId)).map((entry) => entry.number)).toEqual([a, b]);
	});

	test("not while a number that would come back belongs to a group that does not share: it is named (G6)", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup([a]);
		const reviewId = await importText(database, groupId, "replace", csv([[b]]));
		const otherId = await newGroup([a], { uniqueDnis: true });
		const now = await storedPool(database, groupId);
		expect(await undo(groupId, reviewId)).toEqual({
			ok: false,
			error: {
				code: "undo-clash",
				clash: {
					code: "number-exclusive-elsewhere",
					number: a,
					groups: [{ id: otherId, name: `group ${groups}` }],
				},
			},
		});
		expect(await storedPool(database, groupId)).toEqual(now);
		await database.query("delete from groups where id = $1::uuid", [otherId]);
		expect(await undo(groupId, reviewId)).toEqual(UNDONE);
	});

	test("an import that was only looked at, or is another group's, cannot be undone", async () => {
		const [a, b, c] = fresh(3) as [string, string, string];
		const [groupId, otherId] = [await newGroup([a]), await newGroup([b])];
		const open = await uploadText(database, groupId, "add", csv([[c]]));
		expect(await undo(groupId, open)).toEqual({ ok: false, error: { code: "review-closed" } });
		const applied = await importText(database, groupId, "add", csv([[c]]));
		expect(await undo(otherId, applied)).toEqual({ ok: false, error: { code: "review-closed" } });
		expect(await undo("nonsense", applied)).toEqual({ ok: false, error: { code: "group-gone" } });
	});

	test("the audit log has one entry with the figures and the rows that went, came back and changed back (O5)", async () => {
		const [a, b, c] = fresh(3) as [string, string, string];
		const groupId = await newGroup([a, b]);
		const reviewId = await importText(database, groupId, "replace", csv([[a, "imported"], [c]]));
		await undo(groupId, reviewId);
		const [entry] = await database.query<Record<string, string>>(
			`select actor_name, before, after, content from audit_entries e join audit_attachments on audit_entry_id = e.id
			where subject_id = $1 and action = 'pool.undo-import'`,
			[groupId],
		);
		expect(entry).toMatchObject({
			actor_name: IMPORTER.name,
			before: '{"numbers":2}',
			after: '{"numbers":2}',
		});
		expect(JSON.parse(entry?.content as string)).toMatchObject({
			removed: [{ number: c }],
			returned: [{ number: b }],
			changed: [{ number: a, before: "imported", after: "" }],
		});
	});
});
