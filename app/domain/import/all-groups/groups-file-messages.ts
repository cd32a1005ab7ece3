import { texts } from "../../../texts/texts.ts";
import { HEARD_LANGUAGES } from "../../conversation/heard-language.ts";
import { messageOf } from "../../groups/errors.ts";
import type { CountryCode } from "../../numbers/numbering-plan.ts";
import { messageOfDestinationError } from "../../phone-systems/connection-errors.ts";
import type { RowProblem } from "../checked-row.ts";
import { messageOfPoolProblem, messageOfRowProblem, wordsOfRepair } from "../import-messages.ts";
import type { Repair } from "../import-repairs.ts";
import type { GroupProblem } from "./group-problem.ts";
import { GROUPS_FILE_FORMAT, GROUPS_FILE_VERSION } from "./groups-file.ts";
import type { GroupsFileProblem } from "./groups-file-check.ts";
import type { GroupsPlanProblem } from "./groups-import-plan.ts";

const words = texts.messages.groupsImport;
const leaveOut = texts.pages.import.groups.repairs.leaveOutNumbers;

/**
 * Why a file is not accepted as a file of groups, or which limit it exceeds, and what to do (I5,
 * I7).
 */
export function messageOfGroupsFileProblem(problem: GroupsFileProblem): string {
	switch (problem.code) {
		case "file-missing":
			return words.file.missing;
		case "file-empty":
		case "file-header-only":
			return words.file.empty;
		case "file-too-large":
			return words.file.tooLarge({ mebibytes: problem.limitBytes / 1024 / 1024 });
		case "file-spreadsheet":
			return words.file.spreadsheet;
		case "file-html":
			return words.file.html;
		case "file-json":
		case "file-rich-text":
		case "file-binary":
			return words.file.notText;
		case "file-encoding":
			return words.file.encoding;
		case "file-not-json":
			return problem.line === null
				? words.file.notJson
				: words.file.notJsonAt({ line: problem.line });
		case "file-other-json":
			return problem.found === null
				? words.file.noFormat({ expected: GROUPS_FILE_FORMAT })
				: words.file.otherFormat({ found: problem.found, expected: GROUPS_FILE_FORMAT });
		case "file-other-version":
			return problem.version === ""
				? words.file.noVersion({ expected: GROUPS_FILE_VERSION })
				: words.file.otherVersion({ version: problem.version, expected: GROUPS_FILE_VERSION });
		case "file-without-groups":
			return words.file.noGroups;
		case "file-too-many-groups":
			return words.file.tooManyGroups(problem);
		case "file-too-deep":
			return words.file.tooDeep(problem);
		case "file-key-doubled":
			return words.file.doubledField(problem);
		case "file-too-complex":
			return words.file.tooComplex;
	}
}

/** What is wrong with a group by itself, and the correction. */
export function messageOfGroupProblem(problem: GroupProblem): string {
	switch (problem.code) {
		case "group-field-missing":
			return problem.path === "name" ? words.group.nameMissing : words.group.numbersMissing;
		case "group-field-type":
			return words.group.fieldType(problem);
		case "group-too-many-numbers":
			return words.group.tooManyNumbers(problem);
		case "group-without-numbers":
			return words.group.noNumbers;
		case "group-rule":
			return messageOf(problem.error);
		case "connection-name-missing":
			return words.connection.nameMissing;
		case "connection-doubled":
			return words.connection.doubled(problem);
		case "connections-too-many":
			return words.connection.tooMany(problem);
		case "connection-destination":
			return messageOfDestinationError(problem.error);
		case "connection-language":
			return words.connection.languageUnknown({ values: HEARD_LANGUAGES });
	}
}

/** What is wrong with a group compared with the other groups. */
export function messageOfGroupsPlanProblem(problem: GroupsPlanProblem): string {
	switch (problem.code) {
		case "group-doubled":
			return words.group.doubled(problem);
		case "group-name-of-tests":
			return texts.messages.groups.nameOfTests;
		case "connections-unknown":
			return words.connection.unknown(problem);
		default:
			return messageOfPoolProblem(problem);
	}
}

/** The words of a repair (I9), with "numbers" for the "rows" of a CSV file. */
export function wordsOfNumberRepair(
	repair: Pick<Repair, "kind" | "rows">,
	country: CountryCode,
): ReturnType<typeof wordsOfRepair> {
	const numbers = repair.rows;
	switch (repair.kind) {
		case "leave-out-errors":
			return leaveOut.errors({ numbers });
		case "leave-out-doubles":
			return leaveOut.doubles({ numbers });
		case "leave-out-earlier":
			return leaveOut.earlier({ numbers });
		default:
			return wordsOfRepair(repair, country);
	}
}

/**
 * What is wrong with one number of a group in the file, and the correction. A row is named by its
 * place in the file.
 */
export function messageOfFileNumber(problem: RowProblem, groupIndex: number): string {
	switch (problem.code) {
		case "row-malformed":
			return words.number.malformed;
		case "row-digits-lost":
			return words.number.digitsLost({ value: problem.value.trim() });
		case "row-doubled":
			return words.number.doubled({ ...problem, group: groupIndex, first: problem.firstLine });
		default:
			return messageOfRowProblem(problem);
	}
}
