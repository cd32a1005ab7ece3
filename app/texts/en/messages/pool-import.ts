import { counted, countryName, figure, quoted } from "../../wording.ts";

const AS_CSV = "“CSV UTF-8 (comma separated)”";
const SAVE_AS_CSV = `Open it in a spreadsheet program and save it as ${AS_CSV}.`;

type Rows = { rows: number };
/** A button's label, the repair's effect, and the report once it is made. */
type Repair = { label: string; explains: string; made: string };
type Country = { country: string };

/** Errors of a CSV file of one group's numbers, and the repairs. */
export const poolImport = {
	file: {
		missing: "Choose a CSV file.",
		empty: "The file is empty. Choose a file with a number and a description on each line.",
		headerOnly: "The file has column names but no numbers. Add a line for each number.",
		tooLarge: ({ mebibytes, rows }: { mebibytes: number; rows: number }): string =>
			`The file is larger than ${figure(mebibytes)} MiB. ` +
			`Check that it is the right file: ${figure(rows)} numbers with descriptions need less.`,
		tooManyRows: ({ rows, limit }: { rows: number; limit: number }): string =>
			`The file has ${figure(rows)} rows, and at most ${figure(limit)} are allowed. ` +
			"Split the file, or remove rows.",
		spreadsheet: `The file is a spreadsheet or a ZIP archive, not a CSV file. ${SAVE_AS_CSV}`,
		html: `The file is a web page or XML, not a CSV file. ${SAVE_AS_CSV}`,
		json:
			"The file is JSON, not a CSV file. Choose a CSV file. " +
			"A file of all groups is imported from the list of groups.",
		richText: "The file is rich text from a word processor. Save it as plain text in UTF-8.",
		binary: "The file is not text. It may be a PDF, a picture or an archive. Choose a CSV file.",
		encoding: `The file is not encoded as UTF-8. Save it as ${AS_CSV} to keep every letter.`,
	},
	row: {
		malformed:
			"A quotation mark is missing or in the wrong place. Put a description with commas in " +
			"quotation marks, and double each quotation mark inside it.",
		extension: ({ value, number }: { value: string; number: string }): string =>
			`${quoted(value)} has an extension, and a DNIS has none. Write it as ${number}.`,
		commaMissing: "There is no comma after the number. Add one, even without a description.",
		extraColumns: ({ extra }: { extra: readonly string[] }): string =>
			`${counted(extra.length, "column")} too many: ${quoted(extra.join(","))}. ` +
			"Put a description with commas in quotation marks, or remove the extra columns.",
		digitsLost: ({ value }: { value: string }): string =>
			`${quoted(value)} has lost digits in a spreadsheet, and they cannot be restored. ` +
			"Format the column as text in the spreadsheet and save it as CSV again, " +
			"or enter the number here.",
		doubled: ({ number, firstLine }: { number: string; firstLine: number }): string =>
			`${number} is already in line ${figure(firstLine)}, with the same description. ` +
			"Leave out this row.",
		doubledDifferently: ({ number, firstLine }: { number: string; firstLine: number }): string =>
			`${number} is already in line ${figure(firstLine)}, with another description. ` +
			"Leave out one of the two rows.",
	},
	leavesNoNumber:
		"This would leave the group without a number, and a group needs at least one. " +
		"Correct a row, or leave out fewer rows.",
	repairs: {
		readAsDialed: ({ rows, country }: Rows & Country): Repair => ({
			label: `Read ${counted(rows, "number")} as national (${countryName(country)})`,
			explains: "Adds a plus sign and the country code.",
			made:
				`${counted(rows, "number was", "numbers were")} read as national ` +
				`(${countryName(country)}).`,
		}),
		keepAsWritten: ({ rows }: Rows): Repair => ({
			label: `Keep ${counted(rows, "number")} as written`,
			explains: "Adds only a plus sign: the digits start with another country's code.",
			made: `${counted(rows, "number was", "numbers were")} kept as written, with a plus sign.`,
		}),
		cleanNumbers: ({ rows }: Rows): Repair => ({
			label: `Clean ${counted(rows, "number")}`,
			explains:
				"Removes spaces, punctuation, invisible characters, a leading 00 and anything else " +
				"around the digits, such as tel: or a backslash.",
			made: `${counted(rows, "number was", "numbers were")} cleaned.`,
		}),
		addCountryCodes: ({ rows, country }: Rows & Country): Repair => ({
			label: `Add the country code to ${counted(rows, "number")}`,
			explains: `Reads them as dialed in the default country, ${countryName(country)}.`,
			made: `${counted(rows, "number")} got the country code (${countryName(country)}).`,
		}),
		dropExtensions: ({ rows }: Rows): Repair => ({
			label: `Drop the extension of ${counted(rows, "number")}`,
			explains: "Keeps the number before the extension.",
			made: `${counted(rows, "number")} lost the extension.`,
		}),
		addCommas: ({ rows }: Rows): Repair => ({
			label: `Add ${counted(rows, "comma")}`,
			explains: "Adds the missing comma after the number.",
			made: `${counted(rows, "comma was", "commas were")} added.`,
		}),
		closeQuotes: ({ rows }: Rows): Repair => ({
			label: `Fix quotation marks in ${counted(rows, "row")}`,
			explains:
				"Reads the number up to the first comma and the rest as the description, " +
				"without the quotation marks around them.",
			made: `Quotation marks were fixed in ${counted(rows, "row")}.`,
		}),
		unescapeCommas: ({ rows }: Rows): Repair => ({
			label: `Unescape the commas of ${counted(rows, "row")}`,
			explains: "Joins the columns around each comma with a backslash to one description.",
			made: `The commas of ${counted(rows, "row")} were unescaped.`,
		}),
		joinColumns: ({ rows }: Rows): Repair => ({
			label: `Join the columns of ${counted(rows, "row")}`,
			explains: "Adds the extra columns to the description, separated by commas.",
			made: `The columns of ${counted(rows, "row")} were joined.`,
		}),
		dropColumns: ({ rows }: Rows): Repair => ({
			label: `Drop extra columns of ${counted(rows, "row")}`,
			explains: "Keeps the number and the description, and drops the columns after them.",
			made: `Extra columns of ${counted(rows, "row")} were dropped.`,
		}),
		cleanDescriptions: ({ rows }: Rows): Repair => ({
			label: `Clean ${counted(rows, "description")}`,
			explains:
				"Replaces tabs, line breaks and other spaces with plain spaces, " +
				"and removes invisible characters.",
			made: `${counted(rows, "description was", "descriptions were")} cleaned.`,
		}),
		shortenDescriptions: ({ rows, limit }: Rows & { limit: number }): Repair => ({
			label: `Shorten ${counted(rows, "description")}`,
			explains: `Keeps the first ${limit} characters of each description.`,
			made: `${counted(rows, "description was", "descriptions were")} shortened.`,
		}),
		keepDescriptions: ({ rows }: Rows): Repair => ({
			label: `Keep ${counted(rows, "old description")}`,
			explains:
				"Keeps the pool’s descriptions where a spreadsheet seems to have written them anew, as " +
				"it writes 7 for 007, 100000 for 1E5, and a date for 1/2.",
			made: `${counted(rows, "old description was", "old descriptions were")} kept.`,
		}),
		leaveOutDoubles: ({ rows }: Rows): Repair => ({
			label: `Leave out ${counted(rows, "repeated row")}`,
			explains: "Leaves out rows that repeat the number and description of an earlier row.",
			made: `${counted(rows, "repeated row was", "repeated rows were")} left out.`,
		}),
		leaveOutEarlier: ({ rows }: Rows): Repair => ({
			label: `Leave out ${counted(rows, "earlier row")}`,
			explains: "Keeps only the last row of each number that has different descriptions.",
			made: `${counted(rows, "earlier row was", "earlier rows were")} left out.`,
		}),
		leaveOutErrors: ({ rows }: Rows): Repair => ({
			label: `Leave out ${counted(rows, "row")} in error`,
			explains: "Leaves out every row in error, and imports the others.",
			made: `${counted(rows, "row")} in error ${rows === 1 ? "was" : "were"} left out.`,
		}),
	},
};
