import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_GROUP_SETTINGS } from "../../../app/domain/groups/group-settings.ts";
import { SAFE_KINDS } from "../../../app/domain/import/repair-kinds.ts";
import { undoGroupsImport } from "../../../app/operations/import/all-groups/undo-groups-import.ts";
import { applyGroupsImport } from "../../../app/operations/import/apply-groups-import.ts";
import { checkGroupsFile } from "../../../app/operations/import/check-groups-file.ts";
import {
	correctNumbers,
	discardGroups,
	leaveOut,
	repairNumbers,
	takeBackNumbers,
} from "../../../app/operations/import/correct-groups-import.ts";
import {
	listGroupsOfReview,
	readGroupsReview,
	readReviewedGroup,
} from "../../../app/operations/import/read-groups-review.ts";
import { deleteOldGroupReviews } from "../../../db/import/group-import-reviews.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import { ADA, apply, exported, groupsIn, outcomes, upload } from "../../support/groups-import.ts";

const all = { outcome: null, search: "", limit: 100, offset: 0 };
const [ONE, TWO, THREE, FOUR] = someNumbers(4) as [string, string, string, string];
const group = (name: string, numbers: string[], settings: object = {}) => ({
	name,
	settings,
	numbers: numbers.map((number) => ({ number, description: `${name.slice(0, 12)} ${number}` })),
});

