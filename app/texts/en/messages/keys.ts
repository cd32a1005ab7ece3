import { figure } from "../../wording.ts";

/** Errors of an API key's name or limits. */
export const keys = {
	nameMissing: "Enter a name that says who uses the key.",
	nameTooLong: ({ length, limit }: { length: number; limit: number }): string =>
		`The name has ${figure(length)} characters. Shorten it to ${limit} or fewer.`,
	nameInvisible:
		"The name has an invisible character. " +
		"Use only letters, digits, punctuation, symbols and plain spaces.",
	scopesMissing: "Choose at least one scope.",
	scopesOfTests:
		"A test key has only built-in groups, which cannot be provisioned. Choose other scopes.",
	groupsMissing: "Choose at least one group, or let the key use all groups.",
	numbersWithoutPlus: "Choose how this key’s calls write numbers.",
	networkUnreadable: ({ text }: { text: string }): string =>
		`“${text}” is no network. Write an address such as 203.0.113.7, or a network such as ` +
		"203.0.113.0/24 or 2001:db8::/32.",
	networksTooMany: ({ max }: { max: number }): string => `Enter at most ${figure(max)} networks.`,
	dayUnreadable: "Enter a day such as 2027-01-31, or leave this empty.",
	dayPast: "Enter a day that is not over, or leave this empty.",
	oldSecretSeconds: "Choose how long the old secret works.",
	/** How long an old secret works beside the new one, by seconds. */
	oldSecret: {
		0: "Not at all: the old secret stops within 5 seconds",
		3600: "1 hour",
		86400: "1 day",
		604800: "7 days",
	} as Record<number, string>,
	/** How a key's calls write numbers without a plus sign: in the form, lists and audit log. */
	withoutPlus: {
		any: {
			label: "National or international",
			hint:
				"Where both are possible, the number of this installation’s own country comes first. The " +
				"other one only may be the caller’s.",
		},
		international: {
			label: "Always international",
			hint:
				"For phone systems that call this API and always send the country code without the plus " +
				"sign. A connection under Settings, Phone systems needs no key. A wrong choice takes " +
				"callers for somebody else.",
		},
	},
	requestsPerMinute: ({ max }: { max: number }): string =>
		`Enter a whole number from 1 to ${figure(max)}, or leave this empty for no limit.`,
};
