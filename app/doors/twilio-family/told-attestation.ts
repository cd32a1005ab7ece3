import type { Attestation } from "../../domain/match/attestation.ts";

/**
 * The platforms of the family. Sources for what they say about STIR/SHAKEN, read in November 2026:
 * - Twilio: www.twilio.com/docs/voice/trusted-calling-with-shakenstir, table of `StirVerstat`
 * - Telnyx TeXML: developers.telnyx.com/api-reference/callbacks/texml-call-initiated
 * - SignalWire: its page of request parameters names none
 */
export const FAMILY = ["twilio", "signalwire", "telnyx-texml"] as const;
export type FamilyPlatform = (typeof FAMILY)[number];

/**
 * How far the caller's network vouches for the ANI, as a platform's fields tell it (P5). Null if
 * they tell nothing that counts.
 */
export function attestationOf(
	platform: FamilyPlatform,
	fields: URLSearchParams,
): Attestation | null {
	switch (platform) {
		case "twilio":
			return ofVerstat(fields.get("StirVerstat"));
		case "telnyx-texml":
			return ofTelnyx(fields.get("ShakenStirAttestation"), fields.get("ShakenStirValidated"));
		case "signalwire":
			return null;
	}
}

/**
 * Twilio's `StirVerstat`. A level is told by `Passed-A` to `Passed-C`, also where the signature was
 * passed through. `Passed-A-Diverted` vouches for the party that forwarded the call, not for the
 * caller, so it counts as no level. `Passed` without a level is no A.
 */
function ofVerstat(verstat: string | null): Attestation | null {
	const said = verstat?.trim() ?? "";
	if (/^TN-Validation-Failed(-|$)/i.test(said)) return "failed";
	const level = /^TN-Validation-Passed-([ABC])(?:-Passthrough)?$/i.exec(said)?.[1];
	return (level?.toUpperCase() as "A" | "B" | "C" | undefined) ?? null;
}

/** Telnyx tells the level and whether it could be validated. One without the other is nothing. */
function ofTelnyx(level: string | null, validated: string | null): Attestation | null {
	const said = level?.trim().toUpperCase() ?? "";
	if (said !== "A" && said !== "B" && said !== "C") return null;
	const isValid = validated?.trim().toLowerCase();
	if (isValid === "true") return said;
	return isValid === "false" ? "failed" : null;
}
