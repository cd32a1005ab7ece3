import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentHeaders } from "../../app/domain/conversation/agent-headers.ts";
import type { Step } from "../../app/domain/conversation/next-step.ts";
import { speechOfStep } from "../../app/domain/conversation/speech-of-step.ts";
import { readVonageWebhook } from "../../app/doors/vonage/read-vonage.ts";
import { checkVonageSignature } from "../../app/doors/vonage/vonage-signature.ts";
import { writeVonageAnswer } from "../../app/doors/vonage/write-vonage.ts";
import { anySpeech, anyStep, connectTo } from "../support/phone-steps.ts";
import { VONAGE, vonageToken } from "../support/phone-vonage.ts";
import { loadVonage } from "../support/platform-packages.ts";
import { PATH, webhookOf } from "../support/webhooks.ts";

const vonage = loadVonage();
const SECRET = "signature-secret-0123456789";
const NOW = Date.now();
const BODY = JSON.stringify({ from: "14155550132", to: "18005550100", uuid: "u1" });
const sent = (token: string, body = BODY, query = "") =>
	webhookOf(query, Buffer.from(body), { authorization: `Bearer ${token}` });
const check = (token: string, body = BODY, secrets = [SECRET]) =>
	checkVonageSignature(sent(token, body), { secrets }, NOW);
const tokenFor = (body: string, claims: object = {}, header: object = {}, secret = SECRET) =>
	vonageToken(body, { secret, at: NOW }, claims, header);

describe("the signatures of Vonage (P5)", () => {
	test("what its package refuses is refused, and what it takes needs the body's hash too", () => {
		const anyChange = fc.constantFrom(
			...["nothing", "body", "secret", "claims", "signature", "parts", "expired", "case"],
		);
		let taken = 0;
		fc.assert(
			fc.property(fc.json({ maxDepth: 2 }), anyChange, (value, change) => {
				const body = JSON.stringify({ value });
				const claims = change === "expired" ? { exp: Math.floor(NOW / 1000) - 5 } : {};
				const secret = change === "secret" ? `${SECRET}x` : SECRET;
				const right = tokenFor(body, claims, {}, secret);
				const [head, payload = "", signature = ""] = right.split(".");
				const token =
					change === "signature"
						? `${head}.${payload}.${signature.slice(1)}`
						: change === "parts"
							? `${head}.${payload}`
							: change === "claims"
								? `${head}.${Buffer.from("{}").toString("base64url")}.${signature}`
								: change === "case"
									? right.toUpperCase()
									: right;
				const theirs = vonage.verifySignature(token, SECRET);
				const arrived = change === "body" ? body.replace("{", '{"more":1,') : body;
				expect(check(token, arrived) === null).toBe(theirs && change !== "body");
				if (theirs && change !== "body") taken += 1;
			}),
			{ numRuns: 1000 },
		);
		expect(taken).toBeGreaterThan(50);
	});

	test("its package takes a token for another body, which is refused here", () => {
		const token = tokenFor(BODY);
		const other = BODY.replace("14155550132", "14155550199");
		expect(vonage.verifySignature(token, SECRET)).toBe(true);
		expect(check(token, other)).toBe("wrong-signature");
		expect(check(tokenFor(BODY, { payload_hash: undefined }))).toBe("wrong-signature");
		const hash = createHash("sha256").update(BODY).digest("hex").toUpperCase();
		expect(check(tokenFor(BODY, { payload_hash: hash }))).toBeNull();
	});

	test("the hash of the body as JavaScript writes it anew counts, for that object alone", () => {
		const value = { from: "14155550132", to: "18005550100", dtmf: { digits: "4819" } };
		const compact = tokenFor(JSON.stringify(value));
		expect(check(compact, JSON.stringify(value, null, 2))).toBeNull();
		expect(check(compact, ` ${JSON.stringify(value)}\n`)).toBeNull();
		for (const other of [{ ...value, to: "18005550101" }, { ...value, more: 1 }, {}, []])
			expect(check(compact, JSON.stringify(other, null, 2))).toBe("wrong-signature");
		// Of a repeated name the last counts, for the hash as for what is read.
		const twice = JSON.stringify(value).replace("{", '{"to":"18005550199", ');
		expect(check(compact, twice.replace('"to":"18005550100"', '"to": "18005550100"'))).toBe(
			"wrong-signature",
		);
		expect(check(tokenFor(JSON.stringify(JSON.parse(twice))), twice)).toBeNull();
		expect(check(compact, "{")).toBe("wrong-signature");
		const secret = "another-secret-0123456789";
		const forged = tokenFor(JSON.stringify(value), {}, {}, secret);
		expect(check(forged, JSON.stringify(value, null, 2))).toBe("wrong-signature");
	});

	test.each(["none", "HS512", "RS256", "hs256", ""])("the algorithm %j is refused", (alg) => {
		expect(check(tokenFor(BODY, {}, { alg }))).toBe("unknown-algorithm");
	});

	test.each([
		[-299, null],
		[-301, "out-of-time"],
		[301, "out-of-time"],
		[299, null],
	])("a token of %d seconds from now is %j", (seconds, refusal) => {
		const iat = Math.floor(NOW / 1000) + seconds;
		expect(check(tokenFor(BODY, { iat }))).toBe(refusal);
	});

	test("a token without a time, or that has ended, is refused", () => {
		expect(check(tokenFor(BODY, { iat: undefined }))).toBe("out-of-time");
		expect(check(tokenFor(BODY, { exp: "never" }))).toBe("out-of-time");
		expect(check(tokenFor(BODY, { exp: Math.floor(NOW / 1000) + 60 }))).toBeNull();
	});

	test("either of two secrets counts while one is rotated; without any it is refused", () => {
		expect(check(tokenFor(BODY), BODY, ["another-secret", SECRET])).toBeNull();
		expect(check(tokenFor(BODY), BODY, [])).toBe("no-secret");
		const bare = webhookOf("", Buffer.from(BODY), { authorization: "Basic eDp5" });
		expect(checkVonageSignature(bare, { secrets: [SECRET] }, NOW)).toBe("no-signature");
		for (const body of ["[]", "null", "{", ""])
			expect(check(tokenFor(body), body)).toBe("unreadable");
	});
});

