import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { waysIn } from "../../support/api-ways.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { groupsFile } from "../../support/groups-import.ts";
import { insertRequest } from "../../support/records.ts";

const BASE = "/engagement/v3/provisioning";
const [ONE, TWO, THREE] = someNumbers(3) as [string, string, string];
const group = (name: string, ...numbers: string[]) => ({
	name,
	numbers: numbers.map((number) => ({ number, description: "" })),
});

let database: TestDatabase;
let cars: string;
beforeAll(async () => {
	database = await openTestDatabase("server");
});
afterAll(() => database.drop());
beforeEach(async () => {
	for (const table of ["groups", "group_import_reviews", "api_key_groups", "idempotency"])
		await database.query(`delete from ${table}`, []);
	await database.query("delete from api_keys", []);
	cars = await insertGroupWith(database, "cars", [ONE]);
	await insertKey(database, { secret: "all", scopes: ["provision"] });
	await insertKey(database, { secret: "limited", scopes: ["provision"], groupIds: [cars] });
});

const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
	waysIn(database, "http://nowhere.invalid").plainly({
		method: body === undefined ? "GET" : "POST",
		path: BASE + path,
		headers: { "x-api-key": "all", ...headers },
		body,
	});
const send = (query: string, groups: object[], headers?: Record<string, string>) =>
	call(`/imports${query}`, JSON.parse(groupsFile(groups)), headers);
const failure = (error: keyof typeof ERRORS, says = /./) => ({
	status: ERRORS[error].status,
	body: { status: { code: ERRORS[error].code, message: expect.stringMatching(says) } },
});
const names = async () =>
	(await database.query<{ name: string }>("select name from groups order by name", [])).map(
		({ name }) => name,
	);
const reviews = async () => (await database.query("select 1 from group_import_reviews", [])).length;

test("a dry run of a file of all groups tells what would happen, and leaves nothing (I7)", async () => {
	const answer = await send("?dryRun=true&existing=update", [
		group("cars", ONE, TWO),
		group("boats", THREE),
		group("wrong", "12"),
	]);
	expect(answer).toMatchObject({
		status: 200,
		body: {
			data: {
				...{ applied: false, applicable: false, existing: "update" },
				counts: { new: 1, changed: 1, errors: 1 },
				errors: [{ index: 2, name: "wrong", messages: [expect.stringContaining("12")] }],
			},
		},
	});
	expect(answer.body.data).not.toHaveProperty("importId");
	expect([await names(), await reviews()]).toEqual([["cars"], 0]);
});

test("the file is applied, replayed for its Idempotency-Key, and undone once (I10, C7)", async () => {
	const file = [group("cars", ONE, TWO), group("boats", THREE)];
	const again = { "idempotency-key": "move" };
	const first = await send("?existing=update", file, again);
	expect(first).toMatchObject({
		status: 200,
		body: { data: { applied: true, counts: { new: 1, changed: 1 }, numbers: { added: 2 } } },
	});
	const { importId, groups } = first.body.data as {
		importId: string;
		groups: { name: string; groupId: string }[];
	};
	expect(groups.map(({ name }) => name)).toEqual(["cars", "boats"]);
	expect(groups[0]?.groupId).toBe(cars);
	expect((await send("?existing=update", file, again)).body).toEqual(first.body);
	expect(await reviews()).toBe(1);
	for (const _ of [1, 2])
		expect(await call(`/imports/${importId}/undo`, {})).toMatchObject({
			status: 200,
			body: { data: { undone: true } },
		});
	expect(await names()).toEqual(["cars"]);
});

test("numbers with live requests go without a question, as in the import of a pool (G10, C12)", async () => {
	const createdAt = new Date().toISOString();
	await insertRequest(database, { groupName: "cars", toNumber: ONE, createdAt });
	expect(await send("?existing=update", [group("cars", TWO)])).toMatchObject({
		status: 200,
		body: { data: { applied: true, numbers: { added: 1, removed: 1 } } },
	});
});

test("an undo is refused with the names of the groups that changed since (I10)", async () => {
	const applied = await send("", [group("boats", THREE)]);
	const { importId } = applied.body.data as { importId: string };
	await database.query("update pool_entries set description = 'x' where number = $1", [THREE]);
	expect(await call(`/imports/${importId}/undo`, {})).toMatchObject(
		failure("undo-impossible", /“boats”/),
	);
	expect(await call(`/imports/${cars}/undo`, {})).toMatchObject(failure("import-gone"));
});

test("a file with errors changes nothing and leaves nothing; decisions repair it", async () => {
	const file = [group("boats", `${THREE.slice(0, 5)} ${THREE.slice(5)}`)];
	expect(await send("", file)).toMatchObject(failure("rows-wrong", /groups\[0\]/));
	expect([await names(), await reviews()]).toEqual([["cars"], 0]);
	expect(await send("?decisions=safe", file)).toMatchObject({
		status: 200,
		body: { data: { applied: true, repaired: [{ rows: 1 }] } },
	});
	expect(await call("/imports", { format: "another" })).toMatchObject(failure("file-wrong"));
});

test("a key that is limited to groups learns nothing from the file of all groups (G6)", async () => {
	const limited = { "x-api-key": "limited" };
	const refused = failure("key-limited", /limited to groups/);
	const applied = await send("", [group("boats", THREE)]);
	const { importId } = applied.body.data as { importId: string };
	expect(await send("?dryRun=true", [group("boats", THREE)], limited)).toMatchObject(refused);
	expect(await call("/groups.json", undefined, limited)).toMatchObject(refused);
	for (const id of [importId, cars])
		expect(await call(`/imports/${id}/undo`, {}, limited)).toMatchObject(refused);
	expect(await names()).toEqual(["boats", "cars"]);
});

test("a pool's import is undone by its importId; of another group it is unknown (I3)", async () => {
	const homes = await insertGroupWith(database, "homes", [THREE]);
	const imported = await call(`/groups/${cars}/import`, `DNIS,Description\n${TWO},x\n`, {
		"content-type": "text/csv",
	});
	const { importId } = imported.body.data as { importId: string };
	// Keys are remembered for some seconds, and the one of the tests before had another group.
	await insertKey(database, { secret: "of-cars", scopes: ["provision"], groupIds: [cars] });
	const limited = { "x-api-key": "of-cars" };
	expect(await call(`/groups/${homes}/imports/${importId}/undo`, {}, limited)).toMatchObject(
		failure("group-gone"),
	);
	expect(await call(`/groups/${homes}/imports/${importId}/undo`, {})).toMatchObject(
		failure("import-gone"),
	);
	for (const _ of [1, 2])
		expect(await call(`/groups/${cars}/imports/${importId}/undo`, {}, limited)).toMatchObject({
			status: 200,
			body: { data: { undone: true } },
		});
	const left = await database.query("select number from pool_entries where group_id = $1", [cars]);
	expect(left).toEqual([{ number: ONE }]);
});
