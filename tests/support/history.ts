/** Clients' calls and answers about one request. Times are milliseconds of the database's clock. */
export type Told = {
	id: string;
	number: string;
	code: number | null;
	/** The request is live from then, until before its expiry or an earlier end. */
	from: number;
	expires: number;
	/**
	 * Whether its group had unique DNIS on throughout the call. False where the setting changed
	 * meanwhile.
	 */
	isUnique: boolean;
	/**
	 * The number of calls for its end, by cancel or a releasing match, whatever their answers. Also
	 * the earliest time at which such a call can have been sent.
	 */
	endAsks: number;
	endAsked: number;
	/** When a client first learned that it has ended. */
	endKnown: number;
	/** The number of answers that report its release. */
	releases: number;
	/** Whether any call asked for its match, and whether an answer reports a match. */
	mayBeMatched: boolean;
	isMatched: boolean;
	isCancelled: boolean;
};

export const newlyTold = (
	facts: Pick<Told, "id" | "number" | "code" | "from" | "expires" | "isUnique">,
): Told => ({
	...facts,
	endAsks: 0,
	endAsked: Number.POSITIVE_INFINITY,
	endKnown: Number.POSITIVE_INFINITY,
	releases: 0,
	mayBeMatched: false,
	isMatched: false,
	isCancelled: false,
});

/**
 * All forbidden pairs: two requests live at one moment on one number, with one of them in a
 * unique-DNIS group (C3), or with one code (C5). Also all requests released twice (C9). Judged by
 * the clients' answers alone.
 */
export function findViolations(history: readonly Told[]): string[] {
	const byNumber = new Map<string, Told[]>();
	for (const one of history) {
		const others = byNumber.get(one.number);
		if (others) others.push(one);
		else byNumber.set(one.number, [one]);
	}
	const violations = history
		.filter(({ releases }) => releases > 1)
		.map(({ id }) => `released twice: ${id}`);
	for (const [number, requests] of byNumber) {
		requests.sort((a, b) => a.from - b.from);
		// Earlier requests that may still be live when the next one begins.
		let earlierOnes: Told[] = [];
		for (const later of requests) {
			earlierOnes = earlierOnes.filter(
				(earlier) => Math.min(earlier.expires, earlier.endAsked) > later.from,
			);
			for (const earlier of earlierOnes) {
				const pair = `${earlier.id} and ${later.id} on ${number} at ${later.from}`;
				if (earlier.isUnique || later.isUnique) violations.push(`unique: ${pair}`);
				if (earlier.code !== null && earlier.code === later.code)
					violations.push(`same code: ${pair}`);
			}
			earlierOnes.push(later);
		}
	}
	return violations;
}

/** A call as the client saw it: sent not before `asked`, answered not after `answered`. */
export type Moment = { asked: number; answered: number };

/**
 * Whether a state in an answer at that moment can be true, by the knowledge at the time of the
 * call.
 */
export function fitsState(known: Told, state: unknown, { asked, answered }: Moment): boolean {
	if (known.isMatched) return state === "Matched";
	if (known.isCancelled) return state === "Cancelled";
	switch (state) {
		case "Matched":
			return known.mayBeMatched;
		case "Cancelled":
			return known.endAsks > 0;
		case "Active":
			return asked < known.expires && known.endKnown > asked;
		case "Expired":
			return answered >= known.expires;
		default:
			return false;
	}
}

/**
 * The history of a setting, as known to the client that changes it. During a change the value is
 * unknown.
 */
export class KnownSetting {
	#periods: { value: boolean; since: number; until: number }[];

	constructor(value: boolean) {
		this.#periods = [{ value, since: 0, until: Number.POSITIVE_INFINITY }];
	}

	/** Runs a change. `change` returns whether it was made, and throws when that is unknown. */
	async set(value: boolean, change: () => Promise<boolean>): Promise<void> {
		const last = this.#periods.at(-1)!;
		last.until = performance.now();
		const isMade = await change();
		this.#periods.push({
			value: isMade ? value : last.value,
			since: performance.now(),
			until: Number.POSITIVE_INFINITY,
		});
	}

	/** Whether it certainly was `value` from `since` to `until` (performance.now()). */
	wasSurely(value: boolean, since: number, until: number): boolean {
		return this.#periods.some(
			(period) => period.value === value && period.since <= since && until <= period.until,
		);
	}
}
