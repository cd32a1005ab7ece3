import { figure } from "../../wording.ts";
import { woven } from "../../woven.ts";
import { listOf } from "./list-of.ts";

/** The call-in records: requests, attempts and locks. */
export const records = {
	title: "Call-In",
	tabs: {
		label: "Call-in records",
		requests: "Requests",
		attempts: "Attempts",
		locks: "Locks",
	},
	aniHidden: "Your role does not show callers’ numbers, so you cannot search or sort by them.",

	requests: {
		list: listOf("request"),
		heading: "Call-in requests",
		nothingFits: "No request matches",
		noMore: "No more requests",
		none: "No call-in requests yet",
		noneHint: "A request appears here when an app asks for a number to dial.",
	},
	attempts: {
		list: listOf("attempt"),
		heading: "Call-in attempts",
		tabTitle: "Attempts – Call-In",
		nothingFits: "No attempt matches",
		noMore: "No more attempts",
		none: "No attempts yet",
		noneHint:
			"An attempt appears here when a phone system asks which request an incoming call belongs to.",
	},
	nothingFitsHint: "Change or clear the search.",
	notSearched: "The search was not run",
	notSearchedHint: "Correct the fields that are marked above.",
	toFirstPage: "Go to the first page",

	filter: {
		requestId: "ID or callbackServiceId",
		attemptRequestId: "Request ID",
		ani: "ANI",
		dnis: "DNIS",
		group: "Group",
		state: "State",
		outcome: "Outcome",
		callId: "Call ID",
		all: "All",
		from: ({ zone }: { zone: string }) => `From (${zone})`,
		to: ({ zone }: { zone: string }) => `To (${zone})`,
		createdFrom: ({ zone }: { zone: string }) => `Created from (${zone})`,
		createdTo: ({ zone }: { zone: string }) => `Created to (${zone})`,
		numberPlaceholder: "Number, beginning, last 4",
		groupPlaceholder: "Name, or a part of it",
		order: "Order",
		newestFirst: "Newest first",
		oldestFirst: "Oldest first",
		createdNewestFirst: "Created, newest first",
		createdOldestFirst: "Created, oldest first",
		expiryLatestFirst: "Expiry, latest first",
		expiryEarliestFirst: "Expiry, earliest first",
	},

	/** Beside a list: times to choose, and the active filters. */
	ways: {
		presets: "Ready-made filters",
		active: "Active filters",
		/** Before a filter, for screen readers. */
		remove: "Remove the filter ",
		chip: ({ field, value }: { field: string; value: string }) => `${field}: ${value}`,
		fields: {
			id: "ID",
			callId: "Call ID",
			ani: "ANI",
			dnis: "DNIS",
			state: "State",
			outcome: "Outcome",
			group: "Group",
			from: "From",
			to: "To",
		},
		lookedSince: <T>(of: { count: number; time: T; link: T }) => {
			const newest = `the newest ${figure(of.count)} records`;
			return woven<string | T>`Searched ${newest}, back to ${of.time}. ${of.link}`;
		},
		lookFurther: "Look further back",
		onlyPools: "Last digits find a DNIS that is or was in a pool. Enter more for any other number.",
	},

	states: { Active: "Active", Matched: "Matched", Cancelled: "Cancelled", Expired: "Expired" },

	/** Column heads of the tables, and the names of a request's facts. */
	columns: {
		state: "State",
		created: "Created",
		ani: "ANI",
		dnis: "DNIS",
		group: "Group",
		expires: "Expires",
		matched: "Matched",
		attempts: "Attempts",
		id: "ID",
		outcome: "Outcome",
		time: "Time",
		callId: "Call ID",
		apiKey: "API key",
		keyOrConnection: "Key or connection",
		request: "Request",
		lockedUntil: "Locked until",
		groups: "Groups",
		wrongCodes: "Wrong codes",
		effect: "Effect",
		guardedUntil: "Guarded until",
		action: "Action",
	},
	/** Beside an attempt's ANI. */
	attestation: ({ attestation }: { attestation: string }) =>
		attestation === "failed" ? "attestation failed" : `attested ${attestation}`,
	requestTable: "Table of requests",
	attemptTable: "Table of attempts",

	locks: {
		tabTitle: "Locks – Call-In",
		heading: "Locks",
		table: "Table of locks",
		none: "No caller is locked out",
		noneHint:
			"Five wrong codes on one number within ten minutes lock the caller out of that number for " +
			"ten minutes. The lock then appears here.",
		callersWithoutNumber: "Callers without a number",
		/** The network knows the number, and the caller does not want it to be seen. */
		withheld: "A caller who withholds the number",
		lift: "Lift lock",
		/** Follows the button's label, for screen readers. */
		liftWhich: ({ caller, number }: { caller: string; number: string | null }) =>
			` of ${caller} on ${number ?? "no number"}`,
		lifted: ({ caller, number }: { caller: string; number: string | null }) =>
			`The lock is lifted. ${caller} can enter a code again` +
			`${number === null ? "" : ` on ${number}`}.`,
		notLocked: "This caller is no longer locked.",
		longest: ({ count }: { count: number }) => `Only the ${count} longest locks are shown.`,
	},

	guards: {
		heading: "Guarded numbers",
		table: "Table of guarded numbers",
		none:
			"No number is guarded. Too many wrong codes within ten minutes, from any callers, guard a " +
			"number for ten minutes.",
		hint:
			"Too many wrong codes were entered within ten minutes, from any callers. The guard ends " +
			"ten minutes after the last one too many.",
		withoutNumber: "Calls without a dialed number",
		guarded:
			"A code is accepted from its request’s own ANI, and for a request made without an ANI.",
		strict: "A code is accepted from its request’s own ANI alone.",
		alertOnly: "Alert only: nobody is refused.",
		lift: "Lift guard",
		/** Follows the button's label, for screen readers. */
		liftWhich: ({ number, group }: { number: string | null; group: string | null }) =>
			` of ${number ?? group ?? "the group"}`,
		lifted: ({ number }: { number: string | null }) =>
			number === null
				? "The guard is lifted. Codes are accepted again in calls without a dialed number."
				: `The guard is lifted. Codes are accepted from any caller again on ${number}.`,
		notGuarded: "This number is no longer guarded.",
	},
};
