import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authenticateApiKey } from "../../../app/operations/keys/authenticate-api-key.ts";
import { bootstrapApiKey } from "../../../app/operations/keys/bootstrap-api-key.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

describe.each(ENGINES)("API keys on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	test("the bootstrap key has all scopes, stands in the audit log, and is kept as a hash (C11)", async () => {
		expect(await bootstrapApiKey(database, {})).toBe(false);
		expect(await bootstrapApiKey(database, { BOOTSTRAP_API_KEY: "bootstrap-secret" })).toBe(true);
		expect(await bootstrapApiKey(database, { BOOTSTRAP_API_KEY: "bootstrap-secret" })).toBe(false);
		const key = await authenticateApiKey(database.service, "bootstrap-secret");
		expect(key).toMatchObject({
			scopes: ["create", "match", "provision", "read"],
			limitedToGroups: false,
		});
		expect(
			await database.query(
				"select actor_kind, action, subject_id, subject_name from audit_entries",
				[],
			),
		).toEqual([
			{
				actor_kind: "system",
				action: "api-key.create",
				subject_id: key?.id,
				subject_name: "Bootstrap key",
			},
		]);
		const stored = JSON.stringify([
			await database.query("select * from api_keys", []),
			await database.query("select * from audit_entries", []),
			await database.query("select * from audit_attachments", []),
		]);
		expect(stored).not.toContain("bootstrap-secret");
	});

	test("no bootstrap key is made once any key has existed, revoked ones included (C11)", async () => {
		await database.query("update api_keys set revoked_at = now()", []);
		expect(await bootstrapApiKey(database, { BOOTSTRAP_API_KEY: "another-secret" })).toBe(false);
		expect(await authenticateApiKey(database.service, "another-secret")).toBeNull();
	});

	test("a key is dead within 5 seconds of being revoked, and a new one works at once (C11)", async () => {
		expect(await authenticateApiKey(database.service, "soon there", 0)).toBeNull();
		const { id } = await insertKey(database, { secret: "soon there", scopes: ["create"] });
		expect(await authenticateApiKey(database.service, "soon there", 1)).toMatchObject({
			id,
			scopes: ["create"],
		});
		await database.query("update api_keys set revoked_at = now() where id = $1", [id]);
		expect(await authenticateApiKey(database.service, "soon there", 4002)).toBeNull();
		expect(await authenticateApiKey(database.service, "soon there", 4003)).toBeNull();
	});

	test("a key limited to groups is said to be so", async () => {
		const groupId = await insertGroupWith(database, "a group", someNumbers(1));
		await insertKey(database, {
			secret: "limited",
			groupIds: [groupId],
			scopes: ["match", "create"],
		});
		expect(await authenticateApiKey(database.service, "limited")).toMatchObject({
			scopes: ["create", "match"],
			limitedToGroups: true,
		});
	});
});
