import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES, openTestDatabase, type TestDatabase } from "../support/databases.ts";

describe.each(ENGINES)("the database's own pool rules on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	test("a group without numbers cannot be stored", async () => {
		await expect(
			database.run(
				"insert into groups (id, name, name_key, generate_access_code, access_code_length, expiry_seconds, unique_dnis, updated_by) values ($1, 'a', 'a', true, 6, 30, false, 'x')",
				["0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11"],
			),
		).rejects.toMatchObject({ code: "23514" });
	});
});