const read = (fields: object, query = "") =>
	readVonageWebhook(sent("t", JSON.stringify(fields), query));
const LEG = { uuid: "u2", conversation_uuid: "CON-1", direction: "outbound" };

describe("a webhook of Vonage", () => {
	test("tells numbers without plus, and the conversation as the call", () => {
		const fields = {
			from: "14155550132",
			to: "18005550100",
			uuid: "u1",
			conversation_uuid: "CON-1",
		};
		expect(read(fields)).toMatchObject({
			callId: "CON-1",
			fromPhoneNumber: "14155550132",
			toPhoneNumber: "18005550100",
			event: { position: { step: "start" }, digits: null },
		});
		expect(read({ uuid: "u1" }).callId).toBe("u1");
	});

	test.each([
		[{ dtmf: { digits: "481920", timed_out: false } }, "481920"],
		[{ dtmf: { digits: "", timed_out: true } }, null],
		[{ dtmf: { digits: null } }, null],
		[{ dtmf: "4819" }, "4819"],
		[{ dtmf: [] }, null],
		[{}, null],
	])("%j is %j keyed in", (fields, digits) => {
		expect(read(fields, "?asked=1&step=code").event.digits).toBe(digits);
	});

	test.each([
		["answered", "answered", "talking", false],
		["completed", "answered", "over", false],
		["unanswered", "dialed", "talking", false],
		["timeout", "dialed", "talking", false],
		["busy", "dialed", "talking", false],
		["rejected", "dialed", "talking", false],
		["failed", "dialed", "talking", false],
		["cancelled", "dialed", "talking", false],
		["started", "answered", "ringing", false],
		["ringing", "answered", "ringing", false],
		["human", "answered", "ringing", false],
	])("an agent's leg that is %s is %s, %s", (status, step, phase, wasAnswered) => {
		const { callId, event } = read({ ...LEG, status }, "?step=dialed");
		expect([callId, event]).toMatchObject(["CON-1", { position: { step }, phase, wasAnswered }]);
	});

	test("of the agent's leg tells no number of the caller's", () => {
		const agent = { ...LEG, from: "18005550100", to: "14155550166", status: "timeout" };
		for (const query of ["?step=dialed", "?leg=2&step=dialed", "?step=ended"])
			expect(read(agent, query)).toMatchObject({ toPhoneNumber: "", fromPhoneNumber: "" });
	});

	test("of a prompt without numbers has the dialed one in its address", () => {
		const query = "?asked=1&length=6&step=code&dialed=18005550100";
		expect(read({ dtmf: "4819" }, query).toPhoneNumber).toBe("+18005550100");
		expect(read({ dtmf: "4819", to: "18005550101" }, query).toPhoneNumber).toBe("18005550101");
		expect(read({ dtmf: "4819" }, "?step=code&dialed=sip:x").toPhoneNumber).toBe("");
	});

	test("the end of the caller's leg ends the call, and that of the agent's does not", () => {
		const end = (direction: string) =>
			read({ ...LEG, direction, status: "completed" }, "?step=ended").event.phase;
		expect([end("inbound"), end("outbound")]).toEqual(["over", "talking"]);
	});
});

