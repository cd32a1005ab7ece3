import { lexer, type Token, type Tokens } from "marked";
import { anchorOf, type Block, type Guide, type Inline, plainText } from "./guide.ts";

/** Where a link of a guide leads on the pages; null for a place that the product does not ship. */
type Resolve = (href: string) => string | null;

/** Reads the Markdown of a guide. `slugs` are the guides that links can lead to. */
export function readGuide(slug: string, markdown: string, slugs: ReadonlySet<string>): Guide {
	const blocks = new Reader((href) => resolveLink(href, slugs)).blocks(lexer(markdown));
	const title = blocks.find((block) => block.kind === "heading" && block.level === 1);
	const intro = blocks.find((block) => block.kind === "paragraph");
	return {
		slug,
		title: title?.kind === "heading" ? plainText(title.text) : slug,
		intro: intro?.kind === "paragraph" ? intro.text : [],
		blocks: blocks.filter((block) => block !== title),
	};
}

/**
 * A link of docs/ as a link of the help: other guides, headings of the same guide, and websites. A
 * file that is not shipped has no page.
 */
export function resolveLink(href: string, slugs: ReadonlySet<string>): string | null {
	if (/^https:\/\//.test(href)) return href;
	const [, file, anchor = ""] = /^(?:([\w-]+)\.md)?(#[\w-]+)?$/.exec(href) ?? [];
	if (file === undefined) return anchor === "" ? null : anchor;
	return slugs.has(file) ? `/help/${file}${anchor}` : null;
}

class Reader {
	readonly #resolve: Resolve;
	readonly #anchors = new Map<string, number>();
	#tables = 0;

	constructor(resolve: Resolve) {
		this.#resolve = resolve;
	}

	blocks(tokens: readonly Token[]): Block[] {
		return tokens.flatMap((token) => this.#block(token));
	}

	#block(token: Token): Block[] {
		switch (token.type) {
			case "heading": {
				const { depth, tokens = [] } = token as Tokens.Heading;
				const text = this.#inlines(tokens);
				return [{ kind: "heading", level: depth, id: this.#anchor(plainText(text)), text }];
			}
			case "paragraph":
			case "text": {
				const { tokens, text } = token as Tokens.Paragraph | Tokens.Text;
				return [{ kind: "paragraph", text: tokens ? this.#inlines(tokens) : plain(text) }];
			}
			case "code":
				return [{ kind: "code", text: (token as Tokens.Code).text }];
			case "list": {
				const { ordered, start, items } = token as Tokens.List;
				return [
					{
						kind: "list",
						isOrdered: ordered,
						start: start === "" ? 1 : start,
						items: items.map((item) => this.blocks(item.tokens)),
					},
				];
			}
			case "table": {
				const { header, rows } = token as Tokens.Table;
				const cells = (row: Tokens.TableCell[]) => row.map((cell) => this.#inlines(cell.tokens));
				this.#tables += 1;
				const number = this.#tables;
				return [{ kind: "table", number, head: cells(header), rows: joined(rows.map(cells)) }];
			}
			case "blockquote":
				return this.blocks((token as Tokens.Blockquote).tokens);
			case "space":
			case "hr":
			case "def":
				return [];
			default:
				// HTML, for example, is shown as it is written.
				return [{ kind: "code", text: token.raw.trim() }];
		}
	}

	#inlines(tokens: readonly Token[]): Inline[] {
		return tokens.flatMap((token): Inline[] => {
			switch (token.type) {
				case "text":
				case "escape": {
					const { tokens: inner, text } = token as Tokens.Text;
					return inner ? this.#inlines(inner) : plain(text);
				}
				case "codespan":
					return [{ kind: "code", text: (token as Tokens.Codespan).text }];
				case "strong":
				case "em": {
					const parts = this.#inlines((token as Tokens.Strong).tokens);
					return [{ kind: token.type === "em" ? "emphasis" : "strong", parts }];
				}
				case "link": {
					const { href, tokens: inner } = token as Tokens.Link;
					const parts = this.#inlines(inner);
					const to = this.#resolve(href);
					return to === null ? parts : [{ kind: "link", href: to, parts }];
				}
				case "br":
					return plain(" ");
				default:
					return plain(token.raw);
			}
		});
	}

	/** The second heading of the same words has a number, as on GitHub. */
	#anchor(text: string): string {
		const anchor = anchorOf(text);
		const before = this.#anchors.get(anchor) ?? 0;
		this.#anchors.set(anchor, before + 1);
		return before === 0 ? anchor : `${anchor}-${before}`;
	}
}

/** A row without a first cell goes on with the row above: Markdown has no lines in a cell. */
function joined(rows: Inline[][][]): Inline[][][] {
	const whole: Inline[][][] = [];
	for (const row of rows) {
		const above = whole.at(-1);
		if (row[0]?.length !== 0 || above === undefined) whole.push(row);
		else
			for (const [at, more] of row.entries())
				if (more.length > 0) above[at]?.push({ kind: "text", text: " " }, ...more);
	}
	return whole;
}

/** Lines of a paragraph run on. */
const plain = (text: string): Inline[] => [{ kind: "text", text: text.replaceAll("\n", " ") }];
