import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actorOfKey, SYSTEM } from "../../../app/domain/audit/actor.ts";
import type { PoolChange } from "../../../app/domain/groups/pool-change.ts";
import { changeManyNumbers } from "../../../app/operations/groups/change-many-numbers.ts";
import { editEntry } from "../../../app/operations/groups/change-pool.ts";
import { removeDrained } from "../../../app/operations/groups/remove-drained.ts";
import { undoManyNumbers } from "../../../app/operations/groups/undo-many-numbers.ts";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { findEntryIdsByNumber } from "../../../db/groups/found-entries.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { findEntryByNumber, listAllEntries } from "../../../db/groups/pool-entries.ts";
import { readPool } from "../../../db/import/pool-import.ts";
import { reserve } from "../../support/call-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

const DRAIN: PoolChange = { action: "drain", drain: "keep" };
const DELETE: PoolChange = { action: "delete" };

describe.each(ENGINES)("many numbers at once on the %s engine", (engine) => {
	let database: TestDatabase;
	let lastNumber = 0;
	const freshNumbers = (howMany: number): string[] => {
		lastNumber += howMany;
		return someNumbers(howMany, lastNumber - howMany);
	};
	const change = async (
		groupId: string,
		numbers: readonly string[],
		what: PoolChange,
		more: { poolVersion?: number; acceptedLiveRequests?: number } = {},
	) =>
		changeManyNumbers(
			database,
			groupId,
			{
				change: what,
				entryIds: new Set((await findEntryIdsByNumber(database, groupId, numbers)).values()),
				poolVersion: (await findGroup(database, groupId))?.poolVersion ?? -1,
				acceptedLiveRequests: 0,
				...more,
			},
			SYSTEM,
		);
	const changed = async (...asked: Parameters<typeof change>): Promise<string> => {
		const done = await change(...asked);
		if (!done.ok || done.value.changeId === null) throw new Error(JSON.stringify(done));
		return done.value.changeId;
	};
	const undo = (groupId: string, changeId: string) =>
		undoManyNumbers(database, groupId, changeId, SYSTEM);
	const entriesOf = async (groupId: string) => listAllEntries(database, groupId);
	const auditOf = (groupId: string) =>
		database.query<{ action: string; after: string; rows: string }>(
			`select e.action, e.after, a.content as rows from audit_entries e
			left join audit_attachments a on a.audit_entry_id = e.id
			where e.subject_id = $1::text order by e.at, e.id`,
			[groupId],
		);

	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	test("are drained, described and deleted with one audit entry each, and undone (G16, O5)", async () => {
		const numbers = freshNumbers(5);
		const [one, two, three, four, five] = numbers as [string, string, string, string, string];
		const id = await insertGroupWith(database, "three kinds", numbers);
		const before = await entriesOf(id);
		const changes = [
			await changed(id, [one, two], { action: "drain", drain: "keep" }),
			await changed(id, [two, three], { action: "describe", description: "Claims" }),
			await changed(id, [three, four], DELETE),
		];
		expect(await entriesOf(id)).toEqual([
			{ number: one, description: "", drain: "keep" },
			{ number: two, description: "Claims", drain: "keep" },
			{ number: five, description: "" },
		]);
		expect((await readPool(database, id)).map(({ position }) => position).sort()).toEqual([
			0, 1, 2,
		]);
		for (const changeId of changes.reverse()) {
			expect(await undo(id, changeId)).toEqual({ ok: true, value: { numbers: 2 } });
			// Once more is no change.
			expect(await undo(id, changeId)).toEqual({ ok: true, value: { numbers: 2 } });
		}
		expect(await entriesOf(id)).toEqual(before);
		const audit = await auditOf(id);
		expect(audit.map(({ action }) => action)).toEqual([
			...["pool.drain", "pool.describe", "pool.delete"],
			...["pool.undo-change", "pool.undo-change", "pool.undo-change"],
		]);
		expect(JSON.parse(audit[0]?.after ?? "")).toEqual({
			...{ drain: "keep", changed: 2, unchanged: 0, numbers: 5, draining: 2 },
		});
		expect(JSON.parse(audit[2]?.rows ?? "")).toMatchObject({
			removed: [
				{ number: three, description: "Claims" },
				{ number: four, description: "" },
			],
		});
	});

	test("change nothing where the pool has changed since it was looked at (G11)", async () => {
		const numbers = freshNumbers(3);
		const id = await insertGroupWith(database, "moved on", numbers);
		const { poolVersion } = (await findGroup(database, id)) ?? { poolVersion: -1 };
		await changed(id, numbers.slice(0, 1), DRAIN);
		const late = await change(id, numbers.slice(1, 2), DELETE, { poolVersion });
		expect(late).toEqual({ ok: false, error: { code: "pool-changed" } });
		expect(await entriesOf(id)).toHaveLength(3);
	});

	test("leave the group a number to give, or change nothing (G3, G15)", async () => {
		const numbers = freshNumbers(3);
		const id = await insertGroupWith(database, "keeps one", numbers);
		expect(await change(id, numbers, DELETE)).toEqual({
			ok: false,
			error: { code: "pool-none-left" },
		});
		expect(await change(id, numbers, DRAIN)).toEqual({
			ok: false,
			error: { code: "pool-all-draining", draining: 3 },
		});
		await changed(id, numbers.slice(0, 2), DRAIN);
		expect(await change(id, numbers.slice(2), DELETE)).toEqual({
			ok: false,
			error: { code: "pool-all-draining", draining: 2 },
		});
		// An undo is refused by the same rule.
		const lifted = await changed(id, numbers.slice(0, 2), { action: "lift-drain" });
		await changed(id, numbers.slice(2), DRAIN);
		expect(await undo(id, lifted)).toEqual({
			ok: false,
			error: { code: "pool-all-draining", draining: 3 },
		});
	});

	test("with live requests are deleted once that is accepted; draining needs no word (G8, G10)", async () => {
		const numbers = freshNumbers(3);
		const apiKey = await insertKey(database, { secret: `a key on ${engine}` });
		const id = await insertGroupWith(database, "live ones", numbers.slice(0, 2), {
			uniqueDnis: true,
		});
		await reserve(database, { groupName: "live ones", apiKey });
		await reserve(database, { groupName: "live ones", apiKey });
		await database.query("insert into numbers (number) values ($1::text)", [numbers[2]]);
		await database.query(
			`insert into pool_entries (id, group_id, number, position, updated_by)
			values (gen_random_uuid(), $1::uuid, $2::text, 2, 'a test')`,
			[id, numbers[2]],
		);
		expect(await change(id, numbers.slice(0, 2), DELETE, { acceptedLiveRequests: 1 })).toEqual({
			ok: false,
			error: { code: "numbers-live", numbers: 2, liveRequests: 2 },
		});
		await changed(id, numbers.slice(0, 2), { action: "drain", drain: "remove" });
		expect(await removeDrained(database)).toBe(0);
		await changed(id, numbers.slice(0, 2), DELETE, { acceptedLiveRequests: 2 });
		expect(await entriesOf(id)).toHaveLength(1);
	});

	test("that left after their drain come back with an undo (G15, G16)", async () => {
		const numbers = freshNumbers(3);
		const id = await insertGroupWith(database, "come back", numbers);
		const before = await entriesOf(id);
		const drained = await changed(id, numbers.slice(0, 2), { action: "drain", drain: "remove" });
		expect(await removeDrained(database)).toBe(2);
		expect((await undo(id, drained)).ok).toBe(true);
		expect(await entriesOf(id)).toEqual(before);
	});

	test("are not undone once one of them has changed, whatever else has (G11, G16)", async () => {
		const numbers = freshNumbers(4);
		const [one, two, , four] = numbers as [string, string, string, string];
		const id = await insertGroupWith(database, "changed since", numbers);
		const edit = async (number: string, description: string) => {
			const entry = await findEntryByNumber(database, id, number);
			const which = { entryId: entry?.id ?? "", version: entry?.version ?? 0 };
			await editEntry(database, id, { ...which, number, description }, SYSTEM);
		};
		const described = await changed(id, [one, two], { action: "describe", description: "new" });
		await edit(four, "another number");
		await edit(two, "by hand");
		expect(await undo(id, described)).toEqual({
			ok: false,
			error: { code: "undo-numbers-changed", numbers: 1 },
		});
		expect((await findEntryByNumber(database, id, one))?.description).toBe("new");
	});

	test("are not undone where another group needs one by now (G6)", async () => {
		const numbers = freshNumbers(2);
		const id = await insertGroupWith(database, "gave away", numbers, { uniqueDnis: true });
		const deleted = await changed(id, numbers.slice(0, 1), DELETE);
		await insertGroupWith(database, "took it", numbers.slice(0, 1));
		expect(await undo(id, deleted)).toMatchObject({
			ok: false,
			error: { code: "undo-clash", clash: { groups: [{ name: "took it" }] } },
		});
		const key = await insertKey(database, { secret: `limited on ${engine}`, groupIds: [id] });
		const actor = actorOfKey({ id: key.id, name: "limited" });
		expect(await undoManyNumbers(database, id, deleted, actor)).toEqual({
			ok: false,
			error: { code: "number-not-available" },
		});
	});

	test("can be undone for a day, and then the rows are removed", async () => {
		const numbers = freshNumbers(2);
		const id = await insertGroupWith(database, "a day", numbers);
		const drained = await changed(id, numbers.slice(0, 1), DRAIN);
		await database.query(
			"update pool_changes set created_at = created_at - interval '25 hours' where id = $1::uuid",
			[drained],
		);
		expect(await undo(id, drained)).toEqual({ ok: false, error: { code: "undo-too-late" } });
		const kept = { retentionDays: 30, auditRetentionDays: 400, pause: async () => {} };
		expect(await cleanUp(database.service, kept)).toMatchObject({ poolChanges: 1 });
	});

	test("are thousands, too (G12)", async () => {
		const numbers = freshNumbers(4000);
		const id = await insertGroupWith(database, "large", numbers);
		const described = await changed(id, numbers, { action: "describe", description: "all" });
		expect((await undo(id, described)).ok).toBe(true);
		const deleted = await changed(id, numbers.slice(1), DELETE);
		expect(await findGroup(database, id)).toMatchObject({ poolSize: 1 });
		expect((await undo(id, deleted)).ok).toBe(true);
		expect(await findGroup(database, id)).toMatchObject({ poolSize: 4000 });
	}, 180_000);
});
