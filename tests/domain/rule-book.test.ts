import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const RULE = "[RGICKODEPN]\\d{1,2}a?(?:\\.\\d)?";
/** Rules in brackets, alone or among others: (C9), (G4, G5), (C2 and R1), (C9.2). */
const CITED = new RegExp(`\\((${RULE}(?:(?:, | to | and )${RULE})*)\\)`, "g");
const BOOK = "docs/rules.md";

const sources = ["app", "db", "docs", "scripts", "tests"]
	.flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
			path.join(folder, name),
		),
	)
	.concat("server.ts", "README.md")
	.filter((file) => /\.(tsx?|mjs|sql|md)$/.test(file) && file !== BOOK);

test("every rule that code, tests and docs cite is in the rule book", () => {
	const book = new Set(
		[...readFileSync(BOOK, "utf8").matchAll(/^- \*\*([A-Z]\d+a?)\.\*\*/gm)].map(([, rule]) => rule),
	);
	const unknown = sources.flatMap((file) =>
		[...readFileSync(file, "utf8").matchAll(CITED)]
			.flatMap(([, rules]) => rules!.match(new RegExp(RULE, "g")) ?? [])
			.filter((rule) => !book.has(rule.split(".")[0]!))
			.map((rule) => `${file}: ${rule}`),
	);
	expect(book.size).toBeGreaterThan(50);
	expect(unknown).toEqual([]);
});
