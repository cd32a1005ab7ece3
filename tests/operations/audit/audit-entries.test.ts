import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Actor, SHELL, SYSTEM } from "../../../app/domain/audit/actor.ts";
import { AUDIT_ACTIONS, type AuditAction } from "../../../app/domain/audit/audit-action.ts";
import { DEFAULT_GROUP_SETTINGS } from "../../../app/domain/groups/group-settings.ts";
import type { PoolChange } from "../../../app/domain/groups/pool-change.ts";
import { deleteGroup, saveSettings } from "../../../app/operations/groups/change-group.ts";
import { changeManyNumbers } from "../../../app/operations/groups/change-many-numbers.ts";
import { addEntry, deleteEntry, editEntry } from "../../../app/operations/groups/change-pool.ts";
import { createGroup } from "../../../app/operations/groups/create-group.ts";
import { removeDrained } from "../../../app/operations/groups/remove-drained.ts";
import { restoreGroup } from "../../../app/operations/groups/restore-group.ts";
import { undoManyNumbers } from "../../../app/operations/groups/undo-many-numbers.ts";
import { undoGroupsImport } from "../../../app/operations/import/all-groups/undo-groups-import.ts";
import { applyImport } from "../../../app/operations/import/apply-import.ts";
import { undoImport } from "../../../app/operations/import/undo-import.ts";
import { hashApiKey } from "../../../app/operations/keys/authenticate-api-key.ts";
import { createApiKey, revokeApiKey } from "../../../app/operations/keys/change-api-key.ts";
import {
	editApiKey,
	endOldKeySecret,
	rotateApiKey,
	setApiKeyLimit,
	setApiKeyNumbers,
} from "../../../app/operations/keys/edit-api-key.ts";
import { liftCodeGuard, liftCodeLock } from "../../../app/operations/match/lift-code-lock.ts";
import {
	changeOwnPassword,
	setOwnTimeZone,
} from "../../../app/operations/people/change-own-account.ts";
import * as change from "../../../app/operations/people/change-user.ts";
import { choosePassword } from "../../../app/operations/people/choose-password.ts";
import { createUser } from "../../../app/operations/people/create-user.ts";
import { inviteUser, resetByLink } from "../../../app/operations/people/invite-user.ts";
import { signIn } from "../../../app/operations/people/sign-in.ts";
import { endOtherSessions, signOut } from "../../../app/operations/people/sign-out.ts";
import {
	changeConnection,
	changeGroupDestination,
	deleteConnection,
	pauseConnection,
} from "../../../app/operations/phone-systems/change-connection.ts";
import { createConnection } from "../../../app/operations/phone-systems/create-connection.ts";
import {
	endOldSecret,
	rotateConnectionSecret,
} from "../../../app/operations/phone-systems/rotate-connection-secret.ts";
import { hashSecretToken } from "../../../app/operations/secret-token.ts";
import { rotateSecrets } from "../../../app/operations/secrets/rotate-secrets.ts";
import { secretsKeyOf } from "../../../app/platform/sealed-value.ts";
import { declareAuditRetention } from "../../../db/audit/audit-entries.ts";
import { findEntryIdsByNumber } from "../../../db/groups/found-entries.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { findEntryByNumber } from "../../../db/groups/pool-entries.ts";
import { insertSession } from "../../../db/people/sessions.ts";
import { findUserByEmail } from "../../../db/people/users.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import {
	ADA,
	apply as applyGroups,
	outcomes,
	upload as uploadGroups,
} from "../../support/groups-import.ts";
import { csv, readOpen, uploadText } from "../../support/imports.ts";
import { PASSWORD, tokenOf } from "../../support/people.ts";
import { numberAt, together } from "../../support/pool-rows.ts";

const ANN: Actor = {
	kind: "user",
	id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
	name: "ann@x.example",
};
const NEW_PASSWORD = "a password of my own";
const [ann, bob] = [{ email: "ann@x.example" }, { email: "bob@x.example" }];

let database: TestDatabase;
beforeAll(async () => {
	database = await openTestDatabase("server");
	// While its table has a row, no entry can be written. The recorded change must then fail too.
	await together(
		database,
		"create table refusal (why text)",
		`create function refuse_entries() returns trigger language plpgsql as $$
			begin if exists (select from public.refusal) then raise exception 'no entry can be written'; end if; return new; end $$`,
		"create trigger refuse_entries before insert on audit_entries for each row execute function refuse_entries()",
	);
});
afterAll(() => database.drop());

