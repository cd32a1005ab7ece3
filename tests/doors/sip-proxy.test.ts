import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentHeaders } from "../../app/domain/conversation/agent-headers.ts";
import type { Answer, Step } from "../../app/domain/conversation/next-step.ts";
import { checkProxyKey } from "../../app/doors/sip-proxy/check-key.ts";
import { readProxyAsk } from "../../app/doors/sip-proxy/read-ask.ts";
import { writeDecision, writeRefusal } from "../../app/doors/sip-proxy/write-decision.ts";
import { hashConnectionKey } from "../../app/operations/phone-systems/seal-connection-secret.ts";
import { connectTo } from "../support/phone-steps.ts";
import { formOf, type Pair, webhookOf } from "../support/webhooks.ts";

const read = (pairs: Pair[], query = "") => readProxyAsk(webhookOf(query, formOf(pairs), {}));
const dialed = (leg: 1 | 2) => ({ step: "dialed", leg }) as const;
const hex = (text: string) => Buffer.from(text).toString("hex");

const ASKED: Pair[] = [
	["dialed", "sip:+18005555554@127.0.0.1;user=phone"],
	["from", '"Müller" <sip:+14155550132@c.example>;tag=1'],
	["callId", 'a"b\\c@d'],
];

describe("a SIP proxy's question (P7)", () => {
	test("has the numbers as the message writes them, and the call's ID", () => {
		expect(read(ASKED)).toEqual({
			callId: 'a"b\\c@d',
			toPhoneNumber: "sip:+18005555554@127.0.0.1;user=phone",
			fromPhoneNumber: '"Müller" <sip:+14155550132@c.example>;tag=1',
			attestation: null,
			event: { position: { step: "start" }, digits: null, phase: "talking", wasAnswered: false },
			hidesCaller: false,
			headersInLine: false,
		});
	});

	test("is the same by GET", () => {
		const webhook = webhookOf(`?${formOf(ASKED)}`, formOf([]), {});
		expect(readProxyAsk({ ...webhook, method: "GET" })).toEqual(read(ASKED));
	});

	test("is the same in hexadecimal", () => {
		const pairs = ASKED.map(([name, value]): Pair => [`${name}.hex`, hex(value)]);
		expect(read(pairs)).toEqual(read(ASKED));
	});

	test("has the caller of P-Asserted-Identity, else of From", () => {
		const identity: Pair = ["identity", "<sip:anonymous@anonymous.invalid>"];
		expect(read([...ASKED, identity]).fromPhoneNumber).toBe(identity[1]);
		for (const missing of ["", " ", "<null>"])
			expect(read([...ASKED, ["identity", missing]]).fromPhoneNumber).toBe(ASKED[1]?.[1]);
	});

	test.each([
		["TN-Validation-Passed-A", "A"],
		["TN-Validation-Passed-C", "C"],
		["TN-Validation-Passed", null],
		["TN-Validation-Failed", "failed"],
		["No-TN-Validation", null],
	])("tells by verstat %s the attestation %s (P5)", (verstat, attestation) => {
		expect(read([...ASKED, ["verstat", verstat]]).attestation).toBe(attestation);
	});

	test("takes no attestation from a number's own text", () => {
		const from: Pair = ["from", "<sip:+14155550132;verstat=TN-Validation-Passed-A@c.example>"];
		expect(read([from]).attestation).toBeNull();
	});

	test.each([
		["id", true],
		["header;id;critical", true],
		["Id;critical", true],
		["session ;\tUSER", true],
		["full", true],
		["idle", false],
		["none", false],
		["session", false],
	])("with Privacy %s hides the number: %s (N4)", (privacy, hides) => {
		expect(read([...ASKED, ["privacy", privacy]]).hidesCaller).toBe(hides);
	});

	test("tells that nobody answered, at the first destination or at the second", () => {
		const positionOf = (...more: Pair[]) =>
			read([["callId", "c1"], ["unanswered", "true"], ...more]).event;
		expect(positionOf()).toMatchObject({ position: dialed(1), wasAnswered: false });
		expect(positionOf(["leg", "2"]).position).toEqual(dialed(2));
		expect(positionOf(["release", "true"]).position).toEqual({ step: "answered" });
	});

	test("tells that the call is answered only where it says so (P6)", () => {
		const stepOf = (release: string) => read([...ASKED, ["release", release]]).event.position.step;
		expect([stepOf("true"), stepOf("false"), stepOf("0")]).toEqual(["answered", "start", "start"]);
	});

	test("has a code as that of the last prompt, so that a wrong one gets the fallback", () => {
		const eventOf = (code: string) => read([...ASKED, ["code", code]]).event;
		expect(eventOf("481920#")).toMatchObject({
			digits: "481920#",
			position: { step: "code", asked: 3 },
		});
		expect(eventOf("#")).toMatchObject({ position: { step: "start" } });
	});

	test("keeps two long Call-IDs apart, whatever their lengths", () => {
		const long = "x".repeat(5000);
		const ids = [long, `${long}y`, `${long}z`].map((id) => read([["callId", id], ...ASKED]).callId);
		expect(new Set(ids).size).toBe(3);
		for (const id of ids) expect(id).toHaveLength(1024);
	});
});

