import { type Guide, plainText, textOfBlock } from "./guide.ts";

/** What one search finds at most. */
const FOUND_MAX = 30;
/** Characters of an excerpt before and after its first word. */
const BEFORE = 60;
const AFTER = 180;

/** A part of a guide, from one heading to the next. */
type Section = { guide: string; slug: string; id: string | null; title: string; text: string };

export type Piece = { text: string; isFound: boolean };

/** A section that has all words, with the first place of one of them. */
export type FoundSection = { guide: string; title: string; href: string; excerpt: Piece[] };

/** The sections that have all words of a search, those with a word in their title first. */
export function searchHelp(guides: readonly Guide[], search: string): FoundSection[] {
	const wanted = [...new Set(folded(search).split(/\s+/).filter(Boolean))];
	if (wanted.length === 0) return [];
	return guides
		.flatMap(sectionsOf)
		.map((section) => {
			const [title, guide, text] = [section.title, section.guide, section.text].map(folded);
			const count = (place = "") => wanted.filter((word) => place.includes(word)).length;
			const has = wanted.every((word) => `${title} ${guide} ${text}`.includes(word));
			return { section, rank: has ? 1 + 4 * count(title) + count(text) : 0 };
		})
		.filter(({ rank }) => rank > 0)
		.sort((a, b) => b.rank - a.rank)
		.slice(0, FOUND_MAX)
		.map(({ section: { guide, slug, id, title, text } }) => ({
			...{ guide, title },
			href: `/help/${slug}${id === null ? "" : `#${id}`}`,
			excerpt: excerptOf(text, wanted),
		}));
}

function sectionsOf({ slug, title, blocks }: Guide): Section[] {
	const sections: Section[] = [{ guide: title, slug, id: null, title, text: "" }];
	for (const block of blocks) {
		if (block.kind === "heading")
			sections.push({ guide: title, slug, id: block.id, title: plainText(block.text), text: "" });
		else sections.at(-1)!.text += `${textOfBlock(block).replace(/\s+/g, " ")} `;
	}
	return sections;
}

/** Part of a text around the rarest word found, in pieces. Without a word, its beginning. */
function excerptOf(text: string, wanted: readonly string[]): Piece[] {
	const lower = folded(text);
	// A letter that changes its length in lower case would shift all places behind it.
	const [rarest] = (lower.length === text.length ? wanted : [])
		.map((word) => ({ at: lower.indexOf(word), count: lower.split(word).length }))
		.filter(({ at }) => at >= 0)
		.sort((a, b) => a.count - b.count);
	const near = rarest ? Math.max(0, rarest.at - BEFORE) : 0;
	// Whole words.
	const from = near === 0 ? 0 : text.indexOf(" ", near) + 1;
	const cut = text.slice(from, from + BEFORE + AFTER).replace(/\s\S*$/, "");
	const isEnd = from + cut.length >= text.trimEnd().length;
	const part = `${from === 0 ? "" : "… "}${cut}${isEnd ? "" : " …"}`;
	const pattern = new RegExp(
		`(${wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`,
		"giu",
	);
	return part
		.split(pattern)
		.map((piece, index) => ({ text: piece, isFound: index % 2 === 1 }))
		.filter(({ text: piece }) => piece !== "");
}

const folded = (text: string): string => text.toLowerCase();
