import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MATCH_OUTCOMES } from "../../app/domain/match/outcome.ts";
import { checkProxyKey } from "../../app/doors/sip-proxy/check-key.ts";
import { readProxyAsk, refusalOfForm } from "../../app/doors/sip-proxy/read-ask.ts";
import {
	type ProxyDecision,
	writeDecision,
	writeRefusal,
} from "../../app/doors/sip-proxy/write-decision.ts";
import { hashConnectionKey } from "../../app/operations/phone-systems/seal-connection-secret.ts";
import { formOf, type Pair, webhookOf } from "../support/webhooks.ts";

const read = (pairs: Pair[], query = "") => readProxyAsk(webhookOf(query, formOf(pairs), {}));
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
			accessCode: null,
			attestation: null,
			release: false,
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
		expect(read([...ASKED, identity])?.fromPhoneNumber).toBe(identity[1]);
		for (const missing of ["", " ", "<null>"])
			expect(read([...ASKED, ["identity", missing]])?.fromPhoneNumber).toBe(ASKED[1]?.[1]);
	});

	test.each([
		["TN-Validation-Passed-A", "A"],
		["TN-Validation-Passed-C", "C"],
		["TN-Validation-Passed", null],
		["TN-Validation-Failed", "failed"],
		["No-TN-Validation", null],
	])("tells by verstat %s the attestation %s (P5)", (verstat, attestation) => {
		expect(read([...ASKED, ["verstat", verstat]])?.attestation).toBe(attestation);
	});

	test("takes no attestation from a number's own text", () => {
		const from: Pair = ["from", "<sip:+14155550132;verstat=TN-Validation-Passed-A@c.example>"];
		expect(read([from])?.attestation).toBeNull();
	});

	test.each([
		["id", true],
		["header;id;critical", true],
		["none", false],
		["session", false],
	])("with Privacy %s hides the number: %s (N4)", (privacy, hides) => {
		expect(read([...ASKED, ["privacy", privacy]])?.hidesCaller).toBe(hides);
	});

	test("releases only where it says so", () => {
		expect(read([...ASKED, ["release", "true"]])?.release).toBe(true);
		expect(read([...ASKED, ["release", "false"]])?.release).toBe(false);
		expect(read([...ASKED, ["release", "0"]])?.release).toBe(false);
	});

	test("keeps two long Call-IDs apart, whatever their lengths", () => {
		const long = "x".repeat(5000);
		const ids = [long, `${long}y`, `${long}z`].map(
			(id) => read([["callId", id], ...ASKED])?.callId,
		);
		expect(new Set(ids).size).toBe(3);
		for (const id of ids) expect(id).toHaveLength(1024);
	});

	test("without a number and without a code is none", () => {
		expect(read([["callId", "1"]])).toBeNull();
		expect(read([["code", "481920"]])).toMatchObject({ accessCode: "481920" });
	});

	test("is refused in another method or type", () => {
		const asked = (method: string, type?: string) =>
			refusalOfForm({ method, headers: { "content-type": type } });
		expect(asked("GET")).toBeNull();
		expect(asked("POST")).toBeNull();
		expect(asked("POST", "application/x-www-form-urlencoded; charset=utf-8")).toBeNull();
		expect(asked("POST", "application/json")).toBe("wrong-content-type");
		expect(asked("HEAD")).toBe("wrong-method");
	});
});

test("a proxy's key is accepted beside the one that it replaces, and no other (P5)", () => {
	const hashes = ["ctp_new", "ctp_old"].map(hashConnectionKey);
	const check = (key: string | undefined, known = hashes) =>
		checkProxyKey({ headers: { "x-api-key": key } }, known, hashConnectionKey);
	expect(check("ctp_new")).toBeNull();
	expect(check(" ctp_old ")).toBeNull();
	expect(check("ctp_other")).toBe("wrong-key");
	expect(check(hashes[0])).toBe("wrong-key");
	expect(check(undefined)).toBe("no-key");
	expect(check("ctp_new", [])).toBe("no-secret");
});

