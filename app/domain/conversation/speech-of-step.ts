import { type OwnSentences, speechOf } from "./heard.ts";
import type { HeardLanguage } from "./heard-language.ts";
import type { Step } from "./next-step.ts";

/** What the caller hears in a step, as one text; empty for nothing. */
export const speechOfStep = (
	step: Step,
	...more: [own?: OwnSentences, language?: HeardLanguage]
): string =>
	step.kind === "nothing"
		? ""
		: speechOf(step.say, step.kind === "ask" ? step.codeLength : null, ...more);
