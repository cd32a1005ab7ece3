import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	readable,
	type Sentence,
	SPEECH_CHARACTERS_MAX,
	speechOf,
} from "../../../app/domain/conversation/heard.ts";
import {
	HEARD_LANGUAGES,
	LANGUAGE_TAGS,
	parseHeardLanguage,
} from "../../../app/domain/conversation/heard-language.ts";
import type { Step } from "../../../app/domain/conversation/next-step.ts";
import { speechOfStep } from "../../../app/domain/conversation/speech-of-step.ts";
import {
	CONNECTION_KIND_CODES,
	hasPrompts,
} from "../../../app/domain/phone-systems/connection-kinds.ts";
import { parseOwnSentence } from "../../../app/domain/phone-systems/own-sentences.ts";
import { platformVoice } from "../../../app/domain/phone-systems/platform-voices.ts";
import { heardLanguages } from "../../../app/texts/heard/heard-languages.ts";
import { texts } from "../../../app/texts/texts.ts";

const anyCharacter = fc
	.integer({ min: 0, max: 0x10ffff })
	.map((codePoint) => String.fromCodePoint(codePoint));
const SENTENCES = Object.keys(texts.heard) as Sentence[];

describe("what callers hear (P4)", () => {
	test.each(SENTENCES)("%s is a whole sentence that a synthesizer reads as it stands", (name) => {
		const spoken = speechOf([name], 6);
		expect(spoken).toMatch(/^[A-Z][A-Za-z0-9 ,.]+\.$/);
		expect(spoken).not.toContain("undefined");
	});

	const sentencesOf = HEARD_LANGUAGES.flatMap((language) =>
		SENTENCES.map((name) => [language, name] as const),
	);
	test.each(sentencesOf)("%s: %s is a sentence that every platform reads", (language, name) => {
		const words = heardLanguages[language][name];
		const written = typeof words === "string" ? words : words({ digits: 6 });
		const spoken = speechOf([name], 6, {}, language);
		// Nothing in it that a synthesizer would not read: mark-up, emoji, spaces too many.
		expect(spoken).toBe(written);
		expect(spoken).toMatch(language === "ja" ? /。$/ : /^\p{Lu}.*\.$/u);
		expect(spoken).not.toMatch(/undefined|[<>&{}*_`"…]|https?:/);
		if (name === "enterCodeOfLength") expect(spoken).toContain("6");
		else expect(spoken).not.toMatch(/\p{Nd}/u);
		if (language !== "en") expect(spoken).not.toBe(speechOf([name], 6));
		if (language === "ja") expect(spoken).not.toMatch(/\p{Script=Latin}/u);
		else expect(spoken).not.toMatch(/[^\p{Script=Latin}\p{Nd} ,.'-]/u);
	});

	test("every language has the sentences of English, and no other", () => {
		for (const language of HEARD_LANGUAGES)
			expect(Object.keys(heardLanguages[language])).toEqual(SENTENCES);
		expect(HEARD_LANGUAGES).toEqual(["en", "de", "fr", "es", "pt", "it", "nl", "ja"]);
		expect([parseHeardLanguage("ja"), parseHeardLanguage("xx")]).toEqual(["ja", "en"]);
	});

	test("a step is spoken in its language, and an own sentence can name the number of digits", () => {
		const step: Step = {
			kind: "ask",
			say: ["wrongCode", "enterCodeOfLength"],
			codeLength: 8,
			next: { step: "code", asked: 2, codeLength: 8 },
		};
		expect(speechOfStep(step, {}, "de")).toBe(
			"Dieser Code ist nicht richtig. Bitte geben Sie die 8 Ziffern Ihres Zugangscodes ein.",
		);
		expect(speechOfStep(step, { enterCodeOfLength: "Ihre {digits} Ziffern, bitte." }, "de")).toBe(
			"Dieser Code ist nicht richtig. Ihre 8 Ziffern, bitte.",
		);
	});

	test.each(CONNECTION_KIND_CODES)("%s has a voice or a language for each language", (kind) => {
		expect(platformVoice(kind, "en")).toEqual({ voice: null, language: null });
		for (const language of HEARD_LANGUAGES.slice(1)) {
			const { language: tag } = platformVoice(kind, language);
			expect(tag).toBe(hasPrompts(kind) ? LANGUAGE_TAGS[language] : null);
		}
	});

	test.each([
		["", { ok: true, value: null }],
		["  \n ", { ok: true, value: null }],
		[" Bitte  {digits} Ziffern. ", { ok: true, value: "Bitte {digits} Ziffern." }],
		["Call 0800 5550100, or +1 (800) 555-0100.", { ok: true }],
		["AT&T is here", { ok: true }],
		["Hello <b>you</b>", { ok: false, error: expect.stringContaining("“Hello you”") }],
		["Hello 👋", { ok: false }],
		["👋", { ok: false, error: expect.stringContaining("Nothing of this") }],
		["**Hello**", { ok: false }],
		["Hello {name}", { ok: false }],
		["a".repeat(401), { ok: false, error: expect.stringContaining("400") }],
	])("the own sentence %j is %j", (typed, result) => {
		expect(parseOwnSentence(typed)).toMatchObject(result);
	});

	test("the sentences of a step are one text", () => {
		expect(speechOf(["wrongCode", "enterCodeOfLength"], 6)).toBe(
			"That code is not right. Please enter the 6 digits of your access code.",
		);
	});

	test("a connection's own sentence takes the place of ours", () => {
		expect(speechOf(["busy", "tryLater"], null, { tryLater: "Call 0800 5550100 instead." })).toBe(
			"This line is busy. Call 0 8 0 0 5 5 5 0 1 0 0 instead.",
		);
		expect(speechOf(["busy"], null, { busy: " " })).toBe("");
	});

	test.each([
		["Call +1 (800) 555-0123.", "Call 1 8 0 0 5 5 5 0 1 2 3."],
		["Your code 481920 is", "Your code 4 8 1 9 2 0 is"],
		["Wait 10 minutes, since 2026.", "Wait 10 minutes, since 2026."],
		["<speak>Hello <break/>there</speak>", "Hello there"],
		["AT&amp;T & **you**", "AT T & you"],
		["Welcome 👩🏽‍💻 home ❤️ 🇩🇪 1️⃣", "Welcome home 1"],
		["one\r\n\ttwo\u0000\uD800three", "one two three"],
		["日本語の番号は０３１２３４です", "日本語の番号は０ ３ １ ２ ３ ４です"],
	])("%j is read as %j", (text, spoken) => {
		expect(readable(text)).toBe(spoken);
	});

	test("any text comes out plain, short, and the same a second time", () => {
		const unit = fc.constantFrom(..."ab1 <>&;*_`\\/#+-()👍🏽é日\u200d\u0000\n".split(/(?:)/u));
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit }), fc.string({ unit: anyCharacter })), (text) => {
				const spoken = readable(text);
				expect(spoken).not.toMatch(/[<>*_`\p{Cc}\p{Cs}]|\p{Emoji_Presentation}|\d{5}/u);
				expect(spoken.length).toBeLessThanOrEqual(2 * SPEECH_CHARACTERS_MAX);
				expect(readable(spoken)).toBe(spoken);
			}),
			{ numRuns: 200 },
		);
		expect(readable("a".repeat(5000))).toHaveLength(SPEECH_CHARACTERS_MAX);
	});
});
