import { err, ok, type Result } from "./result.ts";

/**
 * A character that is not allowed in names and descriptions, and its position (1-based, in code
 * points).
 */
export type CharacterError = { code: "character-not-allowed"; codePoint: number; position: number };
export type TextTooLong = { code: "text-too-long"; length: number; limit: number };

const ALLOWED = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const ALL_ALLOWED = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;
const ZERO_WIDTH_JOINER = "\u200d";
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const PICTOGRAPH_VARIATION = /^(?:\p{Emoji_Modifier}|\u{FE0F})$/u;

/** Length in Unicode code points, as Postgres counts it. */
export const codePointLength = (text: string): number => [...text].length;

/** No visible character. */
export const isBlank = (text: string): boolean =>
	text === "" || /^[\s\p{Z}\p{Cc}\p{Cf}]*$/u.test(text);

/**
 * Finds the first character that G1 and G5 do not allow. They allow letters, marks, digits,
 * punctuation, symbols and the plain space. The zero-width joiner is allowed only inside an emoji.
 */
export function findForbiddenCharacter(text: string): CharacterError | null {
	// Fast path: only texts with a wrong character or a joiner are checked character by character.
	if (ALL_ALLOWED.test(text)) return null;
	const characters = [...text];
	const index = characters.findIndex((_character, at) => !isAllowed(characters, at));
	if (index < 0) return null;
	return {
		code: "character-not-allowed",
		codePoint: characters[index]?.codePointAt(0) as number,
		position: index + 1,
	};
}

/**
 * The text with white space of any kind as plain spaces, and without all other characters that G1
 * and G5 do not allow: they are invisible.
 */
export function withoutForbiddenCharacters(input: string): string {
	const characters = [...input.normalize("NFC").replace(/\s/gu, " ")];
	return characters.filter((_character, at) => isAllowed(characters, at)).join("");
}

function isAllowed(characters: string[], at: number): boolean {
	const character = characters[at] as string;
	return ALLOWED.test(character) || (character === ZERO_WIDTH_JOINER && joinsEmoji(characters, at));
}

/**
 * Between two pictographs, the first with its optional skin tone and presentation. After a letter a
 * joiner would be invisible.
 */
function joinsEmoji(characters: string[], joiner: number): boolean {
	let before = joiner - 1;
	while (PICTOGRAPH_VARIATION.test(characters[before] ?? "")) before -= 1;
	return PICTOGRAPH.test(characters[before] ?? "") && PICTOGRAPH.test(characters[joiner + 1] ?? "");
}

const SEARCH_CHARACTERS_MAX = 100;

/**
 * A search text, in NFC like names and descriptions. Names and descriptions have no control
 * characters, and no database accepts all of them.
 */
export const searchText = (typed: string): string =>
	[
		...typed
			.normalize("NFC")
			.replace(/\p{Cc}/gu, " ")
			.trim(),
	]
		.slice(0, SEARCH_CHARACTERS_MAX)
		.join("");

/** NFC text of at most `limit` code points in allowed characters, spaces as typed. */
export function checkText(
	input: string,
	limit: number,
): Result<string, CharacterError | TextTooLong> {
	const text = input.normalize("NFC");
	const forbidden = findForbiddenCharacter(text);
	if (forbidden) return err(forbidden);
	const length = codePointLength(text);
	return length > limit ? err({ code: "text-too-long", length, limit }) : ok(text);
}
