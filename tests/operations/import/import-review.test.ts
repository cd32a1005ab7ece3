import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportMode } from "../../../app/domain/import/import-plan.ts";
import { findMadeRepairs } from "../../../app/domain/import/made-repairs.ts";
import { poolToCsv } from "../../../app/domain/import/pool-export.ts";
import { SAFE_KINDS } from "../../../app/domain/import/repair-kinds.ts";
import { applyImport } from "../../../app/operations/import/apply-import.ts";
import {
	correctRows,
	discardImport,
	repairRows,
	takeBackRepair,
} from "../../../app/operations/import/correct-import.ts";
import { readImportReview } from "../../../app/operations/import/read-import-review.ts";
import { uploadImport } from "../../../app/operations/import/upload-import.ts";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { readPool } from "../../../db/import/pool-import.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import {
	contentOf,
	csv,
	IMPORTER,
	importText,
	readOpen,
	storedPool,
	uploadText,
} from "../../support/imports.ts";

const KEPT = { retentionDays: 30, auditRetentionDays: 400 };

describe.each(ENGINES)("the review of an import on the %s engine", (engine) => {
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
	const open = async (groupId: string, mode: ImportMode, text: string) => {
		const reviewId = await uploadText(database, groupId, mode, text);
		return { reviewId, ...(await readOpen(database, groupId, reviewId)) };
	};
	const figures = ({ planned: { plan } }: Awaited<ReturnType<typeof readOpen>>) => ({
		added: plan.added.length,
		changed: plan.changed.length,
		emptied: plan.emptied.length,
		unchanged: plan.unchanged.length,
		removed: plan.removed.length,
		wrong: plan.problems.size,
		leftOut: plan.leftOut,
		size: plan.size,
	});

	test("an upload is kept for review and changes nothing (I3)", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup([a]);
		const before = await storedPool(database, groupId);
		const [audit] = await database.query("select count(*)::integer as n from audit_entries", []);
		const reviewId = await uploadText(
			database,
			groupId,
			"replace",
			csv([
				[b, "new"],
				["nonsense", ""],
			]),
		);
		expect(await storedPool(database, groupId)).toEqual(before);
		expect(await database.query("select count(*)::integer as n from audit_entries", [])).toEqual([
			audit,
		]);
		expect(await database.query("select number from numbers where number = $1", [b])).toEqual([]);
		const found = await readImportReview(database, groupId, reviewId);
		expect(found?.review).toMatchObject({
			mode: "replace",
			fileName: "numbers.csv",
			state: "open",
			version: 1,
			createdBy: IMPORTER.name,
		});
		expect(found?.reading.header).toEqual({ line: 1, cells: ["DNIS", "Description"] });
	});

	test("what is no CSV file is said, and no review is kept (I5)", async () => {
		const groupId = await newGroup(fresh(1));
		const upload = (bytes: Uint8Array) =>
			uploadImport(database, groupId, { name: "a.csv", bytes, mode: "add" }, IMPORTER);
		expect(await upload(new Uint8Array())).toEqual({ ok: false, error: { code: "file-empty" } });
		expect(await upload(new Uint8Array([0x50, 0x4b, 3, 4, 20]))).toEqual({
			ok: false,
			error: { code: "file-spreadsheet" },
		});
		expect(
			await database.query("select id from import_reviews where group_id = $1::uuid", [groupId]),
		).toEqual([]);
	});

	test("a file for a group that has been deleted meanwhile is refused as that", async () => {
		const groupId = await newGroup(fresh(1));
		await database.query("delete from groups where id = $1::uuid", [groupId]);
		const bytes = new TextEncoder().encode(csv([[fresh(1)[0] as string]]));
		const uploaded = await uploadImport(
			database,
			groupId,
			{ name: "a.csv", bytes, mode: "add" },
			IMPORTER,
		);
		expect(uploaded).toEqual({ ok: false, error: { code: "group-gone" } });
	});

	test.each([
		[
			"add",
			{ added: 1, changed: 1, emptied: 0, unchanged: 2, removed: 0, wrong: 1, leftOut: 0, size: 5 },
		],
		[
			"replace",
			{ added: 1, changed: 1, emptied: 1, unchanged: 1, removed: 1, wrong: 1, leftOut: 0, size: 4 },
		],
	] as const)("the figures of what would be done, to %s (I3, I4)", async (mode, expected) => {
		const [a, b, c, d, e] = fresh(5) as [string, string, string, string, string];
		const groupId = await newGroup([a, b, c, d]);
		for (const [number, description] of Object.entries({
			[a]: "same",
			[b]: "old",
			[c]: "loses it",
		}))
			await database.query("update pool_entries set description = $1 where number = $2", [
				description,
				number,
			]);
		const text = csv([
			[a, "same"],
			[b, "new"],
			[c, ""],
			[e, "added"],
			["+1 800", ""],
		]);
		expect(figures(await open(groupId, mode, text))).toEqual(expected);
	});

	test("a row is corrected, left out and put back in place; the version counts what changed (I3)", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup([a]);
		const { reviewId } = await open(
			groupId,
			"add",
			csv([
				["12", "short"],
				[b, "fine"],
			]),
		);
		const correct = (number: string, description: string, leaveOut: boolean, line = 2) =>
			correctRows(database, groupId, reviewId, [{ line, number, description, leaveOut }]);

		expect(await correct("12", "short", true)).toEqual({ ok: true, value: 1 });
		expect(figures(await readOpen(database, groupId, reviewId))).toMatchObject({
			wrong: 0,
			leftOut: 1,
			added: 1,
		});
		expect(await correct("12", "short", true)).toEqual({ ok: true, value: 0 });
		expect(await correct("12", "short", false)).toEqual({ ok: true, value: 1 });
		expect(figures(await readOpen(database, groupId, reviewId))).toMatchObject({
			wrong: 1,
			leftOut: 0,
		});
		expect(await correct(a, "corrected", false)).toEqual({ ok: true, value: 1 });
		expect(await correct("1", "of no line", false, 99)).toEqual({ ok: true, value: 0 });
		const { planned, seen } = await readOpen(database, groupId, reviewId);
		expect(planned.plan.changed).toMatchObject([
			{ line: 2, number: a, before: "", after: "corrected" },
		]);
		expect(seen.version).toBe(4);
		expect((await applyImport(database, groupId, reviewId, seen, IMPORTER)).ok).toBe(true);
		expect(contentOf(await storedPool(database, groupId))).toEqual({
			[a]: "corrected",
			[b]: "fine",
		});
	});

	test("a correction that is wrong itself stays an error, and what was typed is kept", async () => {
		const groupId = await newGroup(fresh(1));
		const { reviewId } = await open(groupId, "add", csv([["12", ""]]));
		await correctRows(database, groupId, reviewId, [
			{ line: 2, number: "+1 (2)", description: "\0", leaveOut: false },
		]);
		const { planned } = await readOpen(database, groupId, reviewId);
		expect(planned.rows[0]).toMatchObject({
			line: 2,
			number: "+1 (2)",
			description: "\0",
			dnis: null,
		});
		expect(planned.plan.problems.get(2)?.map((problem) => problem.code)).toEqual([
			"dnis-not-a-number",
			"character-not-allowed",
		]);
	});

	test("numbers with two readings are asked once, are no guess till then, and the answer can be taken back (N6, I9)", async () => {
		const groupId = await newGroup(fresh(1));
		const { reviewId, planned } = await open(
			groupId,
			"add",
			csv([
				["4795550132", "Little Rock"],
				["(609) 555-0132", "Trenton"],
				["8005550199", "Claims"],
			]),
		);
		expect([...planned.plan.problems.values()].flat().map(({ code }) => code)).toEqual([
			...["dnis-two-readings", "dnis-two-readings", "dnis-national"],
		]);
		const seen = { version: 1, poolVersion: planned.group.poolVersion };
		expect(await applyImport(database, groupId, reviewId, seen, IMPORTER)).toEqual({
			ok: false,
			error: { code: "import-has-errors" },
		});
		const read = ["read-as-dialed", "add-country-codes"] as const;
		for (const [index, kind] of read.entries())
			expect(await repairRows(database, groupId, reviewId, [kind])).toEqual({
				ok: true,
				value: [{ kind, rows: 2 - index }],
			});
		const repaired = await readOpen(database, groupId, reviewId);
		expect(repaired.planned.plan.added.map(({ number }) => number)).toEqual([
			...["+14795550132", "+16095550132", "+18005550199"],
		]);
		expect(findMadeRepairs(repaired.planned.rows)).toMatchObject([
			{ kind: "read-as-dialed", rows: 2 },
			{ kind: "add-country-codes", rows: 1 },
		]);
		expect(await takeBackRepair(database, groupId, reviewId, "read-as-dialed")).toEqual({
			ok: true,
			value: 2,
		});
		expect(figures(await readOpen(database, groupId, reviewId))).toMatchObject({
			...{ added: 1, wrong: 2 },
		});
		await repairRows(database, groupId, reviewId, ["keep-as-written"]);
		const { planned: kept, seen: now } = await readOpen(database, groupId, reviewId);
		expect(kept.plan.added.map(({ number }) => number)).toEqual([
			...["+4795550132", "+6095550132", "+18005550199"],
		]);
		expect((await applyImport(database, groupId, reviewId, now, IMPORTER)).ok).toBe(true);
		expect(await takeBackRepair(database, groupId, reviewId, "keep-as-written")).toEqual({
			ok: false,
			error: { code: "review-closed" },
		});
	});

	test("all safe repairs are made in one step, each on what the one before left (I9)", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup(fresh(1));
		const { reviewId } = await open(
			groupId,
			"add",
			`${a},x\ntel:${a},x\n${b}\n4795550132,asked\n\\${b}x12,not safe\n`,
		);
		expect(await repairRows(database, groupId, reviewId, SAFE_KINDS)).toEqual({
			ok: true,
			value: [
				{ kind: "add-commas", rows: 1 },
				{ kind: "clean-numbers", rows: 1 },
				{ kind: "leave-out-doubles", rows: 1 },
			],
		});
		const { planned } = await readOpen(database, groupId, reviewId);
		expect(findMadeRepairs(planned.rows).map(({ kind, rows }) => [kind, rows])).toEqual([
			["clean-numbers", 1],
			["add-commas", 1],
			["leave-out-doubles", 1],
		]);
		expect([...planned.plan.problems.keys()]).toEqual([4, 5]);
	});

	test("an export imports again without a change, although the countries of its numbers changed their plans (G4, I6)", async () => {
		const [a] = fresh(1) as [string];
		const groupId = await newGroup([a, "+180055501", "+4402079460958", "+999123456"]);
		const exported = poolToCsv(await readPool(database, groupId));
		for (const text of [exported, exported.replaceAll("+", "")])
			for (const mode of ["add", "replace"] as const)
				expect(figures(await open(groupId, mode, text))).toMatchObject({
					...{ added: 0, changed: 0, unchanged: 4, removed: 0, wrong: 0, size: 4 },
				});
		// The installation knows them, so that they may move to another group too.
		const otherId = await newGroup(fresh(1));
		const reviewId = await uploadText(database, otherId, "add", exported);
		expect(figures(await readOpen(database, otherId, reviewId))).toMatchObject({
			...{ added: 4, wrong: 0 },
		});
	});

	test("one repair serves all rows that need it, and changes no other (I3)", async () => {
		const [a, b, c] = fresh(3) as [string, string, string];
		const groupId = await newGroup(fresh(1));
		const spaced = (number: string) => number.replace(/(\d{3})(\d{4})$/, " $1-$2");
		const { reviewId } = await open(
			groupId,
			"add",
			csv([
				[spaced(a), "one"],
				[spaced(b), "two"],
				[c, "three"],
				["nonsense", ""],
			]),
		);
		expect(await repairRows(database, groupId, reviewId, ["clean-numbers"])).toEqual({
			ok: true,
			value: [{ kind: "clean-numbers", rows: 2 }],
		});
		expect(await repairRows(database, groupId, reviewId, ["clean-numbers"])).toEqual({
			ok: true,
			value: [],
		});
		expect(figures(await readOpen(database, groupId, reviewId))).toMatchObject({
			added: 3,
			wrong: 1,
		});
		expect(await repairRows(database, groupId, reviewId, ["leave-out-errors"])).toEqual({
			ok: true,
			value: [{ kind: "leave-out-errors", rows: 1 }],
		});
		expect(figures(await readOpen(database, groupId, reviewId))).toMatchObject({
			added: 3,
			wrong: 0,
			leftOut: 1,
		});
	});

	test("a doubled row is left out by its repair, with regard to the row that stays", async () => {
		const [a] = fresh(1) as [string];
		const groupId = await newGroup(fresh(1));
		const { reviewId, planned } = await open(
			groupId,
			"add",
			csv([
				[a, "x"],
				[a, "x"],
				[a.slice(1), "x"],
			]),
		);
		expect([...planned.plan.problems.keys()]).toEqual([3, 4]);
		await repairRows(database, groupId, reviewId, ["leave-out-doubles"]);
		expect(figures(await readOpen(database, groupId, reviewId))).toMatchObject({
			added: 1,
			wrong: 0,
			leftOut: 2,
		});
	});

	test("a number that another group has to itself is an error that names the group; leaving it out mends it (G6)", async () => {
		const [a, b, own] = fresh(3) as [string, string, string];
		const otherId = await newGroup([a], { uniqueDnis: true });
		const otherName = `group ${groups}`;
		const groupId = await newGroup([own]);
		const { reviewId, planned, seen } = await open(groupId, "add", csv([[a], [b]]));
		expect(planned.plan.problems.get(2)).toEqual([
			{ code: "number-exclusive-elsewhere", number: a, groups: [{ id: otherId, name: otherName }] },
		]);
		expect(await applyImport(database, groupId, reviewId, seen, IMPORTER)).toEqual({
			ok: false,
			error: { code: "import-has-errors" },
		});
		await correctRows(database, groupId, reviewId, [
			{ line: 2, number: a, description: "", leaveOut: true },
		]);
		const again = await readOpen(database, groupId, reviewId);
		expect((await applyImport(database, groupId, reviewId, again.seen, IMPORTER)).ok).toBe(true);
		expect(Object.keys(contentOf(await storedPool(database, groupId)))).toEqual([b, own].sort());
	});

	test("a number of another group cannot join a group that does not share; the error names where it stands (G6)", async () => {
		const [a, own] = fresh(2) as [string, string];
		const otherId = await newGroup([a]);
		const otherName = `group ${groups}`;
		const groupId = await newGroup([own], { uniqueDnis: true });
		const { planned } = await open(groupId, "replace", csv([[a], [own]]));
		expect(planned.plan.problems.get(2)).toEqual([
			{ code: "number-not-exclusive", number: a, groups: [{ id: otherId, name: otherName }] },
		]);
	});

	test("a number that other groups share is a warning that names them, and blocks nothing (G6)", async () => {
		const [a, own] = fresh(2) as [string, string];
		const otherId = await newGroup([a]);
		const otherName = `group ${groups}`;
		const groupId = await newGroup([own]);
		const { planned, reviewId, seen } = await open(groupId, "add", csv([[a]]));
		expect(planned.plan.problems.size).toBe(0);
		expect(planned.alsoIn.get(a)).toEqual([{ id: otherId, name: otherName }]);
		expect((await applyImport(database, groupId, reviewId, seen, IMPORTER)).ok).toBe(true);
	});

	test("switching unique DNIS on after the review makes shared numbers errors, and nothing is applied (G6)", async () => {
		const [a, own] = fresh(2) as [string, string];
		await newGroup([a]);
		const groupId = await newGroup([own]);
		const { reviewId, seen } = await open(groupId, "add", csv([[a]]));
		await database.query("update groups set unique_dnis = true where id = $1::uuid", [groupId]);
		expect(await applyImport(database, groupId, reviewId, seen, IMPORTER)).toEqual({
			ok: false,
			error: { code: "import-has-errors" },
		});
		expect(Object.keys(contentOf(await storedPool(database, groupId)))).toEqual([own]);
	});

	test("numbers to be removed that have live requests are named with their count", async () => {
		const [a, b, c] = fresh(3) as [string, string, string];
		const groupId = await newGroup([a, b]);
		const insertRequest = (number: string, seconds: number) =>
			database.query(
				`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, has_access_code, api_key_id, corr_id)
				values (gen_random_uuid(), now(), now() + make_interval(secs => ${seconds}), $1::uuid, 'g', false, $2, false, gen_random_uuid(), gen_random_uuid())`,
				[groupId, number],
			);
		await insertRequest(a, 600);
		await insertRequest(a, 600);
		await insertRequest(b, -1);
		const { live } = await open(groupId, "replace", csv([[c]]));
		expect(live).toEqual([{ number: a, liveRequests: 2 }]);
	});

	test("'Start again' removes the review, and what was open for correction is closed; an applied one stays", async () => {
		const [a, b] = fresh(2) as [string, string];
		const groupId = await newGroup([a]);
		const { reviewId } = await open(groupId, "add", csv([[b]]));
		await discardImport(database, groupId, reviewId);
		expect(await readImportReview(database, groupId, reviewId)).toBeNull();
		expect(await correctRows(database, groupId, reviewId, [])).toEqual({
			ok: false,
			error: { code: "review-closed" },
		});
		expect(await repairRows(database, groupId, reviewId, ["clean-numbers"])).toEqual({
			ok: false,
			error: { code: "review-closed" },
		});
		const appliedId = await importText(database, groupId, "add", csv([[b]]));
		await discardImport(database, groupId, appliedId);
		expect((await readImportReview(database, groupId, appliedId))?.review.state).toBe("applied");
	});

	test("a review belongs to its group: another group's address, or what is no ID, finds nothing", async () => {
		const [a, b] = fresh(2) as [string, string];
		const [groupId, otherId] = [await newGroup([a]), await newGroup([b])];
		const { reviewId, seen } = await open(groupId, "replace", csv([[b]]));
		expect(await readImportReview(database, otherId, reviewId)).toBeNull();
		expect(await readImportReview(database, groupId, "nonsense")).toBeNull();
		const poolVersion = 1;
		expect(
			(await applyImport(database, otherId, reviewId, { ...seen, poolVersion }, IMPORTER)).ok,
		).toBe(false);
		expect(await applyImport(database, "nonsense", reviewId, seen, IMPORTER)).toEqual({
			ok: false,
			error: { code: "group-gone" },
		});
	});

	test("open reviews go after a week; applied ones stay while they can be undone, then as long as the audit log (I10)", async () => {
		const numbers = fresh(4);
		const groupId = await newGroup(numbers.slice(0, 1));
		const tooOld = await uploadText(database, groupId, "add", csv([[numbers[1] as string]]));
		const young = await uploadText(database, groupId, "add", csv([[numbers[1] as string]]));
		const applied = await importText(database, groupId, "add", csv([[numbers[2] as string]]));
		const age = (id: string, days: number) =>
			database.query(
				`update import_reviews set created_at = now() - make_interval(days => ${days}),
					applied_at = case when state = 'open' then null else now() - make_interval(days => ${days}) end
				where id = $1::uuid`,
				[id],
			);
		await age(tooOld, 8);
		await age(young, 6);
		await age(applied, KEPT.auditRetentionDays + 1);
		const left = async () => {
			await cleanUp(database.service, KEPT);
			const reviews = await Promise.all(
				[tooOld, young, applied].map((id) => readImportReview(database, groupId, id)),
			);
			return reviews.map((found) =>
				found ? `${found.review.state}${found.review.hasPoolBefore ? ", with pool" : ""}` : "gone",
			);
		};
		expect(await left()).toEqual(["gone", "open", "applied, with pool"]);
		await database.query(
			"update pool_entries set description = 'changed' where group_id = $1::uuid",
			[groupId],
		);
		await age(applied, KEPT.auditRetentionDays - 1);
		expect(await left()).toEqual(["gone", "open", "applied"]);
		await age(applied, KEPT.auditRetentionDays + 1);
		expect(await left()).toEqual(["gone", "open", "gone"]);
	});
});
