/** What an attempt came to, in words (C9). The keys are what the phone system was told. */
export const OUTCOME_WORDS = {
	MATCHED: "Matched",
	AMBIGUOUS: "Ambiguous",
	WRONG_CODE: "Wrong code",
	CODE_REQUIRED: "Code required",
	ANI_MISMATCH: "ANI mismatch",
	EXPIRED: "Expired",
	NOTHING_MATCHED: "Nothing matched",
	LOCKED: "Locked",
} as const;
export type AttemptOutcome = keyof typeof OUTCOME_WORDS;
export const ATTEMPT_OUTCOMES = Object.keys(OUTCOME_WORDS) as AttemptOutcome[];