type Entry = {
	action: AuditAction;
	kind: string;
	actor: string;
	before: string | null;
	after: string | null;
	attachment: string | null;
};
const entriesAfter = (id: string) =>
	database.query<Entry & { id: string }>(
		`select e.id::text as id, action, actor_kind as kind, actor_name as actor, before, after, content as attachment
		from audit_entries e left join audit_attachments on audit_entry_id = e.id where e.id > $1::uuid order by e.id`,
		[id],
	);

/**
 * The contents of all tables except the counts of failed sign-ins, which rise before anything else.
 */
async function contents(): Promise<Record<string, unknown>> {
	const tables = await database.query<{ name: string }>(
		"select table_name as name from information_schema.tables where table_schema = 'public'",
		[],
	);
	const kept: Record<string, unknown> = {};
	for (const { name } of tables.filter(
		(table) => !["sign_in_failures", "refusal"].includes(table.name),
	))
		kept[name] = (
			await database.query(
				`select md5(string_agg(t::text, ',' order by t::text)) as rows from ${name} t`,
				[],
			)
		)[0];
	return kept;
}

const told = new Map<AuditAction, string[]>();
let last = "00000000-0000-0000-0000-000000000000";

/** Entries up to this one are told elsewhere. */
const skipTo = (id: string): void => {
	last = id;
};

/**
 * Runs an action twice: first while no entry can be written, when it must leave no trace; then for
 * real. Returns the entries written.
 */
async function does<T>(
	actions: AuditAction[],
	actor: Pick<Actor, "kind" | "name">,
	work: () => Promise<T>,
): Promise<{ result: T; entries: Entry[] }> {
	const before = await contents();
	await database.query("insert into refusal values ('now')", []);
	await expect(work()).rejects.toThrow();
	expect([actions, await contents()]).toEqual([actions, before]);
	await database.query("delete from refusal", []);
	const result = await work();
	if (
		typeof result === "object" &&
		result !== null &&
		"ok" in result &&
		actions[0] !== "sign-in.fail"
	)
		expect(result).toMatchObject({ ok: true });
	const entries = await entriesAfter(last);
	last = entries.at(-1)?.id ?? last;
	expect(entries.map((entry) => entry.action)).toEqual(actions);
	for (const entry of entries) {
		expect([entry.action, entry.actor, entry.kind]).toEqual([entry.action, actor.name, actor.kind]);
		told.set(entry.action, [...(told.get(entry.action) ?? []), JSON.stringify(entry)]);
	}
	return { result, entries };
}

/** Both sides of one entry, and whether it has rows attached. */
const sides = ({ entries }: { entries: Entry[] }, index = 0) => {
	const { before, after, attachment } = entries[index]!;
	return [
		before && JSON.parse(before),
		after && JSON.parse(after),
		attachment && JSON.parse(attachment),
	];
};

const asUser = (email: string): Actor => ({ kind: "user", id: null, name: email });

