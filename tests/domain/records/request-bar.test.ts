import { describe, expect, test } from "vitest";
import { requestBar } from "../../../app/domain/records/request-bar.ts";
import {
	requestTimeline,
	type TimelineEvent,
} from "../../../app/domain/records/request-timeline.ts";
import { attemptOf } from "../../support/timelines.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const request = {
	...{ createdAt: at(0), matchedAt: null, endedAt: null, expiresAt: at(100) },
	...{ firstExpiresAt: null, extendedAt: [] as Date[], isPast: false, isLive: true },
};
const marks = (bar: ReturnType<typeof requestBar>) =>
	bar.marks.map(({ kind, place }) => [kind, place]);

describe("a request's life as a bar (K3)", () => {
	test("reaches from its creation to its expiry, with the present on it while it is live", () => {
		const bar = requestBar(request, requestTimeline(request, []), at(25));
		expect(bar).toMatchObject({ from: at(0), to: at(100), firstEnd: 100, end: 100, now: 25 });
		expect(bar.marks).toEqual([]);
	});

	test("shows attempts, steps and extensions where they stand in time", () => {
		const extended = { ...request, firstExpiresAt: at(50), extendedAt: [at(40)], isPast: true };
		const timeline = requestTimeline(
			{ ...extended, matchedAt: at(60) },
			[attemptOf(20, { outcome: "WRONG_CODE" }), attemptOf(60)],
			[{ attemptId: "60", step: "forwarded", at: at(80) }],
		);
		const bar = requestBar({ ...extended, isLive: false }, timeline, at(500));
		expect(bar).toMatchObject({ firstEnd: 50, end: 100, expiry: 100, now: null });
		expect(marks(bar)).toEqual([
			["refused", 20],
			["extended", 40],
			["matched", 60],
			["step", 80],
			["ended", 100],
		]);
	});

	test("a request that ended early keeps the rest of its time in sight", () => {
		const ended = { ...request, endedAt: at(30), isLive: false };
		const bar = requestBar(ended, requestTimeline(ended, []), at(40));
		expect([bar.end, bar.expiry, ...marks(bar)]).toEqual([30, 100, ["ended", 30]]);
	});

	test.each([
		[150, 150, 66.67],
		[9000, 200, 50],
	])(
		"an event %i s after the creation makes it %i s long, and no longer",
		(late, length, expiry) => {
			const step: TimelineEvent = {
				...{ kind: "call-step", at: at(late), step: "ended" },
				...{ attemptId: "1", callId: null },
			};
			const bar = requestBar(request, [step], at(0));
			expect([bar.to, bar.expiry, ...marks(bar)]).toEqual([at(length), expiry, ["step", 100]]);
		},
	);
});
