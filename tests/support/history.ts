/**
 * What clients were told of a request, and asked for. Times are milliseconds of the database's
 * clock.
 */
export type Told = {
	id: string;
	number: string;
	code: number | null;
	/** It is live from then, until before its expiry or whatever ends it earlier. */
	from: number;
	expires: number;
	/**
	 * Whether its group had unique DNIS on for as long as the call took; false too where that changed
	 * meanwhile.
	 */
	isUnique: boolean;
	/**
	 * How many asked for its end, by cancel or a releasing match, whatever came of it; and the
	 * earliest time at which one can have.
	 */
	endAsks: number;
	endAsked: number;
	/** When somebody had been told that it has ended. */
	endKnown: number;
	/** How many were told that they have released it. */
	releases: number;
	/** Whether a match of it was asked for at all, and whether somebody was told of one. */
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
 * All pairs that should not be: two live at one moment on one number, one of them of a unique-DNIS
 * group (C3), or with one code (C5); and all that were released twice (C9). By what clients were
 * told, and nothing else.
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
		// Those that may be live still when the next one begins.
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

/**
 * A call as the client saw it: it was asked not before `asked` and answered not after `answered`.
 */
export type Moment = { asked: number; answered: number };

/**
 * Whether a state that was told at that moment can be true, by what was known when it was asked
 * for.
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
 * When a setting was what, as far as whoever changes it can tell: between two values nobody knows.
 */
export class KnownSetting {
	#periods: { value: boolean; since: number; until: number }[];

	constructor(value: boolean) {
		this.#periods = [{ value, since: 0, until: Number.POSITIVE_INFINITY }];
	}

	/** Runs a change; `change` gives whether it was made, and throws when nobody knows. */
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

	/** Whether it was `value` from `since` to `until` (performance.now()) without a doubt. */
	wasSurely(value: boolean, since: number, until: number): boolean {
		return this.#periods.some(
			(period) => period.value === value && period.since <= since && until <= period.until,
		);
	}
}