test("every change of people leaves its entry, with who, before and after, in the same transaction (O5)", async () => {
	const client = "198.51.100.250";
	expect(
		sides(
			await does(["user.create"], SHELL, () =>
				createUser(database, { ...ann, role: "administrator", password: PASSWORD }, SHELL),
			),
		),
	).toEqual([...[null, { ...ann, role: "administrator" }, null]]);
	await does(["user.invite"], ANN, () => inviteUser(database, { ...bob, role: "monitor" }, ANN));
	const { result: link } = await does(["user.renew-link"], ANN, () =>
		resetByLink(database, bob, ANN),
	);
	const token = link.ok ? link.value.token : "";
	const choose = () =>
		choosePassword(database, { token, password: PASSWORD, clientAddress: client });
	await does(["user.choose-password", "sign-in.succeed"], asUser(bob.email), choose);
	const { result: session } = await does(["sign-in.succeed"], asUser(bob.email), () =>
		tokenOf(database, bob.email),
	);
	const fail = () =>
		signIn(database.service, { ...bob, password: "wrong password", clientAddress: client });
	expect(sides(await does(["sign-in.fail"], { kind: "nobody", name: bob.email }, fail))[1]).toEqual(
		{ reason: "wrong-password", client },
	);
	await database.query(
		"update sign_in_failures set failures = 5, last_at = now() + interval '1 hour' where key like 'account %'",
		[],
	);
	expect(sides(await does(["sign-in.fail"], { kind: "nobody", name: bob.email }, fail))[1]).toEqual(
		{
			reason: "too-many-failures-of-the-account",
			client,
			waitSeconds: 1,
		},
	);
	await database.query("delete from sign_in_failures", []);
	await does(["sign-out.succeed"], asUser(bob.email), () =>
		signOut(database, hashSecretToken(session)),
	);
	const role = () => change.setUserRole(database, { ...bob, role: "developer" }, ANN);
	expect(sides(await does(["user.set-role"], ANN, role))).toEqual([
		{ role: "monitor" },
		{ role: "developer" },
		null,
	]);
	const ids = { bob: (await findUserByEmail(database, bob.email))!.id };
	const zone = () => setOwnTimeZone(database, ids.bob, "Europe/Kyiv", asUser(bob.email));
	expect(sides(await does(["user.set-time-zone"], asUser(bob.email), zone))).toEqual([
		{ timeZone: null },
		{ timeZone: "Europe/Kyiv" },
		null,
	]);
	const password = { userId: ids.bob, sessionHash: "", present: PASSWORD, password: NEW_PASSWORD };
	await does(["user.change-password"], asUser(bob.email), () =>
		changeOwnPassword(database.service, password, asUser(bob.email)),
	);
	for (const hash of ["kept", "other"]) await insertSession(database, hash, ids.bob);
	const elsewhere = () => endOtherSessions(database, "kept", { ...asUser(bob.email), id: ids.bob });
	expect(
		sides(await does(["user.sign-out-elsewhere"], asUser(bob.email), elsewhere)),
	).toMatchObject([{ sessions: 2 }, { sessions: 1 }, null]);
	await does(["user.sign-out-everywhere"], ANN, () => change.signOutEverywhere(database, bob, ANN));
	expect(
		sides(await does(["user.disable"], ANN, () => change.disableUser(database, bob, ANN))),
	).toEqual([{ disabled: false }, { disabled: true }, null]);
	await does(["user.enable"], ANN, () => change.enableUser(database, bob, ANN));
	await does(["user.reset-password"], SHELL, () =>
		change.resetPassword(database, { ...bob, password: PASSWORD }, SHELL),
	);
	await does(["user.reset-password"], ANN, () => resetByLink(database, bob, ANN));
	expect(
		sides(await does(["user.remove"], ANN, () => change.removeUser(database, bob, ANN))),
	).toEqual([{ ...bob, role: "developer" }, null, null]);
});