const DECISION: ProxyDecision = {
	outcome: "MATCHED",
	to: { kind: "sip", address: "sip:agents@pbx.example" },
	request: {
		id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
		groupName: "Büro 1\u00b2",
		expiresInSeconds: 24,
		userData: { customer_id: "C-1", note: "a\r\nX-Evil: 1 & ü%" },
	},
	codeLength: null,
	userDataKeys: ["customer_id", "note"],
	headersInLine: false,
	retryAfterSeconds: null,
};

describe("the answer to a SIP proxy (P7)", () => {
	test("to an admitted call is 200, the destination and safe headers", () => {
		expect(writeDecision(DECISION)).toEqual({
			status: 200,
			headers: {
				"content-type": "text/plain; charset=utf-8",
				"x-call-in-outcome": "MATCHED",
				"x-call-in-verified": "yes",
				"x-call-in-request": "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
				"x-user-customer-id": "C-1",
				"x-user-note": "a%0D%0AX-Evil%3A%201%20%26%20%C3%BC%25",
				"x-call-in-group": "B%C3%BCro%201%C2%B2",
				"x-call-in-expires-in": "24",
			},
			body: "sip:agents@pbx.example\n",
		});
	});

	test("has the agent's headers in the line for a proxy that reads no headers", () => {
		const { body } = writeDecision({ ...DECISION, headersInLine: true });
		expect(body).toBe(
			"sip:agents@pbx.example?X-Call-In-Verified=yes" +
				"&X-Call-In-Request=0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11&X-User-customer-id=C-1" +
				"&X-User-note=a%250D%250AX-Evil%253A%25201%2520%2526%2520%25C3%25BC%2525" +
				"&X-Call-In-Group=B%25C3%25BCro%25201%25C2%25B2&X-Call-In-Expires-In=24\n",
		);
	});

	test("is a plain number where calls go to one", () => {
		const to = { kind: "number", number: "+14155550199" } as const;
		expect(writeDecision({ ...DECISION, to, headersInLine: true }).body).toBe("+14155550199\n");
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
		const answer = writeDecision({ ...DECISION, outcome, headersInLine: true });
		expect(answer.status).toBe(status);
		expect(answer.headers["x-call-in-outcome"]).toBe(outcome);
		expect(answer.body).toBe("sip:agents@pbx.example?X-Call-In-Verified=no\n");
	});

	test("never tells of a request that is not admitted, and is one line of safe characters", () => {
		const anyText = fc.string({ unit: "binary" });
		fc.assert(
			fc.property(
				fc.constantFrom(...MATCH_OUTCOMES, "SERVICE_AWAY" as const),
				anyText,
				fc.dictionary(fc.constantFrom("a", "b_c", "d"), anyText),
				fc.boolean(),
				(outcome, groupName, userData, headersInLine) => {
					const request = { id: "r-1", expiresInSeconds: 1, groupName, userData };
					const { headers, body } = writeDecision({
						...DECISION,
						...{ outcome, request, headersInLine, userDataKeys: ["a", "b_c", "d"] },
					});
					expect(body).toMatch(/^[\x21-\x7e]*\n$/);
					for (const [name, value] of Object.entries(headers))
						expect(name === "content-type" || /^[\w.~%-]*$/.test(value)).toBe(true);
					if (outcome !== "MATCHED")
						expect(JSON.stringify({ headers, body })).not.toMatch(/r-1|x-user/);
				},
			),
		);
	});

	test("to a message that is refused sends the call nowhere", () => {
		expect(writeRefusal(401, "wrong-key")).toEqual({
			status: 401,
			headers: {
				"content-type": "text/plain; charset=utf-8",
				"x-call-in-refusal": "wrong-key",
			},
			body: "\n",
		});
	});
});
