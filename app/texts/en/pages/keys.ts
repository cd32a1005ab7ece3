import { counted } from "../../wording.ts";
import { woven } from "../../woven.ts";

/** API keys. */
export const keys = {
	label: "API keys",
	tabTitle: "API keys – Settings",
	none: "No API keys yet",
	noneHint:
		"Apps and phone systems call the API with a key. Create a key for each of them, so that you " +
		"can revoke each alone.",
	allGroups: "all groups",
	noGroupLeft: "none of its groups is left, so the key can do nothing",
	atMost: ({ requests }: { requests: number }) =>
		`at most ${counted(requests, "request")} a minute`,
	alwaysInternational: "numbers without a plus are international",
	neverUsed: "Never used",
	lastUsed: <T>({ time }: { time: T }) => woven`Last used ${time}`,
	revokedAt: <T>({ time }: { time: T }) => woven`Revoked ${time}`,
	createdBy: <T>({ by, time }: { by: string; time: T }) =>
		woven<string | T>`created by ${by}, ${time}`,
	/** Follows a button's label, for screen readers. */
	which: ({ name }: { name: string }) => ` ${name}`,

	create: {
		heading: "New API key",
		refused: "Not created",
		name: "Name",
		nameHint: "The app or system that uses the key, such as “Mobile app, production”.",
		scopes: "Scopes",
		scopeHints: {
			create: "Create, retrieve and cancel requests (servers of apps and sites)",
			match: "Match calls, and retrieve requests with user data (phone systems)",
			provision: "Provision groups and pools (automation)",
		},
		groups: "Groups",
		allGroups: "All groups, including groups created later",
		someGroups: "Only these:",
		groupList: "Groups that the key may use",
		requestsPerMinute: "Requests per minute",
		requestsPerMinuteHint: "Counted over all processes. Leave empty for no limit.",
		numbersWithoutPlus: "Numbers without a plus sign",
		submit: "Create API Key",
		done: ({ name }: { name: string }) =>
			`The key “${name}” was created. Copy it now, because it is not shown again.`,
		sentTwice:
			"This form was sent twice. The key was created the first time, and its secret was shown " +
			"then. The secret cannot be shown again.",
	},

	revoke: {
		button: "Revoke",
		question: ({ name }: { name: string }) => `Revoke the key “${name}”?`,
		lastUsed: <T>({ time }: { time: T }) => woven`It was last used ${time}.`,
		neverUsed: "It has never been used.",
		consequence: "Calls with this key then get an error. You cannot undo this.",
		yes: "Yes, revoke the key",
		done: ({ name }: { name: string }) =>
			`The key “${name}” is revoked. It stops working within 5 seconds.`,
		alreadyRevoked: "This key was already revoked.",
	},

	limit: {
		button: "Limit",
		heading: ({ name }: { name: string }) => `Limit the key “${name}”`,
		refused: "Not changed",
		hint:
			"Counted over all processes. Leave empty for no limit. Calls beyond the limit get status " +
			"429 and the time to wait.",
		save: "Save Limit",
		leave: "Cancel",
		done: ({ name, requests }: { name: string; requests: number | null }) =>
			`${
				requests === null
					? `The key “${name}” has no limit.`
					: `The key “${name}” may make ${counted(requests, "request")} a minute.`
			} This takes effect within 5 seconds.`,
		keyGone: "This key no longer works.",
	},

	numbers: {
		button: "Numbers",
		heading: ({ name }: { name: string }) => `Numbers without a plus sign of the key “${name}”`,
		refused: "Not changed",
		save: "Save Numbers",
		leave: "Cancel",
		done: ({ name, numbersWithoutPlus }: { name: string; numbersWithoutPlus: string }) =>
			`Numbers without a plus sign of the key “${name}” are ${
				numbersWithoutPlus === "international"
					? "always international"
					: "national or international"
			}. This takes effect within 5 seconds.`,
	},
};
