import { quoted } from "../../wording.ts";

/** Errors of a search for requests or attempts. */
export const records = {
	numberUnreadable: ({ typed }: { typed: string }): string =>
		`${quoted(typed)} is not a phone number. Enter the whole number.`,
	timeUnreadable: ({ typed }: { typed: string }): string =>
		`${quoted(typed)} is not a time. Write it as 2026-01-31T09:30.`,
	idUnreadable: ({ typed }: { typed: string }): string =>
		`${quoted(typed)} is not an ID. Enter all 36 characters.`,
	endBeforeStart: "The end is before the start. Choose a later end.",
};
