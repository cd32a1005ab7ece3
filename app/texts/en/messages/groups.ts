import { counted, figure, type Placed, placedNumber, quoted } from "../../wording.ts";

type Named = { name: string };

const UNIQUE_DNIS = "“Do not reuse DNIS for concurrent requests”";
const SHARED = "Without access codes, callers on it cannot be told apart.";

/** Names of invisible characters, by code point. Other characters are named by their code point. */
const INVISIBLE: Record<number, string> = {
	9: "a tab",
	10: "a line break",
	13: "a line break",
	160: "a no-break space",
	173: "a soft hyphen",
	8203: "a zero-width space",
	8204: "a zero-width non-joiner",
	8205: "a zero-width joiner",
	8206: "a direction mark",
	8207: "a direction mark",
	8239: "a narrow no-break space",
	12288: "an ideographic space",
	65279: "a byte order mark",
};

function characterName(codePoint: number): string {
	const point = `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
	const name = INVISIBLE[codePoint];
	return name === undefined ? point : `${name} (${point})`;
}

const names = (groups: readonly Named[]): string =>
	groups.map(({ name }) => `“${name}”`).join(", ");

const alternatives = (values: readonly (number | string)[]): string =>
	values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;

const PLAIN_NUMBER = "Enter a plus sign, the country code and the number, digits only.";

/** Errors of a group, its settings or its numbers, and what to do. */
export const groups = {
	nameMissing: "Enter a name for the group.",
	nameOfTests:
		"Names that begin with test_ are those of the built-in groups for test keys. " +
		"Choose another name.",
	nameSpaces: ({ position }: { position: number }): string =>
		`The name has two spaces in a row at character ${position}. Use one space.`,
	characterNotAllowed: (found: {
		where: "name" | "description";
		position: number;
		codePoint: number;
	}): string => {
		const { where, position, codePoint } = found;
		const character = `Character ${position} of the ${where} is ${characterName(codePoint)}.`;
		return `${character} Use only letters, digits, punctuation, symbols and plain spaces.`;
	},
	textTooLong: (found: { where: "name" | "description"; length: number; limit: number }): string =>
		`The ${found.where} has ${figure(found.length)} characters. ` +
		`Shorten it to ${found.limit} or fewer.`,

	numberMissing: "Enter a DNIS number, such as +18005555554.",
	notANumber: ({ value }: { value: string }): string =>
		`${quoted(value)} is not a phone number. ${PLAIN_NUMBER}`,
	numberNotPlain: ({ value, cleaned }: { value: string; cleaned: string }): string =>
		`${quoted(value)} must be a plus sign and digits only. Write it as ${cleaned}.`,
	numberReadings: ({ value, numbers }: { value: string; numbers: readonly Placed[] }): string =>
		`${quoted(value)} can be ${alternatives(numbers.map(placedNumber))}. ` +
		"Use the number that you mean, with its plus sign.",
	numberNational: ({ value, number }: { value: string; number: Placed }): string =>
		`${quoted(value)} does not start with its country code. Write it as ${placedNumber(number)}.`,
	numberTooLong: ({ digits, limit }: { digits: number; limit: number }): string =>
		`The number has ${digits} digits, but a phone number has at most ${limit}. ` +
		"Enter one number, without an extension.",
	numberLeadingZero:
		"A DNIS number starts with its country code. Replace the 0 with the country code.",
	numberLeadingZeros: ({ cleaned }: { cleaned: string }): string =>
		`A DNIS number starts with its country code, without 00. Write it as ${cleaned}.`,
	nationalPrefix: ({ value }: { value: string }): string =>
		`${quoted(value)} has a national prefix after the country code. Remove the prefix.`,
	nationalPrefixCleaned: ({ value, cleaned }: { value: string; cleaned: string }): string =>
		`${quoted(value)} has a national prefix after the country code. Write it as ${cleaned}.`,
	unknownCountry: ({ value }: { value: string }): string =>
		`${quoted(value)} does not start with a country code. Check the first digits.`,
	numberLength: (found: {
		value: string;
		callingCode: string;
		digits: number;
		lengths: readonly number[];
	}): string => {
		const has = `${quoted(found.value)} has ${counted(found.digits, "digit")}.`;
		if (found.lengths.length === 0) return `${has} Check the number.`;
		const lengths = `${alternatives(found.lengths)} digits, country code included`;
		return `${has} Numbers in +${found.callingCode} have ${lengths}. Check the number.`;
	},

	poolFull: ({ limit, wouldBe }: { limit: number; wouldBe: number }): string =>
		`A group has at most ${figure(limit)} numbers, and this would make ${figure(wouldBe)}. ` +
		"Delete some numbers first, or use another group.",
	lastNumber: ({ number }: { number: string }): string =>
		`${number} is the last number of this group, and a group needs at least one. ` +
		"Add another number first, or delete the group.",
	allDraining: ({ draining }: { draining: number }): string =>
		`This would leave the group without a number to give: ${counted(draining, "number")} would ` +
		"be left, and none that is not draining. Add another number first, or lift a drain.",
	numberInPool: ({ number, description }: { number: string; description: string }): string => {
		const as = description === "" ? "" : `, as “${description}”`;
		return `${number} is already in this group${as}. Edit that entry, or use another number.`;
	},
	numberExclusiveElsewhere: (found: { number: string; groups: readonly Named[] }): string =>
		`${found.number} is in ${names(found.groups)}, where ${UNIQUE_DNIS} is on. ` +
		"Delete it there first, or use another number.",
	numberNotExclusive: (found: { number: string; groups: readonly Named[] }): string =>
		`${found.number} is also in ${names(found.groups)}, and ${UNIQUE_DNIS} is on in this group. ` +
		"Delete it in the other groups first, or use another number.",
	numberSharedElsewhere: (found: {
		numbers: readonly string[];
		count: number;
		groups: readonly Named[];
	}): string => {
		const more = found.count > found.numbers.length ? ", …" : "";
		const listed = `${found.numbers.join(", ")}${more}`;
		const [are, them] = found.count === 1 ? ["is", "it"] : ["are", "them"];
		const which = `${counted(found.count, "number")} of this group (${listed})`;
		const deed = `Delete ${them} in one of the groups before you turn on ${UNIQUE_DNIS}.`;
		return `${which} ${are} also in ${names(found.groups)}. ${deed}`;
	},
	notAvailable: "This is not available. Use another number, or ask an Administrator.",
	numberLive: ({ number, liveRequests }: { number: string; liveRequests: number }): string => {
		const it =
			liveRequests === 1 ? "It stays valid until it expires" : "They stay valid until they expire";
		const has = `${number} has ${counted(liveRequests, "live request")}.`;
		return `${has} ${it}. Confirm to delete the number anyway.`;
	},
	/** A change of many numbers at once. */
	many: {
		noneLeft: "This would leave the group without a number. Keep at least one.",
		live: ({ numbers, liveRequests }: { numbers: number; liveRequests: number }): string =>
			`${counted(numbers, "number has", "numbers have")} ` +
			`${counted(liveRequests, "live request")}. They stay valid until they expire. ` +
			"Confirm to delete the numbers anyway.",
		changedMeanwhile:
			"The pool has changed since you opened this page, so nothing was done. Check the figures " +
			"and confirm again.",
		undoTooLate: "This change was made more than a day ago. Change the numbers by hand.",
		undoNumbersChanged: ({ numbers }: { numbers: number }): string =>
			`The change was not undone: ${counted(numbers, "number has", "numbers have")} changed ` +
			"since. Change the numbers by hand.",
		undoRefused: ({ reason }: { reason: string }): string => `The change was not undone. ${reason}`,
	},
	entryGone: ({ number }: { number: string | null }): string =>
		`Someone deleted ${number ?? "this number"} from the group. Add it again if you still need it.`,

	restoreTooLate:
		"This group was deleted more than a day ago, so it cannot be restored. Use the numbers " +
		"in the audit log to create it again.",
	nameTaken: ({ group }: { group: Named }): string =>
		`A group named “${group.name}” already exists. ` +
		"Choose another name: upper and lower case count as the same.",
	groupGone: "Someone deleted this group. Go back to the list of groups.",
	groupChanged:
		"The group has changed since you opened this page. Check the figures and confirm again.",
	outOfRange: ({ min, max }: { min: number; max: number }): string =>
		`Enter a whole number from ${figure(min)} to ${figure(max)}.`,
	noneOf: ({ values }: { values: readonly string[] }): string => `Choose ${alternatives(values)}.`,

	/** Warnings about an accepted number. Each follows a sentence about that number. */
	warnings: {
		unassigned: "No phone company uses this number range. Call the number to check that it works.",
		shared: ({ groups }: { groups: readonly Named[] }): string =>
			`It is also in ${names(groups)}. ${SHARED}`,
		/** Ends the sentence "Also in …: …". */
		sharedInBrief: "callers on it cannot be told apart without access codes",
	},
};
