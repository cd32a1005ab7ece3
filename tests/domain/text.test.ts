import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkText, codePointLength, findForbiddenCharacter } from "../../app/domain/text.ts";

const at = (position: number, codePoint: number) => ({
	code: "character-not-allowed",
	codePoint,
	position,
});

describe("the characters of names and descriptions (G1, G5)", () => {
	test.each([
		["Latin letters", "auto_insurance"],
		["letters with diacritics", "Ünïcode Žluťoučký"],
		["a mark that has no composed form", "q̃"],
		["Han", "自動車保険"],
		["Thai, whose vowels are marks", "ประกันภัย"],
		["Devanagari, with its virama", "बीमा क्षेत्र"],
		["Arabic", "تأمين السيارات"],
		["Hebrew with points", "בִּטּוּחַ"],
		["a letter outside the basic plane", "𐐀𠮷"],
		["digits of several scripts", "0٣५７"],
		["number forms", "Ⅷ ½ ² ①"],
		["punctuation that means something elsewhere", '50% off / "Ünïcode" <b>&?#\'`\\;--'],
		["quotation marks and dashes", "“a” – ‘b’ — «c»…"],
		["currency, mathematics and arrows", "€ £ ¥ + < = > ± → ∞"],
		["a modifier symbol", "^ ` ¨"],
		["box drawing and blocks", "█ ─"],
		["several spaces", "  a  b  "],
		["nothing", ""],
	])("allow %s", (_what, text) => {
		expect(findForbiddenCharacter(text)).toBeNull();
	});

	test.each([
		["NUL", 0x0000],
		["tab", 0x0009],
		["line feed", 0x000a],
		["carriage return", 0x000d],
		["the last C0 control", 0x001f],
		["delete", 0x007f],
		["the first C1 control", 0x0080],
		["next line", 0x0085],
		["the last C1 control", 0x009f],
		["no-break space", 0x00a0],
		["soft hyphen", 0x00ad],
		["Arabic letter mark", 0x061c],
		["Ogham space mark", 0x1680],
		["Mongolian vowel separator", 0x180e],
		["en quad, which NFC turns into en space", 0x2002],
		["thin space", 0x2009],
		["zero-width space", 0x200b],
		["zero-width non-joiner", 0x200c],
		["a joiner on its own", 0x200d],
		["left-to-right mark", 0x200e],
		["right-to-left mark", 0x200f],
		["line separator", 0x2028],
		["paragraph separator", 0x2029],
		["right-to-left override", 0x202e],
		["narrow no-break space", 0x202f],
		["word joiner", 0x2060],
		["left-to-right isolate", 0x2066],
		["ideographic space", 0x3000],
		["byte order mark", 0xfeff],
		["the first of the private use area", 0xe000],
		["the last of the private use area", 0xf8ff],
		["supplementary private use", 0xf0000],
		["the last private use code point", 0x10fffd],
		["a noncharacter", 0xffff],
		["the last code point of all", 0x10ffff],
		["an unassigned code point", 0x0378],
		["an unassigned code point of the emoji blocks", 0x1faff],
		["a tag character", 0xe0067],
		["interlinear annotation anchor", 0xfff9],
	])("refuse %s", (_what, codePoint) => {
		expect(findForbiddenCharacter(`ab${String.fromCodePoint(codePoint)}c`)).toEqual(
			at(3, codePoint),
		);
	});

	test.each([
		["just before the surrogates", 0xd7fb, true],
		["the last C0 control and then the space", 0x0020, true],
		["the tilde, just before delete", 0x007e, true],
		["the inverted exclamation mark, just after no-break space", 0x00a1, true],
		["the replacement character, a symbol", 0xfffd, true],
		["the last variation selector, a mark", 0xfe0f, true],
	])("at the edge: %s", (_what, codePoint, allowed) => {
		expect(findForbiddenCharacter(String.fromCodePoint(codePoint)) === null).toBe(allowed);
	});

	test.each([
		["a high one alone", "a\ud83d", 2, 0xd83d],
		["a low one alone", "\ude00a", 1, 0xde00],
		["two in the wrong order", "\ude00\ud83d", 1, 0xde00],
		["a high one between characters", "a\ud800b", 2, 0xd800],
		["a high one before a whole pair", "\ud83d😀", 1, 0xd83d],
	])("refuse lone surrogates: %s", (_what, text, position, codePoint) => {
		expect(findForbiddenCharacter(text)).toEqual(at(position, codePoint));
	});

	test("the position counts code points, not UTF-16 units", () => {
		expect(findForbiddenCharacter("😀😀\u200b")).toEqual(at(3, 0x200b));
	});

	test("the first of several is the one that is told", () => {
		expect(findForbiddenCharacter("a\tb\u200b")).toEqual(at(2, 9));
	});
});

