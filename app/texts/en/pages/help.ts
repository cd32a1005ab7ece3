import { counted } from "../../wording.ts";

/** The help: the guides of docs/, their search, the keys and the glossary. */
export const help = {
	title: "Help",
	tabTitle: ({ guide }: { guide: string }) => `${guide} – Help`,
	start: "Help: start page",
	contents: "Guides",
	glossary: "Words",
	search: "Search the help",
	found: ({ count }: { count: number }) => `${counted(count, "section")} found`,
	nothingFound: ({ search }: { search: string }) =>
		`No section has all these words: ${search}. Try fewer words, or only their beginnings.`,
	within: ({ guide }: { guide: string }) => `in ${guide}`,
	gone: "There is no such guide. Search the help for it.",
	table: ({ number }: { number: number }) => `Table ${number}`,
	more: "More",
	/** The rest of the link’s name, for screen readers. */
	moreOf: ({ word }: { word: string }) => ` about ${word}`,

	/** Links to a guide, on the pages where it is needed. */
	links: {
		api: "Guide to the API",
		phoneSystems: "How to connect each phone system",
		importing: "Which files can be imported",
		groupsFile: "What the file of all groups holds",
		keys: "How apps use a key",
		people: "What each role may do",
		callers: "What codes and settings add",
	},
};
