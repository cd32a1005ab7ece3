import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DNIS, FORMATS } from "../../support/sip/formats.ts";
import { inTurns } from "../../support/sip/in-turns.ts";
import { canCall, type Kamailio, startKamailio } from "../../support/sip/kamailio.ts";
import { type ProxySite, startProxySite } from "../../support/sip/proxy-site.ts";
import { ANSWERS, answeredCall, refusedCall } from "../../support/sip/scenarios.ts";
import { type Agent, headerOf, runSipp, startAgent } from "../../support/sip/sipp.ts";

const isThere = canCall();

describe.skipIf(!isThere)("calls through Kamailio in the formats of trunks (P7, N1)", () => {
	let site: ProxySite;
	let agent: Agent;
	let kamailio: Kamailio;
	let requestId: string;
	beforeAll(async () => {
		[site, agent] = await Promise.all([startProxySite(), startAgent(ANSWERS)]);
		const { url, key } = await site.connect("Kamailio", {
			Destination: `sip:agents@127.0.0.1:${agent.port}`,
			"User data that travels with the call": "name",
			"Release the number when the agent answers": false,
		});
		kamailio = await startKamailio({ url, key, gatewayPort: agent.port });
		await site.group("formats", [DNIS]);
		const userData = { name: "Zoë\r\nX-Evil: 1" };
		requestId = (await site.request("formats", { userData })).id;
	});
	afterAll(async () => {
		await Promise.all([kamailio?.stop(), agent?.stop()]);
		await site?.stop();
	});

	test("are admitted to an agent, with the request's ID, or refused with their own status", async () => {
		const failed: string[] = [];
		await inTurns(FORMATS, 4, async ({ name, status, ...call }, index) => {
			const callId = `format-${index}@test`;
			const scenario = status === 200 ? answeredCall(call) : refusedCall(call, status);
			const { code, errors } = await runSipp(scenario, kamailio.port, { callId });
			const invite = agent.invites().find((one) => headerOf(one, "Call-ID") === callId);
			const verified = invite && headerOf(invite, "X-Call-In-Verified");
			const id = invite && headerOf(invite, "X-Call-In-Request");
			const right = status === 200 ? verified === "yes" && id === requestId : invite === undefined;
			if (code !== 0 || !right) failed.push(`${name}: ${code} ${verified} ${id} ${errors}`);
		});
		expect(failed).toEqual([]);
		expect(FORMATS.length).toBeGreaterThan(40);
		for (const invite of agent.invites()) {
			expect(headerOf(invite, "X-User-name")).toBe("Zo%C3%AB%0D%0AX-Evil%3A%201");
			expect(headerOf(invite, "X-Evil")).toBeUndefined();
		}
		expect(kamailio.output()).not.toMatch(/ERROR|CRITICAL/);
	});
});
