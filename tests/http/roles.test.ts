import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_GROUP_SETTINGS } from "../../app/domain/groups/group-settings.ts";
import { NO_FIGURES } from "../../app/domain/import/all-groups/groups-import-plan.ts";
import { type CheckedRow, checkRow } from "../../app/domain/import/checked-row.ts";
import type { RepairKind } from "../../app/domain/import/repair-kinds.ts";
import { can, type Permission, ROLES, type Role } from "../../app/domain/people/roles.ts";
import { planGroups } from "../../app/operations/import/plan-groups-import.ts";
import { createSecretToken } from "../../app/operations/secret-token.ts";
import { GROUP_INTENTS } from "../../app/ui/groups/group-intents.ts";
import {
	GROUP_IMPORT_INTENTS,
	GROUPS_IMPORT_INTENTS,
} from "../../app/ui/import/groups-import-intents.ts";
import { IMPORT_INTENTS } from "../../app/ui/import/import-intents.ts";
import { ACCOUNT_INTENTS, USER_INTENTS } from "../../app/ui/people/user-intents.ts";
import { CONNECTION_INTENTS } from "../../app/ui/phone-systems/connection-intents.ts";
import type { Database } from "../../db/connection/database.ts";
import { openDatabase } from "../../db/connection/open.ts";
import { insertSession } from "../../db/people/sessions.ts";
import { type Browser, openBrowser } from "../support/browser.ts";
import { createServerDatabase } from "../support/databases.ts";
import { addUser } from "../support/people.ts";
import { insertGroup, insertNumbers, numberAt, together } from "../support/pool-rows.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";

type Who = Role | "nobody";
type Form = Record<string, string>;
type Row = {
	method: "GET" | "POST";
	route: string;
	path: string;
	form: Form;
	needs: Permission | null;
	answers: (who: Who) => string;
};

const GROUP = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";
const DELETED_GROUP = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f19";
const ENTRY = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f12";
const REQUEST = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f13";
const ATTEMPT = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f7a";
const USER = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f14";
const AUDIT_ENTRY = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f16";
const LOCK = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f18";
const CONNECTION = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f17";
const GROUP_NAME = "Nobody may see this";
const page = `/tools/click-to-call-in/${GROUP}`;
const account = "/settings/account";
const user = `/settings/users/${USER}`;
const phone = "settings.phone-systems";
const connection = `/settings/phone-systems/${CONNECTION}`;
const pausedConnection = connection.replace(/7$/, "8");
const newConnection = "/settings/phone-systems/new?kind=sip-proxy";
const disabledUser = user.replace(/4$/, "5");
const groups = "tools.click-to-call-in";
const settings = {
	accessCodeLength: "6",
	expirySeconds: "60",
	callerId: "any",
	guard: "guard",
};
const entry = { entryId: ENTRY, version: "1" };
const reviewAt = (index: number) => `0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f2${index}`;
const [open, ready, applied] = [0, 1, 2].map((index) => `${page}/import/${reviewAt(index)}`) as [
	string,
	string,
	string,
];
const review = "tools.click-to-call-in.$groupId.import.$reviewId._index";
const groupsReview = `/tools/click-to-call-in/import/${reviewAt(3)}`;
const appliedGroups = `/tools/click-to-call-in/import/${reviewAt(4)}`;
const ofGroups = `${groups}.import.$reviewId`;
const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
/**
 * The state of all groups at the start: one group, never changed, its pool changed once, and two
 * connections for all groups (db/import/groups-transfer.ts).
 */
const groupsState =
	md5(`${GROUP} 1 1`) +
	md5(`${CONNECTION} proxy false  ,${pausedConnection.split("/").at(-1)} paused false  `);
/** Completed with the review's plan at the start. */
const applyGroups: Form = { intent: "apply", version: "1" };
const api = (name: string) =>
	[`engagement.v3.call-in.requests.${name}`, `/engagement/v3/call-in/requests/${name}`] as const;

/**
 * Only for roles with a permission: they get `status`. Other roles get 403. Without a session, the
 * answer is the sign-in page.
 */
