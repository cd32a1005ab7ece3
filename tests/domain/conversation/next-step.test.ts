import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Destination } from "../../../app/domain/conversation/destination.ts";
import { HEARD_LANGUAGES } from "../../../app/domain/conversation/heard-language.ts";
import {
	type Answer,
	type CallEvent,
	nextStep,
	type Places,
	questionOf,
	type Step,
} from "../../../app/domain/conversation/next-step.ts";
import {
	CODE_ASKS_MAX,
	type Position,
	readPosition,
	writePosition,
} from "../../../app/domain/conversation/position.ts";
import { MATCH_OUTCOMES } from "../../../app/domain/match/outcome.ts";

const TARGET: Destination = { kind: "sip", address: "sip:agents@pbx.example.com" };
const SECOND: Destination = { kind: "number", number: "+18005550199" };
const FALLBACK: Destination = { kind: "number", number: "+18005550100" };
const NOWHERE: Places = { target: null, second: null, fallback: null };
const AGENTS: Places = { ...NOWHERE, target: TARGET };
const BOTH: Places = { ...AGENTS, fallback: FALLBACK };
const ALL: Places = { ...BOTH, second: SECOND };
const ONLY_FALLBACK: Places = { ...NOWHERE, fallback: FALLBACK };
const dialed = (leg: 1 | 2): Position => ({ step: "dialed", leg });

const START: Position = { step: "start" };
const asked = (times: number, codeLength: number | null = 6): Position => ({
	step: "code",
	asked: times,
	codeLength,
});
const told = (position: Position, digits: string | null = null): CallEvent => ({
	position,
	digits,
	phase: "talking",
	wasAnswered: false,
});
const answer = (outcome: Answer["outcome"], codeLength: number | null = null): Answer => ({
	outcome,
	codeLength,
});

const ask = (say: string[], times: number, codeLength: number | null = 6) => ({
	kind: "ask",
	say,
	codeLength,
	next: asked(times, codeLength),
});
const end = (...say: string[]) => ({ kind: "end", say });
const connect = (say: string[], more: object) => ({
	...{ kind: "connect", say, next: dialed(1), ringSeconds: null },
	...more,
});
const agent = (...say: string[]) => connect(say, { to: TARGET, verified: true });
const second = (...say: string[]) => connect(say, { to: SECOND, verified: true, next: dialed(2) });
const fallback = (...say: string[]) => connect(say, { to: FALLBACK, verified: false });

const CODE = "481920";

