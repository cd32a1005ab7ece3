import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Actor, SHELL } from "../../../app/domain/audit/actor.ts";
import { DEFAULT_GROUP_SETTINGS } from "../../../app/domain/groups/group-settings.ts";
import { API_SCOPES } from "../../../app/domain/people/roles.ts";
import { createGroup } from "../../../app/operations/groups/create-group.ts";
import {
	authenticateApiKey,
	hashApiKey,
} from "../../../app/operations/keys/authenticate-api-key.ts";
import { createApiKey, revokeApiKey } from "../../../app/operations/keys/change-api-key.ts";
import { writeKeyUse } from "../../../app/operations/keys/note-key-use.ts";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { listApiKeys } from "../../../db/keys/api-keys.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";

const NO_LIMIT = { requestsPerMinute: null, numbersWithoutPlus: "any" } as const;
const ADA: Actor = { kind: "user", id: null, name: "ada@x.example" };

describe.each(ENGINES)("API keys that an Administrator makes (C11) on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	async function newKey(
		groupIds: string[] | null = null,
		requestId = randomUUID(),
	): Promise<string> {
		const made = await createApiKey(
			database,
			{ requestId, name: "App", scopes: ["create"], groupIds, ...NO_LIMIT },
			ADA,
		);
		if (!made.ok) throw new Error(made.error.code);
		return made.value;
	}
	async function newGroup(name: string, number: string): Promise<string> {
		const made = await createGroup(
			database,
			{ name, number, description: "", settings: DEFAULT_GROUP_SETTINGS },
			SHELL,
		);
		if (!made.ok) throw new Error(made.error.code);
		return made.value;
	}
	const ask = async (secret: string, groupName: string) => {
		const apiKey = await authenticateApiKey(database.service, secret, Number.MAX_SAFE_INTEGER);
		if (!apiKey) return "no key";
		const asked = {
			groupName,
			fromPhoneNumber: null,
			userData: null,
			callbackServiceId: null,
			apiKey,
			corrId: randomUUID(),
		};
		const created = await createCallInRequest(database.service, asked);
		return created.ok ? "reserved" : created.error.code;
	};

	test("a key opens what it was made for, and only its hash is stored", async () => {
		const secret = await newKey();
		expect(await authenticateApiKey(database.service, secret)).toMatchObject({
			name: "App",
			scopes: ["create"],
			limitedToGroups: false,
		});
		const [row] = await database.query<{ all: string }>(
			"select string_agg(k::text, ' ') as all from api_keys k",
			[],
		);
		expect(row?.all).not.toContain(secret);
		expect(row?.all).toContain(hashApiKey(secret));
		const [audit] = await database.query<{ all: string }>(
			"select string_agg(a::text, ' ') as all from audit_entries a",
			[],
		);
		expect(audit?.all).toContain("api-key.create");
		expect(audit?.all).not.toContain(secret);
	});

	test("a form that is sent twice makes one key", async () => {
		const requestId = randomUUID();
		await newKey(null, requestId);
		const again = await createApiKey(
			database,
			{ requestId, name: "App", scopes: API_SCOPES, groupIds: null, ...NO_LIMIT },
			ADA,
		);
		expect(again).toEqual({ ok: false, error: { code: "api-key-made-already" } });
	});

	test("a key limited to groups uses those alone, and nothing once the last of them is deleted", async () => {
		const [own, other] = [
			await newGroup("own", "+18005550001"),
			await newGroup("other", "+18005550002"),
		];
		const secret = await newKey([own]);
		expect([await ask(secret, "own"), await ask(secret, "other")]).toEqual([
			"reserved",
			"no-such-group",
		]);
		await database.query("delete from groups where id = $1::uuid", [own]);
		expect([await ask(secret, "own"), await ask(secret, "other")]).toEqual([
			"no-such-group",
			"no-such-group",
		]);
		const [listed] = (await listApiKeys(database)).filter((key) => key.groups !== null);
		expect(listed?.groups).toEqual([]);
		expect(other).not.toBe(own);
	});

	test("a revoked key is unknown from then on, stays in the list, and cannot be revoked twice", async () => {
		const requestId = randomUUID();
		const secret = await newKey(null, requestId);
		expect(await revokeApiKey(database, requestId, ADA)).toBe("App");
		expect(await ask(secret, "other")).toBe("no key");
		expect(await revokeApiKey(database, requestId, ADA)).toBeNull();
		expect(await revokeApiKey(database, "nonsense", ADA)).toBeNull();
		expect(
			(await listApiKeys(database)).find((key) => key.id === requestId)?.revokedAt,
		).not.toBeNull();
	});

	test("its last use is noted to the minute", async () => {
		const requestId = randomUUID();
		const secret = await newKey(null, requestId);
		const lastUse = async () =>
			(await listApiKeys(database)).find((key) => key.id === requestId)?.lastUsedAt;
		expect(await lastUse()).toBeNull();
		await authenticateApiKey(database.service, secret);
		await writeKeyUse(database.service);
		const used = await lastUse();
		expect(used?.getSeconds()).toBe(0);
		expect(used?.getMilliseconds()).toBe(0);
	});
});
