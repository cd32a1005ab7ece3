import type { MatchOutcome } from "../match/outcome.ts";

/**
 * An attempt that is certainly a request's own. `fromNumber` is null where the reader may not see
 * it (R4).
 */
export type OwnAttempt = {
	id: string;
	at: Date;
	outcome: MatchOutcome;
	callId: string | null;
	fromNumber: string | null;
	apiKeyName: string | null;
	corrId: string;
	released: boolean;
};

/** What happened to a request, and when. */
export type TimelineEvent = { at: Date } & (
	| { kind: "created" | "matched" | "cancelled" | "released" | "expired" }
	| { kind: "attempt"; attempt: OwnAttempt }
);

type Times = {
	createdAt: Date;
	matchedAt: Date | null;
	endedAt: Date | null;
	expiresAt: Date;
	isPast: boolean;
};

// Of what happened in one millisecond, causes come before effects.
const RANK = { created: 0, attempt: 1, matched: 2, released: 3, cancelled: 3, expired: 4 };

/**
 * A request's timeline (K3), the oldest first: created, its attempts, matched, ended early or
 * expired. It was released where an attempt of its own did that, else cancelled; what has ended
 * early does not expire.
 */
export function requestTimeline(request: Times, attempts: readonly OwnAttempt[]): TimelineEvent[] {
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
