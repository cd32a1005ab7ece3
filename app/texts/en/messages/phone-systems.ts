import { figure } from "../../wording.ts";

type Length = { length: number; limit: number };

/** Connections to phone systems: their kinds, errors, and what is noted of their calls. */
export const phoneSystems = {
	kinds: {
		twilio: "Twilio",
		signalwire: "SignalWire",
		"telnyx-texml": "Telnyx TeXML",
		plivo: "Plivo",
		vonage: "Vonage",
		jambonz: "jambonz",
		bandwidth: "Bandwidth",
		voicexml: "VoiceXML 2.1",
		"sip-proxy": "SIP proxy (HTTP)",
	},
	nameMissing: "Enter a name that says which phone system this is.",
	nameTooLong: ({ length, limit }: Length): string =>
		`The name has ${figure(length)} characters. Shorten it to ${limit} or fewer.`,
	nameInvisible:
		"The name has an invisible character. " +
		"Use only letters, digits, punctuation, symbols and plain spaces.",
	nameTaken: "Another connection has this name. Choose another name.",
	groupsMissing: "Choose at least one group, or serve all groups.",
	secretMissing: {
		"auth-token": "Enter the auth token. The Twilio Console shows it.",
		"signing-key": "Enter the signing key. Your SignalWire space shows it.",
		"public-key": "Enter the public key. The Mission Control Portal shows it.",
		key: "",
		"plivo-auth-token": "Enter the auth token. The Plivo console shows it.",
		"signature-secret": "Enter the signature secret. The Vonage dashboard shows it.",
		"webhook-secret": "Enter the webhook secret. The jambonz portal shows it.",
		password: "",
	},
	secretWrong: {
		"auth-token":
			"This is no auth token: it has 16 to 200 letters and digits without spaces. " +
			"Copy it again from the console.",
		"signing-key":
			"This is no signing key: it has 16 to 200 letters and digits without spaces. " +
			"Copy it again from the console.",
		"public-key":
			"This is no public key: it has 44 characters, and the last one is an equals sign. " +
			"Copy it again from the console.",
		key: "",
		"signature-secret":
			"This is no signature secret: it has 16 to 200 characters without spaces. " +
			"Copy it again from the dashboard.",
		password: "",
		"webhook-secret":
			"This is no webhook secret: it has 16 to 200 characters without spaces. " +
			"Copy it again from the portal.",
		"plivo-auth-token":
			"This is no auth token: it has 16 to 200 letters and digits without spaces. " +
			"Copy it again from the console.",
	},
	destinationUnreadable:
		"Enter a phone number with its country code, such as +14155550132, or a SIP address, such as " +
		"sip:agents@pbx.example.com.",
	destinationTooLong: ({ limit }: { limit: number }): string =>
		`Shorten the address to ${limit} characters or fewer.`,
	sipAddressWithHeaders:
		"Remove the question mark and what follows it. The product adds the headers itself.",
	destinationNotPlain: ({ cleaned }: { cleaned: string }): string =>
		`Write the number without spaces and punctuation: ${cleaned}.`,
	keyWrong: ({ key }: { key: string }): string =>
		`“${key}” cannot be the name of a header. ` +
		"Use keys of letters, digits and underscores that begin with a letter.",
	keyTooLong: ({ limit }: { limit: number }): string =>
		`A key has more than ${limit} characters. Use shorter keys.`,
	keysTooMany: ({ limit }: { limit: number }): string => `Name at most ${limit} keys.`,
	keepUnknown: "Choose how long the old secret stays valid.",
	groupUnknown: "Choose a group that this connection serves.",
	destinationMissing: "Enter a destination, a second one, a fallback or a language.",
	noData: ({ numbers }: { numbers: string }): string =>
		`No data reaches a phone number: ${numbers}. Use a SIP address, or the API.`,
	pooled: ({ numbers }: { numbers: string }): string =>
		`${numbers} is a number of a group. A call that goes there comes back here. ` +
		"Use a number that agents answer.",
	madeAlready: "This form was sent twice. The connection was created the first time.",
	gone: "This connection was deleted.",
	changedMeanwhile: ({ by }: { by: string }): string =>
		`${by} changed this connection while you edited it. The fields now show the newer values. ` +
		"Make your change again.",
	publicUrlMissing: {
		signature:
			"This kind signs the address of the product, so the product must know it. " +
			"Set PUBLIC_URL, and start again.",
		callbacks:
			"The answers to this kind say where it calls back, so the product must know its address. " +
			"Set PUBLIC_URL, and start again.",
	},
	secretsKeyMissing:
		"The product has no key to encrypt this secret. Set SECRETS_KEY, and start again.",
	secretsKeyWrong:
		"The key of this process is not the key of the other secrets. " +
		"Set the same SECRETS_KEY for all processes, and start again.",

	events: {
		start: "New call",
		code: "Code keyed in",
		answered: "Agent answered",
		dialed: "Agent’s leg over",
		unanswered: "Agent did not answer",
		"second-dialed": "Second destination’s leg over",
		"second-unanswered": "Second destination did not answer",
		ended: "Call over",
		unreadable: "Unreadable",
		"agent-leg": "Agent’s leg",
		"call-status": "Call",
		error: "Error in the phone system",
		"start-misplaced": "New call, at the URL for the status of calls",
		"ended-misplaced": "Status of a call, at the URL for calls",
	},
	answers: {
		ask: "Asked for the code",
		connect: "Connected",
		"connect-second": "Connected to the second destination",
		"connect-fallback": "Connected to the fallback, not verified",
		end: "Ended the call",
		nothing: "Noted",
		decision: "Told the decision",
	},
	refusals: {
		"no-signature": "It has no signature.",
		"no-secret": "The connection has no secret.",
		"wrong-signature":
			"Its signature is wrong. Compare the secret with the phone system’s, and let no proxy " +
			"change the message.",
		"unknown-algorithm": "Its signature has an unknown algorithm.",
		"out-of-time": "Its signature is too old. Check the clock of this machine.",
		"no-key": "It has no key.",
		"wrong-key": "Its key is wrong.",
		paused: "The connection is paused.",
		"secret-unreadable": "The secret cannot be decrypted. Enter it again.",
		"no-public-url":
			"PUBLIC_URL is not set, so no answer could say where to call back. Set it, and start again.",
		"wrong-method":
			"It used another HTTP method than this kind takes. Choose POST in the phone system, for " +
			"both URLs.",
		"wrong-content-type": "It has a wrong content type.",
		"too-large": "It is too large.",
		unreadable: "It cannot be read.",
		"crowded-out": "Too many messages from its address waited for the check of their signature.",
		"rate-limited": "There were too many calls.",
		"database-away": "The database was away.",
	},
	/** The same for kinds of one trait. */
	refusalsOfKinds: {
		signedAddress: {
			"wrong-signature":
				"Its signature is wrong. Compare the secret, and the address in the phone system with " +
				"the one above.",
			"no-public-url":
				"PUBLIC_URL is not set, so no signature of an address can be checked. Set it, and start " +
				"again.",
		},
	},
};
