import type { InState, RequestDetails } from "./record.ts";
import type { TimelineEvent } from "./request-timeline.ts";

/** What a mark on a request's bar stands for. */
export const MARK_KINDS = ["matched", "refused", "step", "extended", "ended"] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** A place on the bar, in per cent of its length. */
type Place = number;
export type BarMark = { kind: MarkKind; place: Place; event: TimelineEvent };

/** A request's life as a bar, from its creation on. */
export type RequestBar = {
	from: Date;
	to: Date;
	/** Where it was live until, without extensions, and with them. */
	firstEnd: Place;
	end: Place;
	/** Where it would have expired; the same as `end` if it did not end early. */
	expiry: Place;
	now: Place | null;
	marks: BarMark[];
};

/** A long call must not make the request's own time too short to see. */
const LENGTH_MAX = 2;

type Drawn = Pick<
	InState<RequestDetails>,
	"createdAt" | "expiresAt" | "endedAt" | "firstExpiresAt" | "isLive"
>;

/**
 * The bar of a request with its timeline (K3). It reaches to the expiry, and on to later events, at
 * most to twice the request's time. Still later events stand at its end.
 */
export function requestBar(
	{ createdAt, expiresAt, endedAt, firstExpiresAt, isLive }: Drawn,
	timeline: readonly TimelineEvent[],
	now: Date,
): RequestBar {
	const from = createdAt.getTime();
	const life = Math.max(1, expiresAt.getTime() - from);
	const last = Math.max(from + life, ...timeline.map(({ at }) => at.getTime()));
	const length = Math.min(last - from, life * LENGTH_MAX);
	const placeOf = (at: Date): Place =>
		Math.round(Math.min(1, Math.max(0, (at.getTime() - from) / length)) * 10_000) / 100;
	const end = placeOf(endedAt ?? expiresAt);
	return {
		...{ from: createdAt, to: new Date(from + length), end, expiry: placeOf(expiresAt) },
		firstEnd: Math.min(end, placeOf(firstExpiresAt ?? expiresAt)),
		now: isLive ? placeOf(now) : null,
		marks: timeline.flatMap((event) => {
			const kind = kindOf(event);
			return kind === null ? [] : [{ kind, place: placeOf(event.at), event }];
		}),
	};
}

function kindOf(event: TimelineEvent): MarkKind | null {
	switch (event.kind) {
		case "attempt":
			return event.attempt.outcome === "MATCHED" ? "matched" : "refused";
		case "call-step":
			return "step";
		case "extended":
			return "extended";
		case "cancelled":
		case "released":
		case "expired":
			return "ended";
		// The bar begins with the first. The second is a matched attempt.
		case "created":
		case "matched":
			return null;
	}
}
