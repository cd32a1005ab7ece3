/** `more` is the place in the help that says more. */
type Term = { word: string; meaning: string; more: string };

/** The terms that pages explain on the word itself. */
export const glossary = {
	dnis: {
		word: "DNIS",
		meaning:
			"Dialed Number Identification Service: the number that the caller dials. A group’s pool " +
			"is made of them.",
		more: "/help/numbers#dialed-numbers",
	},
	ani: {
		word: "ANI",
		meaning:
			"Automatic Number Identification: the number that the caller calls from, also called " +
			"Caller ID. It can be faked.",
		more: "/help/caller-numbers#why-an-ani-is-no-proof",
	},
	e164: {
		word: "E.164",
		meaning:
			"The international form of a phone number: a plus sign, the country code, and the rest, 15 " +
			"digits at most. Example: +14155550132.",
		more: "/help/numbers#numbers-for-a-pool",
	},
	attestation: {
		word: "Attestation",
		meaning:
			"How far the caller’s network vouches for the ANI (STIR/SHAKEN). A: it knows the " +
			"caller and the number. B: it knows the caller. C: it only passes the call on.",
		more: "/help/caller-numbers#what-the-network-can-vouch-for",
	},
	accessCode: {
		word: "Access code",
		meaning:
			"Digits that the app shows and the caller keys in. It tells apart callers who share " +
			"a number.",
		more: "/help/caller-numbers#what-a-code-is-worth",
	},
	drain: {
		word: "Drain",
		meaning:
			"A draining number is given to nobody any more. Calls that are under way still work. " +
			"It can leave the pool once it is free.",
		more: "/help/provisioning#what-numbers-are-doing",
	},
	request: {
		word: "Call-in request",
		meaning:
			"A number, and perhaps a code, reserved for one customer for a short time. A call " +
			"matches it.",
		more: "/help/api",
	},
	attempt: {
		word: "Attempt",
		meaning: "One call of a phone system that asked whose call it is, whatever the answer was.",
		more: "/help/api",
	},
	lock: {
		word: "Lock",
		meaning:
			"After five wrong codes from one ANI, its calls to that number are refused for ten minutes.",
		more: "/help/caller-numbers#what-a-lock-out-costs",
	},
	guard: {
		word: "Guarded",
		meaning:
			"Too many wrong codes came for the number. For ten minutes, callers from another " +
			"phone than the app knows are refused.",
		more: "/help/caller-numbers#guarded-numbers",
	},
} satisfies Record<string, Term>;
