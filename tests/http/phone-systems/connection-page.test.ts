import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { CODES, type PhoneSite, PUBLIC_URL, startPhoneSite } from "../../support/phone-site.ts";
import { vonageToken } from "../../support/phone-vonage.ts";
import { rawRequest } from "../../support/raw-request.ts";

describe("the page of a connection (P1)", () => {
	let site: PhoneSite;
	let ada: Browserless;
	beforeAll(async () => {
		site = await startPhoneSite("embedded");
		ada = await site.signIn();
	});
	afterAll(() => site.stop());

	async function told(fields: object, query: string) {
		const { origin, path, secret } = site.systems.vonage;
		const body = JSON.stringify({ uuid: "u1", conversation_uuid: "CON-1", ...fields });
		const authorization = `Bearer ${vonageToken(body, { secret, at: Date.now() })}`;
		const headers = { "content-type": "application/json", authorization };
		return rawRequest(origin, path + query, { method: "POST", body, headers });
	}
	async function rowsOf(name: keyof PhoneSite["systems"]): Promise<string[]> {
		await ada.open(`/settings/phone-systems/${site.systems[name].connectionId}`);
		const rows = ada.page.root.querySelectorAll("[aria-labelledby=calls-heading] tbody tr");
		return rows.map((row) => textOf(row));
	}

	test("the last calls name what a phone system told by its own word, and the reason of its error", async () => {
		const agent = { direction: "outbound", from: "18005554000", to: "14155550166" };
		for (const status of ["started", "ringing", "machine", "completed"])
			expect((await told({ ...agent, status }, "?step=dialed")).status).toBe(204);
		await told({ ...agent, status: "failed", detail: "restricted" }, "?step=dialed");
		await told({ direction: "inbound", status: "started" }, "?step=ended");
		await told({ type: "transfer" }, "?step=ended");
		const reason = "Syntax error <b>in</b> NCCO: bad number +14155550166";
		await told({ reason }, "?step=ended");
		const rows = await rowsOf("vonage");
		const words = [
			"Error in the phone system: Syntax error <b>in</b> NCCO: bad number …",
			...["Call: transfer", "Call: started", "Agent did not answer: failed, restricted"],
			...["Agent’s leg: completed", "Agent’s leg: machine", "Agent’s leg: ringing"],
			"Agent’s leg: started",
		];
		expect(words.map((word, index) => rows[index]?.includes(word))).toEqual(words.map(() => true));
		expect(rows.join()).not.toMatch(/Agent answered|Call over|0166/);
		expect(ada.page.html).not.toContain("<b>in");
	});

	test("the last calls say that the two URLs are swapped; the caller is served all the same", async () => {
		const { bandwidth } = site.systems;
		const call = { CallSid: "c-swapped", From: "+14155550188", To: CODES };
		await site.reserve("codes");
		const body = JSON.stringify({
			...{ eventType: "initiate", callId: call.CallSid, from: call.From, to: call.To },
		});
		const asked = await bandwidth.send(call, { query: "?step=ended", body });
		expect(asked.body.toString()).toContain("<Gather");
		const end = JSON.stringify({ eventType: "disconnect", callId: call.CallSid, cause: "hangup" });
		expect((await bandwidth.send(call, { body: end })).body.toString()).not.toContain("<Gather");
		const rows = await rowsOf("bandwidth");
		expect(rows[0]).toContain("Status of a call, at the URL for calls");
		expect(rows[1]).toContain("New call, at the URL for the status of calls");
		for (const row of rows) expect(row).toContain("The two URLs are swapped");
	});

	const pageOf = async (name: keyof PhoneSite["systems"]): Promise<string> => {
		await ada.open(`/settings/phone-systems/${site.systems[name].connectionId}`);
		return ada.text;
	};

	test("warns where a password would cross the network in plain text (P5)", async () => {
		for (const name of ["bandwidth", "voicexml"] as const)
			expect(await pageOf(name)).toContain("crosses the network in plain text");
		expect(await pageOf("vonage")).not.toContain("in plain text");
	});

	test("names the groups whose requests end before a code is keyed in", async () => {
		expect(await pageOf("plivo")).not.toContain("end sooner");
		await ada.open("/tools/click-to-call-in/new");
		await ada.press("Save Group", { fill: { "Group Name": "hasty", "New DNIS": "+18005554790" } });
		const page = await pageOf("plivo");
		expect(page).toContain("A caller can need 65 seconds to dial and to key in a code.");
		expect(page).toContain("hasty (30 s)");
		expect(page).not.toMatch(/codes \(600 s\)/);
	});

	test("says that a destination in a pool comes back, and which one carries no data", async () => {
		const path = `/settings/phone-systems/${site.systems.jambonz.connectionId}`;
		await ada.open(`${path}/edit`);
		const fill = { "Second destination": "+14155550177", "Fallback destination": CODES };
		await ada.press("Save", { fill });
		expect(ada.text).toContain(`${CODES} is a number of a group.`);
		expect(ada.text).toContain("No data reaches a phone number: +14155550177.");
	});

	test("a form from another address than PUBLIC_URL names that address, with a link (R2)", async () => {
		const sent = await rawRequest(site.server.origin, "/login", {
			method: "POST",
			body: "email=a",
			headers: {
				"content-type": "application/x-www-form-urlencoded",
				origin: "https://elsewhere.example",
			},
		});
		expect(sent.status).toBe(403);
		const page = sent.body.toString();
		expect(page).toContain(`This form was not sent from ${PUBLIC_URL}.`);
		expect(page).toContain(`<a href="${PUBLIC_URL}">`);
	});
});
