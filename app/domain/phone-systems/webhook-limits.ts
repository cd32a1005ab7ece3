/** Bytes of a webhook's body, at most. A larger one is 413. Real ones have less than 4 KiB. */
export const WEBHOOK_BODY_BYTES_MAX = 16 * 1024;
/** Fields of a webhook's form, at most. More are 413. Twilio sends about 30. */
export const WEBHOOK_FIELDS_MAX = 256;

/** Refused webhooks in a minute, after which further ones wait for the check of their signature. */
export const REFUSALS_A_MINUTE = { ofClient: 30, ofConnection: 300 } as const;
/**
 * Webhooks that wait for their check: those of one client, and those of all. As many as their
 * connections (O7), so that nobody is over the limit who waits for an answer before asking again.
 */
export const WAITING_MAX = { ofClient: 500, ofAll: 5000 } as const;