const only = (
	needs: Permission,
	method: Row["method"],
	status: number,
	route: string,
	path: string,
	form: Form = {},
): Row => ({
	...{ method, route, path, form, needs },
	answers: (who) => (who === "nobody" ? "303 /login" : can(who, needs) ? String(status) : "403"),
});
/**
 * The same for all roles, and the same or another answer without a session: a status, with the path
 * of a redirect.
 */
const any = (
	method: Row["method"],
	route: string,
	path: string,
	signedIn: string,
	nobody = signedIn,
	form: Form = {},
): Row => ({
	...{ method, route, path, form, needs: null },
	answers: (who) => (who === "nobody" ? nobody : signedIn),
});

/** Leads everybody signed in to where their role begins (G17). */
const atHome = (method: Row["method"], route: string, path: string, nobody: string): Row => ({
	...any(method, route, path, "", nobody),
	answers: (who) => {
		if (who === "nobody") return nobody;
		return who === "monitor" ? "302 /call-in" : "302 /";
	},
});

// Every route and action of the product (R1). A new one fails the first test below until it has a
// line here.
const TABLE: Row[] = [
	only("record:read", "GET", 200, "_index", "/"),
	any("GET", "$", "/nothing/here", "404", "303 /login"),
	any("POST", "$", "/nothing/here", "404", "303 /login"),
	atHome("GET", "login", "/login", "200"),
	atHome("POST", "login", "/login", "422"),
	any("GET", "logout", "/logout", "405"),
	any("POST", "logout", "/logout", "303 /login"),
	any("GET", "help._index", "/help", "200", "303 /login"),
	any("GET", "help.$guide", "/help/api", "200", "303 /login"),
	any("GET", "view", "/view", "405"),
	any("POST", "view", "/view", "303 /settings/account", "303 /login", { theme: "dark" }),
	any("GET", "setup._index", "/setup", "302 /login"),
	any("GET", "setup.$token", "/setup/token", "404"),
	any("POST", "setup.$token", "/setup/token", "303 /setup/token", undefined, {
		email: "eve@x.example",
		password: "evil password",
	}),
	any("GET", "healthz", "/healthz", "200"),
	any("GET", "readyz", "/readyz", "200"),
	any("GET", "openapi[.]json", "/openapi.json", "200"),
	// A session does not replace a key (C2).
	...["create", "retrieve", "extend", "cancel", "match"].flatMap((name) => [
		any("GET", ...api(name), "405"),
		any("POST", ...api(name), "401"),
	]),
	any("GET", "engagement.v3.provisioning.$", "/engagement/v3/provisioning/groups", "401"),
	any("POST", "engagement.v3.provisioning.$", "/engagement/v3/provisioning/groups", "401"),
	any("GET", "engagement.$", "/engagement/v3/nothing", "404"),
	// A session does not replace a signature or a key (P5).
	any("GET", "phone-systems.$connectionId", `/phone-systems/${REQUEST}`, "404"),
	any("POST", "phone-systems.$connectionId", `/phone-systems/${REQUEST}`, "404"),
	any("POST", "engagement.$", "/engagement/v3/nothing", "404"),
	only("record:read", "GET", 200, "call-in._index", "/call-in"),
	only("record:read", "GET", 200, "call-in.requests[.]csv", "/call-in/requests.csv"),
	only("record:read", "GET", 200, "call-in.$requestId", `/call-in/${REQUEST}`),
	only("record:read", "GET", 200, "call-in.attempts._index", "/call-in/attempts"),
	only("record:read", "GET", 200, "call-in.attempts[.]csv", "/call-in/attempts.csv"),
	only("record:read", "GET", 200, "call-in.attempts.$attemptId", `/call-in/attempts/${ATTEMPT}`),
	only("record:read-private", "GET", 200, "call-in._index", "/call-in?ani=%2B15550000000"),
	only(
		"record:read-private",
		"GET",
		200,
		"call-in.attempts._index",
		"/call-in/attempts?ani=%2B15550000000",
	),
	only("lock:lift", "GET", 200, "call-in.locks", "/call-in/locks"),
	only("lock:lift", "POST", 303, "call-in.locks", "/call-in/locks", {
		lock: LOCK,
	}),
	only("developer-console:use", "GET", 200, "developer._index", "/developer"),
	only("developer-console:use", "GET", 200, "developer.console", "/developer/console"),
	only("developer-console:use", "POST", 422, "developer.console", "/developer/console", {
		body: "\0",
	}),
	only("developer-console:use", "GET", 200, "developer.clients", "/developer/clients"),
	only("developer-console:use", "GET", 200, "developer.caller", "/developer/caller"),
	only(
		"developer-console:use",
		"GET",
		200,
		"developer.caller",
		`/developer/caller?attempt=${ATTEMPT}`,
	),
	only("developer-console:use", "POST", 200, "developer.caller", "/developer/caller", {
		toPhoneNumber: numberAt(0),
		forReal: "on",
	}),
	only("api-key:manage", "GET", 200, "settings.api-keys", "/settings/api-keys"),
	only("api-key:manage", "POST", 200, "settings.api-keys", "/settings/api-keys", {
		requestId: reviewAt(9),
		name: "App",
		scopes: "create",
	}),
	only("api-key:manage", "POST", 303, "settings.api-keys", "/settings/api-keys", {
		intent: "set-limit",
		apiKeyId: reviewAt(9),
		requestsPerMinute: "7",
	}),
	only("api-key:manage", "POST", 303, "settings.api-keys", "/settings/api-keys", {
		intent: "set-numbers",
		apiKeyId: reviewAt(9),
		numbersWithoutPlus: "international",
	}),
	{
		...any("GET", "settings._index", "/settings", ""),
		answers: (who) =>
			who === "nobody"
				? "303 /login"
				: `302 /settings/${
						{
							administrator: "api-keys",
							developer: "phone-systems",
							supervisor: "account",
							monitor: "account",
						}[who]
					}`,
	},
	only("connection:read", "GET", 200, `${phone}._index`, "/settings/phone-systems"),
	only("connection:write", "GET", 200, `${phone}.new`, newConnection),
	only("connection:write", "POST", 200, `${phone}.new`, newConnection, {
		requestId: reviewAt(8),
		name: "New proxy",
	}),
	only("connection:read", "GET", 200, `${phone}.$connectionId._index`, connection),
	only("connection:write", "POST", 303, `${phone}.$connectionId._index`, connection, {
		intent: "pause",
	}),
	only("connection:write", "POST", 303, `${phone}.$connectionId._index`, pausedConnection, {
		intent: "resume",
	}),
	only("connection:write", "POST", 200, `${phone}.$connectionId._index`, connection, {
		intent: "rotate",
		version: "1",
		keep: "0",
	}),
	only("connection:write", "POST", 303, `${phone}.$connectionId._index`, connection, {
		intent: "end-old-secret",
	}),
	only("connection:write", "POST", 303, `${phone}.$connectionId._index`, connection, {
		intent: "set-destination",
		groupId: GROUP,
		target: "sip:agents@pbx.example.com",
	}),
	only("connection:write", "GET", 200, `${phone}.$connectionId.edit`, `${connection}/edit`),
	only("connection:write", "POST", 303, `${phone}.$connectionId.edit`, `${connection}/edit`, {
		version: "1",
		name: "Renamed proxy",
	}),
	only(
		"connection:write",
		"GET",
		200,
		`${phone}.$connectionId.sentences`,
		`${connection}/sentences`,
	),
	only(
		"connection:write",
		"POST",
		303,
		`${phone}.$connectionId.sentences`,
		`${connection}/sentences`,
		{
			...{ language: "de", busy: "Es ist besetzt." },
		},
	),
	only("connection:write", "GET", 200, `${phone}.$connectionId.preview`, `${connection}/preview`),
	only("connection:write", "POST", 200, `${phone}.$connectionId.preview`, `${connection}/preview`, {
		toPhoneNumber: "+18005555554",
	}),
	only("connection:write", "POST", 303, `${phone}.$connectionId._index`, connection, {
		intent: "delete",
	}),
	only("audit:read", "GET", 200, "settings.audit._index", "/settings/audit"),
	only("audit:read", "GET", 200, "settings.audit.entries[.]csv", "/settings/audit/entries.csv"),
	only(
		"audit:read",
		"GET",
		200,
		"settings.audit.$entryId._index",
		`/settings/audit/${AUDIT_ENTRY}`,
	),
	only(
		"audit:read",
		"GET",
		200,
		"settings.audit.$entryId.rows[.]csv",
		`/settings/audit/${AUDIT_ENTRY}/rows.csv`,
	),
	any("GET", "settings.account", account, "200", "303 /login"),
	any("POST", "settings.account", account, "422", "303 /login", {
		intent: "change-password",
		present: "wrong",
		password: "a new password",
	}),
	any("POST", "settings.account", account, "422", "303 /login", {
		intent: "set-time-zone",
		timeZone: "Mars/Olympus",
	}),
	any("POST", "settings.account", account, "303 /settings/account", "303 /login", {
		intent: "sign-out-elsewhere",
	}),
	any("POST", "settings.account", account, "303 /login", "303 /login", {
		intent: "sign-out-everywhere",
	}),
	only("user:manage", "GET", 200, "settings.users._index", "/settings/users"),
	only("user:manage", "POST", 200, "settings.users._index", "/settings/users", {
		email: "new@users.example",
		role: "monitor",
	}),
	only("user:manage", "GET", 200, "settings.users.$userId", user),
	only("user:manage", "POST", 303, "settings.users.$userId", user, {
		intent: "set-role",
		role: "developer",
		seen: "monitor",
	}),
	only("user:manage", "POST", 303, "settings.users.$userId", user, { intent: "disable" }),
	only("user:manage", "POST", 303, "settings.users.$userId", disabledUser, { intent: "enable" }),
	only("user:manage", "POST", 303, "settings.users.$userId", user, { intent: "sign-out" }),
	only("user:manage", "POST", 303, "settings.users.$userId", user, {
		intent: "end-session",
		session: "none",
	}),
	only("user:manage", "POST", 200, "settings.users.$userId", user, {
		intent: "reset-password",
		confirmed: "yes",
	}),
	only("user:manage", "POST", 303, "settings.users.$userId", user, {
		intent: "remove",
		confirmed: "yes",
	}),
	only("group:read", "GET", 200, `${groups}._index`, "/tools/click-to-call-in"),
	only("group:read", "GET", 200, `${groups}.groups[.]json`, "/tools/click-to-call-in/groups.json"),
	only(
		"group:read",
		"GET",
		200,
		`${groups}.names[.]json`,
		"/tools/click-to-call-in/names.json?q=a",
	),
	only("group:write", "GET", 200, `${groups}.import._index`, "/tools/click-to-call-in/import"),
	only("group:write", "POST", 422, `${groups}.import._index`, "/tools/click-to-call-in/import", {
		existing: "skip",
	}),
	only(
		"group:read",
		"GET",
		200,
		`${groups}.import.history`,
		"/tools/click-to-call-in/import/history",
	),
	only("group:write", "POST", 303, `${ofGroups}._index`, appliedGroups, { intent: "undo" }),
	only("group:write", "GET", 200, `${ofGroups}._index`, groupsReview),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, {
		intent: "choose-existing",
		existing: "update",
	}),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, {
		intent: "leave-out",
		index: "0",
	}),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, {
		intent: "take-in",
		index: "1",
	}),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, {
		intent: "leave-out-in-error",
	}),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, {
		...{ intent: "correct-setting", setting: "expirySeconds", given: "5", expirySeconds: "60" },
	}),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, {
		intent: "repair",
		kind: "leave-out-errors",
	}),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, { intent: "repair-safe" }),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, {
		intent: "leave-connections-out",
	}),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, {
		intent: "take-connections-in",
	}),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, {
		intent: "take-back",
		kind: "leave-out-errors",
	}),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, applyGroups),
	only("group:write", "POST", 303, `${ofGroups}._index`, groupsReview, { intent: "discard" }),
	only("group:write", "GET", 200, `${ofGroups}.$index`, `${groupsReview}/0`),
	only("group:write", "POST", 303, `${ofGroups}.$index`, `${groupsReview}/0`, {
		intent: "correct",
		line: "0",
		"leave-out-0": "on",
	}),
	only("group:write", "POST", 303, `${ofGroups}.$index`, `${groupsReview}/0`, {
		...{ intent: "settings", name: "renamed", generateAccessCode: "true" },
		...{ accessCodeLength: "", expirySeconds: "60", uniqueDnis: "", callerId: "any", guard: "" },
	}),
	only("group:write", "GET", 200, `${groups}.new`, "/tools/click-to-call-in/new"),
	only("group:write", "POST", 303, `${groups}.new`, "/tools/click-to-call-in/new", {
		name: "new",
		number: "+18005555554",
		...settings,
	}),
	only("group:read", "GET", 200, `${groups}.$groupId._index`, page),
	only("group:write", "POST", 303, `${groups}.$groupId._index`, page, {
		intent: "save-settings",
		version: "1",
		...settings,
	}),
	only("group:write", "POST", 303, `${groups}.$groupId._index`, page, {
		intent: "add-entry",
		number: "+18005555554",
	}),
	only("group:write", "POST", 303, `${groups}.$groupId._index`, page, {
		intent: "edit-entry",
		...entry,
		number: "+18005555554",
	}),
	only("group:write", "POST", 303, `${groups}.$groupId._index`, page, {
		intent: "delete-entry",
		...entry,
	}),
	only("group:write", "POST", 303, `${groups}._index`, "/tools/click-to-call-in?index", {
		...{ intent: "restore", groupId: DELETED_GROUP },
	}),
	only("group:read", "GET", 200, `${groups}.$groupId.pool[.]csv`, `${page}/pool.csv`),
	only("group:read", "GET", 200, `${groups}.$groupId.usage[.]csv`, `${page}/usage.csv?usage=day`),
	only("group:write", "GET", 200, `${groups}.$groupId.numbers`, `${page}/numbers?do=drain`),
	only("group:write", "POST", 409, `${groups}.$groupId.numbers`, `${page}/numbers`, {
		...{ do: "delete", poolVersion: "0" },
	}),
	only("group:read", "GET", 200, `${groups}.$groupId.import.history`, `${page}/import/history`),
	only("group:write", "GET", 200, `${groups}.$groupId.import._index`, `${page}/import`),
	only("group:write", "POST", 422, `${groups}.$groupId.import._index`, `${page}/import`, {
		mode: "add",
	}),
	only("group:write", "GET", 200, review, open),
	only(
		"group:write",
		"GET",
		200,
		`${groups}.$groupId.import.$reviewId.errors[.]csv`,
		`${open}/errors.csv`,
	),
	only("group:write", "POST", 303, review, open, {
		intent: "correct",
		line: "1",
		"number-1": "+15550000009",
		"description-1": "x",
	}),
	only("group:write", "POST", 422, review, open, { intent: "columns" }),
	only("group:write", "POST", 303, review, open, { intent: "repair", kind: "clean-numbers" }),
	only("group:write", "POST", 303, review, open, { intent: "repair-safe" }),
	only("group:write", "POST", 303, review, ready, { intent: "take-back", kind: "clean-numbers" }),
	only("group:write", "POST", 303, review, ready, {
		intent: "apply",
		version: "1",
		poolVersion: "1",
	}),
	only("group:write", "POST", 303, review, open, { intent: "discard" }),
	only("group:write", "POST", 303, review, applied, { intent: "undo" }),
	// Last, because the pool's version of a group that was deleted is another one from then on.
	only("group:write", "POST", 303, `${groups}.$groupId._index`, page, {
		...{ intent: "delete-group", version: "1", poolVersion: "1" },
	}),
];