describe.each(ENGINES)("groups are imported (%s)", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		await database.query("delete from groups", []);
		await database.query("delete from group_import_reviews", []);
	});
	const numbersOf = async (name: string) =>
		(
			await database.query<{ number: string }>(
				"select number from pool_entries e join groups g on g.id = group_id where g.name = $1 order by number",
				[name],
			)
		).map((row) => row.number);
	const auditActions = async () =>
		(
			await database.query<{ action: string }>("select action from audit_entries order by id", [])
		).map((row) => row.action);

	test("an export, imported into an empty installation, gives the same groups, character for character (I7)", async () => {
		const groups = [
			group("Ä́ “quoted”, <b>&amp; 100% 👩‍💻", [ONE, TWO], {
				...DEFAULT_GROUP_SETTINGS,
				uniqueDnis: true,
				accessCodeLength: 12,
			}),
			{
				name: "plain",
				settings: { ...DEFAULT_GROUP_SETTINGS, generateAccessCode: false, expirySeconds: 1800 },
				numbers: [{ number: THREE, description: '  \'=1+1 \\n "x" ' }],
			},
		];
		expect(await apply(database, await upload(database, groups))).toMatchObject({ ok: true });
		const first = await exported(database);
		expect(groupsIn(first).sort((a, b) => a.name.localeCompare(b.name))).toEqual(
			[...groups].sort((a, b) => a.name.localeCompare(b.name)),
		);
		await database.query("delete from groups", []);
		await apply(database, await upload(database, first));
		expect(groupsIn(await exported(database))).toEqual(groupsIn(first));
	});

	test("an export, imported into the same installation, changes nothing and cannot", async () => {
		await insertGroupWith(database, "a", [ONE, TWO], { uniqueDnis: true });
		await insertGroupWith(database, "b", [THREE]);
		const before = await database.query("select * from pool_entries order by id", []);
		const groupsBefore = await database.query("select * from groups order by id", []);
		const id = await upload(database, await exported(database));
		expect(await outcomes(database, id)).toEqual({ unchanged: 2 });
		await apply(database, id);
		expect(await database.query("select * from pool_entries order by id", [])).toEqual(before);
		expect(await database.query("select * from groups order by id", [])).toEqual(groupsBefore);
	});

	test("a file has the drains of its numbers; a number that is there already keeps its own (G15)", async () => {
		const moved = {
			name: "moved",
			settings: DEFAULT_GROUP_SETTINGS,
			numbers: [
				{ number: ONE, description: "", drain: "keep" },
				{ number: TWO, description: "", drain: "remove" },
				{ number: THREE, description: "" },
			],
		};
		await apply(database, await upload(database, [moved]));
		expect(groupsIn(await exported(database))).toEqual([moved]);
		const lifted = { ...moved, numbers: moved.numbers.map(({ number }) => ({ number })) };
		expect(await outcomes(database, await upload(database, [lifted]))).toEqual({ unchanged: 1 });
		// An undo puts a removed number back with its drain.
		const without = { ...moved, numbers: moved.numbers.slice(1) };
		const id = await upload(database, [without]);
		await apply(database, id);
		expect((await undoGroupsImport(database, id, ADA)).ok).toBe(true);
		expect(groupsIn(await exported(database))).toEqual([moved]);
		const all = { ...moved, numbers: moved.numbers.slice(0, 2) };
		expect(await outcomes(database, await upload(database, [all]))).toEqual({ error: 1 });
	});

	test("nothing changes by a review; applying it makes, changes and keeps what it said, and writes it down", async () => {
		await insertGroupWith(database, "Kept", [ONE, TWO]);
		await insertGroupWith(database, "other", [FOUR]);
		const entries = await database.query<{ id: string; number: string }>(
			"select id, number from pool_entries order by number",
			[],
		);
		const id = await upload(database, [
			group("KEPT", [TWO, THREE], { expirySeconds: 60 }),
			group("made", [ONE]),
			group("other", [FOUR]),
		]);
		expect(await outcomes(database, id)).toEqual({ changed: 2, new: 1 });
		expect(await numbersOf("Kept")).toEqual([ONE, TWO]);
		const actions = (await auditActions()).length;
		expect(await apply(database, id)).toEqual({ ok: true, value: null });
		expect([await numbersOf("Kept"), await numbersOf("made")]).toEqual([[TWO, THREE], [ONE]]);
		const kept = await database.query<{ id: string }>(
			"select id from pool_entries where number = $1",
			[TWO],
		);
		expect(kept).toEqual([{ id: entries.find((entry) => entry.number === TWO)?.id }]);
		expect(
			await database.query("select name, expiry_seconds from groups where name_key = 'kept'", []),
		).toEqual([{ name: "Kept", expiry_seconds: 60 }]);
		expect((await auditActions()).slice(actions).sort()).toEqual([
			"group.create",
			"group.import",
			"group.import",
			"groups.import",
		]);
		const positions = await database.query(
			"select group_id from pool_entries group by group_id having max(position) <> count(*) - 1",
			[],
		);
		expect(positions).toEqual([]);
	});

	test("groups that exist are skipped where that was chosen", async () => {
		await insertGroupWith(database, "a", [ONE]);
		const id = await upload(database, [group("A", [TWO]), group("b", [TWO])], "skip");
		expect(await outcomes(database, id)).toEqual({ skipped: 1, new: 1 });
		await apply(database, id);
		expect([await numbersOf("a"), await numbersOf("b")]).toEqual([[ONE], [TWO]]);
	});

	test("a new group has no name of the built-in test groups; one that exists keeps it (C17)", async () => {
		await insertGroupWith(database, "test_old", [ONE]);
		const file = [group("test_old", [ONE, TWO]), group("Test_new", [THREE])];
		const id = await upload(database, file);
		expect(await outcomes(database, id)).toEqual({ changed: 1, error: 1 });
		const { groups } = await listGroupsOfReview(database, id, { ...all, outcome: "error" });
		expect(groups[0]?.planProblem).toEqual({ code: "group-name-of-tests" });
	});

	test("numbers can swap groups that both have unique DNIS (G6)", async () => {
		await insertGroupWith(database, "a", [ONE, TWO], { uniqueDnis: true });
		await insertGroupWith(database, "b", [THREE, FOUR], { uniqueDnis: true });
		const id = await upload(database, [
			group("a", [THREE, FOUR], { uniqueDnis: true }),
			group("b", [ONE, TWO], { uniqueDnis: true }),
		]);
		expect(await apply(database, id)).toMatchObject({ ok: true });
		expect([await numbersOf("a"), await numbersOf("b")]).toEqual([
			[THREE, FOUR],
			[ONE, TWO],
		]);
	});

	test.each<[string, object[], string[]]>([
		[
			"in two groups of the file, the first one unique",
			[group("a", [ONE], { uniqueDnis: true }), group("b", [ONE])],
			["b"],
		],
		[
			"in two groups of the file, the last one unique",
			[group("a", [ONE]), group("b", [ONE], { uniqueDnis: true })],
			["a"],
		],
		[
			"in two unique groups of the file",
			[group("a", [ONE], { uniqueDnis: true }), group("b", [ONE], { uniqueDnis: true })],
			["b"],
		],
		["in a group of the file and a unique one that it leaves alone", [group("a", [FOUR])], ["a"]],
		[
			"in a unique group of the file and one that it leaves alone",
			[group("a", [THREE], { uniqueDnis: true })],
			["a"],
		],
		[
			"in a group that stays, and becomes unique with the file",
			[group("shared", [THREE], { uniqueDnis: true }), group("too", [THREE])],
			["too"],
		],
	])("a number is in error that would stand %s (G6)", async (_what, groups, inError) => {
		await insertGroupWith(database, "alone", [FOUR], { uniqueDnis: true });
		await insertGroupWith(database, "shared", [THREE]);
		const id = await upload(database, groups);
		await readGroupsReview(database, id);
		const found = await listGroupsOfReview(database, id, { ...all, outcome: "error" });
		expect(found.groups.map(({ name }) => name)).toEqual(inError);
		expect(await apply(database, id)).toEqual({ ok: false, error: { code: "import-has-errors" } });
		await leaveOut(database, id, "in-error", true);
		expect(await apply(database, id)).toMatchObject({ ok: true });
	});

	test("everything wrong is found in one pass, and corrected, repaired or left out in place", async () => {
		const rows = [
			{ number: "+1 800 555 0000" },
			{ number: TWO },
			{ number: TWO },
			{ number: "nonsense" },
			{ number: THREE, description: "x".repeat(33) },
		];
		const id = await upload(database, [
			{ name: "a", numbers: rows },
			group("A", [ONE]),
			group("b", []),
		]);
		const review = await readGroupsReview(database, id);
		expect(review?.sums).toMatchObject([{ outcome: "error", groups: 3, errors: 4 }]);
		expect(review?.repairs.map(({ kind, rows: served }) => [kind, served])).toEqual([
			["clean-numbers", 1],
			["shorten-descriptions", 1],
			["leave-out-doubles", 1],
			["leave-out-errors", 4],
		]);
		for (const kind of ["clean-numbers", "shorten-descriptions", "leave-out-doubles"] as const)
			await repairNumbers(database, id, null, [kind]);
		await readGroupsReview(database, id);
		const one = await readReviewedGroup(database, id, 0);
		expect(
			one?.numbers.map(({ line, leftOut, problems }) => [
				line,
				leftOut,
				problems.map(({ code }) => code),
			]),
		).toEqual([
			[2, true, []],
			[3, false, ["dnis-not-a-number"]],
		]);
		await correctNumbers(database, id, 0, [
			{ line: 3, number: FOUR, description: "typed", leaveOut: false },
		]);
		await leaveOut(database, id, [1, 2], true);
		expect(await outcomes(database, id)).toEqual({ new: 1, "left-out": 2 });
		expect(await apply(database, id)).toMatchObject({ ok: true });
		expect(await numbersOf("a")).toEqual([ONE, TWO, THREE, FOUR]);
	});

	test("numbers without plus are no guess: they are asked once for all groups, and taken back (N6, I9)", async () => {
		const plain = (number: string) => ({ number });
		const id = await upload(database, [
			{ name: "a", numbers: [plain("4795550132"), plain("tel:+1-800-555-0199")] },
			{ name: "b", numbers: [plain("6466506700"), plain("+4795550133")] },
		]);
		expect(await outcomes(database, id)).toEqual({ error: 2 });
		const offered = async () =>
			(await readGroupsReview(database, id))?.repairs.map(({ kind, rows, isMade }) =>
				isMade ? `${kind} ${rows} made` : `${kind} ${rows}`,
			);
		expect(await offered()).toEqual([
			...["read-as-dialed 2", "keep-as-written 2", "clean-numbers 1", "leave-out-errors 3"],
		]);
		expect(await repairNumbers(database, id, null, SAFE_KINDS)).toEqual({
			ok: true,
			value: [{ kind: "clean-numbers", rows: 1 }],
		});
		expect(await repairNumbers(database, id, null, ["read-as-dialed"])).toEqual({
			ok: true,
			value: [{ kind: "read-as-dialed", rows: 2 }],
		});
		expect(await offered()).toEqual(["read-as-dialed 2 made", "clean-numbers 1 made"]);
		expect(await takeBackNumbers(database, id, "read-as-dialed")).toEqual({ ok: true, value: 2 });
		expect(await outcomes(database, id)).toEqual({ error: 2 });
		await repairNumbers(database, id, null, ["keep-as-written"]);
		expect(await apply(database, id)).toMatchObject({ ok: true });
		expect(await numbersOf("a")).toEqual(["+18005550199", "+4795550132"]);
		expect(await numbersOf("b")).toEqual(["+4795550133", "+6466506700"]);
	});

	test("an export of all groups imports again without a change, although countries changed their plans (G4)", async () => {
		await insertGroupWith(database, "a", [ONE, "+180055501", "+4402079460958"]);
		await insertGroupWith(database, "b", ["+180055501"]);
		const text = await exported(database);
		expect(await outcomes(database, await upload(database, text))).toEqual({ unchanged: 2 });
		// G6 still counts such a number.
		const exclusive = groupsIn(text).map((one) => ({ ...one, settings: { uniqueDnis: true } }));
		const review = await upload(database, exclusive);
		expect(await outcomes(database, review)).toEqual({ changed: 1, error: 1 });
	});

	test.each<[string, (on: TestDatabase) => Promise<unknown>]>([
		["the group's name is taken", (on) => insertGroupWith(on, "new", [THREE])],
		[
			"settings change",
			(on) => on.query("update groups set expiry_seconds = 77, version = version + 1", []),
		],
		["a number leaves", (on) => on.query("delete from pool_entries where number = $1", [TWO])],
		[
			"a group with unique DNIS gets a number",
			(on) => insertGroupWith(on, "c", [ONE], { uniqueDnis: true }),
		],
	])("where %s after the look, it is shown again first (I7)", async (_what, change) => {
		await insertGroupWith(database, "a", [TWO, THREE]);
		const id = await upload(database, [group("a", [TWO]), group("new", [ONE])]);
		const seen = await readGroupsReview(database, id);
		await change(database);
		const asSeen = { version: seen!.review.version, plan: seen!.plan! };
		expect(await applyGroupsImport(database, id, asSeen, ADA)).toEqual({
			ok: false,
			error: { code: "import-changed", by: "groups" },
		});
		expect(await numbersOf("a")).not.toEqual([TWO]);
	});

	test("other groups may change after the look, and applied twice it is applied once (I7)", async () => {
		const id = await upload(database, [group("a", [ONE])]);
		const seen = await readGroupsReview(database, id);
		const asSeen = { version: seen!.review.version, plan: seen!.plan! };
		await insertGroupWith(database, "b", [TWO]);
		await leaveOut(database, id, [0], true);
		await leaveOut(database, id, [0], false);
		expect(await applyGroupsImport(database, id, asSeen, ADA)).toEqual({
			ok: false,
			error: { code: "import-changed", by: "review" },
		});
		const current = { ...asSeen, version: asSeen.version + 2 };
		const applied = () => applyGroupsImport(database, id, current, ADA);
		const [first, second] = await Promise.all([applied(), applied()]);
		expect([first.ok, second.ok]).toEqual([true, true]);
		expect((await applied()).ok).toBe(true);
		expect(await numbersOf("a")).toEqual([ONE]);
		expect(await leaveOut(database, id, [0], true)).toEqual({
			ok: false,
			error: { code: "review-closed" },
		});
	});

	test("a number keeps its reservations when its group is updated, and when it goes (C3)", async () => {
		await insertGroupWith(database, "a", [ONE, TWO]);
		await database.query(
			"update numbers set busy_until = '2100-01-01', holder_id = gen_random_uuid(), held_until = '2100-01-01'",
			[],
		);
		const before = await database.query("select * from numbers order by number", []);
		await apply(database, await upload(database, [group("a", [TWO])]));
		await apply(database, await upload(database, [group("a", [ONE])]));
		expect(await database.query("select * from numbers order by number", [])).toEqual(before);
	});

	test("text that no database column holds gets as far as its message", async () => {
		const id = await upload(database, [
			{ name: "\u0000\ud800\u0007", numbers: [{ number: "\u0000", description: "\ud83d\u0000" }] },
			{ name: "x".repeat(100_000), numbers: [{ number: "9".repeat(100_000) }] },
			{ name: { "\u0000": 1 }, numbers: ["\u0000"] },
		]);
		expect(await outcomes(database, id)).toEqual({ error: 3 });
		expect((await readReviewedGroup(database, id, 0))?.numbers[0]?.problems.length).toBe(2);
		expect(await repairNumbers(database, id, null, ["clean-descriptions"])).toEqual({
			ok: true,
			value: [{ kind: "clean-descriptions", rows: 1 }],
		});
	});

	test("open reviews go when they are thrown away, and after a week; applied ones stay as long as the audit log (I10)", async () => {
		const id = await upload(database, [group("a", [ONE])]);
		await discardGroups(database, id);
		expect(await readGroupsReview(database, id)).toBe(null);
		const old = await upload(database, [group("a", [ONE])]);
		const fresh = await upload(database, [group("a", [ONE])]);
		await database.query(
			"update group_import_reviews set created_at = now() - interval '8 days' where id = $1::uuid",
			[old],
		);
		const applied = await upload(database, [group("b", [TWO])]);
		await apply(database, applied);
		const ids = async () =>
			(
				await database.query<{ id: string }>("select id from group_import_reviews order by id", [])
			).map(({ id }) => id);
		const pass = (days: number) =>
			database.query(
				"update group_import_reviews set created_at = now() - make_interval(days => $2::integer), applied_at = now() - make_interval(days => $2::integer) where id = $1::uuid",
				[applied, days],
			);
		await pass(399);
		await deleteOldGroupReviews(database, 400);
		expect(await ids()).toEqual([fresh, applied]);
		await pass(401);
		await deleteOldGroupReviews(database, 400);
		expect(await ids()).toEqual([fresh]);
	});
});

test("a file that takes more memory than there is for it ends the process that reads it, not this one", async () => {
	const bytes = new TextEncoder().encode(
		`{"format":"click-to-call-in-groups","version":1,"x":[${"[[]],".repeat(5_000_000)}0]}`,
	);
	expect(await checkGroupsFile(bytes, async () => {}, 128)).toEqual({
		ok: false,
		error: { code: "file-too-complex" },
	});
});
