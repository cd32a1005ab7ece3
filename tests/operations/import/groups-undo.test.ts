import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deleteGroup, saveSettings } from "../../../app/operations/groups/change-group.ts";
import { addEntry, editEntry } from "../../../app/operations/groups/change-pool.ts";
import { undoGroupsImport } from "../../../app/operations/import/all-groups/undo-groups-import.ts";
import {
	changeGroupDestination,
	deleteConnection,
} from "../../../app/operations/phone-systems/change-connection.ts";
import { createConnection } from "../../../app/operations/phone-systems/create-connection.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { findEntryByNumber } from "../../../db/groups/pool-entries.ts";
import { findStoredConnection } from "../../../db/phone-systems/connections.ts";
import { reserve } from "../../support/call-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { ADA, apply, exported, groupsIn, upload } from "../../support/groups-import.ts";
import { isDense, storedPool } from "../../support/imports.ts";

const UNDONE = { ok: true, value: null };
const AGENTS = "sip:agents@pbx.example.com";
const OWN = "+14155550132";
const NUMBERS = someNumbers(40);
const at = (...indexes: number[]): string[] => indexes.map((index) => NUMBERS[index] as string);
const group = (name: string, numbers: string[], more: object = {}) => ({
	...{ name, numbers: numbers.map((number) => ({ number, description: `in ${name}` })) },
	...more,
});

