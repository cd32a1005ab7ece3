import type { AttemptRecord } from "../../app/domain/records/record.ts";

/** An attempt in a timeline that begins with the year 2026; its ID is the second. */
export const attemptOf = (second: number, more: Partial<AttemptRecord> = {}): AttemptRecord => ({
	...{
		id: String(second),
		at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
		outcome: "MATCHED",
		callId: null,
		fromNumber: null,
		attestation: null,
		toNumber: null,
		requestId: null,
		apiKeyName: null,
		connectionId: null,
		corrId: "",
		released: false,
	},
	...more,
});
