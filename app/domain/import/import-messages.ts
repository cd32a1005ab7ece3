import { texts } from "../../texts/texts.ts";
import { messageOf } from "../groups/errors.ts";
import { DESCRIPTION_MAX } from "../groups/pool.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import type { RowProblem } from "./checked-row.ts";
import type { FileProblem } from "./file-text.ts";
import type { ImportPlan } from "./import-plan.ts";
import type { Repair } from "./import-repairs.ts";
import { CSV_ROWS_MAX } from "./pool-file.ts";

const words = texts.messages.poolImport;

/**
 * Why a file is not accepted as a CSV file of DNIS and description, or which limit it exceeds, and
 * what to do (I5).
 */
export function messageOfFileProblem(problem: FileProblem): string {
	switch (problem.code) {
		case "file-missing":
			return words.file.missing;
		case "file-empty":
			return words.file.empty;
		case "file-header-only":
			return words.file.headerOnly;
		case "file-too-large":
			return words.file.tooLarge({
				mebibytes: problem.limitBytes / 1024 / 1024,
				rows: CSV_ROWS_MAX,
			});
		case "file-too-many-rows":
			return words.file.tooManyRows(problem);
		case "file-spreadsheet":
			return words.file.spreadsheet;
		case "file-html":
			return words.file.html;
		case "file-json":
			return words.file.json;
		case "file-rich-text":
			return words.file.richText;
		case "file-binary":
			return words.file.binary;
		case "file-encoding":
			return words.file.encoding;
	}
}

/** What is wrong with one row of an imported file, and the correction (I2, I3). */
export function messageOfRowProblem(problem: RowProblem): string {
	switch (problem.code) {
		case "row-malformed":
			return words.row.malformed;
		case "row-comma-missing":
			return words.row.commaMissing;
		case "row-extra-columns":
			return words.row.extraColumns(problem);
		case "row-digits-lost":
			return words.row.digitsLost({ value: problem.value.trim() });
		case "dnis-extension":
			return words.row.extension({
				value: problem.value,
				number: problem.suggestions[0] ?? problem.cleaned,
			});
		case "row-doubled":
			return problem.sameDescription
				? words.row.doubled(problem)
				: words.row.doubledDifferently(problem);
		default:
			return messageOf(problem);
	}
}

/** What is wrong with the pool that an import would give, and what to do (G3). */
export function messageOfPoolProblem(problem: NonNullable<ImportPlan["poolProblem"]>): string {
	switch (problem.code) {
		case "pool-full":
		case "pool-all-draining":
			return messageOf(problem);
		case "import-empty":
			return words.leavesNoNumber;
	}
}

/** What repairs did, in a sentence each (I9). Empty if they did nothing. */
export const wordsOfRepairsMade = (
	made: readonly Pick<Repair, "kind" | "rows">[],
	wordsOf: (repair: Pick<Repair, "kind" | "rows">) => { made: string },
): string => made.map((repair) => wordsOf(repair).made).join(" ");

/**
 * The words of a repair for many rows (I3, I9): its button's label with the number of rows, one
 * sentence about its effect, and its report once it is made. `country`: the default country.
 */
export function wordsOfRepair(
	{ kind, rows }: Pick<Repair, "kind" | "rows">,
	country: CountryCode,
): { label: string; explains: string; made: string } {
	const { repairs } = words;
	switch (kind) {
		case "read-as-dialed":
			return repairs.readAsDialed({ rows, country });
		case "keep-as-written":
			return repairs.keepAsWritten({ rows });
		case "clean-numbers":
			return repairs.cleanNumbers({ rows });
		case "add-country-codes":
			return repairs.addCountryCodes({ rows, country });
		case "drop-extensions":
			return repairs.dropExtensions({ rows });
		case "add-commas":
			return repairs.addCommas({ rows });
		case "close-quotes":
			return repairs.closeQuotes({ rows });
		case "unescape-commas":
			return repairs.unescapeCommas({ rows });
		case "join-columns":
			return repairs.joinColumns({ rows });
		case "drop-columns":
			return repairs.dropColumns({ rows });
		case "clean-descriptions":
			return repairs.cleanDescriptions({ rows });
		case "shorten-descriptions":
			return repairs.shortenDescriptions({ rows, limit: DESCRIPTION_MAX });
		case "keep-descriptions":
			return repairs.keepDescriptions({ rows });
		case "leave-out-doubles":
			return repairs.leaveOutDoubles({ rows });
		case "leave-out-earlier":
			return repairs.leaveOutEarlier({ rows });
		case "leave-out-errors":
			return repairs.leaveOutErrors({ rows });
	}
}
