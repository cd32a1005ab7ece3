import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ListedImport } from "../../../app/domain/import/listed-import.ts";
import { undoGroupsImport } from "../../../app/operations/import/all-groups/undo-groups-import.ts";
import { discardImport } from "../../../app/operations/import/correct-import.ts";
import { undoImport } from "../../../app/operations/import/undo-import.ts";
import {
	findImportPlace,
	listImports,
	listPendingImports,
} from "../../../db/import/import-history.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import { ADA, apply, outcomes, upload } from "../../support/groups-import.ts";
import { csv, IMPORTER, importText, readOpen, uploadText } from "../../support/imports.ts";

const [ONE, TWO, THREE, FOUR] = someNumbers(4) as [string, string, string, string];
const group = (name: string, ...numbers: string[]) => ({
	name,
	numbers: numbers.map((number) => ({ number })),
});

describe.each(ENGINES)("imports are listed (I10) (%s)", (engine) => {
	let database: TestDatabase;
	let cars: string;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		await database.query("delete from groups", []);
		await database.query("delete from group_import_reviews", []);
		cars = await insertGroupWith(database, "cars", [ONE]);
	});

	const short = ({ state, canUndo }: ListedImport) => `${state}${canUndo ? ", can be undone" : ""}`;
	const pending = async (groupId: string | null) =>
		(await listPendingImports(database, groupId, 10)).map(short);
	const history = async (groupId: string | null, limit = 10, offset = 0) => {
		const { imports, total } = await listImports(database, groupId, { limit, offset });
		return [total, imports.map(short)];
	};

	test("an open review is listed with who made it and its rows in error, until somebody discards it", async () => {
		const id = await uploadText(database, cars, "add", csv([[TWO], ["12"], ["x"]]));
		expect(await listPendingImports(database, cars, 10)).toMatchObject([
			{ id, groupId: cars, fileName: "numbers.csv", mode: "add", state: "open", inError: null },
		]);
		await readOpen(database, cars, id);
		expect(await listPendingImports(database, cars, 10)).toMatchObject([
			{ createdBy: IMPORTER.name, inError: 2, appliedBy: null, figures: null },
		]);
		await discardImport(database, cars, id);
		expect(await pending(cars)).toEqual([]);
		expect(await findImportPlace(database, id)).toBe(null);
	});

	test("an applied import is listed until the pool changes, and stays in the history with its counts", async () => {
		const id = await importText(
			database,
			cars,
			"add",
			csv([
				[TWO, "b"],
				[ONE, "a"],
			]),
		);
		expect(await listPendingImports(database, cars, 10)).toMatchObject([
			{
				...{ id, state: "applied", canUndo: true, appliedBy: IMPORTER.name },
				figures: { added: 1, changed: 1, removed: 0 },
			},
		]);
		await importText(database, cars, "add", csv([[THREE]]));
		expect(await pending(cars)).toEqual(["applied, can be undone"]);
		expect(await history(cars)).toEqual([2, ["applied, can be undone", "applied"]]);
		expect(await findImportPlace(database, id)).toEqual({ groupId: cars });
	});

	test("an undone import is in the history alone", async () => {
		const id = await importText(database, cars, "replace", csv([[TWO]]));
		await undoImport(database, cars, id, IMPORTER);
		expect(await pending(cars)).toEqual([]);
		expect(await listImports(database, cars, { limit: 1, offset: 0 })).toMatchObject({
			imports: [{ id, state: "undone", undoneBy: IMPORTER.name, figures: { removed: 1 } }],
		});
	});

	test("the history comes in pages, the newest first, without other groups", async () => {
		const homes = await insertGroupWith(database, "homes", [FOUR]);
		await uploadText(database, homes, "add", csv([[ONE]]));
		for (const number of [TWO, THREE, FOUR])
			await importText(database, cars, "add", csv([[number]]));
		expect(await history(cars, 2)).toEqual([3, ["applied, can be undone", "applied"]]);
		expect(await history(cars, 2, 2)).toEqual([3, ["applied"]]);
		expect(await history(cars, 2, 4)).toEqual([3, []]);
		expect(await history("none")).toEqual([0, []]);
	});

	test("a file of all groups is listed on its own page, and with the groups that it made or changed", async () => {
		const homes = await insertGroupWith(database, "homes", [FOUR]);
		const id = await upload(database, [
			group("cars", ONE, TWO),
			group("boats", THREE),
			group("", ONE),
		]);
		await outcomes(database, id);
		expect(await listPendingImports(database, null, 10)).toMatchObject([
			{ id, groupId: null, mode: "update", state: "open", inError: 1, createdBy: ADA.name },
		]);
		expect(await pending(cars)).toEqual([]);
		const applied = await upload(database, [group("cars", ONE, TWO), group("boats", THREE)]);
		await apply(database, applied);
		expect(await pending(null)).toEqual(["open", "applied, can be undone"]);
		expect(await history(cars)).toEqual([1, ["applied, can be undone"]]);
		expect(await history(homes)).toEqual([0, []]);
		expect(await listImports(database, null, { limit: 1, offset: 0 })).toMatchObject({
			imports: [{ id: applied, figures: { newGroups: 1, changedGroups: 1 } }],
		});
		await undoGroupsImport(database, applied, ADA);
		expect(await pending(null)).toEqual(["open"]);
		expect(await history(cars)).toEqual([1, ["undone"]]);
		expect(await findImportPlace(database, applied)).toEqual({ groupId: null });
	});

	test("the audit entries of an import and of its undo know it (I10)", async () => {
		const id = await importText(database, cars, "add", csv([[TWO]]));
		await undoImport(database, cars, id, IMPORTER);
		const entries = await database.query<{ action: string }>(
			"select action from audit_entries where import_id = $1::uuid order by id",
			[id],
		);
		expect(entries.map(({ action }) => action)).toEqual(["pool.import", "pool.undo-import"]);
	});
});
