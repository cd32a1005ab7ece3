/**
 * What a repair does to a row (I9). `loses`: digits or letters of the file go. `adds`: digits come
 * that the file does not have. `chooses`: the row can be read in another way too. `repeats`: only a
 * row goes that repeats another one. `keeps`: none of these, so no digit changes its meaning.
 */
type Effect = "keeps" | "repeats" | "loses" | "adds" | "chooses";

/** Bulk corrections for many rows (I3, I9), in display order. */
const EFFECTS = {
	"read-as-dialed": "chooses",
	"keep-as-written": "chooses",
	"clean-numbers": "keeps",
	"add-country-codes": "adds",
	"drop-extensions": "loses",
	"add-commas": "keeps",
	"close-quotes": "chooses",
	"unescape-commas": "keeps",
	"join-columns": "chooses",
	"drop-columns": "loses",
	"clean-descriptions": "keeps",
	"shorten-descriptions": "loses",
	"keep-descriptions": "chooses",
	"leave-out-doubles": "repeats",
	"leave-out-earlier": "loses",
	"leave-out-errors": "loses",
} as const satisfies Record<string, Effect>;

export type RepairKind = keyof typeof EFFECTS;
export const REPAIR_KINDS = Object.keys(EFFECTS) as [RepairKind, ...RepairKind[]];

/** Whether a repair changes no digit's meaning and loses no description (I9). */
export const isSafe = (kind: RepairKind): boolean => ["keeps", "repeats"].includes(EFFECTS[kind]);

// Cells come first, because a number is only seen once it stands in its own cell.
const SAFE_FIRST: readonly RepairKind[] = ["add-commas", "unescape-commas"];

/** The safe repairs, in the order in which one makes the way for the next. */
export const SAFE_KINDS: readonly RepairKind[] = [
	...SAFE_FIRST,
	...REPAIR_KINDS.filter((kind) => isSafe(kind) && !SAFE_FIRST.includes(kind)),
];

/**
 * The two answers to the question about numbers with two readings (N6): as dialed in the default
 * country, or as they stand behind a plus sign.
 */
export const DECISION_KINDS = ["read-as-dialed", "keep-as-written"] as const;

export const isDecision = (kind: RepairKind): boolean =>
	(DECISION_KINDS as readonly RepairKind[]).includes(kind);

/** Whether a repair leaves rows out and corrects none. */
export const leavesOut = (kind: RepairKind): boolean => kind.startsWith("leave-out");

/** The questions that need a decision, in display order, each with its possible answers (I9). */
export const QUESTIONS = {
	readings: DECISION_KINDS,
	country: ["add-country-codes"],
	extensions: ["drop-extensions"],
	quotes: ["close-quotes"],
	columns: ["join-columns", "drop-columns"],
	lengths: ["shorten-descriptions"],
	spreadsheet: ["keep-descriptions"],
	descriptions: ["leave-out-earlier"],
	errors: ["leave-out-errors"],
} as const satisfies Record<string, readonly RepairKind[]>;

export type Question = keyof typeof QUESTIONS;
export const QUESTION_NAMES = Object.keys(QUESTIONS) as Question[];
