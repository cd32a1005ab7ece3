import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeAuthority } from "../../support/certificates.ts";
import { type Front, startFront } from "../../support/sip/front.ts";
import {
	canCall,
	hasKamailioTls,
	type Kamailio,
	startKamailio,
} from "../../support/sip/kamailio.ts";
import { type ProxySite, startProxySite } from "../../support/sip/proxy-site.ts";
import {
	ANSWERS,
	answeredCall,
	answers,
	cancelledCall,
	refusedCall,
	reInvite,
} from "../../support/sip/scenarios.ts";
import { type Agent, headerOf, LENIENT, runSipp, startAgent } from "../../support/sip/sipp.ts";
import { startTlsAgent, startTlsCaller, type TlsLine } from "../../support/sip/tls-line.ts";
import { freeSipPort } from "../../support/sip/udp.ts";
import { until } from "../../support/until.ts";

const isThere = canCall();
const DNIS = "+18005550100";
const CALL = { ruri: `sip:${DNIS}@127.0.0.1` };
const NOBODY = { ruri: "sip:+18005550199@127.0.0.1" };

describe.skipIf(!isThere)("a call through Kamailio by other transports than UDP (P7)", () => {
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-transports-"));
	let site: ProxySite;
	let front: Front;
	let agent: Agent;
	/** The same kind of phone, by TCP. */
	let tcpAgent: Agent;
	beforeAll(async () => {
		[site, agent, tcpAgent] = await Promise.all([
			startProxySite(),
			startAgent(ANSWERS),
			startAgent(answers("sip:[local_ip]:[local_port];transport=tcp"), { transport: "tcp" }),
		]);
		front = await startFront(site.server.origin);
		await site.group("transports", [DNIS]);
		await site.request("transports");
	});
	afterAll(async () => {
		await Promise.all([agent?.stop(), tcpAgent?.stop(), front?.stop()]);
		await site?.stop();
		rmSync(folder, { recursive: true, force: true });
	});
	beforeEach(() => {
		front.clear();
		front.delay(0);
	});

	let proxies = 0;
	/** A Kamailio whose admitted calls go to this address. */
	async function toAgents(
		address: string,
		more: Partial<Parameters<typeof startKamailio>[0]> = {},
	): Promise<Kamailio> {
		const { url, key } = await site.connect(`Kamailio ${proxies++}`, {
			Destination: address,
			"Release the number when the agent answers": false,
		});
		return startKamailio({
			...{ url: url.replace(site.server.origin, front.origin), key },
			...{ gatewayPort: agent.port, ...more },
		});
	}
	let calls = 0;
	const newCallId = () => `transport-${calls++}@test`;
	const isVerified = (at: Agent, callId: string): boolean[] =>
		at
			.invites()
			.filter((invite) => headerOf(invite, "Call-ID") === callId)
			.map((invite) => headerOf(invite, "X-Call-In-Verified") === "yes");

	test("comes by TCP, is answered by UDP, and changes in the middle", async () => {
		const proxy = await toAgents(`sip:agents@127.0.0.1:${agent.port}`);
		const callId = newCallId();
		const called = await runSipp(answeredCall(CALL, reInvite(CALL)), proxy.port, {
			...{ callId, transport: "tcp" },
		});
		expect(called).toMatchObject({ code: 0, errors: "" });
		expect(isVerified(agent, callId)).toEqual([true]);
		const refused = { callId: newCallId(), transport: "tcp" } as const;
		expect(await runSipp(refusedCall(NOBODY, 404), proxy.port, refused)).toMatchObject({ code: 0 });
		await proxy.stop();
	});

	test("comes by UDP, and is answered by TCP", async () => {
		const proxy = await toAgents(`sip:agents@127.0.0.1:${tcpAgent.port};transport=tcp`);
		const callId = newCallId();
		const called = await runSipp(answeredCall(CALL), proxy.port, { callId });
		expect(called).toMatchObject({ code: 0, errors: "" });
		expect(isVerified(tcpAgent, callId)).toEqual([true]);
		await proxy.stop();
	});

	test("is cancelled on the connection on which its question is under way", async () => {
		const proxy = await toAgents(`sip:agents@127.0.0.1:${agent.port}`);
		front.delay(1500);
		const callId = newCallId();
		const called = await runSipp(cancelledCall(CALL, 100), proxy.port, {
			...{ callId, transport: "tcp", args: LENIENT },
		});
		expect(called.code, called.errors).toBe(0);
		// The caller is free before our answer is there.
		expect(front.answers()).toBe(0);
		await until(async () => front.answers() === 1);
		expect(isVerified(agent, callId)).toEqual([]);
		await proxy.stop();
	});

	describe.skipIf(!hasKamailioTls())("by TLS", () => {
		const authority = makeAuthority(folder);
		const stranger = makeAuthority(folder, "stranger");
		const own = authority.issue("proxy", "DNS:localhost, IP:127.0.0.1");
		const tls = { ...own, authority: authority.certificate };
		const lines: TlsLine[] = [];
		const kept = async (line: Promise<TlsLine>) => {
			lines.push(await line);
			return line;
		};
		afterAll(() => Promise.all(lines.map((line) => line.stop())));

		test("both ways: from the trunk, and to the agent", async () => {
			const port = await freeSipPort();
			const pbx = await kept(
				startTlsAgent(port, authority.issue("pbx", "DNS:localhost, IP:127.0.0.1")),
			);
			const secure = answers(`sip:127.0.0.1:${pbx.port};transport=tls`);
			const tlsAgent = await startAgent(secure, { port, transport: "tcp" });
			const proxy = await toAgents(`sip:agents@127.0.0.1:${pbx.port};transport=tls`, { tls });
			const trunk = await kept(startTlsCaller(proxy.tlsPort, authority.certificate));
			const callId = newCallId();
			const called = await runSipp(answeredCall(CALL, reInvite(CALL)), trunk.port, {
				...{ callId, transport: "tcp" },
			});
			expect(called).toMatchObject({ code: 0, errors: "" });
			expect(isVerified(tlsAgent, callId)).toEqual([true]);
			expect([...trunk.versions, ...pbx.versions]).toEqual(["TLSv1.3", "TLSv1.3"]);
			await Promise.all([proxy.stop(), tlsAgent.stop()]);
		});

		test("reaches no agent whose certificate is of a stranger", async () => {
			const pbx = await kept(
				startTlsAgent(tcpAgent.port, stranger.issue("false", "DNS:localhost, IP:127.0.0.1")),
			);
			const proxy = await toAgents(`sip:agents@127.0.0.1:${pbx.port};transport=tls`, { tls });
			const callId = newCallId();
			const called = await runSipp(refusedCall(CALL, 408), proxy.port, { callId });
			expect(called.code, called.messages).toBe(0);
			expect(isVerified(tcpAgent, callId)).toEqual([]);
			await proxy.stop();
		});

		test("comes from no trunk without its certificate, where one is needed", async () => {
			const define = ["#!define TLS_TRUNK_NEEDS_CERTIFICATE"];
			const proxy = await toAgents(`sip:agents@127.0.0.1:${agent.port}`, { tls, define });
			const strange = stranger.issue("trunk", "DNS:localhost");
			for (const shown of [null, strange]) {
				const trunk = await kept(startTlsCaller(proxy.tlsPort, authority.certificate, shown));
				const called = await runSipp(answeredCall(CALL), trunk.port, {
					...{ callId: newCallId(), transport: "tcp" },
				});
				expect(called.code).not.toBe(0);
			}
			expect(front.questions()).toEqual([]);
			const right = authority.issue("right", "DNS:localhost");
			const trunk = await kept(startTlsCaller(proxy.tlsPort, authority.certificate, right));
			const called = await runSipp(answeredCall(CALL), trunk.port, {
				...{ callId: newCallId(), transport: "tcp" },
			});
			expect(called).toMatchObject({ code: 0, errors: "" });
			await proxy.stop();
		});
	});
});
