import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { describe, expect, test } from "vitest";

const FILE = "build/server/server.cjs";
const source = readFileSync(FILE, "utf8");

describe("the compiled server", () => {
	test("has a code cache that this Node accepts", () => {
		const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
		const script = new Script(wrapped, { cachedData: readFileSync(`${FILE}.cache`) });
		expect(script.cachedDataRejected).toBe(false);
	});

	test("is ASCII: regular expressions and tagged templates write other signs as \\u2026", () => {
		expect(source.match(/[^\0-\x7f]{1,20}/g) ?? []).toEqual([]);
	});
});
