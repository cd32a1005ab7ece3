import { BYTE_ORDER_MARK, csvRow } from "../csv.ts";
import { isoWithOffset } from "../zoned-time.ts";
import type { TrafficStep } from "./span.ts";

const HEAD = ["Began", "Created", "Refused: no number", "Refused: no code", "Most live at once"];

/** The steps of a span as a CSV file, the oldest first, in the reader's time zone (G14). */
export const trafficToCsv = (steps: readonly TrafficStep[], zone: string): string =>
	BYTE_ORDER_MARK +
	[
		HEAD,
		...[...steps]
			.sort((a, b) => a.beganMs - b.beganMs)
			.map(({ beganMs, created, refusedNoNumber, refusedNoCode, peakLive }) => [
				isoWithOffset(new Date(beganMs), zone),
				...[created, refusedNoNumber, refusedNoCode, peakLive].map(String),
			]),
	]
		.map(csvRow)
		.join("");
