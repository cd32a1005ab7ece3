import { describe, expect, test } from "vitest";
import { parsePassword, parsePresentPassword } from "../../../app/domain/people/password.ts";

describe("a new password (R7)", () => {
	test.each([
		[11, { code: "password-too-short", limit: 12 }],
		[12, null],
		[256, null],
		[257, { code: "password-too-long", length: 257, limit: 256 }],
	])(
		"of %i characters is judged by characters, not by bytes or halves of them",
		(length, error) => {
			for (const character of ["a", "😀", " "]) {
				const password = character.repeat(length);
				expect(parsePassword(password)).toEqual(
					error === null ? { ok: true, value: password } : { ok: false, error },
				);
			}
		},
	);

	test.each(["123qweasdzxc", "QWERTYuiop123", "passwordpassword", "Password1234", "administrator"])(
		"%j is too common",
		(password) => {
			expect(parsePassword(password)).toEqual({ ok: false, error: { code: "password-common" } });
		},
	);

	test.each(["maria.gonzalez@x.example", "MARIA.Gonzalez@X.example", "Maria.Gonzalez"])(
		"%j is the user's own address",
		(password) => {
			expect(parsePassword(password, "Maria.Gonzalez@x.example")).toEqual({
				ok: false,
				error: { code: "password-is-address" },
			});
			expect(parsePassword(password, "ann@x.example").ok).toBe(true);
		},
	);

	test.each([
		"ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ",
		" PasswordPassword\u00a0",
		"Maria.Gonzalez@x.example ",
		"ｍａｒｉａ．ｇｏｎｚａｌｅｚ",
	])(
		"%j is one of these all the same: it only looks different, or has spaces around it",
		(password) => {
			expect(parsePassword(password, "Maria.Gonzalez@x.example").ok).toBe(false);
		},
	);

	test("rules hold for a new one: one that is there already may be shorter and common, but is not endless", () => {
		for (const password of ["1", "administrator"])
			expect(parsePresentPassword(password)).toEqual({ ok: true, value: password });
		expect(parsePresentPassword("x".repeat(257)).ok).toBe(false);
		expect(parsePresentPassword("")).toEqual({ ok: false, error: { code: "password-missing" } });
	});

	test("may have any characters, and is not trimmed", () => {
		expect(parsePassword(" \u0000 e\u0301\n\t      ")).toEqual({
			ok: true,
			value: " \u0000 e\u0301\n\t      ",
		});
	});

	test("that is empty is a missing one", () => {
		expect(parsePassword("")).toEqual({ ok: false, error: { code: "password-missing" } });
	});
});
