/** The page with what the callers of a connection hear, sentence by sentence (P4). */
export const sentencesPage = {
	title: "What callers hear",
	tabTitle: "What callers hear – Phone systems",
	open: "What Callers Hear",
	hint:
		"Write a sentence of your own below one of ours, or leave its field empty. {digits} stands " +
		"for the number of digits of the code, where it is known.",
	choose: "Show",
	submit: "Save Sentences",
	refused: "Not saved",
	done: ({ name, language }: { name: string; language: string }): string =>
		`What callers of “${name}” hear in ${language} is saved.`,
	own: "Own sentence",
	tooLong: ({ limit }: { limit: number }): string =>
		`Shorten the sentence to ${limit} characters or fewer.`,
	unreadable: ({ readable }: { readable: string }): string =>
		readable === ""
			? "Nothing of this can be read aloud. Use letters and digits."
			: `Phone systems would read this: “${readable}” Remove mark-up, emoji and the like.`,
};
