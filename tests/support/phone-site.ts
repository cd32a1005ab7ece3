import { randomUUID } from "node:crypto";
import type { Actor } from "../../app/domain/audit/actor.ts";
import { factsOfKind } from "../../app/domain/phone-systems/connection-kinds.ts";
import {
	changeOwnSentences,
	pauseConnection,
} from "../../app/operations/phone-systems/change-connection.ts";
import {
	createConnection,
	type NewConnection,
} from "../../app/operations/phone-systems/create-connection.ts";
import { secretsKeyOf } from "../../app/platform/sealed-value.ts";
import { createService } from "../../app/platform/service.ts";
import type { Database } from "../../db/connection/database.ts";
import { openDatabase } from "../../db/connection/open.ts";
import { Browserless, textOf } from "./browserless.ts";
import { ADMINISTRATOR } from "./config-site.ts";
import { createEmbeddedDirectory, createServerDatabase, type Engine } from "./databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "./groups.ts";
import { ALL_PLATFORMS, DIALECTS, PhoneSystem, type Platform } from "./phone-call.ts";
import { insertRequest } from "./records.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

const SECRETS_KEY = "k".repeat(44);
const API_KEY = "key-of-a-test-of-phone-systems";
export const PUBLIC_URL = "http://calls.example.com";
const ADA: Actor = { kind: "user", id: null, name: ADMINISTRATOR.email };

/** Numbers of the groups: with codes, without codes, with codes of one minute, and of late callers. */
export const [CODES, OPEN, MIXED, LATE] = someNumbers(4, 4000) as [string, string, string, string];
/** A caller whose request on LATE has just expired, and a code on CODES that has. */
export const LATE_CALLER = "+14155550166";
export const LATE_CODE = "770077";
export const AGENTS = "sip:agents@pbx.example.com";
export const SECOND = "sip:night@pbx.example.com";
export const FALLBACK = "+14155550100";
export const USER_DATA = { policy: "A-1", name: "Zoë <&>\r\nX-Evil: 1", secret: "stays" };

/** A connection beside those of the platforms. */
type Special =
	| "paused"
	| "fallback"
	| "unreadable"
	| "no-secret"
	| "no-release"
	| "no-target"
	| "german"
	| `${Platform} twice`;

type Created = { id: string; toPhoneNumber: string; accessCode?: number };

/** A server on one engine, with groups, connections and phone systems that call them. */
export type PhoneSite = {
	server: ServerProcess;
	systems: Record<Platform | Special, PhoneSystem>;
	/** Reserves by the API. */
	reserve(groupName: string, fields?: Record<string, unknown>): Promise<Created>;
	stateOf(id: string): Promise<string>;
	match(fields: Record<string, unknown>): Promise<string>;
	signIn(): Promise<Browserless>;
	stop(): Promise<void>;
};

