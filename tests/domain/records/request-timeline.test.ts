import { describe, expect, test } from "vitest";
import { requestTimeline } from "../../../app/domain/records/request-timeline.ts";
import { attemptOf as attempt } from "../../support/timelines.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const request = {
	createdAt: at(0),
	matchedAt: null,
	endedAt: null,
	expiresAt: at(30),
	firstExpiresAt: null,
	extendedAt: [],
	isPast: true,
};
const kinds = (...args: Parameters<typeof requestTimeline>) =>
	requestTimeline(...args).map((event) => event.kind);

describe("a request's timeline (K3)", () => {
	test("is its creation while nothing else has happened, and its expiry once that has", () => {
		expect(kinds({ ...request, isPast: false }, [])).toEqual(["created"]);
		expect(kinds(request, [])).toEqual(["created", "expired"]);
	});

	test("has each extension with the expiry that it led to, at most half an hour after the creation (C16)", () => {
		const extended = { firstExpiresAt: at(700), extendedAt: [at(600), at(1200)] };
		const extensions = (expiresAt: Date) =>
			requestTimeline({ ...request, ...extended, isPast: false, expiresAt }, []).slice(1);
		expect(extensions(at(1800))).toEqual([
			{ kind: "extended", at: at(600), until: at(1400) },
			{ kind: "extended", at: at(1200), until: at(1800) },
		]);
		// A process of an earlier version extended it once more, and kept no time.
		expect(extensions(at(1799)).map((event) => "until" in event && event.until)).toEqual([
			null,
			null,
		]);
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