test("a proxy's key is accepted beside the one that it replaces, and no other (P5)", () => {
	const hashes = ["ctp_new", "ctp_old"].map(hashConnectionKey);
	const check = (key: string | undefined, known = hashes) =>
		checkProxyKey({ headers: { "x-api-key": key } }, { secrets: known });
	expect(check("ctp_new")).toBeNull();
	expect(check(" ctp_old ")).toBeNull();
	expect(check("ctp_other")).toBe("wrong-key");
	expect(check(hashes[0])).toBe("wrong-key");
	expect(check(undefined)).toBe("no-key");
	expect(check("ctp_new", [])).toBe("wrong-key");
});

const TO = { kind: "sip", address: "sip:agents@pbx.example" } as const;
const REQUEST = { groupName: "Büro 1\u00b2", expiresInSeconds: 24 };
const KEYS = ["customer_id", "note"];

const SILENT = { text: "", voice: null, language: null };
const ABSENT = { codeLength: null, dialed: null, secret: null, url: "" };

/** The answer to a call that is admitted, or goes to the fallback. */
function answerTo(
	outcome: Answer["outcome"],
	{
		to = TO as (Step & { kind: "connect" })["to"],
		userData = { customer_id: "C-1", note: "a\r\nX-Evil: 1 & ü%" } as Record<string, string>,
		groupName = REQUEST.groupName,
		headersInLine = false,
		verified = outcome === "MATCHED",
	} = {},
) {
	const request = outcome === "MATCHED" ? { ...REQUEST, groupName } : null;
	return writeDecision({
		...{ ...ABSENT, outcome, request, speech: SILENT },
		call: { ...read(ASKED), headersInLine },
		step: connectTo(to, { verified }),
		headers: agentHeaders(request && { id: "0190c2a8-7f35", userData }, KEYS),
	});
}

