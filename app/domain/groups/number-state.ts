/** What a number of a pool is doing (G15). A draining number is in one of these states too. */
export const NUMBER_STATES = ["in-use", "late-callers", "free"] as const;
export type NumberStateName = (typeof NUMBER_STATES)[number];

/** What a pool can be filtered by. `free`: it is free and not draining. */
export const STATE_FILTERS = [...NUMBER_STATES, "draining"] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

/**
 * A caller can be late for this many minutes: for as long as `match` says `EXPIRED` of a request
 * that ended (C9).
 */
export const LATE_MINUTES = 10;

/** Up to how many reservations of the last day are counted, so that a page stays fast. */
export const GIVEN_COUNTED_MAX = 1000;

/**
 * The state of a number, by the database's clock. `in-use`: it has live requests. `late-callers`:
 * its last request ended unmatched within the last ten minutes, so its caller may still call.
 */
export type NumberState = {
	number: string;
	state: NumberStateName;
	liveRequests: number;
	/** The end of the last live request. */
	inUseUntil: Date | null;
	/** The live request that ends last. */
	requestId: string | null;
	/** `late-callers`: until when its caller counts as late. */
	lateUntil: Date | null;
	/** When it was last given; null for never. */
	lastUsedAt: Date | null;
	/** How often it was given in the last 24 hours; one more than counted if there are more. */
	givenLastDay: number;
};
