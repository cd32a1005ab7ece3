import { heardLanguages } from "../../texts/heard/heard-languages.ts";

/** The languages in which callers can be spoken to, by ISO 639-1 (P4). */
export type HeardLanguage = keyof typeof heardLanguages;
export const HEARD_LANGUAGES = Object.keys(heardLanguages) as [HeardLanguage, ...HeardLanguage[]];

/** The language with this code; undefined for any other text. */
export const knownLanguage = (code: string | null): HeardLanguage | undefined =>
	HEARD_LANGUAGES.find((known) => known === code);

/** The same; English for a language of a newer version of the product. */
export const parseHeardLanguage = (code: string): HeardLanguage => knownLanguage(code) ?? "en";

/** The language of each kind of text, as BCP 47 has it. */
export const LANGUAGE_TAGS: Record<HeardLanguage, string> = {
	en: "en-US",
	de: "de-DE",
	fr: "fr-FR",
	es: "es-ES",
	pt: "pt-BR",
	it: "it-IT",
	nl: "nl-NL",
	ja: "ja-JP",
};