test("so does every change of groups, pools and settings; of many rows one entry, with the figures and the rows attached (O5)", async () => {
	const [first, second, third] = [0, 1, 2].map(numberAt) as [string, string, string];
	const settings = DEFAULT_GROUP_SETTINGS;
	const made = await does(["group.create"], ANN, () =>
		createGroup(database, { name: "Claims", number: first, description: "=1+1", settings }, ANN),
	);
	expect(sides(made)).toEqual([
		null,
		{ settings, numbers: 1 },
		[{ number: first, description: "=1+1" }],
	]);
	const id = made.result.ok ? made.result.value : "";
	const group = async () => (await findGroup(database, id))!;
	const changed = { ...settings, expirySeconds: 60 };
	expect(
		sides(
			await does(["settings.change"], ANN, () =>
				saveSettings(database, id, { version: 1, settings: changed }, ANN),
			),
		),
	).toEqual([settings, changed, null]);
	const added = { number: second, description: "second" };
	expect(sides(await does(["dnis.add"], ANN, () => addEntry(database, id, added, ANN)))).toEqual([
		null,
		added,
		null,
	]);
	const entry = async () => (await findEntryByNumber(database, id, second))!;
	const { id: entryId, version } = await entry();
	const edited = { number: second, description: "changed" };
	expect(
		sides(
			await does(["dnis.change"], ANN, () =>
				editEntry(database, id, { entryId, version, ...edited }, ANN),
			),
		),
	).toEqual([added, edited, null]);
	const gone = { entryId, version: (await entry()).version, acceptedLiveRequests: 0 };
	expect(
		sides(await does(["dnis.delete"], ANN, () => deleteEntry(database, id, gone, ANN))),
	).toEqual([edited, null, null]);

	const reviewId = await uploadText(
		database,
		id,
		"add",
		csv([
			[first, "new"],
			[third, "third"],
		]),
	);
	const { seen } = await readOpen(database, id, reviewId);
	const imported = sides(
		await does(["pool.import"], ANN, () => applyImport(database, id, reviewId, seen, ANN)),
	);
	expect(imported[1]).toMatchObject({
		mode: "add",
		file: "numbers.csv",
		added: 1,
		changed: 1,
		removed: 0,
	});
	expect(imported[2]).toMatchObject({
		added: [{ number: third }],
		changed: [{ number: first, before: "=1+1", after: "new" }],
	});
	const undone = sides(
		await does(["pool.undo-import"], ANN, () => undoImport(database, id, reviewId, ANN)),
	);
	expect(undone.slice(0, 2)).toEqual([{ numbers: 2 }, { numbers: 1 }]);
	expect(undone[2]).toMatchObject({
		removed: [{ number: third }],
		changed: [{ number: first, before: "new", after: "=1+1" }],
	});

	const file = [
		{
			name: "Claims",
			settings: { ...settings, expirySeconds: 90 },
			numbers: [{ number: first, description: "by file" }],
		},
		{ name: "Sales", settings, numbers: [{ number: second }] },
	];
	const review = await uploadGroups(database, file);
	// The first look at the review computes and stores its figures.
	expect(await outcomes(database, review)).toEqual({ new: 1, changed: 1 });
	const ada = { kind: "system", name: "ada@example.com" } as const;
	const transfer = await does(["group.import", "group.create", "groups.import"], ada, () =>
		applyGroups(database, review),
	);
	expect(sides(transfer)).toMatchObject([
		{ settings: { expirySeconds: 60 } },
		{ settings: { expirySeconds: 90 }, changed: 1 },
		{ changed: [{ after: "by file" }] },
	]);
	expect(sides(transfer, 1)[2]).toMatchObject([{ number: second }]);
	expect(sides(transfer, 2)[1]).toMatchObject({ groups: { new: 1, changed: 1 } });

	const back = await does(["group.delete", "group.undo-import", "groups.undo-import"], ada, () =>
		undoGroupsImport(database, review, ADA),
	);
	expect(sides(back)).toMatchObject([{ numbers: 1 }, null, [{ number: second }]]);
	expect(sides(back, 1)).toMatchObject([
		{ settings: { expirySeconds: 90 } },
		{ settings: { expirySeconds: 60 } },
		{ changed: [{ number: first, before: "by file" }] },
	]);
	expect(sides(back, 2)[1]).toEqual({ groups: { deleted: 1, restored: 1 } });

	const { version: groupVersion, poolVersion } = await group();
	const deleted = sides(
		await does(["group.delete"], ANN, () =>
			deleteGroup(database, id, { version: groupVersion, poolVersion }, ANN),
		),
	);
	expect(deleted).toMatchObject([
		{ numbers: 1, liveRequests: 0, settings: { expirySeconds: 60 } },
		null,
		[{ number: first }],
	]);
	const restored = sides(await does(["group.restore"], ANN, () => restoreGroup(database, id, ANN)));
	expect(restored).toMatchObject([
		null,
		{ numbers: 1, settings: { expirySeconds: 60 } },
		[{ number: first }],
	]);
});