let database: Database;
let server: ServerProcess;
let drop: () => Promise<void>;
const userIds = new Map<Who, string>();

beforeAll(async () => {
	const created = await createServerDatabase();
	database = await openDatabase({ url: created.url, dataDir: "", prepare: true, connections: 2 });
	for (const role of ROLES) userIds.set(role, await addUser(database, `${role}@x.example`, role));
	await together(
		database,
		`insert into audit_entries (id, actor_kind, actor_name, action, subject_name) values ('${AUDIT_ENTRY}', 'shell', 'test', 'group.create', '${GROUP_NAME}')`,
		`insert into audit_attachments (audit_entry_id, content) values ('${AUDIT_ENTRY}', '[]')`,
		`with entry as (
			insert into audit_entries (id, actor_kind, actor_name, action, subject_id, subject_name, before)
			values (gen_random_uuid(), 'shell', 'test', 'group.delete', '${DELETED_GROUP}', 'gone',
				'{"settings":{},"numbers":1}') returning id
		)
		insert into audit_attachments (audit_entry_id, content)
		select id, '[{"number":"${numberAt(7)}","description":""}]' from entry`,
	);
	await together(database, insertGroupsReview());
	const { digest } = await planGroups(database, { id: reviewAt(3), existing: "skip" });
	applyGroups.plan = digest;
	server = await startServer({ url: created.url });
	drop = async () => {
		await server.stop();
		await database.close();
		await created.drop();
	};
});
afterAll(() => drop());

