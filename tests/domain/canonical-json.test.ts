import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../app/domain/canonical-json.ts";

describe("canonical JSON (C7)", () => {
	test.each([
		['{"b":1,"a":[{"d":null,"c":"x"}]}', ' { "a" : [ {"c":"\\u0078", "d":null} ], "b":1.0 } '],
		['{"__proto__":1,"a":{}}', '{"a":{},"__proto__":1}'],
		['{"a":1,"a":2}', '{"a":2}'],
		["[1e2,[],{}]", "[100,[],{}]"],
	])("%s and %s are the same", (one, other) => {
		expect(canonicalJson(JSON.parse(one))).toBe(canonicalJson(JSON.parse(other)));
	});

	test.each([
		['{"a":1}', '{"a":"1"}'],
		['{"a":1}', '{"a":1,"b":null}'],
		["[1,2]", "[2,1]"],
		['{"a":[1,2]}', '{"a":[1],"b":2}'],
		['["a,b"]', '["a","b"]'],
	])("%s and %s are not", (one, other) => {
		expect(canonicalJson(JSON.parse(one))).not.toBe(canonicalJson(JSON.parse(other)));
	});

	test("what comes out is the same value, in whatever order its keys came in", () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = canonicalJson(value);
				expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
				expect(canonicalJson(turnedAround(value))).toBe(text);
			}),
		);
	});

	test("no nesting is too deep", () => {
		const deep = "[".repeat(30_000) + "]".repeat(30_000);
		expect(canonicalJson(JSON.parse(deep))).toBe(deep);
	});
});

function turnedAround(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(turnedAround);
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).reverse();
	return Object.fromEntries(entries.map(([key, inner]) => [key, turnedAround(inner)]));
}
