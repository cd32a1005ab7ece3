import type { AttemptRecord, CallStepRecord, RequestRecord } from "./record.ts";

/** The events of a request, with their times. */
export type TimelineEvent = { at: Date } & (
	| { kind: "created" | "matched" | "cancelled" | "released" | "expired" }
	| { kind: "attempt"; attempt: AttemptRecord; isFirstOfCall: boolean }
	| { kind: "call-step"; step: CallStepRecord["step"]; attemptId: string; callId: string | null }
);

type Times = Pick<RequestRecord, "createdAt" | "matchedAt" | "endedAt" | "expiresAt" | "isPast">;

// Causes come before effects within one millisecond.
const RANK = {
	...{ created: 0, attempt: 1, matched: 2, "call-step": 3 },
	...{ released: 4, cancelled: 4, expired: 5 },
};

/**
 * A request's timeline (K3), oldest first: created, its attempts, matched, ended early or expired.
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
	const events: TimelineEvent[] = [{ kind: "created", at: request.createdAt }];
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