beforeEach(() =>
	together(
		database,
		"delete from groups",
		insertGroup(GROUP, { name: GROUP_NAME, name_key: GROUP_NAME.toLowerCase() }),
		insertNumbers(0, 2),
		`insert into pool_entries (id, group_id, number, position, updated_by) values
			('${ENTRY}', '${GROUP}', '${numberAt(0)}', 0, 'test'), (gen_random_uuid(), '${GROUP}', '${numberAt(1)}', 1, 'test')`,
		insertReview(0, "open", [checkedRow(1, "+1 555 000 0005")]),
		insertReview(1, "open", [repaired("clean-numbers", checkedRow(1, "+15550000005"))]),
		insertReview(2, "applied", []),
		// As after a first look: this one changes nothing.
		`update import_reviews set rows_in_error = case id when '${reviewAt(0)}' then 1 else 0 end`,
		"delete from group_import_reviews",
		insertGroupsReview(),
		insertAppliedGroups(),
		"delete from requests",
		`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, has_access_code, api_key_id, corr_id)
			values ('${REQUEST}', now(), now() + interval '1 hour', '${GROUP}', '${GROUP_NAME}', false, '${numberAt(9)}', false, '${GROUP}', '${GROUP}')`,
		"delete from attempts",
		`insert into attempts (id, at, from_number, to_number, outcome, api_key_id, corr_id)
			values ('${ATTEMPT}', now(), '+14155550132', '${numberAt(9)}', 'LOCKED', '${GROUP}', '${GROUP}')`,
		"delete from users where email_key like '%@users.example'",
		`insert into users (id, email, email_key, password_hash, role, disabled_at) values
			('${USER}', 'a@users.example', 'a@users.example', '', 'monitor', null),
			('${disabledUser.split("/").at(-1)}', 'b@users.example', 'b@users.example', '', 'monitor', now())`,
		"delete from connections",
		"delete from api_keys where is_connection",
		`insert into api_keys (id, name, key_hash, hint, scopes, is_connection, created_by) values
			('${CONNECTION}', 'Proxy', 'connection', '', '{match}', true, 'test'),
			('${pausedConnection.split("/").at(-1)}', 'Paused', 'paused', '', '{match}', true, 'test')`,
		`insert into connections (id, name, name_key, kind, numbers_without_plus, user_data_keys, created_by, updated_by)
			values ('${CONNECTION}', 'Proxy', 'proxy', 'sip-proxy', 'any', '{}', 'test', 'test'),
			('${pausedConnection.split("/").at(-1)}', 'Paused', 'paused', 'sip-proxy', 'any', '{}', 'test', 'test')`,
		`update connections set paused_at = now() where name = 'Paused'`,
		`insert into connection_secrets (id, connection_id, slot, plain, valid_until)
			values (gen_random_uuid(), '${CONNECTION}', 'key', 'hash', now() + interval '1 hour')`,
		"delete from code_guesses",
		`insert into code_guesses values ('${numberAt(5)}', '${numberAt(0)}', array[now()], now() + interval '10 minutes', '${LOCK}')`,
	),
);

