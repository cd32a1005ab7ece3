import type { Block } from "../../domain/help/guide.ts";
import { readGuide } from "../../domain/help/read-guide.ts";
import { Glossary } from "../../ui/help/glossary.tsx";
import { GuideText, Inlines } from "../../ui/help/guide-text.tsx";
import { HelpContents, HelpSearch } from "../../ui/help/help-contents.tsx";
import { HelpResults } from "../../ui/help/help-results.tsx";
import { Term, TermOr } from "../../ui/term.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { LONG_NAME, LONG_TEXT, LONG_WORD } from "../kit/fixtures.ts";

const MARKDOWN = `# Example

## A heading with \`code\`

Words, **strong** and *told*, with [a link](https://example.com). ${LONG_WORD}

1. First
2. ${LONG_TEXT}

- One
  - below it

| column | another |
| ------ | ------- |
| a      | ${LONG_WORD} |

### Smaller

\`\`\`
curl ${LONG_WORD}
\`\`\`
`;
const { blocks } = readGuide("example", MARKDOWN, new Set());
const paragraph = blocks.find((block) => block.kind === "paragraph") as Extract<
	Block,
	{ kind: "paragraph" }
>;
const GUIDES = [
	{ slug: "numbers", title: "Numbers" },
	{ slug: "long", title: LONG_NAME },
];
const CHAPTERS = [
	{ id: "one", title: "First" },
	{ id: "two", title: LONG_TEXT },
];

/** The help, and notes on words. */
export const help: Wing = {
	path: "help",
	title: "Help",
	components: [
		show(GuideText, { "all kinds of content": <GuideText blocks={blocks} /> }),
		show(Inlines, {
			"of a paragraph": (
				<p className="[overflow-wrap:anywhere]">
					<Inlines parts={paragraph.text} />
				</p>
			),
		}),
		show(HelpContents, {
			start: <HelpContents guides={GUIDES} />,
			"an open guide": <HelpContents guides={GUIDES} open="long" chapters={CHAPTERS} />,
		}),
		show(HelpSearch, { searched: <HelpSearch q="ani" /> }),
		show(HelpResults, {
			none: <HelpResults q={LONG_WORD} found={[]} />,
			two: (
				<HelpResults
					q="ani"
					found={[
						{
							guide: "Numbers",
							title: "Callers",
							href: "#one",
							excerpt: [
								{ text: "An ", isFound: false },
								{ text: "ANI", isFound: true },
								{ text: LONG_TEXT, isFound: false },
							],
						},
						{ guide: LONG_WORD, title: LONG_WORD, href: "#two", excerpt: [] },
					]}
				/>
			),
		}),
		show(Glossary, { all: <Glossary /> }),
		show(Term, { "in a heading": <Term name="ani" /> }),
		show(TermOr, { "a term": <TermOr text="DNIS" />, "another word": <TermOr text="State" /> }),
	],
};
