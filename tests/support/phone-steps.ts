import fc from "fast-check";
import type { Destination } from "../../app/domain/conversation/destination.ts";
import { type Answer, nextStep, type Step } from "../../app/domain/conversation/next-step.ts";
import type { Position } from "../../app/domain/conversation/position.ts";
import { MATCH_OUTCOMES } from "../../app/domain/match/outcome.ts";

// Steps of a conversation for the tests of documents.

/** What a connection may say, hostile texts too. */
export const anySpeech = fc.string({
	unit: fc.constantFrom(..."aé日😀 '\"<>&;%#\u0301\n\t\0", "]]>"),
});
const PLACES: (Destination | null)[] = [
	null,
	{ kind: "number", number: "+18005550100" },
	{ kind: "sip", address: "sip:a&b'%20@pbx.example.com;transport=tls" },
];
const DIALED: Position[] = [
	{ step: "dialed", leg: 1 },
	{ step: "dialed", leg: 2 },
];
/** Any step that the conversation can decide. */
export const anyStep: fc.Arbitrary<Step> = fc
	.record({
		position: fc.oneof(
			fc.constantFrom<Position>({ step: "start" }, ...DIALED, { step: "ended" }),
			fc.record({
				step: fc.constant("code" as const),
				asked: fc.integer({ min: 1, max: 3 }),
				codeLength: fc.constantFrom(null, 4, 6, 12),
			}),
		),
		answer: fc.record<Answer>({
			outcome: fc.constantFrom(...MATCH_OUTCOMES, "SERVICE_AWAY" as const, "NOT_ASKED" as const),
			codeLength: fc.constantFrom(null, 4, 6, 12),
		}),
		target: fc.constantFrom(...PLACES),
		second: fc.constantFrom(...PLACES),
		fallback: fc.constantFrom(...PLACES),
		wasAnswered: fc.boolean(),
	})
	.map(({ position, answer, wasAnswered, ...places }) =>
		nextStep({ position, digits: null, phase: "talking", wasAnswered }, answer, places),
	);

/** A step that connects, to the only destination. */
export const connectTo = (to: Destination, more: Partial<Connect> = {}): Connect => ({
	...{ kind: "connect", say: [], to, verified: true, ringSeconds: null },
	next: { step: "dialed", leg: 1 },
	...more,
});
type Connect = Step & { kind: "connect" };
