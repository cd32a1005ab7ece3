/** Bulk corrections for many rows (I3, I9), in display order. */
export const REPAIR_KINDS = [
	"read-as-dialed",
	"keep-as-written",
	"clean-numbers",
	"add-country-codes",
	"drop-extensions",
	"add-commas",
	"close-quotes",
	"unescape-commas",
	"join-columns",
	"drop-columns",
	"clean-descriptions",
	"shorten-descriptions",
	"keep-descriptions",
	"leave-out-doubles",
	"leave-out-earlier",
	"leave-out-errors",
] as const;
export type RepairKind = (typeof REPAIR_KINDS)[number];

/**
 * The two answers to the question about numbers with two readings (N6): as dialed in the default
 * country, or as they stand behind a plus sign.
 */
export const DECISION_KINDS = ["read-as-dialed", "keep-as-written"] as const;

/** Repairs that change no digit's meaning and lose no description (I9), in their order. */
export const SAFE_KINDS: readonly RepairKind[] = [
	"add-commas",
	"unescape-commas",
	"clean-numbers",
	"clean-descriptions",
	"leave-out-doubles",
];

/** Whether a repair leaves rows out and corrects none. */
export const leavesOut = (kind: RepairKind): boolean => kind.startsWith("leave-out");

export const isDecision = (kind: RepairKind): boolean =>
	(DECISION_KINDS as readonly RepairKind[]).includes(kind);

export const isSafe = (kind: RepairKind): boolean => SAFE_KINDS.includes(kind);
