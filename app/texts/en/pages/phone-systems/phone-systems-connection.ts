import { counted } from "../../../wording.ts";
import { woven } from "../../../woven.ts";

type Named = { name: string };

/** The page of one connection to a phone system. */
export const connectionPage = {
	tabTitle: ({ name }: Named) => `${name} – Phone systems`,
	tabTitleUnknown: "Connection – Phone systems",
	gone: "There is no such connection. It may have been deleted.",
	refused: "Not done",

	setUp: {
		heading: "What to do there",
		url: "URL for calls",
		statusUrl: "URL for the status of calls",
		noUrls:
			"There is no URL to paste yet. Set PUBLIC_URL to the address at which the phone system " +
			"reaches this service, such as https://calls.example.com, and start the service again.",
		insecure:
			"PUBLIC_URL begins with http://, so the key of this connection crosses the network in " +
			"plain text. Use an address with https://.",
		urlHint: "The URL names the connection and is no secret.",
		kinds: {
			twilio: [
				"In the Twilio Console, open Phone Numbers, Manage, Active numbers, and choose a number.",
				"Under Voice Configuration, set “A call comes in” to Webhook, paste the URL for calls, " +
					"and choose HTTP POST.",
				"Paste the URL for the status of calls as “Call status changes”, with HTTP POST.",
				"Save, and repeat this for each number of the pools.",
			],
			signalwire: [
				"In your SignalWire space, open Phone Numbers, choose a number, and edit its settings.",
				"Let calls be handled by LaML Webhooks, paste the URL for calls for “When a call comes " +
					"in”, and choose POST.",
				"Paste the URL for the status of calls as the status callback, with POST.",
				"Save, and repeat this for each number of the pools.",
			],
			"telnyx-texml": [
				"In the Mission Control Portal, open Voice, Programmable Voice, TeXML Applications, and " +
					"add one.",
				"Paste the URL for calls as its webhook, and choose POST.",
				"Paste the URL for the status of calls as the status callback, with POST.",
				"Save, and assign the numbers of the pools to the application.",
			],
			plivo: [
				"In the Plivo console, open Voice, Applications, XML, and add an application.",
				"Paste the URL for calls as Primary Answer URL, and choose POST.",
				"Paste the URL for the status of calls as Hangup URL, and choose POST.",
				"Create the application, and assign it to each number of the pools under Phone Numbers.",
			],
			vonage: [
				"In the Vonage dashboard, open Applications, and create or edit an application with the " +
					"capability Voice.",
				"Paste the URL for calls as Answer URL, and choose POST. A GET has no body that could be " +
					"signed, so it is refused.",
				"Paste the URL for the status of calls as Event URL, and choose POST.",
				"Let webhooks be signed, and save. Link each number of the pools to the application.",
			],
			jambonz: [
				"In the jambonz portal, open Applications, and add one.",
				"Paste the URL for calls as Calling webhook, and choose POST.",
				"Paste the URL for the status of calls as Call status webhook, and choose POST. It also " +
					"tells when an agent answers.",
				"Choose a speech vendor and a voice, save, and give the application to the phone numbers " +
					"of the pools.",
			],
			bandwidth: [
				"In the Bandwidth App, open Applications, and create a voice application.",
				"Paste the URL for calls as Call-initiated callback URL, and the URL for the status of " +
					"calls as Call-status callback URL, both with POST.",
				"Enter call-in as the user name of the callbacks, and the key of this connection as " +
					"their password.",
				"Create the application, and assign its location to the numbers of the pools.",
			],
			voicexml: [
				"Let the platform fetch its first document from the URL for calls, with HTTP Basic " +
					"authentication: the user name call-in, and the key of this connection as the password.",
				"Where it takes no credentials of their own, write them into the URL: " +
					"https://call-in:KEY@calls.example.com/…",
				"Give that application to the numbers of the pools. Calls must reach it with the dialed " +
					"number and the caller’s.",
			],
			"sip-proxy": [
				"Let the proxy ask this URL for each new call, and send the key in the header x-api-key.",
				"Decide by the status code of the answer alone. Only 200 admits a call.",
				"Let every other answer, and none, end the call or send it to a place for unverified " +
					"calls.",
			],
		} satisfies Record<string, string[]>,
		tryIt: <T>({ console }: { console: T }) =>
			woven`To try it, create a request in the ${console}, and call the number that it `.concat(
				"answers. “Last calls” shows each message that arrives here.",
			),
		console: "developer console",
	},

	facts: {
		heading: "Connection",
		kind: "Phone system",
		state: "State",
		works: "Works",
		noPublicUrl: "Refuses all calls, because PUBLIC_URL is not set",
		hurried: ({
			seconds,
			groups,
			more,
		}: {
			seconds: number;
			groups: { name: string; expirySeconds: number }[];
			more: number;
		}) => {
			const named = groups.map(({ name, expirySeconds }) => `${name} (${expirySeconds} s)`);
			const others = more === 0 ? "" : `, and ${more} more`;
			return (
				`A caller can need ${seconds} seconds to dial and to key in a code. Requests of these ` +
				`groups end sooner: ${named.join(", ")}${others}. Let them expire after 300 seconds.`
			);
		},
		noSecret: "Refuses all calls, because it has no secret",
		pausedSince: <T>({ time }: { time: T }) => woven`Paused since ${time}`,
		groups: "Groups",
		numbers: "Numbers without a plus",
		target: "Destination",
		secondTarget: "Second destination",
		fallback: "Fallback",
		keys: "User data that travels",
		release: "Released when answered",
		yes: "Yes",
		no: "No",
		none: "None",
		noTarget: "None. Admitted calls end with a sentence, unless their group has a destination.",
		created: "Created",
		changed: "Last changed",
		byAt: <T>({ by, time }: { by: string; time: T }) => woven<string | T>`${by}, ${time}`,
		edit: "Edit Connection",
		pause: "Pause",
		resume: "Resume",
		remove: "Delete Connection",
	},

	secret: {
		heading: "Secret",
		present: <T>({ time }: { time: T }) => woven`Set ${time}.`,
		old: <T>({ time }: { time: T }) => woven`The old one is valid until ${time}.`,
		missing: "It has no secret, so all its calls are refused. Rotate it to set one.",
		keep: "Keep the old one valid",
		keepFor: {
			"0": "Not at all",
			"3600": "1 hour",
			"86400": "24 hours",
			"604800": "7 days",
		} satisfies Record<string, string>,
		rotate: "Rotate Secret",
		rotateRefused: "Not rotated",
		changedSince: ({ by }: { by: string }) =>
			`${by} changed this connection after this page was opened, or this form was sent twice. ` +
			"Look at its secrets above. If you rotate again, an old secret ends now.",
		endOld: "End the old one now",
		rotated: ({ name }: Named) =>
			`The secret of “${name}” is rotated. This takes effect within 5 seconds.`,
		rotatedKey: ({ name }: Named) =>
			`“${name}” has a new key. Copy it now, because it is not shown again.`,
		ended: ({ name }: Named) => `The old secret of “${name}” no longer works.`,
	},

	destinations: {
		heading: "Destinations of groups",
		hint: "A group’s own destination and language come before those of the connection.",
		table: "Table of destinations",
		group: "Group",
		target: "Destination",
		secondTarget: "Second destination",
		fallback: "Fallback",
		language: "Language",
		ofConnection: "as the connection",
		action: "Action",
		remove: "Remove",
		/** Follows a button's label, for screen readers. */
		which: ({ name }: Named) => ` ${name}`,
		choose: "Choose a group",
		submit: "Save Destination",
		notSaved: "Destination not saved",
		saved: ({ name }: Named) => `The destinations of “${name}” are saved.`,
		removed: ({ name }: Named) => `“${name}” now has the destinations of the connection.`,
	},

	calls: {
		heading: "Last calls",
		none: "Nothing has come in yet.",
		hint: ({ count }: { count: number }) =>
			`The last ${count} messages. Those of other processes appear within 5 seconds.`,
		table: "Table of the last calls",
		time: "Time",
		cameIn: "Came in",
		/** An event with the phone system's own word for it. */
		toldAs: ({ event, word }: { event: string; word: string }) => `${event}: ${word}`,
		swapped: "The two URLs are swapped in the phone system. Paste them as they stand above.",
		from: ({ digits }: { digits: string }) => `from ${digits}`,
		to: ({ digits }: { digits: string }) => `to ${digits}`,
		answered: "Answered",
		status: ({ status }: { status: number }) => `HTTP ${status}`,
		callId: "Call ID",
	},

	refusals: {
		heading: "Refused messages",
		hint:
			"Messages without a valid signature or key. Anybody can send them, so they are counted by " +
			"reason and apart from the calls.",
		table: "Table of refused messages",
		reason: "Reason",
		times: "Times",
		first: "First",
		last: "Last",
	},

	done: {
		paused: ({ name }: Named) => `“${name}” is paused. Its calls are refused within 5 seconds.`,
		resumed: ({ name }: Named) => `“${name}” works again within 5 seconds.`,
		deleted: ({ name }: Named) => `The connection “${name}” is deleted.`,
	},
	remove: {
		question: ({ name }: Named) => `Delete the connection “${name}”?`,
		calls: ({ count }: { count: number }) =>
			count === 0
				? "No call has come through it lately."
				: `${counted(count, "message")} came through it lately.`,
		groups: ({ names }: { names: string }) => `The groups with own destinations there: ${names}.`,
		consequence:
			"The phone system then gets an error for each call. Change its numbers first. The secret, " +
			"the destinations and the last calls are deleted. Records keep the name. " +
			"You cannot undo this.",
		yes: "Yes, delete the connection",
	},
};
