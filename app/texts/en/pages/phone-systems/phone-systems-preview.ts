import { woven } from "../../../woven.ts";

/** A call through a connection, played without a phone (P4). */
export const previewPage = {
	title: "Preview a call",
	tabTitle: "Preview a call – Phone systems",
	hint: <T>({ requests }: { requests: T }) =>
		woven`Plays a call through as if it came now, with ${requests}. `.concat(
			"Nothing is recorded, counted, reserved or released.",
		),
	liveRequests: "the requests that are live now",
	open: "Preview a Call",
	none: "Calls of this phone system have no prompts to play.",
	heading: "The call",
	dialed: "Dialed number (DNIS)",
	caller: "Caller (ANI)",
	callerHint: "Empty for a withheld number.",
	start: "Call",
	keys: "Keys pressed",
	keysHint: "Empty for silence.",
	press: "Press Keys",
	steps: "What happens",
	cameIn: "The call comes in",
	keyed: ({ digits }: { digits: string }) => `Keyed in: ${digits}`,
	silent: "Nothing is keyed in",
	nobodyAnswers: "Nobody Answers",
	unanswered: "Nobody answers",
	heard: "The caller hears",
	nothingHeard: "Nothing",
	match: "Match",
	notAsked: "Not asked",
	next: "Then",
	does: {
		ask: "Waits for the code",
		end: "Hangs up",
		nothing: "Nothing",
	},
	connects: ({ to }: { to: string }) => `Connects to ${to}`,
	connectsUnverified: ({ to }: { to: string }) => `Connects to ${to}, not verified`,
	document: "Document that would be sent",
};
