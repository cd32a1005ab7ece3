import { EXPIRY_SECONDS_MAX } from "../groups/group-settings.ts";
import type { AttemptRecord, CallStepRecord, RequestDetails, RequestRecord } from "./record.ts";

/** The events of a request, with their times. */
export type TimelineEvent = { at: Date } & (
	| { kind: "created" | "matched" | "cancelled" | "released" | "expired" }
	| { kind: "extended"; until: Date | null }
	| { kind: "attempt"; attempt: AttemptRecord; isFirstOfCall: boolean }
	| { kind: "call-step"; step: CallStepRecord["step"]; attemptId: string; callId: string | null }
);

type Times = Pick<RequestRecord, "createdAt" | "matchedAt" | "endedAt" | "expiresAt" | "isPast"> &
	Pick<RequestDetails, "firstExpiresAt" | "extendedAt">;

// Causes come before effects within one millisecond.
const RANK = {
	...{ created: 0, extended: 1, attempt: 1, matched: 2, "call-step": 3 },
	...{ released: 4, cancelled: 4, expired: 5 },
};

/**
 * A request's timeline (K3), oldest first: created, extended, its attempts, matched, ended early or
 * expired.
 * An attempt counts only if it certainly belongs to the request. The steps are what a phone system
 * told of a matched call later (P6). An early end is a release if such
 * an attempt ended the request, otherwise a cancellation. A request that ended early does not
 * expire.
 */
export function requestTimeline(
	request: Times,
	attempts: readonly AttemptRecord[],
	steps: readonly CallStepRecord[] = [],
): TimelineEvent[] {
	const events: TimelineEvent[] = [
		{ kind: "created", at: request.createdAt },
		...extensionsOf(request),
	];
	const calls = new Set<string>();
	for (const attempt of attempts) {
		const call = attempt.connectionId && `${attempt.connectionId} ${attempt.callId}`;
		const isFirstOfCall = call !== null && attempt.callId !== null && !calls.has(call);
		if (call !== null) calls.add(call);
		events.push({ kind: "attempt", at: attempt.at, attempt, isFirstOfCall });
	}
	for (const { attemptId, step, at } of steps) {
		const callId = attempts.find(({ id }) => id === attemptId)?.callId ?? null;
		events.push({ kind: "call-step", at, step, attemptId, callId });
	}
	if (request.matchedAt) events.push({ kind: "matched", at: request.matchedAt });
	if (request.endedAt)
		events.push({
			kind: attempts.some((attempt) => attempt.released) ? "released" : "cancelled",
			at: request.endedAt,
		});
	else if (request.isPast) events.push({ kind: "expired", at: request.expiresAt });
	return events.sort((a, b) => a.at.getTime() - b.at.getTime() || RANK[a.kind] - RANK[b.kind]);
}

/**
 * Each extension adds the request's own expiry once more (C16). An extension by a process of an
 * earlier version has no time, and then it is not known which of them led to which expiry.
 */
function extensionsOf({
	createdAt,
	expiresAt,
	firstExpiresAt,
	extendedAt,
}: Times): TimelineEvent[] {
	const first = (firstExpiresAt ?? expiresAt).getTime();
	const longest = createdAt.getTime() + EXPIRY_SECONDS_MAX * 1000;
	const ends = extendedAt.map((_, nth) =>
		Math.min(first + (nth + 1) * (first - createdAt.getTime()), longest),
	);
	const isComplete = ends.at(-1) === expiresAt.getTime();
	return extendedAt.map((at, nth) => ({
		...{ kind: "extended" as const, at },
		until: isComplete ? new Date(ends[nth] as number) : null,
	}));
}
