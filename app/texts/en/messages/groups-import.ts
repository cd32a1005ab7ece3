import { figure, quoted } from "../../wording.ts";

const EXPECTED = "Choose a file that “Export all groups” made, or one in the same format.";

/** The expected type or format of a value in the file. */
const KINDS = {
	"an object": "an object",
	text: "text",
	"true or false": "true or false",
	"a whole number": "a whole number",
	"a list": "a list",
};

/** Errors of a JSON file of all groups, and what to do. */
export const groupsImport = {
	file: {
		missing: "Choose a JSON file of groups.",
		empty: `The file is empty. ${EXPECTED}`,
		tooLarge: ({ mebibytes }: { mebibytes: number }): string =>
			`The file is larger than ${figure(mebibytes)} MiB. ` +
			"Split its groups into several files, and import them one by one.",
		spreadsheet:
			`The file is a spreadsheet or a ZIP archive, not a JSON file. ${EXPECTED} ` +
			"Numbers of one group are imported as CSV on the group’s page.",
		html:
			"The file is a web page or XML, not a JSON file. A sign-in page may have been saved " +
			`instead. ${EXPECTED}`,
		notText: `The file is not plain text. It may be a picture or an archive. ${EXPECTED}`,
		encoding: "The file is not encoded as UTF-8. Save it as UTF-8 to keep every letter.",
		notJson: "The file is not valid JSON, or its end is missing. Copy or export it again.",
		notJsonAt: ({ line }: { line: number }): string =>
			`Line ${figure(line)} of the file is not valid JSON. ` +
			"Fix that line, or copy or export the file again.",
		noFormat: ({ expected }: { expected: string }): string =>
			`The file is JSON, but it does not say "format": "${expected}". ${EXPECTED}`,
		otherFormat: ({ found, expected }: { found: string; expected: string }): string =>
			`The file has the format ${quoted(found)}, not "${expected}". ${EXPECTED}`,
		noVersion: ({ expected }: { expected: number }): string =>
			`The file does not say its version of the format. Choose a file of version ${expected}.`,
		otherVersion: ({ version, expected }: { version: string; expected: number }): string =>
			`The file has version ${version} of the format. Choose a file of version ${expected}.`,
		noGroups: 'The file has no groups in its list "groups". Add at least one.',
		tooManyGroups: ({ groups, limit }: { groups: number; limit: number }): string =>
			`The file has ${figure(groups)} groups, and at most ${figure(limit)} can be imported ` +
			"at a time. Split the file.",
		tooDeep: ({ limit }: { limit: number }): string =>
			`The file is nested more than ${limit} levels deep. ${EXPECTED}`,
		doubledField: ({ path }: { path: string }): string =>
			`The file has ${quoted(path)} twice. Remove one of the two, or merge them.`,
		tooComplex: `The file needs more memory than any file of groups. ${EXPECTED}`,
	},
	group: {
		nameMissing: "The group has no name. Add one in the file.",
		numbersMissing: 'The group has no list "numbers". Add one with at least one number.',
		fieldType: ({ value, expected }: { value: string; expected: keyof typeof KINDS }): string =>
			`Write ${KINDS[expected]} here, not ${value}.`,
		tooManyNumbers: ({ numbers, limit }: { numbers: number; limit: number }): string =>
			`The group has ${figure(numbers)} numbers, and at most ${figure(limit)} are allowed. ` +
			"Split the group in the file, or leave it out.",
		noNumbers: "The group has no numbers. Add at least one.",
		doubled: ({ firstIndex }: { firstIndex: number }): string =>
			`groups[${firstIndex}] has the same name: upper and lower case count as the same. ` +
			"Leave out one of the two groups.",
	},
	connection: {
		nameMissing:
			"The connection has no name. Write the name that it has on the page Phone systems.",
		doubled: ({ firstIndex }: { firstIndex: number }): string =>
			`connections[${firstIndex}] has the same name: upper and lower case count as the same. ` +
			"Remove one of the two in the file.",
		languageUnknown: ({ values }: { values: readonly string[] }): string =>
			`This is no language that callers can be spoken to in. Use one of ${values.join(", ")}.`,
		tooMany: ({ connections, limit }: { connections: number; limit: number }): string =>
			`The group names ${figure(connections)} connections, and at most ${limit} are allowed. ` +
			"Remove some in the file, or leave the group out.",
		unknown: ({ connections }: { connections: { index: number; name: string }[] }): string => {
			const places = connections.map(({ index, name }) => `connections[${index}] ${quoted(name)}`);
			return (
				`There is no such connection here: ${places.join(", ")}. Create it on the page Phone ` +
				"systems, or leave it out."
			);
		},
	},
	number: {
		malformed:
			"This is not a number in the format of the file. " +
			'Write {"number": "+18005555554", "description": "…"}, with both values as text.',
		digitsLost: ({ value }: { value: string }): string =>
			`${quoted(value)} has lost digits in a spreadsheet, and they cannot be restored. ` +
			"Enter the number here, or leave it out.",
		doubled: (found: {
			number: string;
			group: number;
			first: number;
			sameDescription: boolean;
		}): string => {
			const place = `groups[${found.group}].numbers[${found.first}]`;
			const description = found.sameDescription ? "the same description" : "another description";
			return (
				`${found.number} is already in ${place}, with ${description}. ` +
				"Leave out one of the two numbers."
			);
		},
	},
};
