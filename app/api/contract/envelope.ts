import { type ApiFailure, ERRORS, FIELD_AT_FAULT, SUCCESS } from "./error-codes.ts";
import type { ApiAnswer, ApiResponse } from "./exchange.ts";
import type { FieldError } from "./field-error.ts";

/** An answer in the envelope of C2. Fields without a value are omitted (C1): pass undefined. */
export function toResponse(answer: ApiAnswer, corrId: string): ApiResponse {
	if (answer.ok) {
		const etag: Record<string, string> = answer.etag === undefined ? {} : { etag: answer.etag };
		if ("file" in answer) return respondFile(corrId, answer.file, etag);
		const replayed: Record<string, string> =
			answer.replayOf === undefined ? {} : { "idempotent-replayed": "true" };
		const status = {
			code: SUCCESS.code,
			message: SUCCESS.message,
			corrId: answer.replayOf ?? corrId,
		};
		const said = respond(200, corrId, { status, data: answer.data }, { ...etag, ...replayed });
		return answer.isLong ? Object.assign(said, { compressible: true }) : said;
	}
	const {
		error,
		detail,
		retryAfterSeconds,
		allow,
		message: start = ERRORS[error].message,
	} = answer.failure;
	const { code, status } = ERRORS[error];
	const message = detail === undefined ? start : `${start} ${detail}`;
	const errors = answer.failure.errors ?? fieldAtFault(error, message);
	return respond(
		status,
		corrId,
		{ status: { code, message, corrId, errors } },
		{
			...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
			...(allow === undefined ? {} : { allow }),
		},
	);
}

function fieldAtFault(
	error: ApiFailure["error"],
	message: string,
): readonly FieldError[] | undefined {
	const field = FIELD_AT_FAULT[error];
	return field === undefined ? undefined : [{ field, code: error, message }];
}

export const fail = (
	error: ApiFailure["error"],
	more: Omit<ApiFailure, "error"> = {},
): { ok: false; failure: ApiFailure } => ({
	ok: false,
	failure: { error, ...more },
});

function respond(
	status: number,
	corrId: string,
	body: object,
	more: Record<string, string> = {},
): ApiResponse {
	const headers = {
		"content-type": "application/json; charset=utf-8",
		"cache-control": "no-store",
		"x-correlation-id": corrId,
		...more,
	};
	return { status, headers, body: JSON.stringify(body) };
}

function respondFile(
	corrId: string,
	file: { type: string; name: string; text: string },
	more: Record<string, string>,
): ApiResponse {
	const headers = {
		"content-type": file.type,
		"content-disposition": `attachment; filename="${file.name}"`,
		"cache-control": "no-store",
		"x-correlation-id": corrId,
		...more,
	};
	return { status: 200, headers, body: file.text, compressible: true };
}
