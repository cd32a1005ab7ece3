import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Block, type Guide, type Inline, plainText } from "../../../app/domain/help/guide.ts";
import { readGuide, resolveLink } from "../../../app/domain/help/read-guide.ts";
import { searchHelp } from "../../../app/domain/help/search-help.ts";
import { texts } from "../../../app/texts/texts.ts";
import { HELP_LINKS } from "../../../app/ui/help/help-links.ts";

const SLUGS = readdirSync("docs")
	.filter((name) => name.endsWith(".md"))
	.map((name) => name.replace(".md", ""));
const GUIDES = SLUGS.map((slug) =>
	readGuide(slug, readFileSync(`docs/${slug}.md`, "utf8"), new Set(SLUGS)),
);
const read = (markdown: string) => readGuide("example", markdown, new Set(["numbers"]));

const anchorsOf = (guide: Guide | undefined) =>
	guide?.blocks.flatMap((block) => (block.kind === "heading" ? [block.id] : [])) ?? [];
/** Whether a link of the help leads to a guide, and to a heading that it has. */
function isThere(href: string): boolean {
	const [, slug, anchor] = /^\/help\/([\w-]+)(?:#(.+))?$/.exec(href) ?? [];
	const guide = GUIDES.find((one) => one.slug === slug);
	return guide !== undefined && (anchor === undefined || anchorsOf(guide).includes(anchor));
}

const inlinesOf = (block: Block): Inline[] => {
	switch (block.kind) {
		case "code":
			return [];
		case "list":
			return block.items.flat().flatMap(inlinesOf);
		case "table":
			return [block.head, ...block.rows].flat(2);
		default:
			return block.text;
	}
};
const linksOf = (parts: Inline[]): string[] =>
	parts.flatMap((part) => [
		...(part.kind === "link" ? [part.href] : []),
		...("parts" in part ? linksOf(part.parts) : []),
	]);

describe("a guide of the help", () => {
	test.each(GUIDES.map((guide) => [guide.slug, guide] as const))(
		"%s has a title and a first paragraph, and each of its links leads somewhere",
		(slug, guide) => {
			expect(guide.title).not.toBe(slug);
			expect(plainText(guide.intro).length).toBeGreaterThan(40);
			const links = guide.blocks.flatMap(inlinesOf).flatMap((part) => linksOf([part]));
			const dead = links.filter((href) =>
				href.startsWith("#")
					? !anchorsOf(guide).includes(href.slice(1))
					: !href.startsWith("https://") && !isThere(href),
			);
			expect(dead).toEqual([]);
		},
	);

	test("is found by every page that names one, and by every word of the glossary", () => {
		const named = [
			...Object.values(HELP_LINKS).map(({ to }) => to),
			...Object.values(texts.pages.glossary).map(({ more }) => more),
		];
		expect(named.filter((href) => !isThere(href))).toEqual([]);
	});

	test("has the anchors of GitHub, each once", () => {
		const { blocks } = read("# T\n\n## What `create` costs\n\n## Twice\n\n## Twice\n");
		expect(anchorsOf({ ...read("# T"), blocks })).toEqual([
			...["what-create-costs", "twice", "twice-1"],
		]);
	});

	test.each([
		["<script>alert(1)</script>", "code"],
		["<img src=x onerror=alert(1)>", "code"],
		["words <b>bold</b>", "paragraph"],
		["![a picture](https://evil.example/x.png)", "paragraph"],
	])("shows HTML and pictures as they are written: %s", (markdown, kind) => {
		const [block] = read(markdown).blocks;
		expect(block?.kind).toBe(kind);
		expect(JSON.stringify(block)).not.toContain('"kind":"link"');
		expect(plainText(block?.kind === "paragraph" ? block.text : [])).toBe(
			kind === "paragraph" ? markdown : "",
		);
	});

	test("joins the lines of a row of a table", () => {
		const [table] = read("| a | b |\n| - | - |\n| 1 | one |\n|   | more |\n| 2 | two |\n").blocks;
		const rows = table?.kind === "table" ? table.rows.map((row) => row.map(plainText)) : [];
		expect(rows).toEqual([
			["1", "one more"],
			["2", "two"],
		]);
	});

	test.each([
		["javascript:alert(1)", null],
		["data:text/html,x", null],
		["//evil.example", null],
		["http://evil.example", null],
		["https://example.com/x", "https://example.com/x"],
		["numbers.md#callers", "/help/numbers#callers"],
		["#callers", "#callers"],
		["decisions/0001-x.md", null],
		["../README.md", null],
		["missing.md", null],
	])("leads only to guides and websites: %s", (href, to) => {
		expect(resolveLink(href, new Set(["numbers"]))).toBe(to);
	});
});

describe("the search of the help", () => {
	const found = (search: string) => searchHelp(GUIDES, search);

	test("finds sections that have all words, the one with them in its title first", () => {
		expect(found("guarded NUMBERS")[0]).toMatchObject({
			guide: "What a caller's number is worth",
			title: "Guarded numbers",
			href: "/help/caller-numbers#guarded-numbers",
		});
		expect(found("guarded xyzzy")).toEqual([]);
		expect(found("  ")).toEqual([]);
	});

	test("shows the words in their sentence", () => {
		const [first] = found("pgbouncer");
		expect(first?.excerpt.filter(({ isFound }) => isFound).map(({ text }) => text)).toContain(
			"PgBouncer",
		);
		expect(first?.excerpt.map(({ text }) => text).join("").length).toBeLessThan(260);
	});

	test.each(["(", "a|b", "\\", "[", "İ", "$&"])("takes any character as it is: %s", (search) => {
		expect(() => found(search)).not.toThrow();
		expect(found(search).length).toBeLessThanOrEqual(30);
	});
});
