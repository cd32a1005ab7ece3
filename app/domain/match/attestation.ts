import { texts } from "../../texts/texts.ts";

/**
 * How far the caller's network vouches for the ANI (STIR/SHAKEN), as a trusted hop told it (C9).
 * `A`: the network knows the caller and the caller's right to the number. `B`: only the caller.
 * `C`: only where the call came in. `failed`: the signature is wrong.
 */
export const ATTESTATIONS = ["A", "B", "C", "failed"] as const;
export type Attestation = (typeof ATTESTATIONS)[number];

/** The attestations in words, for people. */
export const ATTESTATION_WORDS: Record<Attestation, string> = texts.messages.match.attestations;

/** Any other value counts as not given (C9). */
export const readAttestation = (given: unknown): Attestation | null =>
	ATTESTATIONS.find((attestation) => attestation === given) ?? null;
