import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../support/browserless.ts";
import { canCall, type Kamailio, startKamailio } from "../../support/sip/kamailio.ts";
import { type ProxySite, startProxySite } from "../../support/sip/proxy-site.ts";
import { ANSWERS, answeredCall, IS_BUSY, refusedCall } from "../../support/sip/scenarios.ts";
import { type Agent, headerOf, runSipp, startAgent } from "../../support/sip/sipp.ts";
import { until } from "../../support/until.ts";

const TWICE = "+18005550110";
const ONCE = "+18005550111";

describe.skipIf(!canCall())("Kamailio and a second destination (P3, P7)", () => {
	let site: ProxySite;
	let busy: Agent;
	let night: Agent;
	let kamailio: Kamailio;
	let page = "";
	beforeAll(async () => {
		[site, busy, night] = await Promise.all([
			startProxySite("embedded"),
			startAgent(IS_BUSY),
			startAgent(ANSWERS),
		]);
		const made = await site.connect("Kamailio", {
			Destination: `sip:agents@127.0.0.1:${busy.port}`,
			"Second destination": `sip:night@127.0.0.1:${night.port}`,
		});
		page = made.page;
		await site.group("twice", [TWICE]);
		kamailio = await startKamailio({
			...{ url: made.url, key: made.key, gatewayPort: busy.port },
			define: ["#!define WITH_SECOND_DESTINATION"],
		});
	});
	afterAll(async () => {
		await Promise.all([kamailio?.stop(), busy?.stop(), night?.stop()]);
		await site?.stop();
	});

	test("a call that finds the first agent busy reaches the second, verified, with the same headers", async () => {
		const { id } = await site.request("twice", { userData: { policy: "A-1" } });
		const { code, errors } = await runSipp(
			answeredCall({ ruri: `sip:${TWICE}@127.0.0.1`, headers: ["X-Call-In-Verified: no"] }),
			kamailio.port,
			{ callId: "second-1@test" },
		);
		expect([code, errors, kamailio.output()]).toEqual([0, "", expect.any(String)]);
		const [first = "", ...further] = busy.invites();
		const [second = "", ...repeated] = night.invites();
		expect([further, repeated]).toEqual([[], []]);
		for (const name of ["X-Call-In-Verified", "X-Call-In-Request", "From", "Call-ID"])
			expect(headerOf(second, name)).toBe(headerOf(first, name));
		expect(headerOf(second, "X-Call-In-Request")).toBe(id);
		expect(second.match(/^X-Call-In-Verified:/gim)).toHaveLength(1);
		expect(second.match(/^Record-Route:/gim)).toHaveLength(1);
		const timeline = async () => {
			await site.admin.open(`/call-in/${id}`);
			return textOf(site.admin.page.root.querySelector("[data-live-part=timeline]"));
		};
		// Kamailio tells of the answer from a process of its own.
		const text = await until(async () => {
			const now = await timeline();
			return now.includes("Released after its match") ? now : null;
		});
		expect(text).toContain("the call went to the second destination");
		expect(text).toContain("Second destination answered");
		await site.admin.open(page);
		expect(site.admin.text).toContain("Connected to the second destination");
	});

	test("both agents are busy: the caller gets what the second one answered", async () => {
		await site.group("once", [ONCE]);
		await site.request("once");
		await night.stop();
		const also = await startAgent(IS_BUSY, { port: night.port });
		const { code, errors } = await runSipp(
			refusedCall({ ruri: `sip:${ONCE}@127.0.0.1` }, 486),
			kamailio.port,
			{ callId: "second-2@test" },
		);
		expect([code, errors]).toEqual([0, ""]);
		expect(also.invites()).toHaveLength(1);
		await also.stop();
	});
});
