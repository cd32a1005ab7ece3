import { texts } from "../../texts/texts.ts";
import type { MatchOutcome } from "./match.ts";

/** What an attempt came to, in words (C9). The keys are what the phone system was told. */
export const OUTCOME_WORDS: Record<MatchOutcome, string> = texts.messages.match.outcomes;
export type AttemptOutcome = keyof typeof OUTCOME_WORDS;
export const ATTEMPT_OUTCOMES = Object.keys(OUTCOME_WORDS) as AttemptOutcome[];