const checkedRow = (line: number, number: string): CheckedRow =>
	checkRow({ line, number, description: "", extra: [], shape: "whole" }, "US");

/** A row with a repair that can be taken back. */
const repaired = (kind: RepairKind, row: CheckedRow): CheckedRow => ({
	...row,
	repaired: { by: [kind], was: { number: "1", description: "", extra: [], shape: "whole" } },
});

/**
 * A review of a file with three groups: one whose number counts as an error, one left out, and one
 * with a wrong setting that was left out just now.
 */
function insertGroupsReview(): string {
	const rows = JSON.stringify([repaired("leave-out-errors", checkedRow(0, "+15550000005"))]);
	const settings = DEFAULT_GROUP_SETTINGS;
	// Of the group that is left out, so that the review can be applied.
	const connections = [{ name: "Nowhere" }, { name: "Elsewhere", leftOut: true }];
	const wrong = [{ path: "settings.expirySeconds", value: "5", code: "group-field-type" }];
	const group = (index: number, leftOut: boolean, outcome: string, problems: object[] = []) =>
		`('${reviewAt(3)}', ${index}, 'new ${index}', 'new ${index}',
			'${JSON.stringify(leftOut ? { ...settings, connections } : settings)}', '${JSON.stringify(problems)}', ${leftOut}, '${rows}', '${outcome}',
			'${JSON.stringify(NO_FIGURES)}', '[[0, [{ "code": "row-comma-missing" }]]]')`;
	return `with review as (
			insert into group_import_reviews (id, file_name, existing, state, planned_for, created_by)
			values ('${reviewAt(3)}', 'a.json', 'skip', 'open', '1 ${groupsState} 4 plan', 'test')
		)
		insert into group_import_groups (review_id, index, name, name_key, settings, problems, left_out, rows, outcome, figures, row_problems)
		values ${group(0, false, "error")}, ${group(1, true, "left-out")},
			${group(2, true, "error", wrong)}`;
}