describe("the answer to a SIP proxy (P7)", () => {
	test("to an admitted call is 200, the destination and safe headers", () => {
		expect(answerTo("MATCHED")).toEqual({
			status: 200,
			headers: {
				"content-type": "text/plain; charset=utf-8",
				"cache-control": "no-store",
				"x-call-in-outcome": "MATCHED",
				"x-call-in-verified": "yes",
				"x-call-in-request": "0190c2a8-7f35",
				"x-user-customer-id": "C-1",
				"x-user-note": "a%0D%0AX-Evil%3A%201%20%26%20%C3%BC%25",
				"x-call-in-group": "B%C3%BCro%201%C2%B2",
				"x-call-in-expires-in": "24",
			},
			body: "sip:agents@pbx.example\n",
		});
	});

	test("has the agent's headers in the line for a proxy that reads no headers", () => {
		expect(answerTo("MATCHED", { headersInLine: true }).body).toBe(
			"sip:agents@pbx.example?X-Call-In-Verified=yes" +
				"&X-Call-In-Request=0190c2a8-7f35&X-User-customer-id=C-1" +
				"&X-User-note=a%250D%250AX-Evil%253A%25201%2520%2526%2520%25C3%25BC%2525" +
				"&X-Call-In-Group=B%25C3%25BCro%25201%25C2%25B2&X-Call-In-Expires-In=24\n",
		);
	});

	test("is a plain number where calls go to one", () => {
		const to = { kind: "number", number: "+14155550199" } as const;
		expect(answerTo("MATCHED", { to, headersInLine: true }).body).toBe("+14155550199\n");
	});

	test("sends no admitted call to the fallback", () => {
		expect(answerTo("MATCHED", { verified: false }).body).toBe("\n");
	});

	test("to a call that is told as answered is 204", () => {
		const call = read([...ASKED, ["release", "1"]]);
		const nothing = { ...ABSENT, headers: [], request: null, speech: SILENT };
		const step = { kind: "nothing" } as const;
		const { status, body } = writeDecision({ ...nothing, call, step, outcome: "NOT_ASKED" });
		expect([status, body]).toEqual([204, ""]);
	});

	test("to a call that nobody answered is 200 and the second destination, or 404", () => {
		const call = { ...read([["unanswered", "1"]]), headersInLine: true };
		const given = { ...ABSENT, speech: SILENT, call };
		const outcome = "NOT_ASKED" as const;
		const headers = agentHeaders({ id: "0190c2a8-7f35", userData: {} }, KEYS);
		const request = { ...REQUEST, expiresInSeconds: -3 };
		const second = writeDecision({
			...{ ...given, outcome, headers, request },
			step: connectTo(TO, { next: { step: "dialed", leg: 2 } }),
		});
		expect(second).toMatchObject({
			status: 200,
			headers: { "x-call-in-outcome": "MATCHED", "x-call-in-expires-in": "0" },
		});
		expect(second.body).toMatch(/^sip:agents@pbx.example\?X-Call-In-Verified=yes&/);
		const none = writeDecision({
			...{ ...given, outcome, headers: [], request: null },
			step: { kind: "end", say: ["unanswered", "tryLater"] },
		});
		expect([none.status, none.body]).toEqual([404, "\n"]);
	});

	test.each([
		["NOTHING_MATCHED", 404],
		["EXPIRED", 410],
		["CODE_REQUIRED", 484],
		["WRONG_CODE", 403],
		["ANI_MISMATCH", 403],
		["LOCKED", 486],
		["AMBIGUOUS", 486],
		["SERVICE_AWAY", 503],
	] as const)("to %s is %i, and the fallback is marked as not verified", (outcome, status) => {
		const answer = answerTo(outcome, { headersInLine: true });
		expect(answer.status).toBe(status);
		expect(answer.headers["x-call-in-outcome"]).toBe(outcome);
		expect(answer.body).toBe("sip:agents@pbx.example?X-Call-In-Verified=no\n");
	});

	test("is one line of safe characters, whatever the request holds", () => {
		const anyText = fc.string({ unit: "binary" });
		fc.assert(
			fc.property(
				anyText,
				fc.dictionary(fc.constantFrom(...KEYS), anyText),
				fc.boolean(),
				(groupName, userData, headersInLine) => {
					const { headers, body } = answerTo("MATCHED", { groupName, userData, headersInLine });
					expect(body).toMatch(/^[\x21-\x7e]+\n$/);
					for (const [name, value] of Object.entries(headers))
						expect(/^(content-type|cache-control)$/.test(name) || /^[\w.~%-]*$/.test(value)).toBe(
							true,
						);
				},
			),
		);
	});

	test("to a message that is refused sends the call nowhere", () => {
		expect(writeRefusal("wrong-key")).toEqual({
			status: 401,
			headers: {
				"content-type": "text/plain; charset=utf-8",
				"cache-control": "no-store",
				"x-call-in-refusal": "wrong-key",
			},
			body: "\n",
		});
	});
});
