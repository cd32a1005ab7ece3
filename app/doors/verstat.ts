import type { Attestation } from "../domain/match/attestation.ts";

/**
 * How far the caller's network vouches for the ANI, by a `verstat` of 3GPP and ATIS, which Twilio
 * sends too (P5). A level is told by `Passed-A` to `Passed-C`, also where the signature was passed
 * through. `Passed-A-Diverted` vouches for the party that forwarded the call, not for the caller,
 * so it counts as no level. `Passed` without a level is no A. Null if nothing that counts is told.
 */
export function attestationOfVerstat(verstat: string | null): Attestation | null {
	const said = verstat?.trim() ?? "";
	if (/^TN-Validation-Failed(-|$)/i.test(said)) return "failed";
	const level = /^TN-Validation-Passed-([ABC])(?:-Passthrough)?$/i.exec(said)?.[1];
	return (level?.toUpperCase() as "A" | "B" | "C" | undefined) ?? null;
}
