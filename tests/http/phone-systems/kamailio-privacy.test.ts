import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canCall, type Kamailio, startKamailio } from "../../support/sip/kamailio.ts";
import { type ProxySite, startProxySite } from "../../support/sip/proxy-site.ts";
import {
	ANSWERS,
	answeredCall,
	hastyReInvite,
	lateAck,
	reInvite,
} from "../../support/sip/scenarios.ts";
import { type Agent, headerOf, received, runSipp, startAgent } from "../../support/sip/sipp.ts";

const isThere = canCall();
const DNIS = "+18005550100";
const CALLER = "+14155550132";

describe.skipIf(!isThere)("a caller's number in the headers to agents (N4)", () => {
	let site: ProxySite;
	let agent: Agent;
	let kamailio: Kamailio;
	beforeAll(async () => {
		[site, agent] = await Promise.all([startProxySite(), startAgent(ANSWERS)]);
		const { url, key } = await site.connect("Kamailio", {
			Destination: `sip:agents@127.0.0.1:${agent.port}`,
			"Release the number when the agent answers": false,
		});
		kamailio = await startKamailio({ url, key, gatewayPort: agent.port });
		await site.group("privacy", [DNIS], { callerId: "equal" });
		await site.request("privacy", { fromPhoneNumber: CALLER });
	});
	afterAll(async () => {
		await Promise.all([kamailio?.stop(), agent?.stop()]);
		await site?.stop();
	});

	let calls = 0;
	/** What the agent gets of an admitted call with these header lines: the first, and all. */
	async function inviteWith(headers: string[], from = `"Ann" <sip:${CALLER}@c.example>`) {
		const callId = `privacy-${calls++}@test`;
		const call = { ruri: `sip:${DNIS}@127.0.0.1`, from, headers };
		const scenario = answeredCall(call, reInvite(call), lateAck(call));
		const { code, errors, messages } = await runSipp(scenario, kamailio.port, { callId });
		expect([code, errors]).toEqual([0, ""]);
		// The caller sees the own number in every answer.
		for (const answer of received(messages)) expect(headerOf(answer, "From")).toContain(CALLER);
		const all = received(agent.messages()).filter((one) => headerOf(one, "Call-ID") === callId);
		const [invite = ""] = all;
		expect(headerOf(invite, "X-Call-In-Verified")).toBe("yes");
		return { invite, all: all.join("\n") };
	}
	const asserted = [
		`P-Asserted-Identity: "Ann" <sip:${CALLER}@c.example>`,
		`P-Asserted-Identity: <tel:${CALLER}>`,
	];

	test.each([
		"Privacy: id",
		"Privacy: ID",
		"privacy: Id;critical",
		"Privacy: user ; id",
		"Privacy: header;session;critical",
		"Privacy: USER",
		"Privacy:critical;\tid",
		"Privacy: session\nPrivacy: id",
		"Privacy: full",
		`Remote-Party-ID: "Ann" <sip:${CALLER}@c.example>;party=calling;Privacy=Full;screen=yes`,
		`Remote-Party-ID: <sip:${CALLER}@c.example>; privacy = "uri"`,
	])("is in none with %s, and decides nevertheless", async (line) => {
		const others = [
			`P-Preferred-Identity: <sip:${CALLER}@c.example>`,
			`Reply-To: <sip:${CALLER}@c.example>`,
			`P-Charge-Info: <sip:${CALLER}@c.example>`,
		];
		const { invite, all } = await inviteWith([...asserted, ...others, line]);
		expect(all).not.toContain("4155550132");
		expect(all).not.toContain("Ann");
		// Not in Record-Route either, where it would be written in another way.
		expect(all).not.toMatch(/;vsf=/);
		expect(all).toContain("BYE sip:");
		expect(headerOf(invite, "From")).toMatch(/<sip:anonymous@anonymous\.invalid>/);
	});

	test("is in none that overtakes the ACK of the answer either: that one is to come again", async () => {
		const callId = `privacy-${calls++}@test`;
		const from = `"Ann" <sip:${CALLER}@c.example>`;
		const call = { ruri: `sip:${DNIS}@127.0.0.1`, from, headers: [...asserted, "Privacy: id"] };
		const { code, errors } = await runSipp(hastyReInvite(call), kamailio.port, { callId });
		expect([code, errors]).toEqual([0, ""]);
		const all = received(agent.messages()).filter((one) => headerOf(one, "Call-ID") === callId);
		expect(all.map((one) => one.split(" ")[0])).toEqual(["INVITE", "ACK", "ACK", "BYE"]);
		expect(all.join("\n")).not.toContain("4155550132");
		expect(all.join("\n")).not.toContain("Ann");
	});

	test.each([
		"Privacy: none",
		"Privacy: session;critical",
		"Privacy: idle",
		`Remote-Party-ID: <sip:${CALLER}@c.example>;privacy=off`,
		"X-Other: id",
	])("stays in all with %s", async (line) => {
		const { invite } = await inviteWith([...asserted, line]);
		expect(headerOf(invite, "P-Asserted-Identity")).toContain(CALLER);
		expect(headerOf(invite, "From")).toContain(CALLER);
	});
});
