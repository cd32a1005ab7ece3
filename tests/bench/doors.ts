import { randomUUID } from "node:crypto";
import { factsOfKind } from "../../app/domain/phone-systems/connection-kinds.ts";
import { createConnection } from "../../app/operations/phone-systems/create-connection.ts";
import { secretsKeyOf } from "../../app/platform/sealed-value.ts";
import { createService } from "../../app/platform/service.ts";
import { openDatabase } from "../../db/connection/open.ts";
import { ALL_PLATFORMS, DIALECTS, type Platform } from "../support/phone-call.ts";
import { BENCH_KEY, openSite } from "./create-site.ts";
import { type Bench, type Figure, median } from "./figure.ts";
import { type Load, type Measured, startLoadClient, UNIQUE } from "./load.ts";
import { CALLED, coded, makeRequests } from "./match.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const ROUND_SECONDS = Number(process.env.BENCH_ROUND_SECONDS ?? 2.5);
const CONNECTIONS = 32;
const PUBLIC_URL = "http://calls.example.com";
const SECRETS_KEY = "k".repeat(44);
const QUERY = "?asked=1&length=6&step=code";
/** More than a round can send, so that no webhook is a repeated one. */
const WEBHOOKS = 4000 * Math.ceil(ROUND_SECONDS);
/** P8. */
const RATE_BOUND = 0.8;
const ADDED_MS_BOUND = 5;

/**
 * Webhooks with a code that admits their call, signature checks included, against match calls with
 * the same criteria (P8): the rate of many connections, and the median time of one.
 */
export async function* measureDoors({ url }: Bench): AsyncGenerator<Figure> {
	const client = startLoadClient();
	const env = { PUBLIC_URL, SECRETS_KEY };
	const site = await openSite(url, { groups: [CALLED], env });
	try {
		await makeRequests(site);
		const made = await makeConnections(site.url);
		const origins = site.servers.map(({ origin }) => origin);
		const send = (load: Pick<Load, "path" | "headers" | "bodies" | "headersOf">, one: boolean) =>
			client.send(
				{ ...load, origins, connections: one ? 1 : CONNECTIONS, seconds: ROUND_SECONDS },
				200,
			);
		const match = {
			path: "/engagement/v3/call-in/requests/match",
			headers: { "x-api-key": BENCH_KEY, "content-type": "application/json" },
			bodies: coded.map(({ number, ani, code }) =>
				JSON.stringify({
					...{ toPhoneNumber: number, fromPhoneNumber: ani },
					...{ accessCode: String(code), callId: UNIQUE },
				}),
			),
		};
		const sides = [
			(one: boolean) => send(match, one),
			...ALL_PLATFORMS.map((kind) => (one: boolean) => send(webhooks(kind, made[kind]), one)),
		];
		const measured = sides.map((): { many: Measured[]; one: Measured[] } => ({
			many: [],
			one: [],
		}));
		for (const side of sides) await side(false);
		for (let round = 0; round < ROUNDS; round += 1)
			for (let turn = 0; turn < sides.length; turn += 1) {
				const index = (round + turn) % sides.length;
				measured[index]!.many.push(await sides[index]!(false));
				measured[index]!.one.push(await sides[index]!(true));
			}
		const others = await site.sql("select 1 from attempts where outcome <> 'MATCHED' limit 1");
		if (JSON.stringify(others) !== "[]") throw new Error("Not all calls were admitted.");
		const rateOf = (index: number) =>
			median(measured[index]!.many.map(({ perSecond }) => perSecond));
		const msOf = (index: number) => median(measured[index]!.one.map(({ p50Ms }) => p50Ms));
		for (const [index, kind] of ALL_PLATFORMS.entries()) {
			const [ours, baseline] = [rateOf(index + 1), rateOf(0)];
			yield { name: `${kind}, rate`, ours, baseline, bound: { atLeast: RATE_BOUND }, unit: "/s" };
			const added = msOf(index + 1) - msOf(0);
			const bound = { atMost: ADDED_MS_BOUND };
			yield { name: `${kind}, added at the median`, ours: added, bound, unit: "ms" };
		}
	} finally {
		client.stop();
		await site.stop();
	}
}

/** Signed before the clock runs: signing is the platform's work. */
function webhooks(kind: Platform, { id, secret }: Made) {
	const { sign, bodyOf, contentType } = DIALECTS[kind];
	const path = `/phone-systems/${id}${QUERY}`;
	const signed = Array.from({ length: WEBHOOKS }, (_, n) => {
		const { number, ani, code } = coded[n % coded.length]!;
		const fields = {
			...{ CallSid: `CA${randomUUID()}`, To: number, From: ani, Digits: String(code) },
			...{ CallStatus: "in-progress", Direction: "inbound", AccountSid: "AC0123456789" },
		};
		const body = bodyOf(fields, QUERY);
		const signing = { method: "POST", url: PUBLIC_URL + path, fields, body };
		return { body, headers: sign(signing, { secret, at: Date.now() }) };
	});
	return {
		path,
		headers: { "content-type": contentType },
		bodies: signed.map(({ body }) => body),
		headersOf: signed.map(({ headers }) => headers),
	};
}

type Made = { id: string; secret: string };

async function makeConnections(url: string): Promise<Record<Platform, Made>> {
	const database = await openDatabase({ url, dataDir: "", prepare: true, connections: 1 });
	const keys = { current: secretsKeyOf(SECRETS_KEY), previous: null };
	const service = createService(database, keys);
	const all: Partial<Record<Platform, Made>> = {};
	for (const kind of ALL_PLATFORMS) {
		const { secret } = DIALECTS[kind];
		const made = await createConnection(
			service,
			{
				...{ requestId: randomUUID(), kind, name: kind, secret },
				numbersWithoutPlus: factsOfKind(kind).numbersWithoutPlus,
				...{ releasesOnAnswer: true, groupIds: null, userDataKeys: ["customer"] },
				...{ target: "sip:agents@pbx.example.com", secondTarget: null, fallback: null },
			},
			{ hasPublicUrl: true },
			{ kind: "user", id: null, name: "bench" },
		);
		if (!made.ok) throw new Error(made.error.code);
		all[kind] = { id: made.value.id, secret: secret ?? made.value.secret ?? "" };
	}
	await database.close();
	return all as Record<Platform, Made>;
}
