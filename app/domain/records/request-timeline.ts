import type { AttemptRecord, RequestRecord } from "./record.ts";

/** The events of a request, with their times. */
export type TimelineEvent = { at: Date } & (
	| { kind: "created" | "matched" | "cancelled" | "released" | "expired" }
	| { kind: "attempt"; attempt: AttemptRecord }
);

type Times = Pick<RequestRecord, "createdAt" | "matchedAt" | "endedAt" | "expiresAt" | "isPast">;

// Causes come before effects within one millisecond.
const RANK = { created: 0, attempt: 1, matched: 2, released: 3, cancelled: 3, expired: 4 };

/**
 * A request's timeline (K3), oldest first: created, its attempts, matched, ended early or expired.
 * An attempt counts only if it certainly belongs to the request. An early end is a release if such
 * an attempt ended the request, otherwise a cancellation. A request that ended early does not
 * expire.
 */
export function requestTimeline(
	request: Times,
	attempts: readonly AttemptRecord[],
): TimelineEvent[] {
	const events: TimelineEvent[] = [{ kind: "created", at: request.createdAt }];
	for (const attempt of attempts) events.push({ kind: "attempt", at: attempt.at, attempt });
	if (request.matchedAt) events.push({ kind: "matched", at: request.matchedAt });
	if (request.endedAt)
		events.push({
			kind: attempts.some((attempt) => attempt.released) ? "released" : "cancelled",
			at: request.endedAt,
		});
	else if (request.isPast) events.push({ kind: "expired", at: request.expiresAt });
	return events.sort((a, b) => a.at.getTime() - b.at.getTime() || RANK[a.kind] - RANK[b.kind]);
}
