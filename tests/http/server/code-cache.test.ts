import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const FILE = "build/server/server.cjs";
const source = readFileSync(FILE, "utf8");

describe("the compiled server", () => {
	test("has a code cache that this Node accepts", () => {
		// A process of its own: other tests set flags of V8, and a cache is for one set of flags.
		const printed = execFileSync(process.execPath, [
			"-e",
			`const { Script } = require("node:vm");
			const { readFileSync } = require("node:fs");
			const source = readFileSync("${FILE}", "utf8");
			const wrapped = "(function (exports, require, module, __filename, __dirname) {" + source + "\\n})";
			const script = new Script(wrapped, { cachedData: readFileSync("${FILE}.cache") });
			process.stdout.write(String(script.cachedDataRejected));`,
		]);
		expect(printed.toString()).toBe("false");
	});

	test("is ASCII: regular expressions and tagged templates write other signs as \\u2026", () => {
		expect(source.match(/[^\0-\x7f]{1,20}/g) ?? []).toEqual([]);
	});
});
