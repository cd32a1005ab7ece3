import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_GROUP_SETTINGS } from "../../../app/domain/groups/group-settings.ts";
import { NOW_MS } from "../../../db/clock.ts";
import { updateGroupSettings } from "../../../db/groups/groups.ts";
import { revokeApiKeyRow } from "../../../db/keys/change-api-keys.ts";
import { claimAnswer } from "../../../db/requests/idempotency.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

describe.each(ENGINES)("a moment that is stored, on the %s engine,", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	// Rounding puts every second moment ahead of the clock.
	const ROUNDS = 20;

	test("is never ahead of the clock that it was read from", async () => {
		const groupId = await insertGroupWith(database, "a group", someNumbers(1));
		for (let round = 0; round < ROUNDS; round += 1) {
			const { id } = await insertKey(database, { secret: `key ${round}` });
			const late = await database.transaction(async (tx) => {
				await updateGroupSettings(tx, groupId, DEFAULT_GROUP_SETTINGS, "a test");
				await revokeApiKeyRow(tx, id);
				await claimAnswer(tx, { apiKeyId: id, endpoint: "create", key: "once" }, "hash", 60);
				return tx.query(
					`select * from (
						select 'group', updated_at from groups union all select 'key', revoked_at from api_keys
						union all select 'answer', created_at from idempotency
					) as stored(what, at) where at > now()`,
					[],
				);
			});
			expect(late).toEqual([]);
		}
	});

	test("as the tests write it too", async () => {
		for (let round = 0; round < ROUNDS; round += 1) {
			const [row] = await database.query<{ ahead: boolean }>(
				`select ${NOW_MS}::timestamptz(3) > statement_timestamp() as ahead`,
				[],
			);
			expect(row?.ahead).toBe(false);
		}
	});
});