/** An applied file of groups that has changed the group, and can be undone. */
const insertAppliedGroups = (): string => `with review as (
		insert into group_import_reviews (id, file_name, existing, state, created_by, applied_by, applied_at)
		values ('${reviewAt(4)}', 'b.json', 'update', 'applied', 'test', 'test', now())
	)
	insert into group_import_groups (review_id, index, name, name_key, settings, problems, outcome, target_id, figures,
		undo_state, applied_steps, applied_version, applied_pool_version)
	values ('${reviewAt(4)}', 0, 'a', 'a', '${JSON.stringify(DEFAULT_GROUP_SETTINGS)}', '[]', 'changed', '${GROUP}',
		'${JSON.stringify(NO_FIGURES)}', '{"settings":null,"added":[],"removed":[],"changed":[]}', '[]', 1, 1)`;

/** A review of the group: open with these rows, or applied with one previous entry of the pool. */
function insertReview(index: number, state: "open" | "applied", rows: CheckedRow[]): string {
	const at = "2026-01-01T00:00:00.000Z";
	const was = {
		id: ENTRY,
		number: numberAt(0),
		description: "",
		position: 0,
		version: 1,
		createdAt: at,
		updatedAt: at,
		updatedBy: "test",
	};
	const done = state === "applied" ? `'${JSON.stringify([was])}', 1, '{}'` : "null, null, null";
	return `insert into import_reviews (id, group_id, mode, file_name, rows, state, created_by, pool_before, applied_pool_version, summary) values
		('${reviewAt(index)}', '${GROUP}', 'add', 'a.csv', '${JSON.stringify(rows)}', '${state}', 'test', ${done})`;
}