test("so does every change of API keys and locks (O5)", async () => {
	const key = {
		requestId: uuidv7(),
		name: "App",
		scopes: ["create"] as const,
		groupIds: [],
		requestsPerMinute: null,
		numbersWithoutPlus: "international" as const,
	};
	const made = await does(["api-key.create"], ANN, () => createApiKey(database, key, ANN));
	expect(sides(made)[1]).toEqual({
		...{ scopes: ["create"], groups: [], requestsPerMinute: null },
		numbersWithoutPlus: "international",
	});
	expect(JSON.stringify(made.entries)).not.toContain(made.result.ok ? made.result.value : "no key");
	const limit = () => setApiKeyLimit(database, key.requestId, 60, ANN);
	expect(sides(await does(["api-key.set-limit"], ANN, limit))).toEqual([
		{ requestsPerMinute: null },
		{ requestsPerMinute: 60 },
		null,
	]);
	const numbers = () => setApiKeyNumbers(database, key.requestId, "any", ANN);
	expect(sides(await does(["api-key.set-numbers"], ANN, numbers))).toEqual([
		{ numbersWithoutPlus: "international" },
		{ numbersWithoutPlus: "any" },
		null,
	]);
	const edit = { name: "App", scopes: ["create"] as const, networks: ["10.0.0.0/8"] };
	const changes = { ...edit, groupIds: null, expiresAt: null };
	const change = () => editApiKey(database, key.requestId, changes, ANN);
	expect(sides(await does(["api-key.change"], ANN, change))[1]).toMatchObject({
		networks: ["10.0.0.0/8"],
	});
	await change();
	if (!made.result.ok) throw new Error(made.result.error.code);
	const rotation = { oldSecretSeconds: 3600, replaces: { keyHash: hashApiKey(made.result.value) } };
	const rotate = async () => {
		const done = await rotateApiKey(database, key.requestId, rotation, ANN);
		if (done === null || done === "secret-old") throw new Error(`Not rotated: ${done}`);
		return done;
	};
	const rotated = await does(["api-key.rotate"], ANN, rotate);
	expect(sides(rotated)[1]).toEqual({ oldSecretUntil: expect.any(String) });
	expect(JSON.stringify(rotated.entries)).not.toContain(rotated.result?.secret);
	const ending = () => endOldKeySecret(database, key.requestId, ANN);
	await does(["api-key.end-old-secret"], ANN, ending);
	expect(
		sides(await does(["api-key.revoke"], ANN, () => revokeApiKey(database, key.requestId, ANN))),
	).toEqual([{ revoked: false }, { revoked: true }, null]);
	const [fromNumber, toNumber] = [numberAt(5), numberAt(6)];
	const [lock] = await database.query<{ id: string }>(
		`insert into code_guesses values ($1, $2, array[now()], now() + interval '10 minutes')
			returning id`,
		[fromNumber, toNumber],
	);
	const lifted = sides(
		await does(["code-lock.lift"], ANN, () => liftCodeLock(database, lock?.id as string, ANN)),
	);
	expect(lifted).toEqual([
		{ fromNumber: `…${fromNumber.slice(-4)}`, toNumber, lockedUntil: expect.any(String) },
		null,
		null,
	]);
});

test("a lifted guard of a number leaves its entry (C10, O5)", async () => {
	const target = numberAt(7);
	await database.query(
		`insert into code_guards (kind, target, times, counts, wrong_codes, guarded_since, guarded_until)
		values ('number', $1, array[now()], array[60], 60, now(), now() + interval '10 minutes')`,
		[target],
	);
	const lift = () => liftCodeGuard(database, { kind: "number", target }, ANN);
	const [before] = sides(await does(["code-guard.lift"], ANN, lift));
	expect(before).toEqual({ guardedUntil: expect.any(String) });
});

const PLATFORM_SECRETS = ["auth-token-of-a-test-0123456789", "auth-token-of-a-test-9876543210"];

test("every change of connections and their secrets leaves its entry (P1, D2, O5)", async () => {
	const keys = { current: secretsKeyOf("k".repeat(32)), previous: null };
	const { service } = database;
	service.state.secrets = keys;
	const id = uuidv7();
	const [secret = "", fresh = ""] = PLATFORM_SECRETS;
	const settings = {
		...{ name: "Twilio", groupIds: null, numbersWithoutPlus: "any" as const },
		...{
			releasesOnAnswer: true,
			target: "+18005550100",
			secondTarget: null,
			fallback: null,
			userDataKeys: [],
		},
	};
	const create = () =>
		createConnection(
			service,
			{ requestId: id, kind: "twilio", secret, ...settings },
			{ hasPublicUrl: true },
			ANN,
		);
	expect(sides(await does(["connection.create"], ANN, create))[1]).toMatchObject({
		...{ kind: "twilio", target: "+18005550100" },
	});
	const change = () =>
		changeConnection(service, id, { ...settings, version: 1, target: "+18005550101" }, ANN);
	expect(sides(await does(["connection.change"], ANN, change))).toMatchObject([
		{ target: "+18005550100" },
		{ target: "+18005550101" },
		null,
	]);
	const group = await createGroup(
		database,
		{ name: "connected", number: numberAt(8), description: "", settings: DEFAULT_GROUP_SETTINGS },
		ANN,
	);
	if (!group.ok) throw new Error("The group was not created.");
	last = (await entriesAfter(last)).at(-1)?.id ?? last;
	const destination = { groupId: group.value, target: "sip:a@pbx.example.com", fallback: null };
	const set = () => changeGroupDestination(service, id, destination, ANN);
	expect(sides(await does(["connection.set-destination"], ANN, set))).toMatchObject([
		{ group: "connected", target: null },
		{ group: "connected", target: "sip:a@pbx.example.com" },
		null,
	]);
	await does(["connection.pause"], ANN, () => pauseConnection(service, id, true, ANN));
	await does(["connection.resume"], ANN, () => pauseConnection(service, id, false, ANN));
	const rotate = () => rotateConnectionSecret(service, id, { secret: fresh, keep: 3600 }, ANN);
	expect(sides(await does(["connection.rotate-secret"], ANN, rotate))[1]).toEqual({
		oldSecretSeconds: 3600,
	});
	await does(["connection.end-old-secret"], ANN, () => endOldSecret(service, id, ANN));
	expect(await rotateSecrets(database, keys, ANN)).toMatchObject({ value: { encrypted: 1 } });
	const rotated = await entriesAfter(last);
	expect(rotated).toMatchObject([{ action: "secrets.rotate", actor: ANN.name }]);
	last = rotated[0]?.id ?? last;
	told.set("secrets.rotate", [JSON.stringify(rotated)]);
	await does(["connection.delete"], ANN, () => deleteConnection(service, id, ANN));
});