const URL_HERE = `https://calls.example.com${PATH}`;
const HEADERS = agentHeaders(
	{ id: "0190-7f35", userData: { a_b: "Zoë" } },
	["a_b"],
	"vonage-headers",
);
function write(step: Step, said = "Hello.", dialed: string | null = "+18005550100") {
	const own = { wrongCode: said, enterCode: said };
	const speech = { text: speechOfStep(step, own), voice: null, language: "en-GB" };
	return writeVonageAnswer({ step, dialed, url: URL_HERE, headers: HEADERS, speech });
}

describe("an answer to Vonage", () => {
	test("asks for the code, and hears of silence at the same address", () => {
		const step: Step = {
			kind: "ask",
			say: ["enterCodeOfLength"],
			codeLength: 6,
			next: { step: "code", asked: 1, codeLength: 6 },
		};
		expect(JSON.parse(write(step).body)).toEqual([
			{
				...{ action: "talk", bargeIn: true, language: "en-GB" },
				text: "Please enter the 6 digits of your access code.",
			},
			{
				...{ action: "input", type: ["dtmf"] },
				dtmf: { timeOut: 10, maxDigits: 6, submitOnHash: true },
				...{
					eventUrl: [`${URL_HERE}?asked=1&length=6&step=code&dialed=18005550100`],
					eventMethod: "POST",
				},
			},
		]);
	});

	test("connects with headers, which Vonage sends with X- before their names", () => {
		const to = { kind: "sip", address: "sip:agents@pbx.example.com" } as const;
		expect(JSON.parse(write(connectTo(to)).body)).toEqual([
			{
				...{ action: "connect", from: "18005550100", eventType: "synchronous" },
				...{ eventUrl: [`${URL_HERE}?step=dialed`], eventMethod: "POST" },
				endpoint: [
					{
						...{ type: "sip", uri: "sip:agents@pbx.example.com" },
						headers: {
							...{ "Call-In-Verified": "yes", "Call-In-Request": "0190-7f35" },
							"User-a-b": "Zo%C3%AB",
						},
					},
				],
			},
		]);
	});

	test("has no caller ID where the dialed number is not known", () => {
		const to = { kind: "number", number: "+18005550199" } as const;
		expect(write(connectTo(to), "", null).body).not.toContain('"from"');
		expect(JSON.parse(write(connectTo(to)).body)[0].from).toBe("18005550100");
	});

	test("lets the first of two destinations ring, and then calls the second", () => {
		const to = { kind: "number", number: "+18005550199" } as const;
		const [first] = JSON.parse(write(connectTo(to, { ringSeconds: 30 })).body);
		expect(first).toMatchObject({ timeout: 30, eventUrl: [`${URL_HERE}?step=dialed`] });
		const next = { step: "dialed", leg: 2 } as const;
		const [second] = JSON.parse(write(connectTo(to, { next })).body);
		expect(second).toMatchObject({ eventUrl: [`${URL_HERE}?leg=2&step=dialed`] });
		expect(second.timeout).toBeUndefined();
		expect(read({ ...LEG, status: "busy" }, "?leg=2&step=dialed").event.position).toEqual(next);
	});

	test("replaces nothing that is under way where there is nothing to do", () => {
		expect(write({ kind: "nothing" })).toEqual({ status: 204, headers: {}, body: "" });
		expect(write({ kind: "end", say: [] }).status).toBe(204);
	});

	test("is a list of actions whose numbers have no plus, whatever is said", () => {
		fc.assert(
			fc.property(anyStep, anySpeech, (step, said) => {
				const answer = write(step, said);
				if (answer.status === 204) return;
				const at = { status: 200, headers: answer.headers, body: Buffer.from(answer.body) };
				const heard = VONAGE.heardIn(at as never, URL_HERE);
				const ends = step.kind === "end";
				expect([heard.asks !== null, heard.dials !== null, heard.hangsUp]).toEqual([
					...[step.kind === "ask", step.kind === "connect", ends],
				]);
				expect(answer.body).not.toContain('"number":"+');
			}),
			{ numRuns: 500 },
		);
	});
});
