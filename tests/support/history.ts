/** What a client was told of a request: from `from` until before `to` it was live, in milliseconds of the database's clock. */
export type Acknowledged = {
	id: string;
	number: string;
	code: number | null;
	from: number;
	/** Its expiry, or an earlier time at which its end was asked for. */
	to: number;
	/** Whether its group had unique DNIS on for as long as the call took; false too where that changed meanwhile. */
	isUnique: boolean;
};

/**
 * All pairs that should not be: two live at one moment on one number, one of them of a unique-DNIS group (C3), or with one code (C5). By what
 * clients were told, and nothing else.
 */
export function findViolations(history: readonly Acknowledged[]): string[] {
	const byNumber = new Map<string, Acknowledged[]>();
	for (const one of history) byNumber.set(one.number, [...(byNumber.get(one.number) ?? []), one]);
	const violations: string[] = [];
	for (const [number, requests] of byNumber) {
		requests.sort((a, b) => a.from - b.from);
		requests.forEach((later, index) => {
			for (const earlier of requests.slice(0, index)) {
				if (earlier.to <= later.from) continue;
				const pair = `${earlier.id} and ${later.id} on ${number} at ${later.from}`;
				if (earlier.isUnique || later.isUnique) violations.push(`unique: ${pair}`);
				if (earlier.code !== null && earlier.code === later.code) violations.push(`same code: ${pair}`);
			}
		});
	}
	return violations;
}

/** When a setting was what, as far as whoever changes it can tell: between two values nobody knows. */
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
		this.#periods.push({ value: isMade ? value : last.value, since: performance.now(), until: Number.POSITIVE_INFINITY });
	}

	/** Whether it was `value` from `since` to `until` (performance.now()) without a doubt. */
	wasSurely(value: boolean, since: number, until: number): boolean {
		return this.#periods.some((period) => period.value === value && period.since <= since && until <= period.until);
	}
}
