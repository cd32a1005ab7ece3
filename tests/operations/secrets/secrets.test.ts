import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import { createConnection } from "../../../app/operations/phone-systems/create-connection.ts";
import { findConnection } from "../../../app/operations/phone-systems/find-connection.ts";
import { checkSecretsKeys } from "../../../app/operations/secrets/check-secrets.ts";
import { rotateSecrets } from "../../../app/operations/secrets/rotate-secrets.ts";
import { type SecretsKeys, secretsKeyOf } from "../../../app/platform/sealed-value.ts";
import {
	beginKeyFileRotation,
	endKeyFileRotation,
	readSecretsKeys,
} from "../../../app/platform/secrets-keys.server.ts";
import { prepareSecrets } from "../../../app/start-up.server.ts";
import { KEY_FILE, PREVIOUS_KEY_FILE } from "../../../db/connection/embedded-key-file.ts";
import {
	asProcess,
	ENGINES,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";

const TOKEN = "auth-token-of-a-test-0123456789";
const [OLD, NEW] = [secretsKeyOf("o".repeat(32)), secretsKeyOf("n".repeat(32))];

async function makeConnection({ service }: Process): Promise<string> {
	const requestId = randomUUID();
	const made = await createConnection(
		service,
		{
			...{ requestId, kind: "twilio", secret: TOKEN, name: requestId, groupIds: null },
			...{ numbersWithoutPlus: "any", releasesOnAnswer: true, userDataKeys: [] },
			...{ target: null, secondTarget: null, fallback: null },
		},
		{ hasPublicUrl: true },
		SHELL,
	);
	if (!made.ok) throw new Error(made.error.code);
	return requestId;
}
const withKeys = (database: Process, keys: SecretsKeys | null): Process => {
	const process = asProcess(database);
	process.service.state.secrets = keys;
	return process;
};
const secretAt = async ({ service }: Process, id: string) =>
	(await findConnection(service, id))?.secrets[0]?.value;

describe.each(ENGINES)("secrets at rest (D2) on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeEach(async () => {
		database = await openTestDatabase(engine);
	});
	afterEach(() => database.drop());

	test("two keys work at once while secrets are encrypted again, and then the new one alone", async () => {
		const [old, both, fresh] = [
			withKeys(database, { current: OLD, previous: null }),
			withKeys(database, { current: NEW, previous: OLD }),
			withKeys(database, { current: NEW, previous: null }),
		] as const;
		const ids = [await makeConnection(old), await makeConnection(both)];
		expect(await checkSecretsKeys(database, { current: OLD, previous: null })).toEqual({
			ok: false,
			error: { code: "secrets-key-wrong" },
		});
		for (const id of ids) expect(await secretAt(both, id)).toBe(TOKEN);
		expect(await rotateSecrets(database, { current: NEW, previous: OLD }, SHELL)).toEqual({
			ok: true,
			value: { encrypted: 2, damaged: 0 },
		});
		for (const id of ids) expect(await secretAt(fresh, id)).toBe(TOKEN);
		expect((await checkSecretsKeys(database, { current: NEW, previous: null })).ok).toBe(true);
	});

	test("more than a batch is encrypted again, and a damaged value is counted and left", async () => {
		const old = withKeys(database, { current: OLD, previous: null });
		const id = await makeConnection(old);
		await database.query(
			`insert into connection_secrets (id, connection_id, slot, sealed)
			select gen_random_uuid(), connection_id, 'slot ' || n, sealed
			from connection_secrets, generate_series(1, 600) as n`,
			[],
		);
		// Copies are tied to the first row, so they are damaged where they stand.
		expect(await rotateSecrets(database, { current: NEW, previous: OLD }, SHELL)).toEqual({
			ok: true,
			value: { encrypted: 1, damaged: 600 },
		});
		expect(await secretAt(withKeys(database, { current: NEW, previous: null }), id)).toBe(TOKEN);
	});

	test("a rotation with keys that do not fit changes nothing", async () => {
		const id = await makeConnection(withKeys(database, { current: OLD, previous: null }));
		expect(await rotateSecrets(database, { current: NEW, previous: null }, SHELL)).toEqual({
			ok: false,
			error: { code: "secrets-key-wrong" },
		});
		expect(await secretAt(withKeys(database, { current: OLD, previous: null }), id)).toBe(TOKEN);
	});

	test("a wrong key stops the start with one line, and so does none where there are secrets", async () => {
		const settings = { DATABASE_URL: "postgres://db/calls", DATA_DIR: "/nonexistent" };
		const start = (keys: SecretsKeys | null) =>
			prepareSecrets(withKeys(database, keys).service, settings);
		await start(null);
		await start({ current: NEW, previous: null });
		await makeConnection(withKeys(database, { current: OLD, previous: null }));
		await start({ current: NEW, previous: OLD });
		await expect(start(null)).rejects.toThrow(
			/^The database holds encrypted secrets, and SECRETS_KEY is not set\. .*\.$/,
		);
		await expect(start({ current: NEW, previous: null })).rejects.toThrow(
			/^SECRETS_KEY is not the key that encrypted the secrets in the database\. .*\.$/,
		);
	});
});