describe("emoji (G1)", () => {
	test.each([
		["plain", "😀"],
		["with a presentation selector", "❤️"],
		["with a skin tone", "👍🏽"],
		["a family", "👨‍👩‍👧‍👦"],
		["a profession with a skin tone", "👩🏽‍🚀"],
		["a presentation selector before the joiner", "🏳️‍🌈"],
		["a sign behind the joiner", "🤷🏿‍♀️"],
		["a heart on fire", "❤️‍🔥"],
		["hair", "👨🏾‍🦰"],
		["two people holding hands, each with a skin tone", "👩🏻‍🤝‍👨🏿"],
		["a flag", "🇩🇪"],
		["a keycap", "1️⃣ #️⃣"],
		["a pirate's flag", "🏴‍☠️"],
	])("allowed: %s", (_what, text) => {
		expect(checkText(text, 64)).toEqual({ ok: true, value: text });
	});

	test.each([
		["at the beginning", "\u200d😀", 1],
		["at the end", "😀\u200d", 2],
		["before a letter", "😀\u200da", 2],
		["behind a letter", "a\u200d😀", 2],
		["between letters", "a\u200db", 2],
		["twice", "😀\u200d\u200d😀", 2],
		["behind a presentation selector that stands on a letter", "a\ufe0f\u200d😀", 3],
		["behind a skin tone without an emoji", "🏽\u200d😀", 2],
		["behind a keycap", "1\ufe0f\u20e3\u200d😀", 4],
		["before a flag", "😀\u200d🇩🇪", 2],
		["before a space", "😀\u200d 😀", 2],
	])("the joiner is refused %s", (_what, text, position) => {
		expect(findForbiddenCharacter(text)).toEqual(at(position, 0x200d));
	});

	test("a flag that is made of tag characters is refused at its first tag", () => {
		expect(findForbiddenCharacter("🏴\u{e0067}\u{e0062}\u{e007f}")).toEqual(at(2, 0xe0067));
	});
});

describe("length and form (G1, G5)", () => {
	test.each([
		["", 0],
		["abc", 3],
		["😀", 1],
		["👨‍👩‍👧", 5],
		["é", 1],
		["e\u0301", 2],
		["𠮷𠮷", 2],
	])("%j has %i code points", (text, length) => {
		expect(codePointLength(text)).toBe(length);
	});

	test.each([
		["letters", "a"],
		["letters outside the basic plane", "𠮷"],
		["emoji", "😀"],
		["letters that are two code points until NFC", "e\u0301"],
	])("the limit counts code points after NFC: %s", (_what, character) => {
		expect(checkText(character.repeat(32), 32).ok).toBe(true);
		expect(checkText(character.repeat(33), 32)).toEqual({
			ok: false,
			error: { code: "text-too-long", length: 33, limit: 32 },
		});
	});

	test("NFC may make a text longer, and then the longer one counts", () => {
		expect(checkText("\u0958".repeat(16), 32)).toEqual({
			ok: true,
			value: "\u0915\u093c".repeat(16),
		});
		expect(checkText("\u0958".repeat(17), 32)).toEqual({
			ok: false,
			error: { code: "text-too-long", length: 34, limit: 32 },
		});
	});

	test("spaces stay as typed, at the ends too", () => {
		expect(checkText("  a  b ", 32)).toEqual({ ok: true, value: "  a  b " });
	});

	test("a forbidden character is told before a length", () => {
		expect(checkText(`${"a".repeat(40)}\t`, 32)).toEqual({ ok: false, error: at(41, 9) });
	});

	test("any text is either refused, or is stored as NFC and then accepted unchanged", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
				const checked = checkText(text, 32);
				if (!checked.ok) return;
				expect(checked.value).toBe(text.normalize("NFC"));
				expect(checkText(checked.value, 32)).toEqual(checked);
			}),
		);
	});

	test("no accepted text holds a control, a separator but the space, a surrogate, a private or an unassigned code point", () => {
		fc.assert(
			fc.property(
				fc.string({
					unit: fc.integer({ min: 0, max: 0x10ffff }).map((n) => String.fromCodePoint(n)),
					maxLength: 6,
				}),
				(text) => {
					const accepted = checkText(text, 32).ok;
					const hasForbidden =
						/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}|(?!\u200d)\p{Cf}/u.test(
							text.normalize("NFC"),
						);
					expect(accepted && hasForbidden).toBe(false);
					if (!hasForbidden && !text.includes("\u200d")) expect(accepted).toBe(true);
				},
			),
			{ numRuns: 2000 },
		);
	});
});
