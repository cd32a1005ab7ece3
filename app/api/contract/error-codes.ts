import { texts } from "../../texts/texts.ts";
import type { FieldError } from "./field-error.ts";

const words = texts.messages.api.errors;

/**
 * The one table of errors (C2): stable code, HTTP status and remedy. The first three digits of a
 * code are the status. A code never gets a second meaning. 0 is success.
 */
export const ERRORS = {
	"body-not-json": { code: 40001, status: 400, message: words["body-not-json"] },
	"fields-wrong": { code: 40002, status: 400, message: words["fields-wrong"] },
	"no-such-group": { code: 40003, status: 400, message: words["no-such-group"] },
	"idempotency-key-wrong": { code: 40004, status: 400, message: words["idempotency-key-wrong"] },
	"if-match-wrong": { code: 40005, status: 400, message: words["if-match-wrong"] },
	"file-wrong": { code: 40006, status: 400, message: words["file-wrong"] },
	"rows-wrong": { code: 40007, status: 400, message: words["rows-wrong"] },
	"json-flawed": { code: 40008, status: 400, message: words["json-flawed"] },
	"request-unreadable": { code: 40009, status: 400, message: words["request-unreadable"] },
	"caller-number-required": {
		code: 40010,
		status: 400,
		message: words["caller-number-required"],
	},
	"columns-unclear": { code: 40012, status: 400, message: words["columns-unclear"] },
	"key-missing": { code: 40101, status: 401, message: words["key-missing"] },
	"key-unknown": { code: 40102, status: 401, message: words["key-unknown"] },
	"scope-missing": { code: 40301, status: 403, message: words["scope-missing"] },
	"key-limited": { code: 40302, status: 403, message: words["key-limited"] },
	"key-network-wrong": { code: 40303, status: 403, message: words["key-network-wrong"] },
	"key-secret-old": { code: 40304, status: 403, message: words["key-secret-old"] },
	"test-key-refused": { code: 40305, status: 403, message: words["test-key-refused"] },
	"path-unknown": { code: 40401, status: 404, message: words["path-unknown"] },
	"no-such-request": { code: 40402, status: 404, message: words["no-such-request"] },
	"group-gone": { code: 40403, status: 404, message: words["group-gone"] },
	"entry-gone": { code: 40404, status: 404, message: words["entry-gone"] },
	"connection-gone": { code: 40405, status: 404, message: words["connection-gone"] },
	"import-gone": { code: 40406, status: 404, message: words["import-gone"] },
	"lock-gone": { code: 40407, status: 404, message: words["lock-gone"] },
	"method-not-allowed": { code: 40501, status: 405, message: words["method-not-allowed"] },
	"request-too-slow": { code: 40801, status: 408, message: words["request-too-slow"] },
	"idempotency-key-reused": { code: 40901, status: 409, message: words["idempotency-key-reused"] },
	"number-in-pool": { code: 40902, status: 409, message: words["number-in-pool"] },
	"number-exclusive-elsewhere": {
		code: 40903,
		status: 409,
		message: words["number-exclusive-elsewhere"],
	},
	"number-not-exclusive": { code: 40904, status: 409, message: words["number-not-exclusive"] },
	"number-shared-elsewhere": {
		code: 40905,
		status: 409,
		message: words["number-shared-elsewhere"],
	},
	"pool-full": { code: 40906, status: 409, message: words["pool-full"] },
	"pool-last-number": { code: 40907, status: 409, message: words["pool-last-number"] },
	"name-taken": { code: 40908, status: 409, message: words["name-taken"] },
	"number-live": { code: 40909, status: 409, message: words["number-live"] },
	"import-empty": { code: 40910, status: 409, message: words["import-empty"] },
	"number-not-available": { code: 40911, status: 409, message: words["number-not-available"] },
	"connection-name-taken": { code: 40912, status: 409, message: words["connection-name-taken"] },
	"installation-not-ready": {
		code: 40913,
		status: 409,
		message: words["installation-not-ready"],
	},
	"undo-impossible": { code: 40914, status: 409, message: words["undo-impossible"] },
	"pool-all-draining": { code: 40915, status: 409, message: words["pool-all-draining"] },
	"request-ended": { code: 40916, status: 409, message: words["request-ended"] },
	"number-draining": { code: 40917, status: 409, message: words["number-draining"] },
	"changed-meanwhile": { code: 41201, status: 412, message: words["changed-meanwhile"] },
	"body-too-large": { code: 41301, status: 413, message: words["body-too-large"] },
	"file-too-large": { code: 41302, status: 413, message: words["file-too-large"] },
	"path-too-long": { code: 41401, status: 414, message: words["path-too-long"] },
	"media-type-wrong": { code: 41501, status: 415, message: words["media-type-wrong"] },
	"media-type-not-csv": { code: 41502, status: 415, message: words["media-type-not-csv"] },
	"expectation-unknown": { code: 41701, status: 417, message: words["expectation-unknown"] },
	"if-match-missing": { code: 42801, status: 428, message: words["if-match-missing"] },
	"no-number-free": { code: 42901, status: 429, message: words["no-number-free"] },
	"no-code-free": { code: 42902, status: 429, message: words["no-code-free"] },
	"too-many-requests": { code: 42903, status: 429, message: words["too-many-requests"] },
	"headers-too-large": { code: 43101, status: 431, message: words["headers-too-large"] },
	unexpected: { code: 50001, status: 500, message: words.unexpected },
	"database-unreachable": { code: 50301, status: 503, message: words["database-unreachable"] },
	"still-under-way": { code: 50302, status: 503, message: words["still-under-way"] },
	"server-busy": { code: 50304, status: 503, message: words["server-busy"] },
} as const satisfies Record<string, { code: number; status: number; message: string }>;

export type ApiErrorName = keyof typeof ERRORS;

/**
 * The field or header at fault, for errors that are always about the same one (C14). The error's
 * name is then the stable word in `errors`.
 */
export const FIELD_AT_FAULT: { [error in ApiErrorName]?: string } = {
	"no-such-group": "groupName",
	"idempotency-key-wrong": "Idempotency-Key",
	"if-match-wrong": "If-Match",
	"caller-number-required": "fromPhoneNumber",
	"key-missing": "x-api-key",
	"key-unknown": "x-api-key",
	"test-key-refused": "x-api-key",
	"no-such-request": "id",
	"request-ended": "id",
	"number-draining": "id",
	"idempotency-key-reused": "Idempotency-Key",
	"number-in-pool": "number",
	"number-exclusive-elsewhere": "number",
	"number-not-exclusive": "number",
	"number-shared-elsewhere": "uniqueDnis",
	"name-taken": "name",
	"number-live": "acceptedLiveRequests",
	"connection-name-taken": "name",
	"changed-meanwhile": "If-Match",
	"media-type-wrong": "content-type",
	"media-type-not-csv": "content-type",
	"expectation-unknown": "Expect",
	"if-match-missing": "If-Match",
};

/**
 * A failure: its key in the table, the end of its message, a fuller message in place of the
 * table's, `Retry-After` in whole seconds, and what is wrong with each field, if more is known than
 * `FIELD_AT_FAULT` says.
 */
export type ApiFailure = {
	error: ApiErrorName;
	errors?: readonly FieldError[];
	detail?: string;
	message?: string;
	retryAfterSeconds?: number;
	allow?: string;
};

export const SUCCESS = { code: 0, message: "Successful" } as const;
