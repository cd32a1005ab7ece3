import { figure } from "../../wording.ts";
import { woven } from "../../woven.ts";

/** The caller simulation: the request that a call would match, and why. */
export const match = {
	tabTitle: "Caller simulation – Developer",
	nothingYet: "Which request would the call match?",
	nothingYetHint:
		"Enter what the phone system knows about a call. The answer names the requests that it was " +
		"compared with, and what is different. Nothing changes unless you tick “Do it for real”.",
	recorded:
		"A recorded call, simulated now. Its access code is not recorded: enter the code to simulate " +
		"with it.",
	keyGone: "This key no longer works. Choose another.",
	beingAnswered: "A call with this ID is being answered at the moment. Try again.",

	form: {
		heading: "The call",
		refused: "Not simulated",
		dialedNumber: "Dialed number (DNIS)",
		dialedNumberHint: "In any format that carriers send.",
		ani: "ANI",
		aniHint: "The number that the caller calls from.",
		attestation: "Attestation (STIR/SHAKEN)",
		attestationHint: "Optional. How far the caller’s network vouches for the ANI.",
		notTold: "Not told",
		accessCode: "Access code",
		callId: "Call ID",
		callIdHint: "Optional. The phone system’s ID of the call.",
		apiKey: "Act as API key",
		anyKey: "Any key that may use all groups",
		limitedKey: ({ name }: { name: string }) => `${name} (limited to groups)`,
		changes: "What the simulation may change",
		forReal: "Do it for real",
		forRealHint:
			"The call is handled like a call from the phone system. An attempt is recorded in your " +
			"name, and a wrong code counts.",
		release: "Release",
		releaseHint: "If the call is admitted, its request ends and the number becomes free.",
		submit: "Simulate Call",
	},

	outcome: {
		repeated:
			"This is a repeated answer. A call with this ID and the same criteria was answered in the " +
			"last ten minutes.",
		asNewCall: ({ outcome }: { outcome: string }) =>
			`The outcome of a new call would be: ${outcome}.`,
		lockedUntil: <T>({ time }: { time: T }) =>
			woven`Locked until ${time}. An Administrator can lift the lock under Call-In, Locks.`,
		guardedUntil: <T>(of: { group: string | null; isStrict: boolean; time: T }) => {
			const what = of.group === null ? "The number" : `For calls without a number, ${of.group}`;
			const rule = of.isStrict
				? "A code is accepted from its request’s own ANI alone."
				: "A code is accepted from its request’s own ANI, and for a request made without an ANI.";
			const why = "because too many wrong codes were entered";
			const remedy = "An Administrator can lift the guard under Call-In, Locks.";
			return woven<string | T>`${what} is guarded until ${of.time}, ${why}. ${rule} ${remedy}`;
		},
		simulated: "Nothing was changed: no attempt is recorded, and no wrong code counts.",
		forReal: "Done for real: the attempt is recorded in your name.",
		forRealReleased:
			"Done for real: the attempt is recorded in your name, and the request has ended.",
	},

	facts: {
		time: "Time",
		dialedNumber: "Dialed number",
		noNumber: "This is not a phone number",
		unknownNumber: ({ number }: { number: string }) => `${number}: not in any pool, now or earlier`,
		pools: "Pools with this number",
		noPool: "None at the moment",
		live: "Live requests on it",
		liveCounts: ({ withCode, withoutCode }: { withCode: number; withoutCode: number }) =>
			`With a code: ${figure(withCode)}. Without a code: ${figure(withoutCode)}.`,
		ani: "ANI",
		noAni: "This is not a phone number, so it counts as not given",
		attestation: "Attestation",
		accessCode: "Access code",
		given: "Given",
		wrongCodes: "Wrong codes so far",
		wrongCodesOfAni: ({ count, limit }: { count: number; limit: number }) =>
			`${figure(count)} of ${figure(limit)} within ten minutes, from this ANI`,
		wrongCodesWithoutAni: ({ count, limit }: { count: number; limit: number }) =>
			`${figure(count)} of ${figure(limit)} within ten minutes, from callers without a number`,
		spread: "Wrong codes of all callers",
		spreadCounts: ({ wrongCodes, limit }: { wrongCodes: number; limit: number }) =>
			`${figure(wrongCodes)} of ${figure(limit)} within ten minutes, on this number`,
		matched: "matched",
	},

	compared: {
		heading: "Requests compared with the call",
		none:
			"No request of the last hour has this number, this code or this ANI. Check that the app " +
			"created a request, and which number it showed to the customer.",
		nearest: "The nearest requests",
		further: "Further requests",
		columns: { request: "Request", why: "Why", state: "State" },
		more: ({ count }: { count: number }) =>
			count === 1 ? "1 more request, further away" : `${count} more requests, further away`,
		candidate: "Live candidate",
		notCandidate: "Not a candidate",
		request: (of: { number: string; group: string; ani: string | null }) =>
			of.ani === null ? `${of.number}, ${of.group}` : `${of.number}, ${of.group}, for ${of.ani}`,
		codeRests: <T>({ time }: { time: T }) => woven`No other request gets its code before ${time}.`,
		released: <T>({ time }: { time: T }) => woven`Released ${time}.`,
		cancelled: <T>({ time }: { time: T }) => woven`Cancelled ${time}.`,
		expired: <T>({ time }: { time: T }) => woven`Expired ${time}.`,
		expires: <T>({ time }: { time: T }) => woven`Expires ${time}.`,
		wasMatched: "It was matched before.",
		canMatchAgain: "It was matched before, and can be matched again until then.",
	},
};
