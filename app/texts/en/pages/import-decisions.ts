import { counted, countryName } from "../../wording.ts";

type Asked = { rows: number; country: string };
type Words = { legend: string; explains: string };

/** Questions about rows of a review that need a decision. */
export const decisions = {
	heading: "Your decisions",
	later: "Decide row by row",
	apply: "Apply these decisions",
	applyHint: "Each decision holds for all its rows. You can take it back.",
	questions: {
		readings: ({ rows, country }: Asked): Words => ({
			legend: `How to read ${counted(rows, "number")} with two meanings`,
			explains:
				"Without a plus sign, these digits are a national number " +
				`(${countryName(country)}), and an international number of another country.`,
		}),
		country: ({ rows }: Asked): Words => ({
			legend: `${counted(rows, "number has", "numbers have")} no country code`,
			explains: "",
		}),
		extensions: ({ rows }: Asked): Words => ({
			legend: `${counted(rows, "number has an extension", "numbers have an extension")}`,
			explains: "",
		}),
		quotes: ({ rows }: Asked): Words => ({
			legend: `Quotation marks are wrong in ${counted(rows, "row")}`,
			explains: "",
		}),
		columns: ({ rows }: Asked): Words => ({
			legend: `${counted(rows, "row has", "rows have")} too many columns`,
			explains: "",
		}),
		lengths: ({ rows }: Asked): Words => ({
			legend: `${counted(rows, "description is", "descriptions are")} too long`,
			explains: "",
		}),
		spreadsheet: ({ rows }: Asked): Words => ({
			legend: `A spreadsheet seems to have changed ${counted(rows, "description")}`,
			explains: "",
		}),
		descriptions: (_: Asked): Words => ({
			legend: "The same number has different descriptions",
			explains: "",
		}),
		errors: (_: Asked): Words => ({
			legend: "What is still in error after that",
			explains: "",
		}),
	},
};