describe.each(ENGINES)("the import of a file of groups is undone (I10) (%s)", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		await database.query("delete from requests", []);
		for (const table of ["groups", "group_import_reviews", "connections", "api_key_groups"])
			await database.query(`delete from ${table}`, []);
		await database.query("delete from api_keys", []);
	});

	const imported = async (groups: object[]): Promise<string> => {
		const id = await upload(database, groups);
		expect(await apply(database, id)).toMatchObject({ ok: true });
		return id;
	};
	const undo = (id: string) => undoGroupsImport(database, id, ADA);
	const state = async () => groupsIn(await exported(database));
	const idOf = async (name: string): Promise<string> => {
		const [row] = await database.query<{ id: string }>(
			"select id::text as id from groups where name = $1",
			[name],
		);
		if (!row) throw new Error(`There is no group ${name}.`);
		return row.id;
	};
	const makeConnection = async (name: string, groupIds: string[] | null): Promise<string> => {
		const made = await createConnection(
			database.service,
			{
				...{ requestId: randomUUID(), kind: "sip-proxy", secret: null, name, groupIds },
				...{ numbersWithoutPlus: "any", releasesOnAnswer: true },
				...{ target: null, secondTarget: null, fallback: null, userDataKeys: [] },
			},
			{ hasPublicUrl: false },
			ADA,
		);
		if (!made.ok) throw new Error(made.error.code);
		return made.value.id;
	};

	test("groups that were made are gone; changed ones have their settings, numbers and entries again", async () => {
		const cars = await insertGroupWith(database, "cars", at(0, 1, 2, 3), { expirySeconds: 45 });
		await insertGroupWith(database, "homes", at(10));
		await insertGroupWith(database, "kept", at(20));
		await database.query(
			"update pool_entries set description = 'no. ' || position, created_at = '2024-02-29T12:00:00.123Z'",
			[],
		);
		const [before, pool] = [await state(), await storedPool(database, cars)];
		const id = await imported(
			[
				group("cars", at(2, 3, 4, 5), { settings: { uniqueDnis: true, expirySeconds: 60 } }),
				group("homes", at(0, 10)),
				group("boats", at(1, 30)),
				group("kept", at(20), { numbers: [{ number: NUMBERS[20], description: "no. 0" }] }),
			].map((one) => (one.name === "homes" ? group("homes", at(10)) : one)),
		);
		expect(await state()).not.toEqual(before);
		expect(await undo(id)).toEqual(UNDONE);
		expect(await state()).toEqual(before);
		const after = await storedPool(database, cars);
		const identity = ({ id, number, description, created }: (typeof pool)[number]) => ({
			...{ id, number, description, created },
		});
		expect(after.map(identity)).toEqual(pool.map(identity));
		expect(isDense(after)).toBe(true);
	});

	test("numbers that the file moved between groups go back, with unique DNIS on both (G6)", async () => {
		const unique = { uniqueDnis: true };
		await insertGroupWith(database, "cars", at(0, 1), unique);
		await insertGroupWith(database, "homes", at(2, 3), unique);
		const before = await state();
		const id = await imported([
			group("cars", at(2, 1), { settings: unique }),
			group("homes", at(0, 3, 4), { settings: unique }),
			group("boats", at(5), { settings: unique }),
		]);
		expect(await undo(id)).toEqual(UNDONE);
		expect(
			(await state()).map(({ name, numbers }) => [name, numbers.map((n) => n.number)]),
		).toEqual(before.map(({ name, numbers }) => [name, numbers.map((n) => n.number)]));
	});

	test("live requests of groups that are removed again stay, and are counted in the audit entry (G10)", async () => {
		const id = await imported([group("boats", at(0))]);
		const boats = await idOf("boats");
		const apiKey = await insertKey(database, { secret: "a key of a test" });
		const request = await reserve(database, { groupName: "boats", apiKey });
		expect(await undo(id)).toEqual(UNDONE);
		const [live] = await database.query(
			"select group_name, ended_at from requests where id = $1::uuid and expires_at > now()",
			[request.id],
		);
		expect(live).toMatchObject({ group_name: "boats", ended_at: null });
		const [entry] = await database.query<{ before: string }>(
			"select before from audit_entries where action = 'group.delete' and subject_id = $1",
			[boats],
		);
		expect(JSON.parse(entry!.before)).toMatchObject({ numbers: 1, liveRequests: 1 });
	});

	test("undoing twice, or twice at once, undoes once, with one set of audit entries", async () => {
		await insertGroupWith(database, "cars", at(0));
		const id = await imported([group("cars", at(0, 1)), group("boats", at(2))]);
		expect(await Promise.all([undo(id), undo(id)])).toEqual([UNDONE, UNDONE]);
		expect(await undo(id)).toEqual(UNDONE);
		const actions = await database.query<{ action: string }>(
			"select action from audit_entries where import_id = $1::uuid order by id",
			[id],
		);
		expect(actions.map(({ action }) => action)).toEqual([
			...["group.import", "group.create", "groups.import"],
			...["group.delete", "group.undo-import", "groups.undo-import"],
		]);
	});

	const changes: [what: string, name: string, change: () => Promise<unknown>][] = [
		[
			"settings",
			"cars",
			async () => {
				const found = await findGroup(database, await idOf("cars"));
				const settings = { ...found!.settings, expirySeconds: 77 };
				return saveSettings(database, found!.id, { version: found!.version, settings }, ADA);
			},
		],
		[
			"a number of a changed group",
			"cars",
			async () =>
				addEntry(database, await idOf("cars"), { number: NUMBERS[9]!, description: "" }, ADA),
		],
		[
			"a description of a new group",
			"boats",
			async () => {
				const boats = await idOf("boats");
				const entry = await findEntryByNumber(database, boats, NUMBERS[2]!);
				const { id, version, number } = entry!;
				return editEntry(database, boats, { entryId: id, version, number, description: "x" }, ADA);
			},
		],
		[
			"the group itself",
			"cars",
			async () => {
				const { id, version, poolVersion } = (await findGroup(database, await idOf("cars")))!;
				return deleteGroup(database, id, { version, poolVersion }, ADA);
			},
		],
		[
			"an API key that is limited to a new group",
			"boats",
			async () => insertKey(database, { secret: "key", groupIds: [await idOf("boats")] }),
		],
		[
			"a connection that serves a new group since",
			"boats",
			async () => makeConnection("Later", [await idOf("boats")]),
		],
	];
	test.each(changes)(
		"%s changed since: nothing is undone, and the refusal names the group",
		async (_what, name, change) => {
			await insertGroupWith(database, "cars", at(0));
			const id = await imported([group("cars", at(0, 1)), group("boats", at(2))]);
			await change();
			const before = await state();
			expect(await undo(id)).toEqual({
				ok: false,
				error: { code: "undo-groups-changed", groups: [name], more: 0 },
			});
			expect(await state()).toEqual(before);
		},
	);

	test("the file's connections are put back; a connection that changed since refuses the undo", async () => {
		const cars = await insertGroupWith(database, "cars", at(0));
		const homes = await insertGroupWith(database, "homes", at(1));
		const proxy = await makeConnection("Proxy", [homes]);
		await changeGroupDestination(
			database.service,
			proxy,
			{ groupId: homes, target: OWN, fallback: null },
			ADA,
		);
		const before = await state();
		const file = [
			group("cars", at(0), { connections: [{ name: "Proxy", target: AGENTS }] }),
			group("homes", at(1), { connections: [{ name: "Proxy", target: AGENTS }] }),
			group("boats", at(2), { connections: [{ name: "Proxy" }] }),
		];
		const id = await imported(file);
		expect(await undo(id)).toEqual(UNDONE);
		expect(await state()).toEqual(before);
		const served = await findStoredConnection(database, proxy);
		expect(served?.groups).toEqual(["homes"]);

		const again = await imported(file);
		const elsewhere = { groupId: cars, target: OWN, fallback: null };
		await changeGroupDestination(database.service, proxy, elsewhere, ADA);
		const refused = {
			ok: false,
			error: { code: "undo-groups-changed", groups: ["cars"], more: 0 },
		};
		expect(await undo(again)).toEqual(refused);
		await deleteConnection(database.service, proxy, ADA);
		expect(await undo(again)).toMatchObject({
			error: { code: "undo-groups-changed", groups: ["cars", "homes", "boats"] },
		});
	});

	test("a number that another group needs by now refuses the undo, and names that group (G6)", async () => {
		await insertGroupWith(database, "cars", at(0, 1));
		const id = await imported([group("cars", at(0))]);
		await insertGroupWith(database, "later", at(1, 7), { uniqueDnis: true });
		expect(await undo(id)).toMatchObject({
			error: {
				code: "undo-clash",
				clash: { code: "number-exclusive-elsewhere", groups: [{ name: "later" }] },
			},
		});
		expect((await state()).map(({ numbers }) => numbers.length)).toEqual([1, 2]);
	});

	test("unique DNIS does not come back while another group shares a number by now (G6)", async () => {
		await insertGroupWith(database, "cars", at(0), { uniqueDnis: true });
		const id = await imported([group("cars", at(0), { settings: { uniqueDnis: false } })]);
		await insertGroupWith(database, "later", at(0));
		expect(await undo(id)).toMatchObject({
			error: { code: "undo-clash", clash: { code: "number-not-exclusive" } },
		});
	});

	test("an open review cannot be undone, nor one that does not exist", async () => {
		const closed = { ok: false, error: { code: "review-closed" } };
		expect(await undo(await upload(database, [group("boats", at(0))]))).toEqual(closed);
		expect(await undo(randomUUID())).toEqual(closed);
		expect(await undo("none")).toEqual(closed);
	});

	test("152 groups, more than are stored or deleted together, are changed and made, and undone", async () => {
		const many = (from: number, howMany: number, description: string) =>
			Array.from({ length: howMany }, (_, index) => ({
				name: `group ${index}`,
				numbers: someNumbers(2, from + index * 2).map((number) => ({ number, description })),
			}));
		await imported(many(0, 51, "first"));
		const before = await state();
		const id = await imported(many(1, 152, "second"));
		expect(await undo(id)).toEqual(UNDONE);
		expect(await state()).toEqual(before);
	});
});
