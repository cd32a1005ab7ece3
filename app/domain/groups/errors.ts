import { figure, quoted } from "../../texts/wording.ts";
import type { DnisError } from "./dnis.ts";
import type { GroupNameError } from "./group.ts";
import { isSettingsError, rangeOf, type SettingsError } from "./group-settings.ts";
import type { DescriptionError } from "./pool.ts";

/** A group named in an error: its ID leads to its page. */
export type GroupRef = { id: string; name: string };

/**
 * Why a pool or a group cannot be changed as asked; each carries the facts that its message needs.
 */
export type PoolError =
	| { code: "pool-full"; limit: number; wouldBe: number }
	| { code: "pool-last-number"; number: string }
	| { code: "number-in-pool"; number: string; description: string; entryId: string | null }
	| { code: "number-exclusive-elsewhere"; number: string; groups: GroupRef[] }
	| { code: "number-not-exclusive"; number: string; groups: GroupRef[] }
	| { code: "number-shared-elsewhere"; numbers: string[]; count: number; groups: GroupRef[] }
	| NumberNotAvailable
	| { code: "number-live"; number: string; liveRequests: number };

/**
 * A conflict with a group that the API key may not see: neither the group nor the reason is told
 * (G6).
 */
export type NumberNotAvailable = { code: "number-not-available" };

export type GroupError =
	| { code: "name-taken"; group: GroupRef }
	| GroupGone
	| { code: "group-delete-changed"; numbers: number; liveRequests: number };

/** The group was deleted by somebody else. */
export type GroupGone = { code: "group-gone" };

/** A newer version stands where the editor started from an older one (G11). */
export type ConflictError<T> = { code: "changed-meanwhile"; by: string; at: Date; current: T };
export type GoneError = { code: "entry-gone"; number: string | null };

export type RuleError =
	| GroupNameError
	| DnisError
	| DescriptionError
	| PoolError
	| GroupError
	| SettingsError
	| GoneError;

const names = (groups: GroupRef[]): string => groups.map((group) => `“${group.name}”`).join(", ");
const these = (count: number): string => (count === 1 ? "That number" : `${figure(count)} numbers`);
const digitCount = (n: number): string => (n === 1 ? "1 digit" : `${n} digits`);
const codePointName = (codePoint: number): string =>
	`U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;

// None of the characters that are not allowed can be seen, so those that people meet are told by
// name.
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

function named(codePoint: number): string {
	const name = INVISIBLE[codePoint];
	return name === undefined ? codePointName(codePoint) : `${name} (${codePointName(codePoint)})`;
}

/** The one place where codes become words: what is wrong, and what to do. */
export function messageOf(error: RuleError): string {
	if (isSettingsError(error)) {
		const { min, max } = rangeOf(error);
		return `Enter a whole number from ${min} to ${figure(max)}.`;
	}
	switch (error.code) {
		case "name-missing":
			return "Enter a name for the group.";
		case "name-spaces":
			return `The name has two spaces in a row at character ${error.position}. Use one.`;
		case "character-not-allowed":
			return `Character ${error.position} of the ${error.where} is ${named(error.codePoint)}, which is not allowed. Use letters, digits, punctuation, symbols and plain spaces.`;
		case "text-too-long":
			return `The ${error.where} has ${figure(error.length)} characters; at most ${error.limit} are allowed. Shorten it.`;
		case "dnis-missing":
			return "Enter a DNIS number, such as +18005555554.";
		case "dnis-not-plain":
			return error.cleaned === null
				? `${quoted(error.value)} is no DNIS number. Enter a plus sign, the country calling code and the number, digits only.`
				: `${quoted(error.value)} has more in it than a plus sign and the digits 0 to 9. Write it as ${error.cleaned}.`;
		case "dnis-not-a-number":
			return `${quoted(error.value)} is no phone number. Enter a plus sign, the country calling code and the number, digits only.`;
		case "dnis-too-long":
			return `The number has ${error.digits} digits; an E.164 number has at most ${error.limit}. Check that it is one number, without an extension.`;
		case "dnis-leading-zero":
			return error.cleaned === null
				? "An E.164 number starts with the country calling code, never with 0. Put the calling code in place of the 0."
				: `An E.164 number starts with the country calling code, without 00. Write it as ${error.cleaned}.`;
		case "dnis-trunk-prefix":
			return error.cleaned === null
				? `${quoted(error.value)} has a national prefix behind the country calling code. Leave it out.`
				: `${quoted(error.value)} has a national prefix behind the country calling code. Write it as ${error.cleaned}.`;
		case "dnis-unknown-country":
			return `${quoted(error.value)} starts with no country calling code that exists. Check the first digits.`;
		case "dnis-wrong-length":
			return `${quoted(error.value)} has ${digitCount(error.digits)}; numbers of +${error.callingCode} have ${orList(error.lengths)}, calling code included. Check the number.`;
		case "pool-full":
			return `A group has at most ${figure(error.limit)} numbers; this would make ${figure(error.wouldBe)}. Delete some, or use another group.`;
		case "pool-last-number":
			return `${error.number} is the last number of this group, and a group needs at least one. Add another first, or delete the group.`;
		case "number-in-pool":
			return error.description === ""
				? `${error.number} is already in this group. Edit that entry, or use another number.`
				: `${error.number} is already in this group, as “${error.description}”. Edit that entry, or use another number.`;
		case "number-exclusive-elsewhere":
			return `${error.number} belongs to ${names(error.groups)}, which does not share its numbers (“Do not reuse DNIS for concurrent requests” is on there). Delete it there first, or use another number.`;
		case "number-not-exclusive":
			return `${error.number} also stands in ${names(error.groups)}, and this group does not share its numbers (“Do not reuse DNIS for concurrent requests” is on). Delete it there first, or use another number.`;
		case "number-shared-elsewhere":
			return `${these(error.count)} of this group (${error.numbers.join(", ")}${error.count > error.numbers.length ? ", …" : ""}) also ${error.count === 1 ? "stands" : "stand"} in ${names(error.groups)}. A group that does not reuse its DNIS cannot share them: delete them in one of the groups first.`;
		case "number-not-available":
			return "This is not available. Use another number, or ask an Administrator.";
		case "number-live":
			return error.liveRequests === 1
				? `${error.number} has 1 live request. It stays valid until it expires. Confirm to delete the number all the same.`
				: `${error.number} has ${figure(error.liveRequests)} live requests. They stay valid until they expire. Confirm to delete the number all the same.`;
		case "name-taken":
			return `There is a group named ${names([error.group])} already. Upper and lower case make no difference. Choose another name.`;
		case "group-gone":
			return "This group has been deleted meanwhile. Go back to the list of groups.";
		case "group-delete-changed":
			return "The group changed since you were asked. Check the figures and confirm again.";
		case "entry-gone":
			return error.number === null
				? "This number has been deleted from the group meanwhile. Add it again if it is still wanted."
				: `${error.number} has been deleted from the group meanwhile. Add it again if it is still wanted.`;
	}
}

function orList(values: number[]): string {
	if (values.length <= 1) return String(values[0] ?? "another number of them");
	return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
