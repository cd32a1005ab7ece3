import { counted } from "../../wording.ts";
import { woven } from "../../woven.ts";

/** One request, and one attempt. */
export const record = {
	request: {
		heading: "Call-in request",
		tabTitle: ({ number }: { number: string }) => `${number} – Call-In`,
		tabTitleUnknown: "Request – Call-In",
		gone: "There is no such call-in request. Old requests are removed after the retention period.",
		facts: "Facts",
		id: "ID",
		state: "State",
		stillLive: ({ state }: { state: string }) => `${state}, and live until it expires`,
		accessCode: "Access code",
		noCode: "None",
		callerId: "Caller ID",
		codeHidden: "Hidden for your role",
		codeGone: "No longer shown, because the request has ended",
		groupDeleted: ({ name }: { name: string }) => `${name} (deleted)`,
		/** Beside the group's name. */
		itsRequests: "its requests",
		expiry: "Expiry",
		notMatched: "No",
		endedEarly: "Ended early",
		firstExpiry: "Expiry before it was extended",
		callbackServiceId: "callbackServiceId",
		keyNotKept: "Not recorded",
		correlationId: "Correlation ID",
		userData: "User data",
		noUserData: "None",
		firstAttempts: ({ count }: { count: number }) => `Only the first ${count} attempts are shown.`,
		allAttempts: "Show all",
	},

	timeline: {
		heading: "Timeline",
		created: "Created",
		matched: "Matched for the first time",
		cancelled: "Cancelled",
		released: "Released after its match",
		extended: "Extended",
		extendedUntil: <T>({ time }: { time: T }) => woven`Extended until ${time}`,
		expired: "Expired",
		attempt: ({ outcome }: { outcome: string }) => `Attempt: ${outcome}`,
		attemptFrom: <T>({ number }: { number: T }) => woven`from ${number}`,
		attemptOn: <T>({ number }: { number: T }) => woven`on ${number}`,
		attemptCall: <T>({ callId }: { callId: T }) => woven`call ${callId}`,
		attemptKey: ({ name }: { name: string }) => `key “${name}”`,
		attemptThrough: <T>({ name }: { name: T }) => woven`Through the connection ${name}`,
		/** Before the outcome of a call's first attempt. */
		callCameIn: "Call came in. ",
		callOutcomes: {
			MATCHED: "Matched, and connected",
			AMBIGUOUS: "Several requests fit",
			WRONG_CODE: "Wrong code keyed in",
			CODE_REQUIRED: "Asked for the access code",
			ANI_MISMATCH: "Called from another number",
			EXPIRED: "Too late",
			NOTHING_MATCHED: "No request fits",
			LOCKED: "Locked out after wrong codes",
		},
		callSteps: {
			answered: "Agent answered",
			unanswered: "Agent did not answer",
			forwarded: "Agent did not answer, so the call went to the second destination",
			"second-answered": "Second destination answered",
			"second-unanswered": "Second destination did not answer",
			ended: "Call ended",
		},
		attemptReleased: "released",
		correlationId: <T>({ id }: { id: T }) => woven`Correlation ID ${id}`,
	},

	/** The request's life as a drawing. */
	bar: {
		description: ({ attempts }: { attempts: number }) =>
			`The request’s time from its creation on, with ${counted(attempts, "attempt")}. ` +
			"The list below has the same in words.",
		now: "Now",
		at: ({ what, time }: { what: string; time: string }) => `${what}, ${time}`,
		kinds: {
			matched: "Matched call",
			refused: "Refused call",
			step: "Step of a call",
			extended: "Extended",
			ended: "End",
		},
	},

	attempt: {
		tabTitle: ({ outcome }: { outcome: string }) => `${outcome} – Call-In`,
		tabTitleUnknown: "Attempt – Call-In",
		place: "Attempts",
		gone: "There is no such attempt. Old attempts are removed after the retention period.",
		why: "Why",
		todo: "What to do",
		facts: "The call",
		/** The request that the call certainly belongs to, at the time of the call. */
		expiredBefore: <T>({ span, link }: { span: string; link: T }) =>
			woven<string | T>`${link} expired ${span} before the call.`,
		itsRequest: "Its request",
		/** What each outcome asks of the person who reads it. */
		advice: {
			MATCHED: "Nothing. If the customer still reached nobody, look at the request’s timeline.",
			AMBIGUOUS:
				"Ask the customer to start again in the app. If it happens often, switch on access codes " +
				"or “Unique DNIS” for the group.",
			WRONG_CODE:
				"Ask the customer to key in the code that the app shows now. A code of an earlier " +
				"request no longer counts.",
			CODE_REQUIRED:
				"Ask the customer to key in the code that the app shows. If nobody is asked for it, " +
				"check that the phone system sends what callers key in.",
			ANI_MISMATCH:
				"Ask the customer to call from the phone that the app knows, with the number shown. " +
				"If many are refused, check what the phone system sends as ANI and attestation, and the " +
				"group’s Caller ID setting.",
			EXPIRED:
				"Ask the customer to start again in the app. If many come too late, set a longer expiry " +
				"for the group.",
			NOTHING_MATCHED:
				"Ask the customer to start again in the app, and to dial the number that it shows. If " +
				"the list below has no request, check that the app created one.",
			LOCKED:
				"Ask the customer to wait ten minutes, and to start again in the app. An " +
				"Administrator can lift the lock.",
		},
		toLocks: "Go to the locks",
		simulate: "Simulate Again",
		others: {
			heading: "See also",
			call: "Other attempts of this call",
			ani: "Attempts from this ANI",
			dnis: "Attempts on this DNIS",
		},
		/** Requests that the call may have been meant for. */
		meant: {
			ofAni: "Requests for this ANI in the hour before the call",
			onDnis: "Requests on this DNIS in the hour before the call",
			none: "The app made none.",
			all: "Show all",
		},
	},
};
