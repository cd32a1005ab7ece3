import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Front, startFront } from "../../support/sip/front.ts";
import { canCall, type Kamailio, startKamailio } from "../../support/sip/kamailio.ts";
import {
	type ProxyConnection,
	type ProxySite,
	startProxySite,
} from "../../support/sip/proxy-site.ts";
import {
	ANSWERS,
	answeredCall,
	cancelledCall,
	RINGS,
	refusedCall,
	reInvite,
	repeatedCall,
	type SipCall,
} from "../../support/sip/scenarios.ts";
import { type Agent, headerOf, LENIENT, runSipp, startAgent } from "../../support/sip/sipp.ts";
import { freeUdpPort } from "../../support/sip/udp.ts";
import { until } from "../../support/until.ts";

const isThere = canCall();
const FREE = "+18005550190";
const call = (dialed: string, more: Partial<SipCall> = {}): SipCall => ({
	ruri: `sip:${dialed}@127.0.0.1`,
	...more,
});

let calls = 0;
const newCallId = () => `call-${calls++}@test`;
let numbers = 100;
const newNumber = () => `+1800555${String(1000 + numbers++)}`;

describe.skipIf(!isThere)("a call through Kamailio (P7)", () => {
	let site: ProxySite;
	let sql: postgres.Sql;
	let front: Front;
	let agent: Agent;
	let connection: ProxyConnection;
	let kamailio: Kamailio;
	beforeAll(async () => {
		[site, agent] = await Promise.all([startProxySite(), startAgent(ANSWERS)]);
		sql = postgres(site.databaseUrl as string, { max: 1, onnotice: () => {} });
		front = await startFront(site.server.origin);
		connection = await site.connect("Kamailio", {
			Destination: `sip:agents@127.0.0.1:${agent.port}`,
		});
		kamailio = await through(connection);
	});
	afterAll(async () => {
		await Promise.all([kamailio?.stop(), agent?.stop(), sql?.end()]);
		await front?.stop();
		await site?.stop();
	});
	beforeEach(() => {
		front.clear();
		front.delay(0);
	});

	const through = ({ url, key }: ProxyConnection, define: string[] = []) =>
		startKamailio({
			...{ key, define, gatewayPort: agent.port },
			url: url.replace(site.server.origin, front.origin),
		});
	/** A new group with one number of its own, and a request on it. */
	async function requested(settings = {}, more = {}) {
		const number = newNumber();
		const group = await site.group(`group ${number}`, [number], settings);
		return { number, group, request: await site.request(group, more) };
	}
	const run = (scenario: string, callId = newCallId(), at = kamailio, args: string[] = []) =>
		runSipp(scenario, at.port, { callId, args });
	const inviteOf = (callId: string) =>
		agent.invites().filter((invite) => headerOf(invite, "Call-ID") === callId);
	const isReleased = async (id: string): Promise<boolean> => {
		const [row] = await sql<{ ended_at: Date | null }[]>`
			select ended_at from requests where id = ${id}`;
		return row?.ended_at !== null;
	};

	test.each<[outcome: string, status: number, dialed: () => Promise<string>]>([
		["NOTHING_MATCHED", 404, async () => FREE],
		["CODE_REQUIRED", 484, async () => (await requested({ generateAccessCode: true })).number],
		[
			"EXPIRED",
			410,
			async () => {
				const { number, request } = await requested();
				const long = "1801 s";
				await sql`
					update requests set created_at = created_at - ${long}::interval,
						expires_at = expires_at - ${long}::interval
					where id = ${request.id}`;
				await sql`
					update numbers set given_at = given_at - ${long}::interval,
						busy_until = busy_until - ${long}::interval,
						held_until = held_until - ${long}::interval
					where holder_id = ${request.id}`;
				return number;
			},
		],
		[
			"AMBIGUOUS",
			486,
			async () => {
				const { number, group } = await requested({ uniqueDnis: false });
				await site.request(group);
				return number;
			},
		],
		[
			"ANI_MISMATCH",
			403,
			async () => (await requested({}, { fromPhoneNumber: "+14155550188" })).number,
		],
	] as const)(
		"that is %s is refused with %i, and no agent hears of it",
		async (_, status, dialed) => {
			const callId = newCallId();
			const { code, errors } = await run(refusedCall(call(await dialed()), status), callId);
			expect([code, errors]).toEqual([0, ""]);
			expect(inviteOf(callId)).toEqual([]);
		},
	);

	test("is released once the agent answers, and asks nothing in a re-INVITE (P6)", async () => {
		const { number, request } = await requested();
		const forged = { headers: ["X-Call-In-Verified: forged", "X-User-name: forged"] };
		const callId = newCallId();
		const one = call(number, forged);
		const { code, errors } = await run(answeredCall(one, reInvite(one)), callId);
		expect([code, errors]).toEqual([0, ""]);
		expect(front.questions()).toHaveLength(1);
		expect(headerOf(inviteOf(callId)[0] as string, "X-Call-In-Verified")).toBe("yes");
		expect(agent.messages()).toContain("CSeq: 2 INVITE");
		expect(agent.messages()).not.toContain("forged");
		await until(() => isReleased(request.id));
		expect(front.releases()).toHaveLength(1);
	});

	test("that pretends to be under way is asked about nobody, and reaches nobody", async () => {
		const callId = newCallId();
		const forged = call("agents", {
			ruri: `sip:agents@127.0.0.1:${agent.port}`,
			to: "<sip:agents@127.0.0.1>;tag=forged",
			headers: [`Route: <sip:127.0.0.1:${kamailio.port};lr;k=${"0".repeat(32)}>`],
		});
		expect((await run(refusedCall(forged, 404), callId)).code).toBe(0);
		expect([front.questions(), agent.messages().includes(callId)]).toEqual([[], false]);
	});

	test("whose INVITE comes five times asks once, also while the answer is late", async () => {
		const { number } = await requested();
		front.delay(700);
		const callId = newCallId();
		const { code } = await run(repeatedCall(call(number)), callId, kamailio, LENIENT);
		expect(code).toBe(0);
		expect(front.questions()).toHaveLength(1);
		expect(inviteOf(callId)).toHaveLength(1);
	});

	test("that was forked upstream is one call: a late branch is admitted too, in any format", async () => {
		const { number, request } = await requested();
		const callId = newCallId();
		// The second branch comes when the first one is answered and the request released.
		for (const dialed of [number, `${number.slice(1)};npdi`]) {
			expect((await run(answeredCall(call(dialed)), callId)).code).toBe(0);
			await until(() => isReleased(request.id));
		}
		const ids = inviteOf(callId).map((invite) => headerOf(invite, "X-Call-In-Request"));
		expect(ids).toEqual([request.id, request.id]);
	});

	test("that is cancelled while our answer is late reaches no agent, and releases nothing", async () => {
		const { number, request } = await requested();
		front.delay(900);
		const callId = newCallId();
		const late = cancelledCall(call(number), 200);
		expect((await run(late, callId, kamailio, LENIENT)).code).toBe(0);
		await until(async () => front.answers() === 1);
		expect((await run(refusedCall(call(FREE), 404))).code).toBe(0);
		expect(inviteOf(callId)).toEqual([]);
		expect(await isReleased(request.id)).toBe(false);
	});

	test("that is cancelled while it rings is over at the agent, and its request stays", async () => {
		const { number, request } = await requested();
		const ringing = await startAgent(RINGS);
		const own = await site.connect("Ringing", {
			Destination: `sip:agents@127.0.0.1:${ringing.port}`,
		});
		const proxy = await through(own);
		const cancelled = cancelledCall(call(number), null);
		expect((await run(cancelled, newCallId(), proxy, LENIENT)).code).toBe(0);
		await until(async () => ringing.messages().includes("CANCEL sip:"));
		expect(front.releases()).toEqual([]);
		expect(await isReleased(request.id)).toBe(false);
		await Promise.all([proxy.stop(), ringing.stop()]);
	});

	test("is refused with 480 where our answer comes too late, or nobody listens", async () => {
		const { number } = await requested();
		front.delay(2600);
		const late = newCallId();
		expect((await run(refusedCall(call(number), 480), late)).code).toBe(0);
		front.delay(0);
		await front.away();
		const away = newCallId();
		expect((await run(refusedCall(call(number), 480), away)).code).toBe(0);
		await front.back();
		expect([...inviteOf(late), ...inviteOf(away)]).toEqual([]);
		expect(kamailio.output()).toContain(`no answer for ${late}`);
		expect((await run(answeredCall(call(number)))).code).toBe(0);
	});

	test("that is refused goes to the fallback, marked as not verified; with us away to Kamailio's own", async () => {
		const fallback = await site.connect("Fallback", {
			Destination: `sip:agents@127.0.0.1:${agent.port}`,
			"Fallback destination": `sip:reception@127.0.0.1:${agent.port}`,
		});
		const proxy = await through(fallback, [
			`#!substdef "!FALLBACK!sip:emergency@127.0.0.1:${agent.port}!g"`,
			"#!define WITH_FALLBACK",
		]);
		const [refused, away] = [newCallId(), newCallId()];
		const forged = { headers: ["X-Call-In-Verified: yes"] };
		expect((await run(answeredCall(call(FREE, forged)), refused, proxy)).code).toBe(0);
		await front.away();
		expect((await run(answeredCall(call(FREE, forged)), away, proxy)).code).toBe(0);
		await front.back();
		for (const [callId, user] of [
			[refused, "reception"],
			[away, "emergency"],
		] as const) {
			const [invite = ""] = inviteOf(callId);
			expect(invite).toContain(`INVITE sip:${user}@`);
			expect(invite.match(/^X-Call-In.*$/gim)?.map((line) => line.trim())).toEqual([
				"X-Call-In-Verified: no",
			]);
		}
		await proxy.stop();
	});

	test("that needs a code goes to Kamailio's fallback where the voice prompt is away", async () => {
		const { number } = await requested({ generateAccessCode: true });
		const proxy = await through(connection, [
			`#!substdef "!FALLBACK!sip:emergency@127.0.0.1:${agent.port}!g"`,
			"#!define WITH_FALLBACK",
			`#!substdef "!PROMPT_IP!127.0.0.1!g"`,
			`#!substdef "!PROMPT_PORT!${await freeUdpPort()}!g"`,
			`#!substdef "!PROMPT_LINES!1!g"`,
			"#!define WITH_PROMPT",
		]);
		const callId = newCallId();
		const { code, errors } = await run(answeredCall(call(number)), callId, proxy);
		expect([code, errors]).toEqual([0, ""]);
		const [invite = ""] = inviteOf(callId);
		expect(invite).toContain("INVITE sip:emergency@");
		expect(invite.match(/^X-Call-In.*$/gim)?.map((line) => line.trim())).toEqual([
			"X-Call-In-Verified: no",
		]);
		expect(headerOf(invite, "From")).toContain("+14155550132@c.example");
		await proxy.stop();
	});

	test("with the wrong key is refused, and the page of the connection says why", async () => {
		const proxy = await through({ ...connection, key: "ctp_wrong" });
		expect((await run(refusedCall(call(FREE), 480), newCallId(), proxy)).code).toBe(0);
		await proxy.stop();
		await site.admin.open(connection.page);
		expect(site.admin.text).toContain("401");
	});

	test("asks with its code by GET or form, and guessed codes are locked (C10)", async () => {
		const { number, request } = await requested({ generateAccessCode: true });
		const ask = async (code: string, init: RequestInit = {}) => {
			const query = new URLSearchParams({ dialed: number, from: "+14155550132", code });
			const answer = await fetch(`${connection.url}?${query}`, {
				headers: { "x-api-key": connection.key },
				...init,
			});
			return { status: answer.status, line: await answer.text(), headers: answer.headers };
		};
		const right = await ask(String(request.accessCode));
		expect([right.status, right.line]).toEqual([200, `sip:agents@127.0.0.1:${agent.port}\n`]);
		expect(right.headers.get("x-call-in-request")).toBe(request.id);
		const wrong = String(request.accessCode) === "111111" ? "222222" : "111111";
		const statuses: number[] = [];
		for (let guess = 0; guess < 6; guess++) statuses.push((await ask(wrong)).status);
		expect(statuses).toEqual([403, 403, 403, 403, 403, 486]);
		expect((await ask(String(request.accessCode))).status).toBe(486);
		expect((await ask(wrong, { headers: {} })).status).toBe(401);
		const json = { "x-api-key": connection.key, "content-type": "application/json" };
		expect((await ask(wrong, { method: "POST", body: "{}", headers: json })).status).toBe(415);
		expect((await ask(wrong, { method: "DELETE", headers: json })).status).toBe(405);
	});
});
