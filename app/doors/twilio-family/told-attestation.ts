import type { Attestation } from "../../domain/match/attestation.ts";
import { attestationOfVerstat } from "../verstat.ts";

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
			return attestationOfVerstat(fields.get("StirVerstat"));
		case "telnyx-texml":
			return ofTelnyx(fields.get("ShakenStirAttestation"), fields.get("ShakenStirValidated"));
		case "signalwire":
			return null;
	}
}

/** Telnyx tells the level and whether it could be validated. One without the other is nothing. */
function ofTelnyx(level: string | null, validated: string | null): Attestation | null {
	const said = level?.trim().toUpperCase() ?? "";
	if (said !== "A" && said !== "B" && said !== "C") return null;
	const isValid = validated?.trim().toLowerCase();
	if (isValid === "true") return said;
	return isValid === "false" ? "failed" : null;
}
