import { figure } from "../../../wording.ts";

/** What travels to the agent, by the way of each phone system (P3). */
export const carriedData = {
	ways: {
		"sip-headers": "The request’s ID and the user data travel as SIP headers to a SIP address.",
		"json-headers": "The request’s ID and the user data travel as SIP headers to a SIP address.",
		"vonage-headers":
			"The request’s ID and the user data travel as SIP headers to a SIP address. The agent sees " +
			"the dialed number as the caller’s, because Vonage connects to a phone only from a number " +
			"of the account.",
		"plivo-headers":
			"The request’s ID and the user data travel as SIP headers to a SIP address. Plivo puts " +
			"X-PH- before their names, and takes only letters and digits: a name of up to 24, without " +
			"underscores.",
		"user-to-user":
			"The request’s ID and the user data travel in the one SIP header User-to-User, as a query " +
			"in base64.",
		aai:
			"The request’s ID and the user data travel as the application-to-application information " +
			"(aai) of the transfer, as a query. What the platform makes of it is its own matter. " +
			"VoiceXML does not tell when an agent answers, so a request is released when the call ends.",
	},
	sizes: ({ value, all }: { value: number; all: number }): string =>
		`Values are percent-encoded UTF-8. Each is cut to ${figure(value)} characters, all together ` +
		`to ${figure(all)}. Where something was cut, that is said.`,
	admitted: "What arrives with an admitted call, also at the second destination",
	fallback: "What arrives with a call to the fallback",
	number:
		"A phone number takes none of it. There the agent’s system finds the request by the call’s " +
		"ID in the API.",
	exampleValue: "Zoë & Co",
	exampleRequest: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
};
