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
	testGroups: "test key, for the built-in test groups alone",
	noGroupLeft: "none of its groups is left, so the key can do nothing",
	atMost: ({ requests }: { requests: number }) =>
		`at most ${counted(requests, "request")} a minute`,
	alwaysInternational: "numbers without a plus are international",
	expires: <T>({ time }: { time: T }) => woven`expires ${time}`,
	expiresSoon: <T>({ time }: { time: T }) => woven`Expires soon: ${time}`,
	expired: <T>({ time }: { time: T }) => woven`Expired ${time}`,
	oldSecretUntil: <T>({ time }: { time: T }) => woven`The old secret works until ${time}`,
	onlyFrom: ({ networks }: { networks: readonly string[] }) => `only from ${networks.join(", ")}`,
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
			create: "Create, retrieve, extend and cancel requests (servers of apps and sites)",
			match: "Match calls, and retrieve requests with user data (phone systems)",
			provision: "Provision groups and pools (automation)",
			read: "Read requests, attempts, locks and the audit log (reports)",
		},
		groups: "Groups",
		allGroups: "All groups, including groups created later",
		someGroups: "Only these:",
		testGroups: "Only the built-in test groups: a test key, which has nothing live",
		isTest: "This is a test key: it has the built-in test groups alone.",
		groupList: "Groups that the key may use",
		requestsPerMinute: "Requests per minute",
		requestsPerMinuteHint: "Counted over all processes. Leave empty for no limit.",
		numbersWithoutPlus: "Numbers without a plus sign",
		expiresOn: "Expires on",
		expiresOnHint: ({ zone }: { zone: string }) =>
			`The key works to the end of this day (${zone}). Leave empty for never.`,
		networks: "Client networks",
		networksHint:
			"Addresses or networks that may use the key, one a line, such as 203.0.113.0/24. Leave " +
			"empty for any.",
		submit: "Create API Key",
		done: ({ name }: { name: string }) =>
			`The key “${name}” was created. Copy it now, because it is not shown again.`,
		sentTwice:
			"This form was sent twice. The key was created the first time, and its secret was shown " +
			"then. The secret cannot be shown again.",
	},

	change: {
		button: "Change",
		heading: ({ name }: { name: string }) => `Change the key “${name}”`,
		refused: "Not changed",
		save: "Save Key",
		leave: "Cancel",
		done: ({ name }: { name: string }) =>
			`The key “${name}” is changed. This takes effect within 5 seconds.`,
	},

	rotate: {
		button: "Rotate",
		heading: ({ name }: { name: string }) => `New secret for the key “${name}”`,
		refused: "Not rotated",
		hint:
			"The new secret works at once. The key keeps its name, rights and records. An older secret " +
			"that still works ends now.",
		rotatedSince:
			"The key was rotated after this page was opened, or this form was sent twice. The new " +
			"secret was shown then, and the list says until when the one before works. If you rotate " +
			"again, that one ends now.",
		legend: "The old secret goes on working for",
		yes: "Make New Secret",
		leave: "Cancel",
		done: ({ name }: { name: string }) =>
			`The key “${name}” has a new secret. Copy it now, because it is not shown again.`,
		until: <T>({ time }: { time: T }) => woven`The old secret works until ${time}.`,
		ended: "The old secret stops within 5 seconds.",
		endNow: "End old secret now",
		endedNow: ({ name }: { name: string }) =>
			`The old secret of the key “${name}” stops within 5 seconds.`,
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