describe("the key file of the embedded database (D2)", () => {
	let directory: string;
	let database: TestDatabase;
	beforeEach(async () => {
		directory = mkdtempSync(path.join(os.tmpdir(), "call-in-key-"));
		database = await openTestDatabase("embedded");
	});
	afterEach(async () => {
		await database.drop();
		rmSync(directory, { recursive: true, force: true });
	});
	const settings = (more: { SECRETS_KEY?: string } = {}) => ({
		...{ DATABASE_URL: undefined, DATA_DIR: directory },
		...{ SECRETS_KEY: undefined, SECRETS_KEY_PREVIOUS: undefined },
		...more,
	});
	const start = async (more: { SECRETS_KEY?: string } = {}): Promise<Process> => {
		const process = withKeys(database, readSecretsKeys(settings(more)));
		await prepareSecrets(process.service, settings(more));
		return process;
	};
	const file = (name = KEY_FILE) => path.join(directory, name);

	test("the first start makes it for its owner alone, and later starts use it", async () => {
		const id = await makeConnection(await start());
		expect(statSync(file()).mode & 0o777).toBe(0o600);
		const key = readFileSync(file(), "utf8");
		chmodSync(file(), 0o644);
		expect(await secretAt(await start(), id)).toBe(TOKEN);
		expect(statSync(file()).mode & 0o777).toBe(0o600);
		expect(readFileSync(file(), "utf8")).toBe(key);
	});

	test("without it, or with another one, the start says which file is wrong and makes none", async () => {
		await makeConnection(await start());
		writeFileSync(file(), `${"x".repeat(44)}\n`);
		await expect(start()).rejects.toThrow(`The key in ${file()} is not the key`);
		rmSync(file());
		await expect(start()).rejects.toThrow(`the file with their key, ${file()}, is missing`);
		expect(statSync(file(), { throwIfNoEntry: false })).toBeUndefined();
		writeFileSync(file(), "cut off");
		await expect(start()).rejects.toThrow(`${file()}, is incomplete`);
	});

	test("a key in the settings takes over: both decrypt, and the one of the settings encrypts", async () => {
		const id = await makeConnection(await start());
		const taken = await start({ SECRETS_KEY: "s".repeat(32) });
		expect(await secretAt(taken, id)).toBe(TOKEN);
		expect(taken.service.state.secrets?.current.id).toBe(secretsKeyOf("s".repeat(32)).id);
	});

	test("a rotation that was interrupted at any point is finished by the next one", async () => {
		const id = await makeConnection(await start());
		const first = readFileSync(file(), "utf8");
		// Before the new key was written.
		writeFileSync(file(PREVIOUS_KEY_FILE), first);
		let keys = beginKeyFileRotation(settings());
		// Before anything was encrypted again.
		keys = beginKeyFileRotation(settings());
		expect(readFileSync(file(PREVIOUS_KEY_FILE), "utf8")).toBe(first);
		expect(await secretAt(await start(), id)).toBe(TOKEN);
		if (keys === null) throw new Error("no keys");
		expect((await rotateSecrets(database, keys, SHELL)).ok).toBe(true);
		endKeyFileRotation(settings());
		expect(readFileSync(file(), "utf8")).not.toBe(first);
		expect(statSync(file(PREVIOUS_KEY_FILE), { throwIfNoEntry: false })).toBeUndefined();
		expect(await secretAt(await start(), id)).toBe(TOKEN);
	});
});
