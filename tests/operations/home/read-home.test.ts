import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readHome } from "../../../app/operations/home/read-home.ts";
import { noteTraffic, writeTraffic } from "../../../app/operations/traffic/note-traffic.ts";
import { reserve } from "../../support/call-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";
import { uploadText } from "../../support/imports.ts";

describe.each(ENGINES)("the home page on the %s engine (G17)", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	const home = () => readHome(database.service, "administrator");
	const NOTHING_DONE = { group: false, key: false, request: false, call: false };

	test("the first steps tick themselves off, and go", async () => {
		const steps = async () => (await home()).firstSteps;
		expect(await steps()).toEqual({ ...NOTHING_DONE, "phone-system": false });
		const groupId = await insertGroupWith(database, "sales", someNumbers(2), {
			uniqueDnis: true,
			accessCodeLength: 4,
		});
		expect(await steps()).toMatchObject({ ...NOTHING_DONE, group: true });
		await database.query(
			`insert into api_keys (id, name, key_hash, hint, scopes, limited_to_groups, is_test, created_by,
				last_used_at)
			values (gen_random_uuid(), 'test', 'hash', 'cti_test', '{create,match}', true, true, 'a test', now())`,
			[],
		);
		// A test key has nothing live (C17).
		expect(await steps()).toMatchObject({ ...NOTHING_DONE, group: true });
		const apiKey = await insertKey(database, { secret: "a key of a test" });
		expect(await steps()).toMatchObject({ ...NOTHING_DONE, group: true, key: true });
		await reserve(database, { groupName: "sales", apiKey });
		expect(await steps()).toMatchObject({ key: true, request: true, call: false });
		await database.query("update requests set matched_at = now() where group_id = $1::uuid", [
			groupId,
		]);
		expect(await steps()).toBeNull();
	});

	test("nobody who cannot take the steps is shown them, and no role what it may not open", async () => {
		for (const role of ["developer", "supervisor", "monitor"] as const) {
			const seen = await readHome(database.service, role);
			expect([seen.firstSteps, seen.openReviews]).toEqual([null, null]);
			expect(seen.connections === null).toBe(role !== "developer");
		}
	});

	test("a group with its live requests, its refusals, and its exhaustion", async () => {
		const apiKey = await insertKey(database, { secret: "another key" });
		await insertGroupWith(database, "idle", someNumbers(1, 50));
		await reserve(database, { groupName: "sales", apiKey });
		noteTraffic(database.service, "sales", "refusedNoNumber", 3);
		await writeTraffic(database.service);
		const { groups, all } = await home();
		expect(groups.map(({ name }) => name)).toEqual(["sales", "idle"]);
		expect(groups[0]).toMatchObject({
			...{ poolSize: 2, live: 2, numbersInUse: 2, refused: 3 },
			risks: expect.arrayContaining(["exhausted", "refusals"]),
		});
		expect(all).toEqual({ groups: 2, live: 2, refused: 3 });
		await letTimePass(database, 3600);
		expect((await home()).all).toMatchObject({ live: 0 });
	});

	test("the groups that need somebody come first, then the busiest, at most ten", async () => {
		const apiKey = await insertKey(database, { secret: "a fourth key" });
		for (let made = 0; made < 12; made += 1)
			await insertGroupWith(database, `group ${made}`, someNumbers(1, 200 + made));
		await reserve(database, { groupName: "group 7", apiKey });
		const { groups, all } = await home();
		expect(groups.map(({ name }) => name).slice(0, 3)).toEqual(["sales", "group 7", "group 0"]);
		expect([groups.length, all.groups]).toEqual([10, 14]);
	});

	test("a group whose other numbers drain or have left is exhausted, and first (G15)", async () => {
		const apiKey = await insertKey(database, { secret: "a fifth key" });
		const numbers = someNumbers(3, 300);
		const groupId = await insertGroupWith(database, "leaving", numbers, { uniqueDnis: true });
		const { toPhoneNumber: taken } = await reserve(database, { groupName: "leaving", apiKey });
		const shown = async () => (await home()).groups.find(({ name }) => name === "leaving");
		expect(await shown()).toMatchObject({ risks: [] });
		const drain = (number: string) =>
			database.query(
				"update pool_entries set drain = 'keep' where group_id = $1::uuid and number = $2::text",
				[groupId, number],
			);
		const [first, second] = numbers.filter((number) => number !== taken);
		// A number in use that drains is no free number less.
		await drain(taken);
		await drain(first!);
		expect(await shown()).toMatchObject({ numbersInUse: 1, numbersTaken: 0, risks: [] });
		await database.query("update pool_entries set drain = null where number = $1::text", [taken]);
		await drain(second!);
		expect((await home()).groups[0]).toMatchObject({
			...{ name: "leaving", poolSize: 3, drainingSize: 2, numbersInUse: 1, numbersTaken: 1 },
			risks: ["exhausted"],
		});
	});

	test("numbers with too many live codes, with the groups that have them", async () => {
		const apiKey = await insertKey(database, { secret: "a third key" });
		const [number] = someNumbers(1, 90);
		const settings = { uniqueDnis: false, generateAccessCode: true, accessCodeLength: 4 };
		await insertGroupWith(database, "dense", [number!], settings);
		await insertGroupWith(database, "dense too", [number!], settings);
		for (let made = 0; made < 9; made += 1) await reserve(database, { groupName: "dense", apiKey });
		expect((await home()).denseNumbers).toEqual([]);
		await reserve(database, { groupName: "dense", apiKey });
		expect((await home()).denseNumbers).toEqual([
			{
				...{ number, length: 4, live: 10 },
				groups: [
					expect.objectContaining({ name: "dense" }),
					expect.objectContaining({ name: "dense too" }),
				],
			},
		]);
	});

	test("an open review, with who uploaded it and where it leads", async () => {
		const groupId = await insertGroupWith(database, "support", someNumbers(1, 70));
		const reviewId = await uploadText(database, groupId, "add", "+18005559901,new\n");
		expect((await home()).openReviews).toEqual([
			expect.objectContaining({ id: reviewId, group: { id: groupId, name: "support" } }),
		]);
	});
});