describe("the next step of a call (P2)", () => {
	test.each<[string, CallEvent, Answer, Places, object]>([
		["no code is needed", told(START), answer("MATCHED"), AGENTS, agent()],
		[
			"a code is needed, all codes have one length",
			told(START),
			answer("CODE_REQUIRED", 6),
			AGENTS,
			ask(["enterCodeOfLength"], 1),
		],
		[
			"a code is needed, codes have several lengths",
			told(START),
			answer("CODE_REQUIRED"),
			AGENTS,
			ask(["enterCode"], 1, null),
		],
		["the code is right", told(asked(1), CODE), answer("MATCHED"), AGENTS, agent("connecting")],
		["the third code is right", told(asked(3), CODE), answer("MATCHED"), BOTH, agent("connecting")],
		[
			"the first code is wrong",
			told(asked(1), CODE),
			answer("WRONG_CODE", 6),
			BOTH,
			ask(["wrongCode", "enterCodeOfLength"], 2),
		],
		[
			"the second code is wrong, and by now codes have several lengths",
			told(asked(2), CODE),
			answer("WRONG_CODE"),
			BOTH,
			ask(["wrongCode", "enterCode"], 3, null),
		],
		[
			"the third code is wrong",
			told(asked(3), CODE),
			answer("WRONG_CODE", 6),
			AGENTS,
			end("wrongCode", "callAgain"),
		],
		[
			"the third code is wrong, with a fallback",
			told(asked(3), CODE),
			answer("WRONG_CODE", 6),
			BOTH,
			fallback("wrongCode", "connecting"),
		],
		[
			"nothing was keyed in",
			told(asked(1)),
			answer("NOT_ASKED"),
			AGENTS,
			ask(["noCode", "enterCodeOfLength"], 2),
		],
		[
			"nothing was keyed in three times",
			told(asked(3)),
			answer("NOT_ASKED"),
			AGENTS,
			end("noCode", "callAgain"),
		],
		["too late", told(START), answer("EXPIRED"), AGENTS, end("expired", "startAgain")],
		[
			"too late, with a fallback",
			told(asked(2), CODE),
			answer("EXPIRED"),
			BOTH,
			fallback("expired", "connecting"),
		],
		["several fit", told(START), answer("AMBIGUOUS"), AGENTS, end("busy", "tryLater")],
		[
			"several fit, with a fallback",
			told(START),
			answer("AMBIGUOUS"),
			BOTH,
			fallback("connecting"),
		],
		["locked", told(asked(1), CODE), answer("LOCKED"), AGENTS, end("locked", "waitForLock")],
		[
			"locked, with a fallback",
			told(asked(1), CODE),
			answer("LOCKED"),
			BOTH,
			fallback("locked", "connecting"),
		],
		[
			"nothing fits",
			told(START),
			answer("NOTHING_MATCHED"),
			AGENTS,
			end("nothingFound", "startAgain"),
		],
		[
			"another phone: nothing tells that a request is live",
			told(START),
			answer("ANI_MISMATCH"),
			AGENTS,
			end("nothingFound", "startAgain"),
		],
		["the database is away", told(START), answer("SERVICE_AWAY"), AGENTS, end("away", "tryLater")],
		[
			"the database is away, with a fallback",
			told(START),
			answer("SERVICE_AWAY"),
			BOTH,
			fallback("connecting"),
		],
		[
			"the database is away when the code comes",
			told(asked(1), CODE),
			answer("SERVICE_AWAY"),
			BOTH,
			ask(["notChecked", "enterCodeOfLength"], 2),
		],
		[
			"the database is away for the last code",
			told(asked(3), CODE),
			answer("SERVICE_AWAY"),
			AGENTS,
			end("away", "tryLater"),
		],
		[
			"matched, but there is nowhere to go",
			told(START),
			answer("MATCHED"),
			NOWHERE,
			end("away", "tryLater"),
		],
		[
			"matched, but there is only a fallback",
			told(START),
			answer("MATCHED"),
			ONLY_FALLBACK,
			fallback("connecting"),
		],
		[
			"matched, and the first of two destinations rings for 30 seconds",
			told(START),
			answer("MATCHED"),
			ALL,
			{ ...agent(), ringSeconds: 30 },
		],
		[
			"the agent did not answer",
			told(dialed(1)),
			answer("NOT_ASKED"),
			BOTH,
			end("unanswered", "tryLater"),
		],
		[
			"the agent did not answer, and there is a second one",
			told(dialed(1)),
			answer("NOT_ASKED"),
			ALL,
			second("tryingSecond"),
		],
		[
			"the second one did not answer either",
			told(dialed(2)),
			answer("NOT_ASKED"),
			ALL,
			end("unanswered", "tryLater"),
		],
		[
			"the caller has hung up while the first one rang",
			{ ...told(dialed(1)), phase: "over" },
			answer("NOT_ASKED"),
			ALL,
			end("unanswered", "tryLater"),
		],
		[
			"the talk is over",
			{ ...told(dialed(1)), wasAnswered: true },
			answer("NOT_ASKED"),
			ALL,
			end(),
		],
		[
			"the agent answers",
			told({ step: "answered" }),
			answer("NOT_ASKED"),
			BOTH,
			{ kind: "nothing" },
		],
		["the call is over", told({ step: "ended" }), answer("NOT_ASKED"), BOTH, { kind: "nothing" }],
	])("%s", (_case, event, so, at, step) => {
		expect(nextStep(event, so, at)).toEqual(step);
	});
});

