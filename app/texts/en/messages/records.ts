import { figure, quoted } from "../../wording.ts";

/** Filters of records that one press sets, and errors of a search for them. */
export const records = {
	presets: {
		lastHour: "Last hour",
		today: "Today",
		yesterday: "Yesterday",
		lastDays: "Last 7 days",
		byMe: "By me",
		failedSignIns: "Failed sign-ins",
	},
	numberUnreadable: ({ typed }: { typed: string }): string =>
		`${quoted(typed)} is not a phone number. Enter the number, its beginning, or its last four ` +
		"digits.",
	tooFewDigits:
		"Too few digits. Enter the last four digits of the number, or at least four of its beginning.",
	tooManyNumbers: ({ limit }: { limit: number }): string =>
		`More than ${figure(limit)} numbers fit. Enter more digits.`,
	tooManyGroups: ({ limit }: { limit: number }): string =>
		`More than ${figure(limit)} groups fit. Enter more of the name.`,
	timeUnreadable: ({ typed }: { typed: string }): string =>
		`${quoted(typed)} is not a time. Write it as 2026-01-31 or 2026-01-31 09:30.`,
	idUnreadable: ({ typed }: { typed: string }): string =>
		`${quoted(typed)} is not an ID. Enter all 36 characters.`,
	choiceUnknown: ({ typed }: { typed: string }): string =>
		`${quoted(typed)} is none of the choices. Choose one from the list.`,
	endBeforeStart: "The end is before the start. Choose a later end.",
	givenTwice: "The address has this filter twice. Enter one value.",
	tooLong: ({ limit }: { limit: number }): string =>
		`The text is too long. Enter at most ${figure(limit)} characters.`,
	partUnknown: ({ name }: { name: string }): string =>
		`This list has no filter ${quoted(name)}, which the address asks for. Clear the search.`,
	pageUnknown: "The address names no page of this list. Go to the first page.",
};