/** A browser after a fresh sign-in. */
async function browserOf(who: Who): Promise<Browser> {
	const browser = openBrowser(server.origin);
	const userId = userIds.get(who);
	if (userId === undefined) return browser;
	const { token, tokenHash } = createSecretToken();
	await insertSession(database, tokenHash, userId);
	browser.cookies.set("call_in_session", token);
	return browser;
}

/** A status, and the path of a redirect. */
async function answerTo(
	browser: Browser,
	row: Row,
	headers: Record<string, string> = {},
): Promise<string> {
	const response =
		row.method === "GET"
			? await browser.get(row.path, headers)
			: await browser.post(row.path, row.form, headers);
	await response.body?.cancel();
	const location = response.headers.get("location");
	const leads =
		response.status >= 300 &&
		location !== null &&
		(row.needs === null || location.startsWith("/login"));
	return leads ? `${response.status} ${location.split("?", 1)[0]}` : String(response.status);
}

// Also written outside requests: the figures by minute come from a sample of live requests every
// few seconds.
const PASSING = ["sessions", "sign_in_failures", "audit_entries", "group_minutes"];

/** The contents of all other tables, as one value each. The value differs after any change. */
async function contents(): Promise<Record<string, unknown>> {
	const tables = await database.query<{ name: string }>(
		"select table_name as name from information_schema.tables where table_schema = 'public' order by table_name",
		[],
	);
	const kept: Record<string, unknown> = {};
	for (const { name } of tables.filter((table) => !PASSING.includes(table.name)))
		kept[name] = (
			await database.query(
				`select md5(string_agg(t::text, ',' order by t::text)) as rows from ${name} t`,
				[],
			)
		)[0];
	return kept;
}

