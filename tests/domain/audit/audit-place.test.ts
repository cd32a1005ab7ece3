import { describe, expect, test } from "vitest";
import { placeKindOf, placePath } from "../../../app/domain/audit/audit-place.ts";

describe("the page of what an entry is about", () => {
	test.each([
		["dnis.drain", "group"],
		["settings.change", "group"],
		["user.invite", "user"],
		["sign-in.fail", "user"],
		["api-key.rotate", "api-key"],
		["connection.pause", "connection"],
		// Not one group, but many.
		["groups.import", null],
		["secrets.rotate", null],
	])("%s: %s", (action, kind) => {
		expect(placeKindOf(action)).toBe(kind);
	});

	test("is no link for a role that may not open it (R1)", () => {
		expect(placePath("group", "1", "monitor")).toBe("/tools/click-to-call-in/1");
		expect(placePath("user", "1", "developer")).toBeNull();
		expect(placePath("api-key", "1", "supervisor")).toBeNull();
		expect(placePath("connection", "1", "monitor")).toBeNull();
	});
});