export async function startPhoneSite(
	engine: Engine,
	{
		env = {},
		through,
	}: { env?: Record<string, string>; through?: (url: string) => Promise<string> } = {},
): Promise<PhoneSite> {
	const place =
		engine === "server" ? await createServerDatabase() : { ...createEmbeddedDirectory(), url: "" };
	const dataDir = "dataDir" in place ? place.dataDir : "";
	const where = engine === "server" ? { url: place.url } : {};
	const database = await openDatabase({ ...where, dataDir, prepare: true, connections: 2 });
	await insertKey(database, { secret: API_KEY, scopes: ["create", "match"] });
	const settings = { expirySeconds: 600 };
	await insertGroupWith(database, "codes", [CODES], settings);
	await insertGroupWith(database, "open", [OPEN], { ...settings, generateAccessCode: false });
	await insertGroupWith(database, "mixed", [MIXED], settings);
	await insertGroupWith(database, "late", [LATE], { ...settings, generateAccessCode: false });
	await insertExpired(database);
	const service = createService(database, { current: secretsKeyOf(SECRETS_KEY), previous: null });
	const ids: Partial<Record<Platform | Special, string>> = {};
	const secrets: Partial<Record<Platform | Special, string>> = {};
	const make = async (name: Platform | Special, more: Partial<NewConnection>) => {
		const kind = more.kind ?? "twilio";
		const made = await createConnection(
			service,
			{
				...{ requestId: randomUUID(), kind, name, secret: DIALECTS[kind as Platform].secret },
				numbersWithoutPlus: factsOfKind(kind).numbersWithoutPlus,
				...{ releasesOnAnswer: true, groupIds: null },
				...{ target: AGENTS, secondTarget: null, fallback: null, userDataKeys: ["policy", "name"] },
				...more,
			},
			{ hasPublicUrl: true },
			ADA,
		);
		if (!made.ok) throw new Error(made.error.code);
		ids[name] = made.value.id;
		secrets[name] = made.value.secret ?? DIALECTS[kind as Platform].secret ?? "";
	};
	for (const kind of ALL_PLATFORMS) await make(kind, { kind });
	for (const kind of ALL_PLATFORMS) await make(`${kind} twice`, { kind, secondTarget: SECOND });
	await make("fallback", { fallback: FALLBACK, secondTarget: SECOND });
	await make("no-release", { releasesOnAnswer: false });
	await make("no-target", { target: null });
	await make("german", { language: "de" });
	await changeOwnSentences(
		service,
		ids.german as string,
		{ language: "de", sentences: { busy: "Hier ist gerade besetzt." } },
		ADA,
	);
	await make("paused", {});
	await pauseConnection(service, ids.paused as string, true, ADA);
	await make("unreadable", {});
	// Encrypted for another row (D2).
	await database.query(
		`update connection_secrets set sealed = (select sealed from connection_secrets
			where connection_id = $2::uuid) where connection_id = $1::uuid`,
		[ids.unreadable, ids.twilio],
	);
	await make("no-secret", {});
	await database.query("delete from connection_secrets where connection_id = $1::uuid", [
		ids["no-secret"],
	]);
	await database.close();
	const server = await startServer({
		...(engine === "server" ? { url: (await through?.(place.url)) ?? place.url } : { dataDir }),
		env: {
			...{ PUBLIC_URL, SECRETS_KEY, LOG_LEVEL: "info" },
			...{ ADMIN_EMAIL: ADMINISTRATOR.email, ADMIN_PASSWORD: ADMINISTRATOR.password },
			...env,
		},
	});
	const ask = async (name: string, body: object) => {
		const response = await fetch(`${server.origin}/engagement/v3/call-in/requests/${name}`, {
			method: "POST",
			headers: { "x-api-key": API_KEY, "content-type": "application/json" },
			body: JSON.stringify(body),
		});
		const answer = await response.json();
		if (response.status !== 200) throw new Error(`${name}: ${JSON.stringify(answer)}`);
		return answer.data;
	};
	const kinds = Object.keys(ids) as (Platform | Special)[];
	const platformOf = (name: Platform | Special) =>
		ALL_PLATFORMS.find((one) => name === one || name === `${one} twice`) ?? "twilio";
	return {
		server,
		systems: Object.fromEntries(
			kinds.map((name) => [
				name,
				new PhoneSystem(
					platformOf(name),
					server.origin,
					PUBLIC_URL,
					ids[name] as string,
					secrets[name],
				),
			]),
		) as PhoneSite["systems"],
		reserve: (groupName, fields = {}) => ask("create", { groupName, ...fields }),
		stateOf: async (id) => (await ask("retrieve", { id })).state,
		match: async (fields) => (await ask("match", fields)).outcome,
		signIn: () => new Browserless(server.origin).signIn(ADMINISTRATOR),
		async stop() {
			await server.stop();
			await place.drop();
		},
	};
}

/** A minute ago: within the ten minutes in which a late caller is told so (C9). */
async function insertExpired(database: Pick<Database, "query">): Promise<void> {
	const expiresAt = new Date(Date.now() - 60_000).toISOString();
	const of = { createdAt: new Date(Date.now() - 360_000).toISOString(), expiresAt };
	await insertRequest(database, {
		...{ ...of, groupName: "late", toNumber: LATE, fromNumber: LATE_CALLER },
	});
	const withCode = { groupName: "codes", toNumber: CODES, accessCode: LATE_CODE };
	const id = await insertRequest(database, { ...of, ...withCode });
	await database.query(
		`insert into live_codes (number, code, request_id, live_until)
		values ($1::text, $2::text, $3::uuid, $4::timestamptz)`,
		[CODES, LATE_CODE, id, expiresAt],
	);
}

/** Saves the own destinations and the language of a group on a connection's page. */
export async function saveGroupDestination(
	ada: Browserless,
	connectionId: string,
	group: string,
	fill: Record<string, string>,
): Promise<void> {
	await ada.open(`/settings/phone-systems/${connectionId}`);
	const option = ada.page.root
		.querySelectorAll("select[name=groupId] option")
		.find((one) => textOf(one) === group);
	const own = { Group: option?.getAttribute("value") ?? "", ...fill };
	await ada.press("Save Destination", { fill: own });
}
