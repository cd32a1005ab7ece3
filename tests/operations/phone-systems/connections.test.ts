import { randomUUID } from "node:crypto";
import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../../app/domain/audit/actor.ts";
import { validSecrets } from "../../../app/domain/phone-systems/connection.ts";
import { CALLS_KEPT, type SeenCall } from "../../../app/domain/phone-systems/noted-call.ts";
import { bootstrapApiKey } from "../../../app/operations/keys/bootstrap-api-key.ts";
import { revokeApiKey } from "../../../app/operations/keys/change-api-key.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import {
	changeConnection,
	changeGroupDestination,
	deleteConnection,
	pauseConnection,
} from "../../../app/operations/phone-systems/change-connection.ts";
import {
	countRefusal,
	writeRefusals,
} from "../../../app/operations/phone-systems/count-refusals.ts";
import {
	createConnection,
	type NewConnection,
} from "../../../app/operations/phone-systems/create-connection.ts";
import {
	findConnection,
	forgetConnection,
} from "../../../app/operations/phone-systems/find-connection.ts";
import { findDestinations } from "../../../app/operations/phone-systems/find-destinations.ts";
import {
	noteCall,
	writeNotedCalls,
} from "../../../app/operations/phone-systems/note-connection-call.ts";
import {
	endOldSecret,
	rotateConnectionSecret,
} from "../../../app/operations/phone-systems/rotate-connection-secret.ts";
import { hashConnectionKey } from "../../../app/operations/phone-systems/seal-connection-secret.ts";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { secretsKeyOf } from "../../../app/platform/sealed-value.ts";
import { createService } from "../../../app/platform/service.ts";
import { listApiKeys, listKeysWithScope } from "../../../db/keys/api-keys.ts";
import { listConnectionCalls } from "../../../db/phone-systems/connection-calls.ts";
import {
	listConnectionRefusals,
	refusalCounts,
} from "../../../db/phone-systems/connection-refusals.ts";
import { listConnectionSecrets } from "../../../db/phone-systems/connection-secrets.ts";
import { findStoredConnection, listConnections } from "../../../db/phone-systems/connections.ts";
import { setGroupDestination } from "../../../db/phone-systems/group-destinations.ts";
import { listAttemptRecords } from "../../../db/records/attempt-records.ts";
import { reserve } from "../../support/call-in.ts";
import {
	asProcess,
	ENGINES,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

const ADA: Actor = { kind: "user", id: null, name: "ada@x.example" };
const KEYS = { current: secretsKeyOf("k".repeat(32)), previous: null };
const TOKEN = "auth-token-of-a-test-0123456789";
const [N1, N2] = someNumbers(2) as [string, string];
const LATER = Number.MAX_SAFE_INTEGER;

const seen = (more: Partial<SeenCall> = {}): Omit<SeenCall, "at"> => ({
	...{ callId: "CA1\u0000<b>", event: "start", status: 200 },
	...{ fromNumber: "+14155550132", toNumber: N1 },
	...{ outcome: "MATCHED", answer: "connect", refusal: null },
	...more,
});

describe.each(ENGINES)("connections to phone systems (P1) on the %s engine", (engine) => {
	let database: TestDatabase;
	let cars: string;
	let homes: string;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		database.service.state.secrets = KEYS;
		cars = await insertGroupWith(database, "cars", [N1], { expirySeconds: 600 });
		homes = await insertGroupWith(database, "homes", [N2], {
			expirySeconds: 600,
			generateAccessCode: false,
		});
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		for (const table of ["connections", "api_key_groups", "attempts", "requests"])
			await database.query(`delete from ${table}`, []);
		await database.query("delete from api_keys", []);
	});

	let made = 0;
	const asked = (more: Partial<NewConnection> = {}): NewConnection => {
		made += 1;
		return {
			requestId: randomUUID(),
			kind: "twilio",
			secret: TOKEN,
			name: `Twilio ${made}`,
			groupIds: null,
			numbersWithoutPlus: "any",
			releasesOnAnswer: true,
			target: "sip:agents@pbx.example.com",
			secondTarget: null,
			fallback: null,
			userDataKeys: ["policy"],
			...more,
		};
	};
	async function make(more: Partial<NewConnection> = {}) {
		const created = await createConnection(
			database.service,
			asked(more),
			{ hasPublicUrl: true },
			ADA,
		);
		if (!created.ok) throw new Error(created.error.code);
		return created.value;
	}
	const found = async (id: string, at: Process = database) => {
		const connection = await findConnection(at.service, id, LATER);
		if (!connection) throw new Error("no such connection");
		return connection;
	};
	const audit = () =>
		database.query<{ action: string; all: string }>(
			"select action, a::text as all from audit_entries a order by at, id",
			[],
		);

	test("a door gets the connection with its secret, and neither the database nor the audit log has it in the clear (D2)", async () => {
		const { id, secret } = await make({ groupIds: [cars] });
		expect(secret).toBeNull();
		const connection = await found(id);
		expect(connection).toMatchObject({
			...{ id, kind: "twilio", isPaused: false, releasesOnAnswer: true },
			...{
				target: "sip:agents@pbx.example.com",
				secondTarget: null,
				fallback: null,
				userDataKeys: ["policy"],
			},
			apiKey: { id, limitedToGroups: true },
		});
		expect(validSecrets(connection, Date.now())).toEqual([TOKEN]);
		const [kept] = await database.query<{ all: string }>(
			`select (select string_agg(s::text, ' ') from connection_secrets s) ||
				(select string_agg(a::text, ' ') from audit_entries a) as all`,
			[],
		);
		expect(kept?.all).not.toContain(TOKEN);
		expect((await audit()).at(-1)?.action).toBe("connection.create");
	});

	test("an encrypted secret copied to another connection is not readable there", async () => {
		const [one, other] = [await make(), await make()];
		await database.query(
			`update connection_secrets set sealed = (select sealed from connection_secrets
				where connection_id = $1::uuid) where connection_id = $2::uuid`,
			[one.id, other.id],
		);
		expect((await found(other.id)).secrets[0]?.value).toBeNull();
		expect(validSecrets(await found(one.id), Date.now())).toEqual([TOKEN]);
	});

	test("a SIP proxy's key is made here, shown once, kept as a hash, and needs neither key nor address", async () => {
		const plain = asProcess(database);
		const created = await createConnection(
			plain.service,
			asked({ kind: "sip-proxy", secret: null }),
			{ hasPublicUrl: false },
			ADA,
		);
		if (!created.ok || created.value.secret === null) throw new Error("not made");
		const connection = await found(created.value.id, plain);
		expect(validSecrets(connection, 0)).toEqual([hashConnectionKey(created.value.secret)]);
	});

	test("what cannot work is not made: no PUBLIC_URL, no key, another key, a name that is taken, a form sent twice", async () => {
		const refusal = async (
			more: Partial<NewConnection>,
			{ at = database as Process, hasPublicUrl = true } = {},
		) => {
			const created = await createConnection(at.service, asked(more), { hasPublicUrl }, ADA);
			return created.ok ? "made" : created.error.code;
		};
		const plain = asProcess(database);
		const otherKey = asProcess(database);
		otherKey.service.state.secrets = { current: secretsKeyOf("o".repeat(32)), previous: null };
		expect(await refusal({}, { hasPublicUrl: false })).toBe("public-url-missing");
		expect(await refusal({}, { at: plain })).toBe("secrets-key-missing");
		const { id } = await make({ name: "Main line" });
		expect(await refusal({}, { at: otherKey })).toBe("secrets-key-wrong");
		expect(await refusal({ name: "MAIN LINE" })).toBe("connection-name-taken");
		expect(await refusal({ requestId: id })).toBe("connection-made-already");
		expect(await listConnections(database)).toHaveLength(1);
		expect(await listApiKeys(database)).toEqual([]);
	});

	test("with a new secret two are valid, the third ends the first, and the old one can be ended at once", async () => {
		const { id } = await make();
		const rotate = (secret: string, keep = 3600) =>
			rotateConnectionSecret(database.service, id, { secret, keep }, ADA);
		const valid = async (now = Date.now()) => validSecrets(await found(id), now);
		await rotate("second-secret-0123456789");
		expect(await valid()).toEqual(["second-secret-0123456789", TOKEN]);
		expect(await valid(Date.now() + 3_700_000)).toEqual(["second-secret-0123456789"]);
		await rotate("third-secret-0123456789");
		expect(await valid()).toEqual(["third-secret-0123456789", "second-secret-0123456789"]);
		expect(await listConnectionSecrets(database, id)).toHaveLength(2);
		await endOldSecret(database.service, id, ADA);
		expect(await valid()).toEqual(["third-secret-0123456789"]);
		await rotate("fourth-secret-0123456789", 0);
		expect(await valid()).toEqual(["fourth-secret-0123456789"]);
		const entries = await audit();
		expect(entries.filter(({ action }) => action === "connection.rotate-secret")).toHaveLength(3);
		expect(JSON.stringify(entries)).not.toContain("secret-0123456789");
		// A refused rotation leaves the old secret as it was.
		database.service.state.secrets = null;
		expect((await rotate("fifth-secret-0123456789")).ok).toBe(false);
		database.service.state.secrets = KEYS;
		expect(await valid()).toEqual(["fourth-secret-0123456789"]);
	});

	test("a match through a connection sees its groups alone, and the attempt names it, also after its end (C11, K5)", async () => {
		const { id } = await make({ name: "Cars only", groupIds: [cars] });
		const apiKey = await insertKey(database, { secret: "a key of connections" });
		const car = await reserve(database, { groupName: "cars", apiKey });
		await reserve(database, { groupName: "homes", apiKey });
		const connection = await found(id);
		const match = async (dialed: string, accessCode: string | null) => {
			const found = await matchCall(database.service, {
				...{ accessCode, fromNumber: null, dialed: [dialed], callId: "CA1", release: false },
				...{ apiKey: connection.apiKey, corrId: uuidv4() },
			});
			if (!found.ok) throw new Error(found.error.code);
			return found.value;
		};
		expect((await match(N2, null)).outcome).toBe("NOTHING_MATCHED");
		const matched = await match(N1, car.accessCode);
		expect(matched).toMatchObject({ outcome: "MATCHED", request: { groupId: cars } });
		await deleteConnection(database.service, id, ADA);
		const { rows } = await listAttemptRecords(
			database,
			{ sort: "-at" } as Parameters<typeof listAttemptRecords>[1],
			null,
			{ showsPrivate: true, limit: 10 },
		);
		expect(rows.map(({ apiKeyName }) => apiKeyName)).toEqual(["Cars only", "Cars only"]);
	});

	test("a connection is no API key: not listed, not revoked, and the bootstrap key is still made (C11)", async () => {
		const { id } = await make();
		expect(await listApiKeys(database)).toEqual([]);
		expect(await listKeysWithScope(database, "match")).toEqual([]);
		expect(await revokeApiKey(database, id, ADA)).toBeNull();
		expect(await bootstrapApiKey(database, { BOOTSTRAP_API_KEY: "bootstrap-key" })).toBe(true);
	});

	test("a group's own language and second destination stay when an old file sets the others (I7)", async () => {
		const { id } = await make({ language: "de" });
		const spoken = async (groupId: string | null) =>
			(await findDestinations(database.service, await found(id), { groupId, dialed: [N1] }))
				.language;
		expect([await spoken(cars), await spoken(null)]).toEqual(["de", "de"]);
		const set = (own: Parameters<typeof setGroupDestination>[3]) =>
			setGroupDestination(database, id, cars, own);
		const second = async () =>
			(await findDestinations(database.service, await found(id), { groupId: cars, dialed: [] }))
				.second;
		const own = { secondTarget: "+14155550177", language: "ja" } as const;
		await set({ target: null, fallback: null, ...own });
		forgetConnection(database.service, id);
		expect([await spoken(cars), await spoken(homes), await spoken(null)]).toEqual([
			...["ja", "de", "ja"],
		]);
		await set({ target: "+14155550100", fallback: null });
		await set({ target: null, fallback: null });
		forgetConnection(database.service, id);
		expect(await spoken(cars)).toBe("ja");
		expect(await second()).toEqual({ kind: "number", number: "+14155550177" });
		await set({ target: null, fallback: null, secondTarget: null, language: null });
		forgetConnection(database.service, id);
		expect([await spoken(cars), await second()]).toEqual(["de", null]);
	});

	test("a group's own destination wins part by part, for an unknown caller by the dialed number (P3)", async () => {
		const { id } = await make({ fallback: "+14155550100" });
		const set = (groupId: string, target: string | null, fallback: string | null) =>
			changeGroupDestination(database.service, id, { groupId, target, fallback }, ADA);
		await set(cars, "sip:cars@pbx.example.com", null);
		const where = async (groupId: string | null, toNumber: string | null) =>
			findDestinations(database.service, await found(id), {
				groupId,
				dialed: toNumber === null ? [] : [toNumber],
			});
		const fallback = { kind: "number", number: "+14155550100" };
		const more = { second: null, fallback, language: "en" };
		const own = { target: { kind: "sip", address: "sip:cars@pbx.example.com" }, ...more };
		const common = { target: { kind: "sip", address: "sip:agents@pbx.example.com" }, ...more };
		expect(await where(cars, N2)).toEqual(own);
		expect(await where(homes, N1)).toEqual(common);
		expect(await where(null, N1)).toEqual(own);
		expect(await where(null, N2)).toEqual(common);
		expect(await where(null, null)).toEqual(common);
		// Not served any more: its number tells nothing.
		const before = await findStoredConnection(database, id);
		if (!before) throw new Error("gone");
		await changeConnection(database.service, id, { ...before, groupIds: [homes] }, ADA);
		expect(await where(null, N1)).toEqual(common);
		await set(cars, null, null);
		expect((await found(id)).groupDestinations.size).toBe(0);
		expect(await set(randomUUID(), "+14155550100", null)).toEqual({ ok: true, value: null });
	});

	test("a second destination without a first is the only one; a group's own one comes first (P3)", async () => {
		const { id } = await make({ target: null, secondTarget: "sip:night@pbx.example.com" });
		const where = async (groupId: string) => {
			const call = { groupId, dialed: [] };
			const { target, second } = await findDestinations(database.service, await found(id), call);
			return [target, second];
		};
		const night = { kind: "sip", address: "sip:night@pbx.example.com" };
		expect(await where(homes)).toEqual([night, null]);
		const own = { target: "+14155550100", secondTarget: "+14155550101", fallback: null };
		await changeGroupDestination(database.service, id, { groupId: cars, ...own }, ADA);
		expect(await where(cars)).toEqual([
			{ kind: "number", number: "+14155550100" },
			{ kind: "number", number: "+14155550101" },
		]);
		const { secondTarget: _none, ...first } = own;
		await changeGroupDestination(database.service, id, { groupId: cars, ...first }, ADA);
		expect(await where(cars)).toEqual([{ kind: "number", number: "+14155550100" }, night]);
	});

	test("the later of two edits is refused with the newer values, and a pause holds at once here (G11)", async () => {
		const { id } = await make();
		const before = await findStoredConnection(database, id);
		if (!before) throw new Error("gone");
		const edit = (more: object) =>
			changeConnection(database.service, id, { ...before, ...more }, ADA);
		expect(await edit({})).toEqual({ ok: true, value: false });
		expect(await edit({ name: "Renamed", target: "+14155550100" })).toEqual({
			ok: true,
			value: true,
		});
		expect(await edit({ name: "Mine" })).toMatchObject({
			ok: false,
			error: { code: "changed-meanwhile", by: ADA.name, current: { name: "Renamed" } },
		});
		const cached = await findConnection(database.service, id);
		expect(cached?.isPaused).toBe(false);
		await pauseConnection(database.service, id, true, ADA);
		expect((await findConnection(database.service, id))?.isPaused).toBe(true);
		await pauseConnection(database.service, id, false, ADA);
		expect((await audit()).map(({ action }) => action).slice(-3)).toEqual([
			"connection.change",
			"connection.pause",
			"connection.resume",
		]);
	});

	test("the last calls are kept with last digits alone, and only so many (P1)", async () => {
		const [one, other] = [await make(), await make()];
		const connection = await found(one.id);
		noteCall(database.service, connection, seen(), 1_000);
		await writeNotedCalls(database.service);
		const [call] = await listConnectionCalls(database, one.id);
		expect(call).toMatchObject({ fromDigits: "…0132", callId: "CA1<b>", at: new Date(1_000) });
		expect(JSON.stringify(call)).not.toContain("5550132");
		for (let index = 0; index < CALLS_KEPT + 10; index += 1)
			noteCall(database.service, connection, seen(), 2_000 + index);
		noteCall(database.service, await found(other.id), seen({ refusal: "paused" }));
		await writeNotedCalls(database.service);
		await writeNotedCalls(database.service);
		const kept = await listConnectionCalls(database, one.id);
		expect(kept).toHaveLength(CALLS_KEPT);
		expect(kept[0]?.at).toEqual(new Date(2_000 + CALLS_KEPT + 9));
		expect(await listConnectionCalls(database, other.id)).toHaveLength(1);
		// Calls of a connection that is deleted meanwhile go with it.
		noteCall(database.service, connection, seen());
		await deleteConnection(database.service, one.id, ADA);
		await writeNotedCalls(database.service);
		expect(await listConnectionCalls(database, one.id)).toEqual([]);
	});

	test("refused messages are counted by reason, apart from the calls, for as long as the connection is there (P5)", async () => {
		const { id } = await make();
		const connection = await found(id);
		const other = asProcess(database);
		const seen = { refusal: "wrong-signature", event: "start", status: 403 } as const;
		for (let index = 0; index < 10_000; index += 1)
			countRefusal(database.service, connection, { ...seen, client: "203.0.113.9" }, 5_000 + index);
		countRefusal(other.service, connection, { ...seen, client: "203.0.113.7" }, 4_000);
		countRefusal(
			database.service,
			connection,
			{ ...seen, refusal: "no-signature", client: "203.0.113.8" },
			20_000,
		);
		await writeRefusals(database.service);
		await writeRefusals(other.service);
		await writeRefusals(database.service);
		expect(await listConnectionRefusals(database, id)).toEqual([
			{
				...{ ...seen, refusal: "no-signature", client: "203.0.113.8", times: 1 },
				...{ firstAt: new Date(20_000), lastAt: new Date(20_000) },
			},
			{
				...{ ...seen, client: "203.0.113.9", times: 10_001 },
				...{ firstAt: new Date(4_000), lastAt: new Date(14_999) },
			},
		]);
		expect(await refusalCounts(database)).toEqual(
			new Map([[id, { times: 10_002, lastAt: new Date(20_000) }]]),
		);
		expect(await listConnectionCalls(database, id)).toEqual([]);
		countRefusal(database.service, connection, { ...seen, client: "203.0.113.9" });
		await deleteConnection(database.service, id, ADA);
		await writeRefusals(database.service);
		expect(await listConnectionRefusals(database, id)).toEqual([]);
	});

	test("calls and refusals are removed once they are older than the records may be (K4)", async () => {
		const { id } = await make();
		const connection = await found(id);
		const old = Date.now() - 31 * 24 * 60 * 60 * 1000;
		const refused = { event: "start", status: 403, client: "203.0.113.9" } as const;
		noteCall(database.service, connection, seen(), old);
		noteCall(database.service, connection, seen({ refusal: "paused" }));
		countRefusal(database.service, connection, { ...refused, refusal: "no-signature" }, old);
		countRefusal(database.service, connection, { ...refused, refusal: "wrong-signature" }, old);
		countRefusal(database.service, connection, { ...refused, refusal: "wrong-signature" });
		await Promise.all([writeNotedCalls(database.service), writeRefusals(database.service)]);
		const pause = async () => {};
		await cleanUp(database.service, { retentionDays: 30, auditRetentionDays: 400, pause });
		expect(await listConnectionCalls(database, id)).toMatchObject([{ refusal: "paused" }]);
		expect(await listConnectionRefusals(database, id)).toMatchObject([
			{ refusal: "wrong-signature", times: 2 },
		]);
	});

	test("refusals wait for the next write if one fails, and are counted once", async () => {
		const { id } = await make();
		const connection = await found(id);
		let isAway = true;
		const service = createService({
			...database,
			query: async (text, params) => {
				if (isAway) throw new Error("away");
				return database.query<never>(text, params);
			},
		});
		const seen = { refusal: "no-key", event: "start", status: 401, client: "::1" } as const;
		countRefusal(service, connection, seen, 1_000);
		await expect(writeRefusals(service)).rejects.toThrow("away");
		countRefusal(service, connection, seen, 2_000);
		isAway = false;
		await writeRefusals(service);
		expect(await listConnectionRefusals(database, id)).toMatchObject([
			{ times: 2, firstAt: new Date(1_000), lastAt: new Date(2_000) },
		]);
	});
});
