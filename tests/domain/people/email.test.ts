import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emailKey, parseEmail } from "../../../app/domain/people/email.ts";

describe("an e-mail address", () => {
	test("is trimmed and otherwise kept as written", () => {
		expect(parseEmail("  Ann.O'Hara+x@Example.COM\t")).toEqual({
			ok: true,
			value: "Ann.O'Hara+x@Example.COM",
		});
		expect(parseEmail("ülkü@bücher.example")).toEqual({ ok: true, value: "ülkü@bücher.example" });
	});

	test("has at most 254 characters, however many bytes they take", () => {
		const of = (length: number) => `${"😀".repeat(length - 4)}@b.c`;
		expect(parseEmail(of(254)).ok).toBe(true);
		expect(parseEmail(of(255))).toEqual({
			ok: false,
			error: { code: "email-too-long", length: 255, limit: 254 },
		});
	});

	test.each([
		"a",
		"a@",
		"@b",
		"a@b@c",
		"a b@c.d",
		"a@b\u0000.c",
		"a@b,c@d",
		"<a@b.c>",
		"a@b\u200b.c",
	])("%j is none", (input) => {
		expect(parseEmail(input)).toEqual({ ok: false, error: { code: "email-not-an-address" } });
	});

	test.each(["", "  ", "\n"])("%j is a missing one", (input) => {
		expect(parseEmail(input)).toEqual({ ok: false, error: { code: "email-missing" } });
	});

	test("is the same user in any case and in either form of its accents", () => {
		expect(emailKey(" ANN@Example.com ")).toBe(emailKey("ann@example.COM"));
		expect(emailKey("e\u0301@x.example")).toBe(emailKey("É@x.example"));
		expect(emailKey("ann@example.com")).not.toBe(emailKey("an.n@example.com"));
	});

	test("that is accepted fits the database's limits, and its key does not change when made again", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (input) => {
				const email = parseEmail(input);
				if (!email.ok) return;
				expect([...email.value].length).toBeGreaterThanOrEqual(3);
				expect([...email.value].length).toBeLessThanOrEqual(254);
				expect(emailKey(emailKey(email.value))).toBe(emailKey(email.value));
			}),
		);
	});
});
