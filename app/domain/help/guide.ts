/**
 * A guide of the help: one file of docs/, read into plain data. Only these kinds of content exist,
 * so a page that renders them can show nothing else: no HTML, no image, no script.
 */
export type Guide = { slug: string; title: string; intro: Inline[]; blocks: Block[] };

export type Block =
	| { kind: "heading"; level: number; id: string; text: Inline[] }
	| { kind: "paragraph"; text: Inline[] }
	| { kind: "code"; text: string }
	| { kind: "list"; isOrdered: boolean; start: number; items: Block[][] }
	/** `number` counts the tables of a guide from 1. */
	| { kind: "table"; number: number; head: Inline[][]; rows: Inline[][][] };

export type Inline =
	| { kind: "text" | "code"; text: string }
	| { kind: "strong" | "emphasis"; parts: Inline[] }
	| { kind: "link"; href: string; parts: Inline[] };

/** The words of inlines, without their form. */
export const plainText = (parts: readonly Inline[]): string =>
	parts.map((part) => ("text" in part ? part.text : plainText(part.parts))).join("");

/** All words of a block, for the search. */
export function textOfBlock(block: Block): string {
	switch (block.kind) {
		case "heading":
		case "paragraph":
			return plainText(block.text);
		case "code":
			return block.text;
		case "list":
			return block.items.map((item) => item.map(textOfBlock).join(" ")).join(" ");
		case "table":
			return [block.head, ...block.rows].map((row) => row.map(plainText).join(" ")).join(" ");
	}
}

/** The anchor of a heading, as GitHub makes it, so that links in docs/ work in both places. */
export const anchorOf = (text: string): string =>
	text
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\- _]/gu, "")
		.replaceAll(" ", "-");
