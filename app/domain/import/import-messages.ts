import { counted, figure, quoted } from "../../texts/wording.ts";
import { messageOf } from "../groups/errors.ts";
import { DESCRIPTION_MAX } from "../groups/pool.ts";
import type { FileProblem } from "./file-text.ts";
import type { ImportPlan, RowProblem } from "./import-plan.ts";
import type { Repair } from "./import-repairs.ts";
import { CSV_ROWS_MAX } from "./pool-file.ts";

const SAVE_AS_CSV =
	"Open it in a spreadsheet program and save it as “CSV UTF-8 (comma separated)”.";

/**
 * What a file is instead of a CSV file of DNIS and description, or what of it is too much, and what
 * to do (I5).
 */
export function messageOfFileProblem(problem: FileProblem): string {
	switch (problem.code) {
		case "file-missing":
			return "Choose a CSV file.";
		case "file-empty":
			return "The file is empty. Choose one that has a number and a description in each line.";
		case "file-header-only":
			return "The file names its columns, and there are no numbers below. Add a line for each number.";
		case "file-too-large":
			return `The file is larger than ${megabytes(problem.limitBytes)}; ${figure(CSV_ROWS_MAX)} numbers with descriptions never need as much. Check that it is the right one.`;
		case "file-too-many-rows":
			return `The file has ${figure(problem.rows)} rows; at most ${figure(problem.limit)} are allowed. Split it, or leave rows out.`;
		case "file-spreadsheet":
			return `The file is a spreadsheet or a ZIP archive, whatever its name ends in. ${SAVE_AS_CSV}`;
		case "file-html":
			return `The file is a web page or XML, not a CSV file. ${SAVE_AS_CSV}`;
		case "file-json":
			return "The file is JSON, not a CSV file. Choose a CSV file; a JSON file of all groups has an import of its own.";
		case "file-rich-text":
			return "The file is rich text from a word processor, not a CSV file. Save it as plain text in UTF-8.";
		case "file-binary":
			return "The file is not text (it may be a PDF, a picture or an archive). Choose a CSV file.";
		case "file-encoding":
			return "The file's characters are not encoded as UTF-8. Save it as “CSV UTF-8 (comma separated)”, so that no letter is lost.";
		case "file-separator":
			return `The file's columns are separated by ${problem.separator === "tab" ? "tabs" : "semicolons"}. Save it with commas: “CSV UTF-8 (comma separated)”.`;
	}
}

const megabytes = (bytes: number): string => `${figure(bytes / 1024 / 1024)} MiB`;

/** What is wrong with one row of an imported file, and what would be right (I2, I3). */
export function messageOfRowProblem(problem: RowProblem): string {
	switch (problem.code) {
		case "row-malformed":
			return "A quotation mark is missing or stands in a wrong place. Write the number, a comma and the description; a description with a comma goes in quotation marks, and quotation marks in it are doubled.";
		case "row-comma-missing":
			return "There is no comma behind the number. Write one, also where there is no description.";
		case "row-extra-columns":
			return `There ${problem.extra.length === 1 ? "is 1 column" : `are ${figure(problem.extra.length)} columns`} too many, with ${quoted(problem.extra.join(","))}. Put a description that has commas in quotation marks, or leave out what is behind the description.`;
		case "row-digits-lost":
			return `${quoted(problem.value.trim())} has lost digits in a spreadsheet, and they cannot be worked out. Format the column as text in the spreadsheet, see that all digits are there, and save it as CSV again; or enter the number here.`;
		case "row-doubled":
			return problem.sameDescription
				? `${problem.number} stands in line ${figure(problem.firstLine)} already, with the same description. Leave this row out.`
				: `${problem.number} stands in line ${figure(problem.firstLine)} already, with another description. Leave one of the two out.`;
		default:
			return messageOf(problem);
	}
}

/** What is wrong with the pool that an import would make, and what to do (G3). */
export function messageOfPoolProblem(problem: NonNullable<ImportPlan["poolProblem"]>): string {
	switch (problem.code) {
		case "pool-full":
			return messageOf(problem);
		case "import-empty":
			return "This would leave the group without a number, and a group needs at least one. Correct a row, or take fewer rows out.";
	}
}

/**
 * The words of a repair for many rows (I3): the label of its button, with the number of rows, and
 * one sentence on what it does.
 */
export function wordsOfRepair({ kind, rows }: Pick<Repair, "kind" | "rows">): {
	label: string;
	explains: string;
} {
	switch (kind) {
		case "clean-numbers":
			return {
				label: `Clean ${counted(rows, "number")}`,
				explains:
					"Takes out spaces, punctuation, a leading 00 and whatever else is around the digits.",
			};
		case "add-commas":
			return {
				label: `Add ${counted(rows, "comma")}`,
				explains: "Puts the missing comma behind the number.",
			};
		case "close-quotes":
			return {
				label: `Mend quotation marks in ${counted(rows, "row")}`,
				explains:
					"Reads the number up to the first comma and the description behind it, without the quotation marks around them.",
			};
		case "join-columns":
			return {
				label: `Join the columns of ${counted(rows, "row")}`,
				explains:
					"Puts the further columns into the description, with commas between, as if it had been in quotation marks.",
			};
		case "drop-columns":
			return {
				label: `Drop further columns of ${counted(rows, "row")}`,
				explains: "Keeps the number and the description, and leaves out what is behind them.",
			};
		case "clean-descriptions":
			return {
				label: `Clean ${counted(rows, "description")}`,
				explains:
					"Writes plain spaces for tabs, line breaks and other spaces, and takes out characters that cannot be seen.",
			};
		case "shorten-descriptions":
			return {
				label: `Shorten ${counted(rows, "description")}`,
				explains: `Keeps the first ${DESCRIPTION_MAX} characters of each.`,
			};
		case "leave-out-doubles":
			return {
				label: `Leave out ${counted(rows, "repeated row")}`,
				explains: "Leaves out rows that have the number and the description of a row before them.",
			};
		case "leave-out-earlier":
			return {
				label: `Leave out ${counted(rows, "earlier row")}`,
				explains:
					"Where a number stands several times with different descriptions, keeps the last row.",
			};
		case "leave-out-errors":
			return {
				label: `Leave out ${counted(rows, "row")} in error`,
				explains: "Leaves out every row in error, and imports the others.",
			};
	}
}
