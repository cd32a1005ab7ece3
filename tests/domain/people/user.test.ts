import { describe, expect, test } from "vitest";
import { messageOfPeopleError, parseRole } from "../../../app/domain/people/user.ts";

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
