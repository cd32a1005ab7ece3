import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canCall, type Kamailio, startKamailio } from "../../support/sip/kamailio.ts";
import { type ProxySite, startProxySite } from "../../support/sip/proxy-site.ts";
import { ANSWERS, answeredCall } from "../../support/sip/scenarios.ts";
import { type Agent, headerOf, LENIENT, runSipp, startAgent } from "../../support/sip/sipp.ts";

const isThere = canCall();
const RATE = 100;
const CALLS = 10 * RATE;

describe.skipIf(!isThere)("a hundred calls a second through Kamailio (P7, P8)", () => {
	let site: ProxySite;
	let agent: Agent;
	let kamailio: Kamailio;
	beforeAll(async () => {
		[site, agent] = await Promise.all([startProxySite(), startAgent(ANSWERS)]);
		const { url, key } = await site.connect("Kamailio", {
			Destination: `sip:agents@127.0.0.1:${agent.port}`,
		});
		kamailio = await startKamailio({ url, key, gatewayPort: agent.port });
	});
	afterAll(async () => {
		await Promise.all([kamailio?.stop(), agent?.stop()]);
		await site?.stop();
	});

	test("for ten seconds: each is admitted to its own request, and none is lost", async () => {
		const number = "+18005550100";
		const group = await site.group("load", [number], { uniqueDnis: false });
		const requests = new Map<string, string>();
		for (let n = 0; n < CALLS; n++) {
			const fromPhoneNumber = `+1415555${String(1000 + n)}`;
			const { id } = await site.request(group, { fromPhoneNumber });
			requests.set(fromPhoneNumber, id);
		}
		// The caller's number counts up with the call.
		const from = "<sip:+1415555[field0]@c.example>";
		const rows = Array.from({ length: CALLS }, (_, n) => String(1000 + n));
		const { code, errors } = await runSipp(
			answeredCall({ ruri: `sip:${number}@127.0.0.1`, from }),
			kamailio.port,
			{
				rows,
				args: [
					...["-r", String(RATE), "-m", String(CALLS), "-l", String(CALLS)],
					...LENIENT,
					...["-recv_timeout", "20000"],
				],
				trace: false,
			},
		);
		// On a busy machine messages are repeated, and a 180 can overtake its 200. A lost call waits for
		// an answer that never comes, and ends the run with another code.
		expect(code, errors.slice(0, 2000)).toBe(0);
		const invites = new Map(agent.invites().map((one) => [headerOf(one, "Call-ID"), one]));
		expect(invites.size).toBe(CALLS);
		for (const invite of invites.values()) {
			const caller = /sip:(\+\d+)@c\.example/.exec(headerOf(invite, "From") ?? "")?.[1] ?? "";
			expect(headerOf(invite, "X-Call-In-Request")).toBe(requests.get(caller));
		}
	}, 180_000);
});
