import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	emailKey,
	messageOfPeopleError,
	parseEmail,
	parsePassword,
	parsePresentPassword,
	parseRole,
} from "../../../app/domain/people/user.ts";

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

describe("a role", () => {
	test.each(["monitor", " Monitor ", "CALLBACK MONITOR"])("%j is the Monitor", (input) => {
		expect(parseRole(input)).toEqual({ ok: true, value: "monitor" });
	});

	test.each(["", "admin", "callback", "constructor"])(
		"%j is none, and the message names those that are",
		(input) => {
			const role = parseRole(input);
			if (role.ok) throw new Error("accepted");
			expect(messageOfPeopleError(role.error)).toContain(
				"administrator, developer, supervisor, monitor",
			);
		},
	);
});

describe("words for a wait", () => {
	test.each([
		[1, "1 second"],
		[59, "59 seconds"],
		[60, "1 minute"],
		[61, "2 minutes"],
		[900, "15 minutes"],
	])("%i seconds are %s, never fewer than they are", (retryAfterSeconds, words) => {
		expect(messageOfPeopleError({ code: "sign-in-limited", retryAfterSeconds })).toContain(
			`Try again in ${words}.`,
		);
	});
});
