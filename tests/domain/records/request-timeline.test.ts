import { describe, expect, test } from "vitest";
import type { AttemptRecord } from "../../../app/domain/records/record.ts";
import { requestTimeline } from "../../../app/domain/records/request-timeline.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const request = {
	createdAt: at(0),
	matchedAt: null,
	endedAt: null,
	expiresAt: at(30),
	isPast: true,
};
const attempt = (second: number, more: Partial<AttemptRecord> = {}): AttemptRecord => ({
	...{
		id: String(second),
		at: at(second),
		outcome: "MATCHED",
		callId: null,
		fromNumber: null,
		attestation: null,
		toNumber: null,
		requestId: null,
		apiKeyName: null,
		connectionId: null,
		corrId: "",
		released: false,
	},
	...more,
});
const kinds = (...args: Parameters<typeof requestTimeline>) =>
	requestTimeline(...args).map((event) => event.kind);

describe("a request's timeline (K3)", () => {
	test("is its creation while nothing else has happened, and its expiry once that has", () => {
		expect(kinds({ ...request, isPast: false }, [])).toEqual(["created"]);
		expect(kinds(request, [])).toEqual(["created", "expired"]);
	});

	test("has what a phone system told of its call later, and where each call came in (P6)", () => {
		const through = { connectionId: "c1", callId: "CA1", requestId: "r" };
		const events = requestTimeline(
			{ ...request, matchedAt: at(4), endedAt: at(6) },
			[
				attempt(2, { ...through, outcome: "CODE_REQUIRED" }),
				attempt(4, { ...through, released: true }),
				attempt(5, { callId: "CA1" }),
			],
			[
				{ attemptId: "4", step: "answered", at: at(6) },
				{ attemptId: "4", step: "ended", at: at(20) },
			],
		);
		const told = events.map((event) =>
			event.kind === "attempt"
				? event.isFirstOfCall
				: event.kind === "call-step"
					? `${event.step} ${event.callId}`
					: event.kind,
		);
		expect(told).toEqual([
			...["created", true, false, "matched", false, "answered CA1", "released", "ended CA1"],
		]);
	});

	test("has each attempt at its time, and the match behind the one that made it", () => {
		const wrong = attempt(2, { outcome: "WRONG_CODE" });
		expect(kinds({ ...request, matchedAt: at(3) }, [wrong, attempt(3), attempt(40)])).toEqual([
			"created",
			"attempt",
			"attempt",
			"matched",
			"expired",
			"attempt",
		]);
	});

	test("says cancelled, or released where an attempt of its own did that; what ended early does not expire", () => {
		expect(kinds({ ...request, endedAt: at(5) }, [])).toEqual(["created", "cancelled"]);
		const matched = { ...request, matchedAt: at(5), endedAt: at(5) };
		expect(kinds(matched, [attempt(5, { released: true })])).toEqual([
			"created",
			"attempt",
			"matched",
			"released",
		]);
		expect(kinds({ ...matched, endedAt: at(6) }, [attempt(5)])).toEqual([
			"created",
			"attempt",
			"matched",
			"cancelled",
		]);
	});
});
