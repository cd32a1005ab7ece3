import { BYTE_ORDER_MARK, csvRow } from "../csv.ts";
import { addFormulaGuard } from "../import/formula-guard.ts";
import { requestState } from "../requests/request-state.ts";
import { isoWithOffset } from "../zoned-time.ts";
import type { AttemptRecord, RequestRecord } from "./record.ts";

/**
 * The reader of a file: its times are in the reader's zone, and it has no ANI if the reader may not
 * see it (R4, G14).
 */
export type FileReader = { zone: string; showsPrivate: boolean };

/** The first row of a file, byte order mark included. */
const head = (cells: string[]): string => BYTE_ORDER_MARK + csvRow(cells);

export const requestsCsvHead = ({ showsPrivate }: FileReader): string =>
	head([
		"ID",
		"State",
		"Created",
		...(showsPrivate ? ["ANI"] : []),
		"DNIS",
		"Group",
		"Expires",
		"Matched",
		"Attempts",
	]);

/** A request as a row of a file (K2): never its code. */
export function requestCsvRow(request: RequestRecord, { zone, showsPrivate }: FileReader): string {
	return csvRow([
		request.id,
		requestState(request),
		isoWithOffset(request.createdAt, zone),
		...(showsPrivate ? [request.fromNumber ?? ""] : []),
		request.toNumber,
		addFormulaGuard(request.groupName),
		isoWithOffset(request.expiresAt, zone),
		request.matchedAt ? isoWithOffset(request.matchedAt, zone) : "",
		String(request.attempts),
	]);
}

export const attemptsCsvHead = ({ showsPrivate }: FileReader): string =>
	head([
		"Time",
		"Call ID",
		...(showsPrivate ? ["ANI"] : []),
		"DNIS",
		"Outcome",
		"API key",
		"Request ID",
		"Attestation",
	]);

/** An attempt as a row of a file (K5). The call ID is any text from the phone system. */
export function attemptCsvRow(attempt: AttemptRecord, { zone, showsPrivate }: FileReader): string {
	return csvRow([
		isoWithOffset(attempt.at, zone),
		addFormulaGuard(attempt.callId ?? ""),
		...(showsPrivate ? [attempt.fromNumber ?? ""] : []),
		attempt.toNumber ?? "",
		attempt.outcome,
		addFormulaGuard(attempt.apiKeyName ?? ""),
		attempt.requestId ?? "",
		attempt.attestation ?? "",
	]);
}
