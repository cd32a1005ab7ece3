import { heardLanguages } from "../../texts/heard/heard-languages.ts";
import type { HeardSentences } from "../../texts/heard/heard-sentences.ts";
import type { HeardLanguage } from "./heard-language.ts";

/** A sentence that callers hear, by its name in the texts. */
export type Sentence = keyof HeardSentences;

export const SENTENCES = Object.keys(heardLanguages.en) as Sentence[];

/** Sentences that a connection says instead. */
export type OwnSentences = Partial<Record<Sentence, string>>;

/** Characters of speech in one step. Twilio takes 4,096 in one `<Say>`, Vonage 1,500. */
export const SPEECH_CHARACTERS_MAX = 1500;

/**
 * The sentences of a step, as one text for a speech synthesizer. A connection may bring sentences
 * of its own.
 */
export function speechOf(
	say: readonly Sentence[],
	codeLength: number | null,
	own: OwnSentences = {},
	language: HeardLanguage = "en",
): string {
	const words = heardLanguages[language];
	const spoken = say.map(
		(sentence) => ownWords(own[sentence], codeLength) ?? wordsOf(words, sentence, codeLength),
	);
	return readableOnce(spoken.join(" "));
}

/**
 * What was read before, by text. Calls hear the same few sentences, and one takes longer to make
 * readable than a signature to check.
 */
const read = new Map<string, string>();
const READ_MAX = 500;

function readableOnce(text: string): string {
	const before = read.get(text);
	if (before !== undefined) return before;
	const now = readable(text);
	if (read.size >= READ_MAX) read.clear();
	read.set(text, now);
	return now;
}

/** An own sentence says the number of digits where it has `{digits}`. */
const ownWords = (own: string | undefined, codeLength: number | null): string | undefined =>
	own?.replaceAll("{digits}", String(codeLength ?? ""));

function wordsOf(words: HeardSentences, sentence: Sentence, codeLength: number | null): string {
	const text = words[sentence];
	return typeof text === "string" ? text : text({ digits: codeLength ?? 0 });
}

/** Numbers of five digits or more are telephone numbers and codes, not counts or years. */
const LONG_NUMBER =
	/(?<![\p{Nd}\p{sc=Latin}])[+(]{0,2}\p{Nd}(?:[ ()\u2013-]{0,2}\p{Nd}){4,}(?!\p{sc=Latin})/gu;
const DIGIT = /\p{Nd}/gu;
const JOINERS = /\p{Cf}|\u{FE0F}|\u{20E3}/gu;
const NOT_SPOKEN = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const PICTURES = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}]/gu;
const MARK_UP = /<\/?[a-z!?][^<>]*>|&#?\w{1,31};|[<>*_`~^|{}[\]\\]/giu;

/**
 * A text as it is read aloud: without mark-up, emoji and control characters, with a number of five
 * or more digits read digit by digit (P4). At most `SPEECH_CHARACTERS_MAX` characters.
 */
export function readable(text: string): string {
	const plain = text
		.replace(JOINERS, "")
		.replace(MARK_UP, " ")
		.replace(NOT_SPOKEN, " ")
		.replace(PICTURES, " ")
		.replace(LONG_NUMBER, (number) => (number.match(DIGIT) ?? []).join(" "))
		.replace(/\s+/gu, " ")
		.trim();
	return [...plain].slice(0, SPEECH_CHARACTERS_MAX).join("").trim();
}