describe("the table of routes and roles (R1)", () => {
	test("has a line for everything that the built product answers to", () => {
		const lines = new Set(TABLE.map((row) => `${row.method} ${row.route}`));
		expect(builtRoutes().filter((route) => !lines.has(route))).toEqual([]);
		expect([...lines].filter((line) => !builtRoutes().includes(line))).toEqual([]);
	});

	test.each([
		["the group's page", (path: string) => path === page, GROUP_INTENTS],
		["an import's review", (path: string) => path.startsWith(`${page}/import/`), IMPORT_INTENTS],
		[
			"a review of groups",
			(path: string) => [groupsReview, appliedGroups].includes(path),
			GROUPS_IMPORT_INTENTS,
		],
		["one group of it", (path: string) => path === `${groupsReview}/0`, GROUP_IMPORT_INTENTS],
		["a user's page", (path: string) => [user, disabledUser].includes(path), USER_INTENTS],
		[
			"a connection's page",
			(path: string) => [connection, pausedConnection].includes(path),
			CONNECTION_INTENTS,
		],
		["one's own page", (path: string) => path === account, ACCOUNT_INTENTS],
	])("has a line for each thing that %s can be asked for", (_name, isIts, intents) => {
		const asked = TABLE.filter((row) => row.method === "POST" && isIts(row.path)).map(
			(row) => row.form.intent,
		);
		expect(asked.sort()).toEqual([...intents].sort());
	});
});

describe.each(
	TABLE.map((row) => [`${row.method} ${row.path} ${row.form.intent ?? ""}`.trim(), row] as const),
)("%s", (_name, row) => {
	test("answers each role and nobody as the table says, and changes nothing for those whom it refuses (R1)", async () => {
		const before = await contents();
		// Administrators last, because their requests take effect.
		for (const who of ["nobody", ...[...ROLES].reverse()] as Who[]) {
			const isAllowed = row.needs !== null && who !== "nobody" && can(who, row.needs);
			expect([who, await answerTo(await browserOf(who), row)]).toEqual([who, row.answers(who)]);
			if (!isAllowed || row.method === "GET")
				expect([who, await contents()]).toEqual([who, before]);
		}
		const changesTables =
			row.method === "POST" &&
			["200", "303"].includes(row.answers("administrator")) &&
			// They change sessions alone.
			!["sign-out", "end-session"].includes(row.form.intent ?? "") &&
			// A call that is only played through (P4).
			!row.path.endsWith("/preview");
		if (changesTables) expect(await contents()).not.toEqual(before);
	});

	if (row.method === "GET")
		test("gives nobody the data behind the page either", async () => {
			const response = await fetch(
				`${server.origin}${row.path === "/" ? "/_root" : row.path}.data`,
				{ redirect: "manual" },
			);
			expect(await response.text()).not.toContain(GROUP_NAME);
		});

	// Programs' paths have no session that another site could use.
	if (row.method === "POST" && !/^\/(engagement|phone-systems)\//.test(row.path))
		test("is refused when another site asks for it, and changes nothing (R2)", async () => {
			const before = await contents();
			const browser = await browserOf("administrator");
			expect(
				await answerTo(browser, row, {
					origin: "https://evil.example",
					"sec-fetch-site": "cross-site",
				}),
			).toBe("403");
			expect(await contents()).toEqual(before);
		});
});

/** Each route of the build with a page or a loader, and each with an action. */
function builtRoutes(): string[] {
	const assets = "build/client/assets";
	const file = readdirSync(assets).find((name) => name.startsWith("manifest-"));
	const manifest = JSON.parse(
		readFileSync(`${assets}/${file}`, "utf8").replace(/^window\.__remixManifest=|;$/g, ""),
	) as {
		routes: Record<string, { id: string; hasAction: boolean; hasLoader: boolean }>;
	};
	return Object.values(manifest.routes)
		.filter((route) => route.id !== "root")
		.flatMap(({ id, hasAction }) => {
			const route = id.replace(/^routes\//, "").replace(/\/route$/, "");
			return [`GET ${route}`, ...(hasAction ? [`POST ${route}`] : [])];
		});
}
