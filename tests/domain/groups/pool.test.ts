import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	DESCRIPTION_MAX,
	POOL_SIZE_MAX,
	POOL_SIZE_MIN,
	parseDescription,
} from "../../../app/domain/groups/pool.ts";
import { codePointLength } from "../../../app/domain/text.ts";

test("a pool has 1 to 10,000 numbers (G3)", () => {
	expect([POOL_SIZE_MIN, POOL_SIZE_MAX]).toEqual([1, 10_000]);
});

describe("a description (G5)", () => {
	test.each([
		["none", ""],
		["a word", "Claims"],
		["spaces as typed", "  a  b "],
		["only spaces", "   "],
		["a formula, which is text like any other", '=HYPERLINK("http://example.org")'],
		["a comma and quotation marks", 'Claims, "north"'],
		["an emoji with joiners", "👨‍👩‍👧‍👦"],
	])("accepted: %s", (_what, input) => {
		expect(parseDescription(input)).toEqual({ ok: true, value: input });
	});

	test.each(["a", " ", "𠮷", "😀", "e\u0301"])(
		"32 times %j is accepted, 33 times is not",
		(character) => {
			expect(parseDescription(character.repeat(32))).toEqual({
				ok: true,
				value: character.repeat(32).normalize("NFC"),
			});
			expect(parseDescription(character.repeat(33))).toEqual({
				ok: false,
				error: { where: "description", code: "text-too-long", length: 33, limit: DESCRIPTION_MAX },
			});
		},
	);

	test.each([
		["a tab", "a\tb", 2, 0x09],
		["a line break at the end", "a\n", 2, 0x0a],
		["a no-break space at the beginning", "\u00a0a", 1, 0xa0],
		["a byte order mark", "\ufeffClaims", 1, 0xfeff],
		["a zero-width space", "a\u200b", 2, 0x200b],
		["a lone surrogate", "\ud800", 1, 0xd800],
	])("refused: %s", (_what, input, position, codePoint) => {
		expect(parseDescription(input)).toEqual({
			ok: false,
			error: { where: "description", code: "character-not-allowed", codePoint, position },
		});
	});

	test("an accepted one is accepted again unchanged, and fits the column", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (input) => {
				const parsed = parseDescription(input);
				if (!parsed.ok) return;
				expect(parseDescription(parsed.value)).toEqual(parsed);
				expect(codePointLength(parsed.value)).toBeLessThanOrEqual(32);
			}),
		);
	});
});
