/** What an inbound call came to (C9), as the phone system is told and as records keep it (K5). */
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
export const OUTCOME_WORDS = {
	MATCHED: "Matched",
	AMBIGUOUS: "Ambiguous",
	WRONG_CODE: "Wrong code",
	CODE_REQUIRED: "Code required",
	ANI_MISMATCH: "ANI mismatch",
	EXPIRED: "Expired",
	NOTHING_MATCHED: "Nothing matched",
	LOCKED: "Locked",
} as const satisfies Record<MatchOutcome, string>;
