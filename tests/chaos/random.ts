/**
 * A seeded random generator (mulberry32). The same seed gives the same faults and the same calls,
 * but not at the same moments.
 */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** A whole number from 0 to `below` - 1. */
	int(below: number): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	}

	oneOf<T>(list: readonly T[]): T {
		return list[this.int(list.length)] as T;
	}

	chance(percent: number): boolean {
		return this.int(100) < percent;
	}

	shuffled<T>(list: readonly T[]): T[] {
		const left = [...list];
		return list.map(() => left.splice(this.int(left.length), 1)[0] as T);
	}

	/** A version 4 UUID. */
	uuid(): string {
		const digits = Array.from({ length: 32 }, () => this.int(16).toString(16));
		digits[12] = "4";
		digits[16] = "89ab"[this.int(4)] as string;
		return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
	}
}
