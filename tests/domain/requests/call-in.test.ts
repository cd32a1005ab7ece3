import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	isIdentifier,
	parseUserData,
	retryAfterSeconds,
	USER_DATA_BYTES_MAX,
	USER_DATA_DEPTH_MAX,
} from "../../../app/domain/requests/call-in.ts";

const parsed = (input: unknown): unknown => {
	const result = parseUserData(input);
	return result.ok ? JSON.parse(result.value) : result.error;
};

describe("user data (C)", () => {
	test("halves of surrogate pairs, which many readers of JSON refuse, become the replacement character", () => {
		const kept = (input: unknown) => {
			const parsed = parseUserData(input);
			return parsed.ok ? JSON.parse(parsed.value) : parsed.error;
		};
		expect(kept({ a: "x\ud800y", b: ["\udfff"] })).toEqual({ a: "x\ufffdy", b: ["\ufffd"] });
		expect(kept('{"a":"\\ud83d"}')).toEqual({ a: "\ufffd" });
		expect(kept({ a: "😀", b: "\\ud800", c: "\\\ud800" })).toEqual({
			a: "😀",
			b: "\\ud800",
			c: "\\\ufffd",
		});
	});

	test("an object and a string that holds the same object are kept alike", () => {
		expect(parsed({ customer: "Ünï", tags: [1, null, true], "of more": 1 })).toEqual({
			customer: "Ünï",
			tags: [1, null, true],
		});
		expect(parsed(' { "customer" : "Ünï" } ')).toEqual({ customer: "Ünï" });
		expect(parsed({})).toEqual({});
	});

	test.each([
		"customer",
		"_",
		"$",
		"a1",
		"größe",
		"名前",
		"class",
		"__proto__",
		"constructor",
		"a\u200cb",
	])("the key %j is kept", (key) => {
		expect(isIdentifier(key)).toBe(true);
	});

	test.each(["", "1a", "a-b", "a b", "a.b", "0", "\ud800", "a\0", "😀", " a"])(
		"the key %j, no JavaScript identifier, is ignored",
		(key) => {
			expect(isIdentifier(key)).toBe(false);
			expect(parsed(JSON.stringify({ [key]: 1, kept: 2 }))).toEqual({ kept: 2 });
		},
	);

	test("keys further inside are nobody's business", () => {
		expect(parsed({ a: { "b-c": [{ "": 1 }] } })).toEqual({ a: { "b-c": [{ "": 1 }] } });
	});

	test("a key named __proto__ is one like any other, and changes no prototype", () => {
		const result = parseUserData('{"__proto__":{"polluted":true},"a":1}');
		expect(result).toEqual({ ok: true, value: '{"__proto__":{"polluted":true},"a":1}' });
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	test("of a doubled key the last one counts", () => {
		expect(parsed('{"a":1,"a":2}')).toEqual({ a: 2 });
	});

	test.each([null, 1, true, [], [1], "", "text", "[]", "1", "null", '"{}"', "{", undefined])(
		"%j is refused",
		(input) => {
			expect(parsed(input)).toEqual({ code: "user-data-not-an-object" });
		},
	);

	test("16 KiB of JSON in UTF-8 are accepted, one byte more is not, however it is sent", () => {
		const frame = '{"a":""}'.length;
		const edge = { a: "x".repeat(USER_DATA_BYTES_MAX - frame) };
		const beyond = { a: "x".repeat(USER_DATA_BYTES_MAX - frame + 1) };
		const wide = { a: "é".repeat((USER_DATA_BYTES_MAX - frame) / 2 + 1) };
		for (const form of [(value: object) => value, (value: object) => JSON.stringify(value)]) {
			expect(parseUserData(form(edge)).ok).toBe(true);
			expect(parsed(form(beyond))).toEqual({
				code: "user-data-too-large",
				bytes: USER_DATA_BYTES_MAX + 1,
				limit: USER_DATA_BYTES_MAX,
			});
			expect(parsed(form(wide))).toMatchObject({ code: "user-data-too-large" });
		}
	});

	test("what is ignored counts too: it was sent", () => {
		expect(parsed({ "not kept": "x".repeat(USER_DATA_BYTES_MAX) })).toMatchObject({
			code: "user-data-too-large",
		});
	});

	test("nesting is accepted to its limit, and a great depth is refused without running out of stack", () => {
		const nested = (levels: number): string =>
			`${'{"a":'.repeat(levels - 1)}{}${"}".repeat(levels - 1)}`;
		expect(parseUserData(nested(USER_DATA_DEPTH_MAX)).ok).toBe(true);
		expect(parsed(nested(USER_DATA_DEPTH_MAX + 1))).toEqual({
			code: "user-data-too-deep",
			limit: USER_DATA_DEPTH_MAX,
		});
		expect(parsed(`{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`)).toMatchObject({
			code: "user-data-too-deep",
		});
	});

	test("whatever JSON comes, the answer is a refusal or JSON with nothing in it that a database cannot hold", () => {
		fc.assert(
			fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
				const result = parseUserData({ value, "\ud800": 1 });
				if (result.ok) {
					expect(result.value).not.toMatch(/\p{Surrogate}/u);
					expect(result.value).not.toContain("\0");
					expect(JSON.parse(result.value)).toEqual(JSON.parse(JSON.stringify({ value })));
				}
			}),
		);
	});
});

test.each([
	[null, 1],
	[0, 1],
	[-5, 1],
	[1, 1],
	[1000, 1],
	[1000.5, 2],
	[59_001, 60],
])("a wait of %s ms is told as %s s (C2)", (waitMs, seconds) => {
	expect(retryAfterSeconds(waitMs)).toBe(seconds);
});
