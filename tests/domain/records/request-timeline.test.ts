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
