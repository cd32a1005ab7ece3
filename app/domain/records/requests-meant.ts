import { comparedNumber } from "../numbers/two-writings.ts";
import type { AttemptRecord } from "./record.ts";
import { clockMinute } from "./record-presets.ts";
import type { RequestFilter } from "./record-view.ts";

const HOUR_MS = 60 * 60 * 1000;

/**
 * The requests that a call may have been meant for: those of its caller in the hour before it, else
 * those on the number that it dialed. The caller is not known to a reader who may not see it (R4).
 */
export type RequestsMeant = {
	by: "ani" | "dnis";
	filter: RequestFilter;
	/** The same search as an address, in the reader's zone. */
	path: (zone: string) => string;
};

export function requestsMeant({
	at,
	fromNumber,
	toNumber,
}: Pick<AttemptRecord, "at" | "fromNumber" | "toNumber">): RequestsMeant | null {
	const by = fromNumber === null ? "dnis" : "ani";
	const number = fromNumber ?? toNumber;
	if (number === null) return null;
	const times = { from: new Date(at.getTime() - HOUR_MS), to: at };
	const numbers = by === "ani" ? [...new Set([number, comparedNumber(number)])] : [number];
	const none = { id: null, ani: null, dnis: null, state: null, groups: null };
	return {
		by,
		filter: { ...none, [by]: numbers, ...times, sort: "-created" },
		path: (zone) => {
			const clock = { from: clockMinute(times.from, zone), to: clockMinute(times.to, zone) };
			return `/call-in?${new URLSearchParams({ [by]: number, ...clock })}`;
		},
	};
}
