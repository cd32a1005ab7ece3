import type { AdmittedRequest } from "../../../db/match/admissions.ts";
import type { MatchSearch } from "../../../db/match/match-candidates.ts";
import type { KeyLimits } from "../../../db/requests/call-in-requests.ts";
import type { MatchFlags } from "../../domain/match/match.ts";
import type { MatchOutcome } from "../../domain/match/outcome.ts";

/**
 * A phone system's inbound call, already parsed. `release` frees the number when the call is
 * admitted. `madeBy`: a user who makes the call in place of the phone system; records then name
 * this user instead of the API key.
 */
export type InboundCall = MatchSearch & {
	/** The ANI as sent; absent if it equals the compared form (N3). */
	fromGiven?: string | null;
	/** The caller withholds the ANI: it decides, and records do not have it (N4). */
	hidesCaller?: boolean;
	/** The likeliest reading of a dialed number that is in no pool. */
	meant?: string;
	callId: string | null;
	release: boolean;
	apiKey: KeyLimits;
	corrId: string;
	madeBy?: string;
};

/** The ANI as records have it. */
export const recordedCaller = ({ fromNumber, fromGiven, hidesCaller }: InboundCall) =>
	hidesCaller ? NO_CALLER : { fromNumber, fromGiven: fromGiven ?? null };
const NO_CALLER = { fromNumber: null, fromGiven: null };

/** The form in which records show a dialed number that is in no pool. */
export const meantNumber = ({ meant, dialed }: Pick<InboundCall, "meant" | "dialed">) =>
	meant ?? dialed?.[0] ?? null;

/**
 * The answer to a call. `request` is present exactly if the outcome is MATCHED. `codeLength`: the
 * number of digits to ask for, if certain.
 */
export type MatchAnswer = {
	outcome: MatchOutcome;
	matched: MatchFlags;
	request: AdmittedRequest | null;
	codeLength: number | null;
};
