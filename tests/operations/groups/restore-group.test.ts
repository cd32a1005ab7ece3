import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import { DEFAULT_GROUP_SETTINGS } from "../../../app/domain/groups/group-settings.ts";
import { deleteGroup, saveSettings } from "../../../app/operations/groups/change-group.ts";
import { createGroup } from "../../../app/operations/groups/create-group.ts";
import { restoreGroup } from "../../../app/operations/groups/restore-group.ts";
import { listDeletedGroups } from "../../../db/groups/deleted-groups.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { listAllEntries } from "../../../db/groups/pool-entries.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";

describe.each(ENGINES)("a deleted group on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	let made = 0;
	async function deleted(uniqueDnis = false) {
		made += 1;
		const name = `group ${made}`;
		const numbers = someNumbers(3, made * 10);
		const id = await insertGroupWith(database, name, numbers, { uniqueDnis, expirySeconds: 77 });
		const before = (await findGroup(database, id))!;
		const { version, poolVersion } = before;
		await deleteGroup(database, id, { version, poolVersion }, SHELL);
		return { id, name, numbers, before };
	}
	const restore = (id: string) => restoreGroup(database, id, SHELL);
	const listed = async () => (await listDeletedGroups(database, 100)).map(({ groupId }) => groupId);
	const newGroup = (name: string, number: string, uniqueDnis = false) =>
		createGroup(
			database,
			{ name, number, description: "", settings: { ...DEFAULT_GROUP_SETTINGS, uniqueDnis } },
			SHELL,
		);

	test("comes back with its ID, settings and numbers, and leaves the list", async () => {
		const { id, name, numbers, before } = await deleted();
		expect((await listDeletedGroups(database, 1))[0]).toMatchObject({
			...{ groupId: id, name, numbers: 3, by: SHELL.name },
		});
		expect(await restore(id)).toEqual({ ok: true, value: { name } });
		const after = (await findGroup(database, id))!;
		expect(after).toMatchObject({ name, settings: before.settings, poolSize: 3 });
		expect((await listAllEntries(database, id)).map(({ number }) => number)).toEqual(numbers);
		expect(await listed()).not.toContain(id);
		// A second press changes nothing.
		expect(await restore(id)).toEqual({ ok: true, value: { name } });
		expect((await findGroup(database, id))?.poolVersion).toBe(after.poolVersion);
	});

	test("has versions that it never had, so that no page from before overwrites it (G11)", async () => {
		const { id, before } = await deleted();
		await restore(id);
		const after = (await findGroup(database, id))!;
		expect(after.version).toBeGreaterThan(before.version + 1000);
		expect(after.poolVersion).toBeGreaterThan(before.poolVersion + 1000);
		const settings = { ...before.settings, expirySeconds: 99 };
		expect(
			await saveSettings(database, id, { version: before.version, settings }, SHELL),
		).toMatchObject({ ok: false, error: { code: "changed-meanwhile" } });
		const seen = { version: before.version, poolVersion: before.poolVersion };
		expect((await deleteGroup(database, id, seen, SHELL)).ok).toBe(false);
	});

	test("stays deleted while its name or one of its numbers belongs to another group (G2, G6)", async () => {
		const first = await deleted();
		const namesake = await newGroup(first.name.toUpperCase(), someNumbers(1, 5000 + made)[0]!);
		expect(await restore(first.id)).toMatchObject({ ok: false, error: { code: "name-taken" } });
		expect(namesake.ok && (await findGroup(database, namesake.value))?.poolSize).toBe(1);

		const second = await deleted(true);
		await newGroup(`taken ${made}`, second.numbers[1]!);
		expect(await restore(second.id)).toMatchObject({
			...{ ok: false, error: { code: "number-not-exclusive" } },
		});
		const third = await deleted();
		await newGroup(`owner ${made}`, third.numbers[1]!, true);
		expect(await restore(third.id)).toMatchObject({
			...{ ok: false, error: { code: "number-exclusive-elsewhere" } },
		});
		// Numbers that groups may share are no obstacle.
		const fourth = await deleted();
		await newGroup(`sharing ${made}`, fourth.numbers[1]!);
		expect((await restore(fourth.id)).ok).toBe(true);
	});

	test("can be deleted and restored again", async () => {
		const { id } = await deleted();
		await restore(id);
		const { version, poolVersion } = (await findGroup(database, id))!;
		await deleteGroup(database, id, { version, poolVersion }, SHELL);
		expect((await listed()).filter((one) => one === id)).toHaveLength(1);
		expect((await restore(id)).ok).toBe(true);
	});

	test("is gone after a day, and a group that never was is unknown", async () => {
		const tooLate = { ok: false, error: { code: "restore-too-late" } };
		const id = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8faa";
		await database.query(
			`insert into audit_entries (id, at, actor_kind, actor_name, action, subject_id,
				subject_name, before)
			values (gen_random_uuid(), now() - interval '24 hours 1 minute', 'shell', 'test',
				'group.delete', $1::uuid, 'late', '{"settings":{},"numbers":1}')`,
			[id],
		);
		expect(await listed()).not.toContain(id);
		for (const unknown of [id, "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8fab", "nonsense"])
			expect(await restore(unknown)).toEqual(tooLate);
	});
});
