import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES } from "../../support/databases.ts";
import { ALL_PLATFORMS, PLATFORMS } from "../../support/phone-call.ts";
import type { Fields } from "../../support/phone-dialect.ts";
import {
	AGENTS,
	CODES,
	OPEN,
	type PhoneSite,
	PUBLIC_URL,
	SECOND,
	startPhoneSite,
} from "../../support/phone-site.ts";
import { rawRequest } from "../../support/raw-request.ts";

const OWN_ANI = "+14155550142";
const KINDS = ALL_PLATFORMS.filter((kind) => !PLATFORMS.includes(kind));
const STEPS = [
	...["", "?step=code", "?asked=1&length=6&step=code", "?asked=0&length=99&step=code"],
	...["?asked=2&asked=1&step=code", "?step=answered", "?step=dialed", "?step=ended"],
	...["?leg=2&step=dialed", "?leg=9&step=dialed", "?leg=1&leg=2&step=dialed"],
	...["?step=nonsense", "?step=start", "?%", "?a=b&&&=;"],
];
const nasty = fc.oneof(
	fc.constantFrom(
		...["", " ", "\0", "\r\nX: 1", "Anonymous", "+266696687", "sip:x@y", "tel:+1;ext=5", "null"],
		...["undefined", "%00", "+", "0", "1".repeat(3000), "<Dial>", "]]>", "'; drop table", "٣٤٥٦"],
	),
	fc.string({ unit: "grapheme", maxLength: 40 }),
);
const number = fc.constantFrom(CODES, OPEN, CODES.slice(1), "8005554001", OWN_ANI, "+1999", "x");
const status = fc.constantFrom("ringing", "in-progress", "completed", "no-answer", "busy", "💥");
/** Few, so that later steps of a call meet it. */
const callId = fc.constantFrom("call-a", "call-b", "call-c");
const told = fc.record(
	{
		CallSid: fc.oneof({ weight: 3, arbitrary: callId }, nasty),
		To: fc.oneof({ weight: 3, arbitrary: number }, nasty),
		From: fc.oneof({ weight: 3, arbitrary: number }, nasty),
		Digits: fc.oneof(fc.stringMatching(/^[0-9#*ABCD ]{0,14}$/), nasty),
		CallStatus: fc.oneof(status, nasty),
		DialCallStatus: fc.oneof(status, nasty),
		ParentCallSid: fc.oneof({ weight: 1, arbitrary: callId }, nasty),
	},
	{ requiredKeys: [] },
);
/** JSON that is no webhook of any platform. */
const anyJson = fc.oneof(
	fc.json({ maxDepth: 3 }),
	fc.constantFrom(
		"",
		"[]",
		'{"to":{}}',
		'{"dtmf":[],"to":1e999}',
		'{"__proto__":{"to":"+1"}}',
		"{",
	),
);
const webhook = fc.record({
	kind: fc.constantFrom(...KINDS),
	isTwice: fc.boolean(),
	query: fc.constantFrom(...STEPS),
	fields: told,
	other: fc.option(anyJson, { freq: 6 }),
});

type Webhook = typeof webhook extends fc.Arbitrary<infer One> ? One : never;
const ownCall = (kind: Webhook["kind"]): Webhook => ({
	...{ kind, isTwice: false, query: "", other: null },
	fields: { CallSid: "call-b", From: OWN_ANI, To: OPEN, CallStatus: "ringing" },
});

describe.each(ENGINES)(
	"generated webhooks of five dialects on the %s engine (P2, P5)",
	(engine) => {
		let site: PhoneSite;
		let codes: Set<string>;
		/** The calls that were admitted: the kind and the call's ID. */
		const admitted = new Set<string>();
		/** Of each kind: an agent of an admitted call is busy. */
		const busy: Webhook[] = [];
		beforeAll(async () => {
			site = await startPhoneSite(engine, { env: { LOG_LEVEL: "error" } });
			const made = await Promise.all([1, 2, 3].map(() => site.reserve("codes")));
			codes = new Set(made.map(({ accessCode }) => String(accessCode)));
			for (const kind of KINDS) {
				const { accessCode } = await site.reserve("codes");
				codes.add(String(accessCode));
				const system = site.systems[`${kind} twice`];
				const call = system.call("+14155550149", CODES, { CallSid: "call-a" });
				await call.comesIn();
				const { dials } = await call.keys(String(accessCode));
				expect(dials?.to).toBe(AGENTS);
				admitted.add(`${kind} call-a`);
				busy.push({
					...{ kind, isTwice: true, query: new URL(dials?.action as string).search, other: null },
					fields: { ...call.fields, DialCallStatus: "busy", ...call.numbersOf("over") },
				});
			}
			// Two of other callers stay live, so a call without a code needs its own ANI (C9).
			for (const fromPhoneNumber of [OWN_ANI, "+14155550143", "+14155550144"])
				await site.reserve("open", { fromPhoneNumber });
		});
		afterAll(() => site.stop());

		test("3,000 of them: no 5xx, always a document or a plain refusal, and nobody is connected who should not be", async () => {
			let connected = 0;
			let documents = 0;
			const sentOn: string[][] = [];
			await fc.assert(
				fc.asyncProperty(fc.array(webhook, { minLength: 25, maxLength: 25 }), async (some) => {
					await Promise.all(
						some.map(async ({ kind, isTwice, query, fields, other }) => {
							const system = site.systems[isTwice ? (`${kind} twice` as const) : kind];
							const { dialect } = system;
							const body = other ?? dialect.bodyOf(fields as Fields, query);
							const target = system.path + query;
							const signed = dialect.sign(
								{ method: "POST", url: PUBLIC_URL + target, fields: fields as Fields, body },
								{ secret: system.secret, at: Date.now() },
							);
							const answer = await rawRequest(site.server.origin, target, {
								method: "POST",
								body,
								headers: { "content-type": dialect.contentType, ...signed },
							});
							const text = answer.body.toString();
							expect([200, 204, 400, 403]).toContain(answer.status);
							if (answer.status !== 200) return;
							documents += 1;
							for (const code of codes) expect(text).not.toContain(code);
							const ids = [fields.CallSid, fields.ParentCallSid].map((id) => `${kind} ${id}`);
							if (text.includes(SECOND)) sentOn.push(ids);
							if (!text.includes(AGENTS)) return;
							connected += 1;
							for (const id of ids) admitted.add(id);
							const digits = (fields.Digits ?? "").replace(/\D/g, "");
							const isOwn = fields.From?.includes(OWN_ANI.slice(-10)) ?? false;
							expect([...codes].includes(digits) || isOwn).toBe(true);
						}),
					);
				}),
				// First an own caller's call of each kind, and the busy agents: some calls are connected and
				// sent on, whatever else is drawn.
				{ numRuns: 120, examples: [[KINDS.map(ownCall)], [busy]] },
			);
			expect(documents).toBeGreaterThan(1500);
			expect(connected).toBeGreaterThan(0);
			// Only an admitted call goes on to the second destination.
			expect(sentOn.filter((ids) => !ids.some((id) => admitted.has(id)))).toEqual([]);
			expect(sentOn.length).toBeGreaterThan(0);
			expect(site.server.output()).not.toContain("Unexpected error");
		}, 240_000);
	},
);
