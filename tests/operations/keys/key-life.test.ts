import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admit } from "../../../app/api/admit.ts";
import type { Actor } from "../../../app/domain/audit/actor.ts";
import {
	authenticateApiKey,
	hashApiKey,
} from "../../../app/operations/keys/authenticate-api-key.ts";
import { createApiKey, revokeApiKey } from "../../../app/operations/keys/change-api-key.ts";
import {
	editApiKey,
	endOldKeySecret,
	rotateApiKey,
} from "../../../app/operations/keys/edit-api-key.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";

const ADA: Actor = { kind: "user", id: null, name: "ada@x.example" };
const HOUR_MS = 3_600_000;

describe.each(ENGINES)("the life of an API key (C11a) on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	async function make(more: { expiresAt?: Date; networks?: string[] } = {}) {
		const id = randomUUID();
		const made = await createApiKey(
			database,
			{
				...{ requestId: id, name: "App", scopes: ["create"], groupIds: null },
				...{ requestsPerMinute: null, numbersWithoutPlus: "any", ...more },
			},
			ADA,
		);
		if (!made.ok) throw new Error(made.error.code);
		return { id, secret: made.value };
	}
	/** Never from the cache. */
	const find = (secret: string) => {
		database.service.state.trustedKeys.clear();
		return authenticateApiKey(database.service, secret);
	};
	const rotate = (id: string, secret: string, oldSecretSeconds: number) =>
		rotateApiKey(
			database,
			id,
			{ oldSecretSeconds, replaces: { keyHash: hashApiKey(secret) } },
			ADA,
		);
	/** Rotated, or an error. */
	async function mustRotate(id: string, secret: string, oldSecretSeconds = 3600) {
		const rotated = await rotate(id, secret, oldSecretSeconds);
		if (rotated === null || rotated === "secret-old") throw new Error(`Not rotated: ${rotated}`);
		return rotated;
	}
	const passes = (secret: string, address: string | undefined) =>
		admit(database.service, secret, ["create"], {}, address);

	test("it stops at its expiry, also while a process trusts it", async () => {
		const { id, secret } = await make({ expiresAt: new Date(Date.now() + HOUR_MS) });
		expect(await find(secret)).toMatchObject({ id });
		await database.query(
			"update api_keys set expires_at = now() + interval '3 seconds' where id = $1",
			[id],
		);
		database.service.state.trustedKeys.clear();
		expect(await authenticateApiKey(database.service, secret, 0)).toMatchObject({ id });
		await database.query("update api_keys set expires_at = now() where id = $1", [id]);
		expect(await authenticateApiKey(database.service, secret, 3001)).toBeNull();
	});

	test("rotated, its new secret works at once and its old one until the time that is shown", async () => {
		const { id, secret } = await make();
		const rotated = await mustRotate(id, secret);
		const until = rotated.oldSecretUntil?.getTime() ?? 0;
		expect(Math.abs(until - Date.now() - HOUR_MS)).toBeLessThan(60_000);
		expect(await find(rotated.secret)).toMatchObject({ id });
		expect(await find(secret)).toMatchObject({ id });
		await database.query("update api_keys set previous_until = now() where id = $1", [id]);
		expect(await find(secret)).toBeNull();
		expect(await find(rotated.secret)).toMatchObject({ id });
	});

	test("rotated again, the oldest secret ends; and an old one can be ended by hand", async () => {
		const { id, secret } = await make();
		const second = await mustRotate(id, secret);
		const third = await mustRotate(id, second.secret);
		expect(await find(secret)).toBeNull();
		expect(await find(second.secret)).toMatchObject({ id });
		expect(await endOldKeySecret(database, id, ADA)).toBe("App");
		expect(await find(second.secret)).toBeNull();
		expect(await endOldKeySecret(database, id, ADA)).toBeNull();
		expect(await find(third.secret)).toMatchObject({ id });
	});

	test("sent several times at once, one rotation counts: the old secret keeps its time", async () => {
		const { id, secret } = await make();
		const all = await Promise.all([1, 2, 3].map(() => rotate(id, secret, 3600)));
		expect(all.filter((one) => one === "secret-old")).toHaveLength(2);
		expect(await rotate(id, secret, 3600)).toBe("secret-old");
		expect(await find(secret)).toMatchObject({ id });
	});

	test("an old secret does not outlive its key, whether that expires or is revoked", async () => {
		const expiresAt = new Date(Date.now() + HOUR_MS);
		const { id, secret } = await make({ expiresAt });
		const rotated = await mustRotate(id, secret, 86_400);
		expect(rotated.oldSecretUntil).toEqual(expiresAt);
		await revokeApiKey(database, id, ADA);
		expect(await find(secret)).toBeNull();
		expect(await rotate(id, rotated.secret, 3600)).toBeNull();
	});

	test("it works from its networks alone", async () => {
		const { id, secret } = await make({ networks: ["10.0.0.0/8", "2001:db8:0:0:0:0:0:0/32"] });
		for (const address of ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8::7"])
			expect(await passes(secret, address)).toMatchObject({ id });
		for (const address of ["11.1.2.3", "2001:db9::7", "", undefined])
			expect(await passes(secret, address)).toEqual({ refused: "network-wrong", address });
	});

	test("its name, scopes, groups, networks and expiry can be changed", async () => {
		const groupId = await insertGroupWith(database, `group ${engine}`, someNumbers(1));
		const { id, secret } = await make({ networks: ["10.0.0.0/8"] });
		const rights = { name: "Other", scopes: ["match", "read"] as const, networks: null };
		const edit = { ...rights, groupIds: [groupId], expiresAt: null };
		expect(await editApiKey(database, id, edit, ADA)).toBe("Other");
		expect(await find(secret)).toMatchObject({
			...{ id, name: "Other", scopes: ["match", "read"], networks: null, limitedToGroups: true },
		});
		const count = () =>
			database.query("select 1 from audit_entries where action = 'api-key.change'", []);
		expect(await count()).toHaveLength(1);
		expect(await editApiKey(database, id, edit, ADA)).toBe("Other");
		expect(await count()).toHaveLength(1);
		expect(await editApiKey(database, randomUUID(), edit, ADA)).toBeNull();
	});
});
