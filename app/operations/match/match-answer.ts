import type { AdmittedRequest } from "../../../db/match/admissions.ts";
import type { MatchSearch } from "../../../db/match/match-candidates.ts";
import type { KeyLimits } from "../../../db/requests/call-in-requests.ts";
import type { MatchFlags } from "../../domain/match/match.ts";
import type { MatchOutcome } from "../../domain/match/outcome.ts";

/**
 * An inbound call as its phone system tells of it, already read. `release` frees the number when
 * the call is admitted. `madeBy`: the user who makes it in the phone system's place, whom the
 * records then name instead of the key.
 */
export type InboundCall = MatchSearch & {
	/** The ANI as it was given; absent where comparison uses the same (N3). */
	fromGiven?: string | null;
	/** The likeliest reading of a dialed number, for a number outside all pools. */
	meant?: string;
	callId: string | null;
	release: boolean;
	apiKey: KeyLimits;
	corrId: string;
	madeBy?: string;
};

/** What records call a dialed number outside all pools. */
export const meantNumber = ({ meant, dialed }: Pick<InboundCall, "meant" | "dialed">) =>
	meant ?? dialed?.[0] ?? null;

/**
 * Whose call it is. `request` is there exactly when the outcome is MATCHED. `codeLength`: how many
 * digits to ask for, where that is certain.
 */
export type MatchAnswer = {
	outcome: MatchOutcome;
	matched: MatchFlags;
	request: AdmittedRequest | null;
	codeLength: number | null;
};
