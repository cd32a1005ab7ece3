import { type HeardLanguage, LANGUAGE_TAGS } from "../conversation/heard-language.ts";
import type { ConnectionKind } from "./connection-kinds.ts";

/** A platform's own names of a voice and a language; null is its default. */
export type PlatformVoice = { voice: string | null; language: string | null };

type Other = Exclude<HeardLanguage, "en">;

/** Voices of Amazon Polly, which Twilio and Plivo name so. */
const POLLY: Record<Other, string> = {
	de: "Polly.Vicki",
	fr: "Polly.Lea",
	es: "Polly.Lucia",
	pt: "Polly.Camila",
	it: "Polly.Bianca",
	nl: "Polly.Lotte",
	ja: "Polly.Mizuki",
};

/**
 * Voices of Bandwidth (dev.bandwidth.com, _Speak Sentence_). Its list has no Dutch and no
 * Portuguese one: its default voice then gets the language of the text.
 */
const BANDWIDTH: Record<Other, string | null> = {
	de: "katrin",
	fr: "jolie",
	es: "violeta",
	pt: null,
	it: "paola",
	nl: null,
	ja: "masako",
};

const NONE: PlatformVoice = { voice: null, language: null };

/**
 * The voice in which a platform speaks a language (P4). English is left to the platform, as it is
 * set there.
 */
export function platformVoice(kind: ConnectionKind, language: HeardLanguage): PlatformVoice {
	if (language === "en") return NONE;
	const tag = LANGUAGE_TAGS[language];
	switch (kind) {
		case "twilio":
		case "plivo":
			return { voice: POLLY[language], language: tag };
		case "bandwidth":
			return { voice: BANDWIDTH[language], language: tag };
		case "signalwire":
		case "telnyx-texml":
		case "vonage":
		case "jambonz":
		case "voicexml":
			return { voice: null, language: tag };
		case "sip-proxy":
			return NONE;
	}
}
