import type { heard } from "../en/heard.ts";

/** What callers hear, in one language (P4): the sentences of English, and no other. */
export type HeardSentences = typeof heard;
