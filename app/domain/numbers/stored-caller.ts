import { type Caller, comparedReadings } from "./caller.ts";

/**
 * A caller's number as a request or an attempt stores it; all null if none is given. `fromNumber`:
 * the first reading in the writing of comparison and indexes, one for all writings of one
 * subscriber (N3). `fromReadings`: all readings in that writing, the first included; null if there
 * is only one. `fromGiven`: the first reading as given, for display; null if it is the same as
 * `fromNumber`.
 */
export type StoredCaller = {
	fromNumber: string | null;
	fromReadings: readonly string[] | null;
	fromGiven: string | null;
};

export const NO_CALLER: StoredCaller = { fromNumber: null, fromReadings: null, fromGiven: null };

/**
 * A caller's number for storage. A withheld number, or text that is no number, counts as not given
 * (N4, N5).
 */
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
