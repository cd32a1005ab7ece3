import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyImport } from "../../../app/operations/import/apply-import.ts";
import { chooseColumns } from "../../../app/operations/import/choose-columns.ts";
import { correctRows } from "../../../app/operations/import/correct-import.ts";
import { readImportReview } from "../../../app/operations/import/read-import-review.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import { applyAsSeen, contentOf, IMPORTER, storedPool, uploadText } from "../../support/imports.ts";

let database: TestDatabase;
beforeAll(async () => {
	database = await openTestDatabase("embedded");
});
afterAll(() => database.drop());

let made = 0;
const numbers = someNumbers(100);
async function newGroup() {
	made += 1;
	const [first = "", a = "", b = ""] = numbers.slice(3 * made, 3 * made + 3);
	const groupId = await insertGroupWith(database, `columns ${made}`, [first]);
	return { groupId, first, a, b, file: `did,region,owner\n${a},us,Ann\n${b},de,Bob\n` };
}
const review = async (groupId: string, reviewId: string) => {
	const found = await readImportReview(database, groupId, reviewId);
	if (!found) throw new Error("There is no review.");
	return found;
};

describe("the choice of a file's columns (I8)", () => {
	test("until it is made nothing is read, and nothing can be applied, to replace neither", async () => {
		const { groupId, file } = await newGroup();
		for (const mode of ["add", "replace"] as const) {
			const reviewId = await uploadText(database, groupId, mode, file);
			const { reading, planned, review: stored, group } = await review(groupId, reviewId);
			expect([reading.unclear, planned]).toEqual([["description"], null]);
			const seen = { version: stored.version, poolVersion: group.poolVersion };
			expect(await applyImport(database, groupId, reviewId, seen, IMPORTER)).toEqual({
				ok: false,
				error: { code: "import-unread" },
			});
		}
		expect(await storedPool(database, groupId)).toHaveLength(1);
	});

	test("it is remembered, can be made again, and the file is erased when applied", async () => {
		const { groupId, first, a, b, file } = await newGroup();
		const reviewId = await uploadText(database, groupId, "add", file);
		const choose = (description: number | null) =>
			chooseColumns(database, groupId, reviewId, { number: 0, description });
		expect(await choose(1)).toEqual({ ok: true, value: null });
		const { reading, planned } = await review(groupId, reviewId);
		expect([reading.columns, reading.unclear]).toEqual([{ number: 0, description: 1 }, []]);
		expect(planned?.plan.added.map(({ description }) => description)).toEqual(["us", "de"]);
		await correctRows(database, groupId, reviewId, [
			{ line: 2, number: a, description: "typed", leaveOut: false },
		]);
		expect(await choose(2)).toEqual({ ok: true, value: null });
		expect((await applyAsSeen(database, groupId, reviewId)).ok).toBe(true);
		const pool = contentOf(await storedPool(database, groupId));
		expect(pool).toEqual({ [first]: "", [a]: "Ann", [b]: "Bob" });
		const kept = await database.query("select header, rows from import_reviews where id = $1", [
			reviewId,
		]);
		expect(kept).toEqual([{ header: null, rows: null }]);
		expect(await choose(1)).toEqual({ ok: false, error: { code: "review-closed" } });
	});

	test("a page that shows another choice does not apply", async () => {
		const { groupId, file } = await newGroup();
		const reviewId = await uploadText(database, groupId, "add", file);
		await chooseColumns(database, groupId, reviewId, { number: 0, description: 1 });
		const { review: stored, group } = await review(groupId, reviewId);
		const seen = { version: stored.version, poolVersion: group.poolVersion };
		await chooseColumns(database, groupId, reviewId, { number: 0, description: null });
		expect(await applyImport(database, groupId, reviewId, seen, IMPORTER)).toEqual({
			ok: false,
			error: { code: "import-changed", by: "review" },
		});
	});

	test("a review that an earlier version read by position is not applied", async () => {
		const { groupId, a } = await newGroup();
		const reviewId = await uploadText(database, groupId, "add", `DNIS,Description\n${a},us\n`);
		await database.query("update import_reviews set header = $1 where id = $2", [
			JSON.stringify({ line: 1, cells: ["number", "region", "description"] }),
			reviewId,
		]);
		const { reading, planned } = await review(groupId, reviewId);
		expect([reading.isOutdated, planned]).toEqual([true, null]);
		await database.query("update import_reviews set header = $1 where id = $2", [
			JSON.stringify({ line: 1, cells: ["DNIS", "Description"] }),
			reviewId,
		]);
		expect((await applyAsSeen(database, groupId, reviewId)).ok).toBe(true);
	});
});