test("so does every drain, and every change of many numbers: one entry, with its figures and rows (G15, G16, O5)", async () => {
	const [one, two, three] = [70, 71, 72].map(numberAt) as [string, string, string];
	const settings = DEFAULT_GROUP_SETTINGS;
	const made = await createGroup(
		database,
		{ name: "Many", number: one, description: "", settings },
		ANN,
	);
	const id = made.ok ? made.value : "";
	for (const number of [two, three]) await addEntry(database, id, { number, description: "" }, ANN);
	const [last] = await database.query<{ id: string }>(
		"select id::text as id from audit_entries order by at desc, id desc limit 1",
		[],
	);
	skipTo(last?.id ?? "");
	const edit = async (drain: "keep" | "remove" | null) => {
		const { id: entryId, version } = (await findEntryByNumber(database, id, two))!;
		const input = { entryId, version, number: two, description: "", drain };
		return editEntry(database, id, input, ANN);
	};
	expect(sides(await does(["dnis.drain"], ANN, () => edit("keep")))).toEqual([
		{ number: two, description: "" },
		{ number: two, description: "", drain: "keep" },
		null,
	]);
	await does(["dnis.lift-drain"], ANN, () => edit(null));
	const ids = await findEntryIdsByNumber(database, id, [one, two]);
	const changeMany = async (change: PoolChange) =>
		changeManyNumbers(
			database,
			id,
			{
				...{ entryIds: new Set(ids.values()), change, acceptedLiveRequests: 0 },
				poolVersion: (await findGroup(database, id))!.poolVersion,
			},
			ANN,
		);
	const drained = await does(["pool.drain"], ANN, () =>
		changeMany({ action: "drain", drain: "keep" }),
	);
	expect(sides(drained)[2]).toMatchObject({ drained: [{ number: one }, { number: two }] });
	await does(["pool.lift-drain"], ANN, () => changeMany({ action: "lift-drain" }));
	await does(["pool.describe"], ANN, () => changeMany({ action: "describe", description: "x" }));
	const deleted = await does(["pool.delete"], ANN, () => changeMany({ action: "delete" }));
	const changeId = deleted.result.ok ? (deleted.result.value.changeId ?? "") : "";
	await does(["pool.undo-change"], ANN, () => undoManyNumbers(database, id, changeId, ANN));
	await changeMany({ action: "drain", drain: "remove" });
	const [drain] = await database.query<{ id: string }>(
		"select id::text as id from audit_entries order by at desc, id desc limit 1",
		[],
	);
	skipTo(drain?.id ?? "");
	await does(["pool.remove-drained"], SYSTEM, () => removeDrained(database));
});

test("a shorter time for the log itself, which the database writes down (D3)", async () => {
	await declareAuditRetention(database, 400);
	await declareAuditRetention(database, 30);
	const written = await database.query<Entry>(
		"select actor_kind as kind, actor_name as actor, before, after from audit_entries where action = 'audit.shorten-retention'",
		[],
	);
	expect(written).toEqual([
		{
			kind: SYSTEM.kind,
			actor: SYSTEM.name,
			before: expect.any(String),
			after: expect.any(String),
		},
	]);
	told.set("audit.shorten-retention", [JSON.stringify(written)]);
});

test("no action of the log is left out here, and none tells a password, a hash or a token (O5)", async () => {
	expect(
		(Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter((action) => !told.has(action)),
	).toEqual([]);
	const all = JSON.stringify([...told]);
	for (const secret of [
		PASSWORD,
		NEW_PASSWORD,
		"wrong password",
		"argon2",
		"cti_",
		...PLATFORM_SECRETS,
	])
		expect(all).not.toContain(secret);
	expect(all).not.toMatch(/[\w-]{43}/);
});
