import { counted } from "../../../wording.ts";
import { woven } from "../../../woven.ts";
import { carriedData } from "./phone-systems-carried.ts";
import { connectionPage } from "./phone-systems-connection.ts";
import { previewPage } from "./phone-systems-preview.ts";
import { sentencesPage } from "./phone-systems-sentences.ts";

type Named = { name: string };

/** The connections to phone systems: the list, the forms, and the page of one. */
export const phoneSystems = {
	title: "Phone systems",
	tabTitle: "Phone systems – Settings",
	none: "No connections yet",
	noneHint:
		"A connection lets a phone system ask this service about each call. The service finds whose " +
		"call it is, asks for the access code, and says where the call goes.",
	allGroups: "all groups",
	noGroupLeft: "none of its groups is left, so its calls match nothing",
	paused: "Paused",
	neverCalled: "No call yet",
	lastCall: <T>({ time }: { time: T }) => woven`Last call ${time}`,
	lastRefused: <T>({ time }: { time: T }) => woven`Last message ${time} was refused`,
	refusals: <T>({ count, time }: { count: number; time: T }) =>
		woven<
			string | T
		>`${counted(count, "message")} without a valid signature or key, the last ${time}`,
	list: "Connections",

	kinds: {
		heading: "New connection",
		hint: "Choose the phone system.",
		needsPublicUrl: ({ kinds }: { kinds: string[] }) =>
			`Not possible yet: ${kinds.join(", ")}. They need the address of this service, to sign it ` +
			"or to call back. Set PUBLIC_URL to the address as they reach it, such as " +
			"https://calls.example.com, and start the service again.",
		needsSecretsKey: ({ kinds }: { kinds: string[] }) =>
			`Not possible yet: ${kinds.join(", ")}. Their secrets must be encrypted. Set ` +
			"SECRETS_KEY to 32 characters or more, and start the service again.",
	},

	create: {
		title: ({ kind }: { kind: string }) => `New connection: ${kind}`,
		tabTitle: "New connection – Phone systems",
		refused: "Not created",
		submit: "Create Connection",
		done: ({ name }: Named) =>
			`The connection “${name}” was created. Now set up the phone system as described below.`,
		doneWithKey: ({ name }: Named) =>
			`The connection “${name}” was created. Copy its key now, because it is not shown again.`,
		toConnection: "Go to Connection",
	},
	edit: {
		title: "Edit connection",
		tabTitle: "Edit connection – Phone systems",
		submit: "Save",
		done: ({ name }: Named) => `The connection “${name}” is saved.`,
		unchanged: "Nothing was changed.",
	},
	form: {
		name: "Name",
		nameHint: "Such as “Twilio, production”. Records show it for each call.",
		groups: "Groups",
		groupsHint: "Calls through this connection match only requests of these groups.",
		everyGroup: "All groups, including groups created later",
		someGroups: "Only these:",
		groupList: "Groups that the connection serves",
		numbers: "Numbers without a plus sign",
		numbersChoices: {
			any: {
				label: "Can be national",
				hint: "They are read with the installation’s default country, as in the API.",
			},
			international: {
				label: "Always begin with the country code",
				hint: "Choose this if the phone system sends 14155550132 for +1 415 555 0132.",
			},
		},
		target: "Destination",
		targetHint:
			"Where admitted calls go: a phone number such as +14155550132, or a SIP address such as " +
			"sip:agents@pbx.example.com. A group can have its own on the page of the connection.",
		secondTarget: "Second destination",
		secondTargetHint: ({ seconds }: { seconds: number }) =>
			"Where an admitted call goes if the destination is busy, fails or does not answer within " +
			`${seconds} seconds. The caller hears a sentence. Leave this empty to end such calls.`,
		secondTargetProxyHint:
			"Where an admitted call goes if nobody answers at the destination. The proxy learns it " +
			"when it asks again with unanswered=true.",
		fallback: "Fallback destination",
		fallbackHint:
			"Where all other calls go, marked as not verified. Leave this empty to end these calls.",
		keys: "User data that travels with the call",
		keysHint: ({ max }: { max: number }) =>
			`Up to ${max} keys, separated by commas, the most important first.`,
		language: "Language of the callers",
		languageHint:
			"A group can have its own. The sentences can be changed on the connection’s page.",
		languages: {
			en: "English",
			de: "German",
			fr: "French",
			es: "Spanish",
			pt: "Portuguese (Brazil)",
			it: "Italian",
			nl: "Dutch",
			ja: "Japanese",
		},
		release: "Release the number when the agent answers",
		releaseHint:
			"The number is then free for the next caller. If this is off, the request stays live until " +
			"it expires.",
	},
	secret: {
		names: {
			"auth-token": "Auth token",
			"signing-key": "Signing key",
			"public-key": "Public key",
			key: "Key",
			"plivo-auth-token": "Auth token",
			"signature-secret": "Signature secret",
			"webhook-secret": "Webhook secret",
			password: "Password",
		},
		hints: {
			"auth-token": "From the start page of the Twilio Console, under Account Info.",
			"signing-key": "From the API page of your SignalWire space.",
			"public-key": "From Keys & Credentials in the Telnyx Mission Control Portal.",
			key: "",
			"plivo-auth-token": "From the overview page of the Plivo console.",
			"signature-secret": "From API Settings in the Vonage dashboard.",
			"webhook-secret": "From Account in the jambonz portal.",
			password: "",
		},
		kept: {
			encrypted: "It is stored encrypted, and never shown again.",
			hash: "It is never shown again.",
			plain: "It is no secret: anybody may know it.",
		},
		made: "The service makes a key and shows it once.",
	},
	carried: carriedData,
	sentences: sentencesPage,
	connection: connectionPage,
	preview: previewPage,
};
