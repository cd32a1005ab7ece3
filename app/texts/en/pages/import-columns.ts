import { figure, quoted } from "../../wording.ts";

type Named = { position: number; name: string };
const column = ({ position, name }: Named): string =>
	name === "" ? `column ${figure(position)}` : `column ${figure(position)} ${quoted(name)}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The columns of a pool's file: what was detected, and the chooser. */
export const columns = {
	heading: "Which column is which",
	lead: "The file is not read yet. Nothing changes until you select Apply in the review.",
	again: "The file is read anew. Corrections and repairs of its rows in this review are lost.",
	separators: { comma: "Commas", semicolon: "Semicolons", tab: "Tabs", bar: "Bars" },
	unclear: {
		separator: {
			comma: "The values are separated by commas.",
			semicolon: "The values are separated by semicolons, not by commas.",
			tab: "The values are separated by tabs, not by commas.",
			bar: "The values are separated by bars, not by commas.",
		},
		number: "The names of the columns do not say for certain which one has the numbers.",
		description: "The names of the columns do not say for certain which one has the descriptions.",
	},
	outdated:
		"An earlier version of the product read this file, and took the second column for the " +
		"description, which it may not be. Start again, and upload the file again.",
	firstRows: "The first rows of the file",
	asRead: "As they would be read",
	line: "Line",
	dnis: "DNIS",
	description: "Description",
	fields: {
		separator: "Values are separated by",
		number: "DNIS",
		description: "Description",
		header: ({ line }: { line: number }): string => `Line ${figure(line)}`,
		isNames: "has the column names",
		isRow: "is a row",
		choose: "Choose a column",
		none: "No description",
		column: (of: Named): string => capital(column(of)),
	},
	use: "Read the file like this",
	cancel: "Back to the review",
	startAgain: "Start again",
	refused: {
		separator: "Choose what separates the values.",
		number: "Choose the column with the numbers.",
		description: "Choose the column with the descriptions, or “No description”.",
		same: "The numbers and the descriptions cannot be in the same column.",
	},
	/** How a file was read, in its review. */
	read: ({ number, description }: { number: Named; description: Named | null }): string =>
		`DNIS from ${column(number)}, ` +
		(description === null ? "no description" : `description from ${column(description)}`),
	skipped: ({ lines, more }: { lines: [number, string][]; more: number }): string =>
		`passed over: ${lines
			.map(([line, text]) => `line ${figure(line)} ${quoted(text)}`)
			.join(", ")}${more > 0 ? ` and ${figure(more)} more` : ""}`,
	change: "Choose other columns",
};