describe("what must be found out first", () => {
	test.each<[string, CallEvent, object]>([
		["a call comes in", told(START), { ask: "match", accessCode: null }],
		["a code", told(asked(1), "48 1920#"), { ask: "match", accessCode: CODE }],
		["silence is no guess", told(asked(1), ""), { ask: "nothing" }],
		["the end key alone is no guess", told(asked(2), "#"), { ask: "nothing" }],
		[
			"keys that can be no code are asked, and count as none",
			told(asked(2), "0*"),
			{
				ask: "match",
				accessCode: "0",
			},
		],
		[
			"the agent's phone rings",
			{ ...told({ step: "answered" }), phase: "ringing" },
			{ ask: "nothing" },
		],
		["the agent answers", told({ step: "answered" }), { ask: "release" }],
		[
			"a leg is over, answered or not",
			{ ...told({ step: "answered" }), phase: "over" },
			{ ask: "nothing" },
		],
		["nobody answered", told(dialed(1)), { ask: "second" }],
		["nobody answered at the second one", told(dialed(2)), { ask: "release" }],
		["the talk is over", { ...told(dialed(1)), wasAnswered: true }, { ask: "release" }],
		["the caller hung up", { ...told(dialed(1)), phase: "over" }, { ask: "release" }],
		["the call is told of while it goes on", told({ step: "ended" }), { ask: "nothing" }],
		["the call is over", { ...told({ step: "ended" }), phase: "over" }, { ask: "release" }],
	])("%s", (_case, event, question) => {
		expect(questionOf(event)).toEqual(question);
	});
});

