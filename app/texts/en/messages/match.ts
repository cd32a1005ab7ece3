import { figure } from "../../wording.ts";

const both = (words: readonly string[]): string =>
	words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

const capitalised = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

type Ago = { span: string };

/** Inbound calls: their outcomes, and why a request did not match. */
export const match = {
	callIdWrong: ({ limit }: { limit: number }): string =>
		`Enter a call ID of at most ${figure(limit)} characters.`,
	keyUnknown: "Choose a key from the list.",
	criteriaMissing: "Enter a dialed number, an ANI or an access code.",

	outcomes: {
		MATCHED: "Matched",
		AMBIGUOUS: "Ambiguous",
		WRONG_CODE: "Wrong code",
		CODE_REQUIRED: "Code required",
		ANI_MISMATCH: "ANI mismatch",
		EXPIRED: "Expired",
		NOTHING_MATCHED: "Nothing matched",
		LOCKED: "Locked",
	},
	outcomeMeans: {
		MATCHED: "The call belongs to exactly one live request, and is admitted.",
		AMBIGUOUS:
			"Several live requests fit, or one that is not certainly the caller’s. The call is not " +
			"admitted, because it could be someone else’s.",
		WRONG_CODE: "The live requests that fit have codes, but none has this code.",
		CODE_REQUIRED: "Only requests with a code are live here, and the call has no code.",
		ANI_MISMATCH:
			"The live requests that fit have no code, but none can be for this ANI, or the call lacks " +
			"what their Caller ID setting requires.",
		EXPIRED: "The call came too late. Its request expired in the last ten minutes.",
		NOTHING_MATCHED: "No request fits the call: none is live, and none has just expired.",
		LOCKED:
			"Too many wrong codes: this ANI is locked out of the number, or the number is guarded and " +
			"the call is not certainly from the request’s ANI. Even the right code is refused.",
	},

	/** How far the caller's network vouches for the ANI. */
	attestations: {
		A: "A: the network vouches for the number",
		B: "B: the network knows the caller, not the number",
		C: "C: the network only passes the call on",
		failed: "Failed: the signature is wrong",
	},

	lessThanASecond: "less than 1 s",
	/** Why a request did not match the call: clauses for `nearMiss`. */
	obstacles: {
		expired: ({ span }: Ago): string => `it expired ${span} before the call`,
		released: ({ span }: Ago): string => `an admitted call released it ${span} before`,
		cancelled: ({ span }: Ago): string => `it was cancelled ${span} before the call`,
		numberLost: "another request has its number now",
		keyMayNotSee: "the key may not use its group",
		otherNumber: ({ number }: { number: string }): string => `it is on another number (${number})`,
		otherCode: "it has another code",
		codeErased: "its code is erased and cannot be compared",
		codeRequired: "it needs a code",
		otherAni: "it is for another ANI",
		aniRequired: "its Caller ID setting requires an ANI",
		aniNotCertain: "its Caller ID setting requires an ANI that is certainly the same",
		notAttested: "its Caller ID setting requires attestation A",
		nothingExact: "nothing that was given matches it exactly",
		oneOfSeveral: "other requests fit too",
		othersHaveCodes: "it has no code, and a call with a code belongs to a request with a code",
		callersOwnExpired:
			"the caller’s own request on this number has expired, so this one is someone else’s",
		codeRests: "the code belongs to a request that has ended",
		callersOwnFirst: "another request was made for this ANI",
		locked: "this ANI and number are locked",
		guarded:
			"too many wrong codes were entered, and this call is not certainly from the request’s ANI",
	},
	/** How one request compares with the call: matching criteria first, then the obstacles. */
	nearMiss: (found: {
		code: boolean;
		number: boolean;
		ani: boolean;
		obstacles: readonly string[];
	}): string => {
		if (found.obstacles.length === 0) return "The call is admitted to this request.";
		const same = [found.code && "code", found.number && "number", found.ani && "ANI"];
		const right = same.filter((word) => word !== false);
		const why = both(found.obstacles);
		return right.length === 0 ? `${capitalised(why)}.` : `Right ${both(right)}, but ${why}.`;
	},
	/** The criteria of a call, and how each compares with a request. */
	criteria: { code: "Code", number: "Number", ani: "ANI" },
	compared: {
		same: "same",
		differs: "differs",
		notGiven: "not given",
		hasNone: "has none",
		notKnown: "not known",
	},
};
