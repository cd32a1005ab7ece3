import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLIENT_LIMITS } from "../../../app/http/server/client-limits.server.ts";
import { ENGINES } from "../../support/databases.ts";
import { PLATFORMS, signatureHeaders } from "../../support/phone-call.ts";
import {
	CODES,
	OPEN,
	type PhoneSite,
	PUBLIC_URL,
	startPhoneSite,
} from "../../support/phone-site.ts";
import { rawRequest } from "../../support/raw-request.ts";

const OWN_ANI = "+14155550142";
const NAMES = ["To", "From", "CallSid", "Digits", "CallStatus", "DialCallStatus", "ParentCallSid"];
const more = ["Called", "Caller", "StirVerstat", "ShakenStirAttestation", "ShakenStirValidated"];
const STATUSES = ["ringing", "in-progress", "completed", "no-answer", "answered", "busy", "💥"];
const STEPS = [
	...["", "?", "?step=code", "?asked=1&length=6&step=code", "?asked=0&length=99&step=code"],
	...["?asked=-1&step=code", "?asked=2&asked=1&step=code", "?step=answered", "?step=dialed"],
	...["?step=ended", "?step=nonsense", "?step=code&step=start", "?%", "?step=%zz", "?a=b&&&=;"],
];
const nasty = fc.oneof(
	fc.constantFrom(
		...["", " ", "\0", "\r\nX: 1", "Anonymous", "+266696687", "sip:x@y", "tel:+1;ext=5", "null"],
		...["%00", "+", "0", "1".repeat(3000), "<Dial>", "]]>", "'; drop table", "\u{d83d}", "٣٤٥٦٧٨"],
	),
	fc.string({ unit: "grapheme", maxLength: 40 }),
);
const number = fc.constantFrom(CODES, OPEN, CODES.slice(1), "8005554001", OWN_ANI, "+1999", "x");
const anyValueOf = (name: string) =>
	name.includes("Status")
		? fc.oneof(fc.constantFrom(...STATUSES), nasty)
		: name === "Digits"
			? fc.oneof(fc.stringMatching(/^[0-9#*ABCD ]{0,14}$/), nasty)
			: fc.oneof({ weight: 3, arbitrary: number }, nasty);
const field = fc
	.constantFrom(...NAMES, ...NAMES, ...more, "é", "__proto__", "constructor", "")
	.chain((name) => fc.tuple(fc.constant(name), anyValueOf(name)));

const webhook = fc.record({
	kind: fc.constantFrom(...PLATFORMS),
	query: fc.constantFrom(...STEPS),
	fields: fc.array(field, { maxLength: 8 }),
	method: fc.constantFrom("POST", "POST", "POST", "GET"),
});

/** An own caller's call, so that some call is connected, whatever else is drawn. */
const OWN_CALL: [name: string, value: string][] = [
	["CallSid", "CA00000000000000000000000000000001"],
	["From", OWN_ANI],
	["To", OPEN],
	["CallStatus", "ringing"],
];

describe.each(ENGINES)("generated webhooks on the %s engine (P2, P5)", (engine) => {
	let site: PhoneSite;
	let codes: Set<string>;
	beforeAll(async () => {
		site = await startPhoneSite(engine, { env: { LOG_LEVEL: "error" } });
		const made = await Promise.all([1, 2, 3].map(() => site.reserve("codes")));
		codes = new Set(made.map(({ accessCode }) => String(accessCode)));
		// Two of other callers stay live, so a call without a code needs its own ANI (C9).
		for (const fromPhoneNumber of [OWN_ANI, "+14155550143", "+14155550144"])
			await site.reserve("open", { fromPhoneNumber });
	});
	afterAll(() => site.stop());

	test("5,000 of them: no 5xx, always a document or a plain refusal, and nobody is connected who should not be", async () => {
		let connected = 0;
		let documents = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(webhook, { minLength: 25, maxLength: 25 }), async (some) => {
				await Promise.all(
					some.map(async ({ kind, query, fields, method }) => {
						const system = site.systems[kind];
						const isGet = method === "GET";
						const sent = new URLSearchParams(fields);
						const target = isGet
							? `${system.path}?${sent}${query.replace("?", "&")}`
							: system.path + query;
						const body = isGet ? "" : sent.toString();
						const once = uniqueFields(sent);
						const signed = signatureHeaders(kind, PUBLIC_URL + target, isGet ? {} : once, { body });
						const {
							status,
							headers,
							body: answered,
						} = await rawRequest(site.server.origin, target, {
							method,
							body,
							headers: { "content-type": "application/x-www-form-urlencoded", ...signed },
						});
						const text = answered.toString();
						// A repeated field is signed otherwise, which this client does not do.
						const isTooLong = target.length > CLIENT_LIMITS.urlBytes;
						expect(isTooLong ? [414] : [200, 403]).toContain(status);
						expect(String(headers["content-type"])).toMatch(/^text\/(xml|plain)/);
						if (status !== 200) return;
						documents += 1;
						for (const code of codes) expect(text).not.toContain(code);
						if (!text.includes("<Dial")) return;
						connected += 1;
						const digits = (sent.get("Digits") ?? "").replace(/\D/g, "");
						const isOwn = [sent.get("From"), sent.get("Caller")].some((from) =>
							from?.includes(OWN_ANI.slice(-10)),
						);
						expect([...codes].includes(digits) || isOwn).toBe(true);
					}),
				);
			}),
			{
				numRuns: 200,
				examples: [[[{ kind: "twilio", query: "", fields: OWN_CALL, method: "POST" }]]],
			},
		);
		expect(documents).toBeGreaterThan(2500);
		expect(connected).toBeGreaterThan(0);
		expect(site.server.output()).not.toContain("Unexpected error");
	}, 240_000);
});

/** The form's fields, each once, with the values that the platforms sign. */
function uniqueFields(sent: URLSearchParams): Record<string, string> {
	const fields: Record<string, string> = Object.create(null);
	for (const [name, value] of sent) fields[name] = (fields[name] ?? "") + value;
	return fields;
}
