import { figure, quoted } from "../../texts/wording.ts";
import { messageOf } from "../groups/errors.ts";
import { GROUPS_FILE_FORMAT, GROUPS_FILE_VERSION } from "./groups-file.ts";
import type { GroupProblem, GroupsFileProblem } from "./groups-file-check.ts";
import type { GroupsPlanProblem } from "./groups-import-plan.ts";
import { messageOfPoolProblem, messageOfRowProblem } from "./import-messages.ts";
import type { RowProblem } from "./import-plan.ts";

const EXPECTED = "Choose a file that “Export all groups” made, or one written like it.";

/**
 * What a file is instead of a file of groups, or what of it is too much, and what to do (I5, I7).
 */
export function messageOfGroupsFileProblem(problem: GroupsFileProblem): string {
	switch (problem.code) {
		case "file-missing":
			return "Choose a JSON file of groups.";
		case "file-empty":
		case "file-header-only":
			return `The file is empty. ${EXPECTED}`;
		case "file-too-large":
			return `The file is larger than ${figure(problem.limitBytes / 1024 / 1024)} MiB. Split its groups over several files, and import one after the other.`;
		case "file-spreadsheet":
			return `The file is a spreadsheet or a ZIP archive, not a JSON file. ${EXPECTED} The numbers of one group can be imported as CSV, on the group’s page.`;
		case "file-html":
			return `The file is a web page or XML, not a JSON file: perhaps a sign-in page was saved in its place. ${EXPECTED}`;
		case "file-json":
		case "file-rich-text":
		case "file-binary":
			return `The file is not plain text (it may be a picture or an archive). ${EXPECTED}`;
		case "file-encoding":
			return "The file’s characters are not encoded as UTF-8, as JSON is. Save it as UTF-8, so that no letter is lost.";
		case "file-not-json":
			return problem.line === null
				? "The file is not JSON, or its end is missing. Copy or export it again."
				: `The file is not JSON: line ${figure(problem.line)} cannot be read. Copy or export it again, or mend that line.`;
		case "file-other-json":
			return problem.found === null
				? `The file is JSON, but not a file of groups: it does not say "format": "${GROUPS_FILE_FORMAT}". ${EXPECTED}`
				: `The file is JSON in the format ${quoted(problem.found)}, not "${GROUPS_FILE_FORMAT}". ${EXPECTED}`;
		case "file-other-version":
			return `The file is of version ${problem.version === "" ? "(none)" : problem.version} of the format; this installation reads version ${GROUPS_FILE_VERSION}.`;
		case "file-without-groups":
			return "The file has no list “groups” with a group in it, so there is nothing to import.";
		case "file-too-many-groups":
			return `The file has ${figure(problem.groups)} groups; at most ${figure(problem.limit)} are read at a time. Split it.`;
		case "file-too-deep":
			return `The file is nested more than ${problem.limit} levels deep, which no file of groups is. ${EXPECTED}`;
		case "file-key-doubled":
			return `The file says ${quoted(problem.path)} twice, and one of the two would be lost. Leave out one of them, or put both together.`;
		case "file-too-complex":
			return `The file takes more memory to read than a file of groups ever does. ${EXPECTED}`;
	}
}

/** What is wrong with a group by itself, and what would be right. */
export function messageOfGroupProblem(problem: GroupProblem): string {
	switch (problem.code) {
		case "group-field-missing":
			return problem.path === "name"
				? "The group has no name. Write one in the file."
				: "The group has no list “numbers”. It needs at least one number.";
		case "group-field-type":
			return `${problem.value} is not ${problem.expected}, which is what belongs here.`;
		case "group-too-many-numbers":
			return `The group has ${figure(problem.numbers)} numbers; at most ${figure(problem.limit)} are allowed. Split it in the file, or leave the group out.`;
		case "group-without-numbers":
			return "The group has no numbers, and it needs at least one.";
		case "group-rule":
			return messageOf(problem.error);
	}
}

/** What is wrong with a group beside the others. */
export function messageOfGroupsPlanProblem(problem: GroupsPlanProblem): string {
	if (problem.code !== "group-doubled") return messageOfPoolProblem(problem);
	return `groups[${problem.firstIndex}] has the same name; upper and lower case make no difference. Leave one of the two out.`;
}

/**
 * What is wrong with one number of a group in the file, and what would be right; rows are told by
 * their place.
 */
export function messageOfFileNumber(problem: RowProblem, groupIndex: number): string {
	switch (problem.code) {
		case "row-malformed":
			return 'This is not a number as the format has it. Write {"number": "+18005555554", "description": "…"}, both as text in quotation marks.';
		case "row-digits-lost":
			return `${quoted(problem.value.trim())} has lost digits in a spreadsheet, and they cannot be worked out. Enter the number here, or leave it out.`;
		case "row-doubled":
			return `${problem.number} stands in groups[${groupIndex}].numbers[${problem.firstLine}] already, with ${problem.sameDescription ? "the same" : "another"} description. Leave one of the two out.`;
		default:
			return messageOfRowProblem(problem);
	}
}
