import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientNetwork } from "../../app/domain/sign-in.ts";
import { emailKey, messageOfPeopleError, parseEmail, parsePassword, parseRole } from "../../app/domain/user.ts";

describe("an e-mail address", () => {
	test("is trimmed and otherwise kept as written", () => {
		expect(parseEmail("  Ann.O'Hara+x@Example.COM\t")).toEqual({ ok: true, value: "Ann.O'Hara+x@Example.COM" });
		expect(parseEmail("ülkü@bücher.example")).toEqual({ ok: true, value: "ülkü@bücher.example" });
	});

	test("has at most 254 characters, however many bytes they take", () => {
		const of = (length: number) => `${"😀".repeat(length - 4)}@b.c`;
		expect(parseEmail(of(254)).ok).toBe(true);
		expect(parseEmail(of(255))).toEqual({ ok: false, error: { code: "email-too-long", length: 255, limit: 254 } });
	});

	test.each(["a", "a@", "@b", "a@b@c", "a b@c.d", "a@b\u0000.c", "a@b,c@d", "<a@b.c>", "a@b\u200b.c"])("%j is none", (input) => {
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

describe("a new password", () => {
	test.each([
		[7, { code: "password-too-short", limit: 8 }],
		[8, null],
		[256, null],
		[257, { code: "password-too-long", length: 257, limit: 256 }],
	])("of %i characters is judged by characters, not by bytes or halves of them", (length, error) => {
		for (const character of ["a", "😀", " "]) {
			const password = character.repeat(length);
			expect(parsePassword(password)).toEqual(error === null ? { ok: true, value: password } : { ok: false, error });
		}
	});

	test("may have any characters, and is not trimmed", () => {
		expect(parsePassword(" \u0000 e\u0301\n\t ")).toEqual({ ok: true, value: " \u0000 e\u0301\n\t " });
	});

	test("that is empty is a missing one", () => {
		expect(parsePassword("")).toEqual({ ok: false, error: { code: "password-missing" } });
	});
});

describe("a role", () => {
	test.each(["monitor", " Monitor ", "CALLBACK MONITOR"])("%j is the Monitor", (input) => {
		expect(parseRole(input)).toEqual({ ok: true, value: "monitor" });
	});

	test.each(["", "admin", "callback", "constructor"])("%j is none, and the message names those that are", (input) => {
		const role = parseRole(input);
		if (role.ok) throw new Error("accepted");
		expect(messageOfPeopleError(role.error)).toContain("administrator, developer, supervisor, monitor");
	});
});

describe("words for a wait", () => {
	test.each([
		[1, "1 second"],
		[59, "59 seconds"],
		[60, "1 minute"],
		[61, "2 minutes"],
		[900, "15 minutes"],
	])("%i seconds are %s, never fewer than they are", (retryAfterSeconds, words) => {
		expect(messageOfPeopleError({ code: "sign-in-limited", retryAfterSeconds })).toContain(`Try again in ${words}.`);
	});
});

describe("the client that failures are counted by", () => {
	test.each([
		["192.0.2.7", "192.0.2.7"],
		["::ffff:192.0.2.7", "192.0.2.7"],
		["2001:db8:0:7:1::9", "2001:db8:0:7::/64"],
		["2001:0DB8:0000:0007:aaaa:bbbb:cccc:dddd", "2001:db8:0:7::/64"],
		["2001:db8::1", "2001:db8:0:0::/64"],
		["fe80::1%eth0", "fe80:0:0:0::/64"],
		["::1", "0:0:0:0::/64"],
		["unknown", "unknown"],
	])("of %s is %s", (address, network) => {
		expect(clientNetwork(address)).toBe(network);
	});
});
