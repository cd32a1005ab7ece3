import { heard } from "../en/heard.ts";
import { dutch } from "./dutch.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import type { HeardSentences } from "./heard-sentences.ts";
import { italian } from "./italian.ts";
import { japanese } from "./japanese.ts";
import { portuguese } from "./portuguese.ts";
import { spanish } from "./spanish.ts";

/** What callers hear, by language (P4). Portuguese is that of Brazil. */
export const heardLanguages = {
	en: heard,
	de: german,
	fr: french,
	es: spanish,
	pt: portuguese,
	it: italian,
	nl: dutch,
	ja: japanese,
} as const satisfies Record<string, HeardSentences>;
