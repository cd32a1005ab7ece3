import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CallEvent } from "../../../app/domain/conversation/next-step.ts";
import type { Position } from "../../../app/domain/conversation/position.ts";
import { notedEvent, readNotedEvent } from "../../../app/domain/phone-systems/noted-call.ts";

const event = (position: Position, more: Partial<CallEvent> = {}): CallEvent => ({
	...{ position, digits: null, phase: "talking", wasAnswered: false },
	...more,
});
const LEG = { step: "answered" } as const;

describe("what a phone system told, on the connection's page (P1)", () => {
	test.each<[CallEvent, Parameters<typeof notedEvent>[1], string]>([
		[event(LEG), { told: "answered" }, "answered"],
		[event(LEG, { phase: "ringing" }), { told: "ringing" }, "agent-leg:ringing"],
		[event(LEG, { phase: "over" }), { told: "completed" }, "agent-leg:completed"],
		[event({ step: "ended" }), { told: "started" }, "call-status:started"],
		[event({ step: "ended" }), {}, "call-status"],
		[event({ step: "ended" }, { phase: "over" }), { told: "completed" }, "ended"],
		[event({ step: "dialed", leg: 1 }), { told: "busy" }, "unanswered:busy"],
		[event({ step: "dialed", leg: 2 }), { told: "timeout" }, "second-unanswered:timeout"],
		[event({ step: "start" }), { isMisplaced: true }, "start-misplaced"],
		[event({ step: "ended" }, { phase: "over" }), { isMisplaced: true }, "ended-misplaced"],
		[event({ step: "code", asked: 1, codeLength: 6 }), { told: "481920" }, "code"],
		[
			event({ step: "ended" }),
			{ told: "Bad endpoint:\n+1 (415) 555-0166 <b>", isError: true },
			"error:Bad endpoint: … <b>",
		],
	])("%j, told %j, is %s", (so, told, noted) => {
		expect(notedEvent(so, told)).toBe(noted);
	});

	test("is short, on one line, without long numbers, and is read as it was written", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 300 }), (told) => {
				const noted = notedEvent(event({ step: "ended" }), { told, isError: true });
				const { code, word } = readNotedEvent(noted);
				expect(code).toBe("error");
				expect([...(word ?? "")].length).toBeLessThanOrEqual(120);
				expect(word ?? "").not.toMatch(/[\p{Cc}\p{Cs}]|\p{Nd}{4}/u);
			}),
		);
	});
});
