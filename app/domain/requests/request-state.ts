export const REQUEST_STATES = ["Active", "Matched", "Cancelled", "Expired"] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/**
 * A request's state, derived from stored times (K1): matched takes precedence over cancelled, then
 * expired, otherwise active.
 */
export function requestState(request: {
	matchedAt: Date | null;
	endedAt: Date | null;
	isPast: boolean;
}): RequestState {
	if (request.matchedAt !== null) return "Matched";
	if (request.endedAt !== null) return "Cancelled";
	return request.isPast ? "Expired" : "Active";
}
