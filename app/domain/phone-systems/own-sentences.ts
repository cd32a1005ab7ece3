import { texts } from "../../texts/texts.ts";
import { type OwnSentences, readable, type Sentence } from "../conversation/heard.ts";
import { err, ok, type Result } from "../result.ts";

/** Characters of one own sentence. A step has three at most. */
export const OWN_SENTENCE_MAX = 400;
const words = texts.pages.phoneSystems.sentences;

/**
 * Reads a sentence that an Administrator wrote; null if the field is empty, so that ours is spoken.
 * A text that phone systems would read otherwise than it is written is refused, with what they
 * would read (P4). Numbers may be written as usual: they are read digit by digit.
 */
export function parseOwnSentence(typed: string): Result<string | null, string> {
	const text = typed.trim().replace(/\s+/g, " ");
	if (text === "") return ok(null);
	if ([...text].length > OWN_SENTENCE_MAX) return err(words.tooLong({ limit: OWN_SENTENCE_MAX }));
	// The place for the number of digits is no mark-up.
	const spoken = readable(text.replaceAll("{digits}", "6"));
	const plain = text.replaceAll("{digits}", "6");
	const isSame = withoutSpaces(spoken) === withoutSpaces(plain.replace(/[()+\u2013-]/g, ""));
	const isPlain = spoken === plain || (isSame && /\p{Nd}/u.test(plain));
	return isPlain ? ok(text) : err(words.unreadable({ readable: spoken }));
}

const withoutSpaces = (text: string): string => text.replace(/[\s()+\u2013-]/g, "");

/** The own sentences of a form, by the names of ours; those that are empty are left out. */
export function readOwnSentences(
	typed: ReadonlyMap<Sentence, string>,
): Result<OwnSentences, ReadonlyMap<Sentence, string>> {
	const read: OwnSentences = {};
	const errors = new Map<Sentence, string>();
	for (const [sentence, text] of typed) {
		const parsed = parseOwnSentence(text);
		if (!parsed.ok) errors.set(sentence, parsed.error);
		else if (parsed.value !== null) read[sentence] = parsed.value;
	}
	return errors.size > 0 ? err(errors) : ok(read);
}
