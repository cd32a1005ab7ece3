import { texts } from "../../texts/texts.ts";

/**
 * The outcome of an inbound call (C9), in the answer to the phone system and in the records (K5).
 */
export const MATCH_OUTCOMES = [
	"MATCHED",
	"AMBIGUOUS",
	"WRONG_CODE",
	"CODE_REQUIRED",
	"ANI_MISMATCH",
	"EXPIRED",
	"NOTHING_MATCHED",
	"LOCKED",
] as const;
export type MatchOutcome = (typeof MATCH_OUTCOMES)[number];

/** The outcomes in words, for people. */
export const OUTCOME_WORDS: Record<MatchOutcome, string> = texts.messages.match.outcomes;
