/**
 * How far the caller's network vouches for the ANI (STIR/SHAKEN), as a trusted hop told it (C9).
 * `A`: the network knows the caller and the caller's right to the number. `B`: only the caller.
 * `C`: only where the call came in. `failed`: the signature is wrong.
 */
export const ATTESTATIONS = ["A", "B", "C", "failed"] as const;
export type Attestation = (typeof ATTESTATIONS)[number];
