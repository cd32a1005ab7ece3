/** The spans of a group's figures, and the minutes that each of their steps adds up. */
export const SPANS = {
	hour: { stepMinutes: 1, steps: 60 },
	day: { stepMinutes: 15, steps: 96 },
	week: { stepMinutes: 60, steps: 168 },
} as const;
export type Span = keyof typeof SPANS;
export const SPAN_NAMES = ["hour", "day", "week"] as const satisfies readonly Span[];

/** The span that a URL parameter names; the hour for any other text. */
export const readSpan = (text: string | null): Span =>
	SPAN_NAMES.find((name) => name === text) ?? "hour";

/**
 * A step of a span. `ago` counts whole steps before the present one; `beganMs` is milliseconds
 * since 1970. `peakLive` is the most live requests at once.
 */
export type TrafficStep = {
	ago: number;
	beganMs: number;
	created: number;
	refusedNoNumber: number;
	refusedNoCode: number;
	peakLive: number;
};
