import type { AttemptRecord, RequestRecord } from "./record.ts";

/** What happened to a request, and when. */
export type TimelineEvent = { at: Date } & (
	| { kind: "created" | "matched" | "cancelled" | "released" | "expired" }
	| { kind: "attempt"; attempt: AttemptRecord }
);

type Times = Pick<RequestRecord, "createdAt" | "matchedAt" | "endedAt" | "expiresAt" | "isPast">;

// Of what happened in one millisecond, causes come before effects.
const RANK = { created: 0, attempt: 1, matched: 2, released: 3, cancelled: 3, expired: 4 };

/**
 * A request's timeline (K3), the oldest first: created, its attempts, matched, ended early or
 * expired. An attempt counts only where it is certainly the request's own. A request is released
 * where an attempt of its own did that, else cancelled. A request that ended early does not expire.
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