const anyLength = fc.option(fc.integer({ min: 4, max: 12 }), { nil: null });
const anyAnswer: fc.Arbitrary<Answer> = fc.record({
	outcome: fc.constantFrom(...MATCH_OUTCOMES, "SERVICE_AWAY" as const, "NOT_ASKED" as const),
	codeLength: anyLength,
});
const anyPlaces = fc.constantFrom(NOWHERE, AGENTS, BOTH, ALL, ONLY_FALLBACK);
const anyPosition: fc.Arbitrary<Position> = fc.oneof(
	fc.constantFrom<Position>(START, { step: "answered" }, dialed(1), dialed(2), { step: "ended" }),
	fc.record({
		step: fc.constant("dialed" as const),
		leg: fc.constantFrom(1 as const, 2 as const),
		language: fc.constantFrom(...HEARD_LANGUAGES),
	}),
	fc.record({
		step: fc.constant("code" as const),
		asked: fc.integer({ min: 1, max: CODE_ASKS_MAX }),
		codeLength: anyLength,
	}),
);
const anyDigits = fc.option(fc.stringMatching(/^[0-9*#A-D ]{0,14}$/), { nil: null });
const anyEvent: fc.Arbitrary<CallEvent> = fc.record({
	position: anyPosition,
	digits: anyDigits,
	phase: fc.constantFrom("ringing" as const, "talking" as const, "over" as const),
	wasAnswered: fc.boolean(),
});

/**
 * Plays a call as a phone system does: it calls back at the URL that it was given. No agent answers.
 */
function play(answers: Iterator<Answer>, digits: Iterator<string | null>, at: Places): Step[] {
	const steps: Step[] = [];
	let event = told(START);
	for (;;) {
		const isAsked = questionOf(event).ask === "match";
		const so = isAsked ? (answers.next().value as Answer) : answer("NOT_ASKED");
		const step = nextStep(event, so, at);
		steps.push(step);
		if (step.kind !== "ask" && step.kind !== "connect") return steps;
		const query = new URLSearchParams(writePosition(step.next));
		event = told(readPosition(query), digits.next().value as string | null);
	}
}

const many = { numRuns: 1000 };

describe("whatever comes in (P2)", () => {
	test("a call connects as verified for MATCHED and from the first agent, else to the fallback", () => {
		fc.assert(
			fc.property(anyEvent, anyAnswer, anyPlaces, (event, so, at) => {
				const step = nextStep(event, so, at);
				if (step.kind !== "connect") return;
				if (step.next.leg === 2) {
					expect([step.to, step.verified]).toEqual([at.second, true]);
					expect(event).toMatchObject({ position: dialed(1), wasAnswered: false });
					return;
				}
				expect(step.to).toBe(step.verified ? at.target : at.fallback);
				if (step.verified) expect(so.outcome).toBe("MATCHED");
				expect(["start", "code"]).toContain(event.position.step);
			}),
			many,
		);
	});

	test("a call ends, asks three times at most, and calls two destinations at most", () => {
		fc.assert(
			fc.property(
				fc.infiniteStream(anyAnswer),
				fc.infiniteStream(anyDigits),
				anyPlaces,
				(...all) => {
					const steps = play(...all);
					const asks = steps.filter(({ kind }) => kind === "ask");
					expect(asks.length).toBeLessThanOrEqual(CODE_ASKS_MAX);
					const connects = steps.filter(({ kind }) => kind === "connect");
					expect(connects.length).toBeLessThanOrEqual(2);
					expect(steps.at(-1)?.kind).toBe("end");
				},
			),
			many,
		);
	});

	test("no URL makes a call ask a fourth time", () => {
		fc.assert(
			fc.property(fc.string(), anyAnswer, anyPlaces, (asks, so, at) => {
				const query = new URLSearchParams({ asked: asks, step: "code" });
				const step = nextStep(told(readPosition(query), CODE), so, at);
				if (step.kind === "ask") expect(step.next.asked).toBeLessThanOrEqual(CODE_ASKS_MAX);
			}),
			many,
		);
		const rest = new URLSearchParams("asked=0&step=code");
		expect(nextStep(told(readPosition(rest), CODE), answer("WRONG_CODE"), AGENTS).kind).toBe("end");
	});

	test("every way of being wrong sounds the same (C10)", () => {
		fc.assert(
			fc.property(anyPosition, anyDigits, anyDigits, anyAnswer, anyPlaces, (at, a, b, so, to) => {
				expect(nextStep(told(at, a), so, to)).toEqual(nextStep(told(at, b), so, to));
			}),
			many,
		);
	});

	test("a call from another phone sounds as if no request were live", () => {
		fc.assert(
			fc.property(anyEvent, anyPlaces, anyLength, (event, at, length) => {
				const mismatch = nextStep(event, answer("ANI_MISMATCH", length), at);
				expect(mismatch).toEqual(nextStep(event, answer("NOTHING_MATCHED"), at));
			}),
			many,
		);
	});

	test("the same webhook twice gets the same step (P6)", () => {
		fc.assert(
			fc.property(anyEvent, anyAnswer, anyPlaces, (event, so, at) => {
				expect(nextStep({ ...event }, { ...so }, { ...at })).toEqual(nextStep(event, so, at));
			}),
		);
	});
});

describe("the position in the callback's URL", () => {
	test("is read as it was written", () => {
		fc.assert(
			fc.property(anyPosition, (position) => {
				expect(readPosition(new URLSearchParams(writePosition(position)))).toEqual(position);
			}),
		);
	});

	test("has its names in alphabetical order, as Twilio sends them", () => {
		fc.assert(
			fc.property(anyPosition, (position) => {
				const query = new URLSearchParams(writePosition(position));
				const written = query.toString();
				query.sort();
				expect(query.toString()).toBe(written);
			}),
		);
	});

	test.each([
		["", START],
		["step=", START],
		["step=other&asked=1", START],
		["step=code", asked(3, null)],
		["asked=4&length=6&step=code", asked(3)],
		["asked=-1&length=3&step=code", asked(3, null)],
		["asked=1&length=13&step=code", asked(1, null)],
		["asked=2&asked=1&length=4&step=code", asked(2, 4)],
		["asked=1e0&step=code", asked(3, null)],
		["step=dialed", dialed(1)],
		["leg=1&step=dialed", dialed(1)],
		["leg=2&step=dialed", dialed(2)],
		["leg=0&step=dialed", dialed(2)],
		["lang=de&step=dialed", { ...dialed(1), language: "de" }],
		["asked=1&lang=ja&step=code", { ...asked(1, null), language: "ja" }],
		["lang=xx&step=dialed", dialed(1)],
	])("%s", (query, position) => {
		expect(readPosition(new URLSearchParams(query))).toEqual(position);
	});
});
