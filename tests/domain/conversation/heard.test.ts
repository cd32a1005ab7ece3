import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	readable,
	type Sentence,
	SPEECH_CHARACTERS_MAX,
	speechOf,
} from "../../../app/domain/conversation/heard.ts";
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
		["日本語の番号は０３１２３４です", "日本語の番号は０３１２３４です"],
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
