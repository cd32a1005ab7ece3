import { type Caller, comparedReadings } from "./caller.ts";

/**
 * A caller's number as a request or an attempt keeps it; all null where none is given.
 * `fromNumber`: what comparison and indexes use for the first reading, one for all writings of one
 * subscriber (N3). `fromReadings`: the same of all readings, the first included; null where there
 * is one. `fromGiven`: the first reading as it was given, which people see; null where it is the
 * same as `fromNumber`.
 */
export type StoredCaller = {
	fromNumber: string | null;
	fromReadings: readonly string[] | null;
	fromGiven: string | null;
};

export const NO_CALLER: StoredCaller = { fromNumber: null, fromReadings: null, fromGiven: null };

/** A caller's number for storage. What is withheld, or no number, counts as not given (N4, N5). */
export function storedCaller(caller: Caller): StoredCaller {
	if (caller.kind !== "number") return NO_CALLER;
	const [given] = caller.readings;
	const compared = comparedReadings(caller.readings);
	return {
		fromNumber: compared[0],
		fromReadings: compared.length > 1 ? compared : null,
		fromGiven: given === compared[0] ? null : given,
	};
}
