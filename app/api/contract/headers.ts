import { z } from "zod";
import type { ApiErrorName } from "./error-codes.ts";

/** What the header Idempotency-Key may be (C7). */
export const idempotencyKey = z
	.string()
	.regex(/^[\x21-\x7e]{1,255}$/)
	.meta({ minLength: 1, maxLength: 255 });

const ETAG = /^"[\x21\x23-\x7e]+"$/;

/** A header of an answer. One that is not `always` there is there when its description says so. */
type AnswerHeader = { description: string; always: boolean; schema: z.ZodType; example: string };

/** The headers that an answer may have. */
export const ANSWER_HEADERS = {
	"X-Correlation-Id": {
		description:
			"The ID of this call: that of the call's own `x-correlation-id`, where it was a UUID, else a new one.",
		always: true,
		schema: z.guid(),
		example: "5f0c2f0e-6c2b-4a39-9a57-0d1f4f6f7b0a",
	},
	"Idempotent-Replayed": {
		description:
			"There when this is the remembered answer of the first call with this `Idempotency-Key`.",
		always: false,
		schema: z.literal("true"),
		example: "true",
	},
	"RateLimit-Limit": {
		description:
			"There when the key is limited: how many calls a minute it may make, over all processes.",
		always: false,
		schema: z.string().regex(/^[1-9][0-9]*$/),
		example: "600",
	},
	"RateLimit-Remaining": {
		description: "There when the key is limited: how many calls are left in this minute.",
		always: false,
		schema: z.string().regex(/^[0-9]+$/),
		example: "599",
	},
	"RateLimit-Reset": {
		description:
			"There when the key is limited: seconds until the next minute begins, and counting starts again; at least 1.",
		always: false,
		schema: z.string().regex(/^[1-9][0-9]*$/),
		example: "42",
	},
	ETag: {
		description:
			"The version of what the answer tells of, in quotation marks: send it as it is in `If-Match`.",
		always: true,
		schema: z.string().regex(ETAG),
		example: '"e3"',
	},
	"Retry-After": {
		description: "After how long to try again, in whole seconds, at least 1. A hint.",
		always: true,
		schema: z.string().regex(/^[1-9][0-9]*$/),
		example: "12",
	},
} as const satisfies Record<string, AnswerHeader>;

export type AnswerHeaderName = keyof typeof ANSWER_HEADERS;

/** A header of a call: what it may be, and what comes of it wherever it is taken. */
type RequestHeader = {
	description: string;
	required: boolean;
	schema: z.ZodType;
	example: string;
	failures: readonly ApiErrorName[];
	answerHeaders: readonly AnswerHeaderName[];
};

/** The headers that an endpoint may take, beside those of every call. */
export const REQUEST_HEADERS = {
	"Idempotency-Key": {
		description:
			"Makes a call safe to repeat: for 24 hours, a call with the same key and the same body (compared as parsed JSON) gets the first 200 again, with `Idempotent-Replayed: true`, and nothing happens twice. It is kept apart by API key and endpoint. Refusals are not remembered. 1 to 255 visible ASCII characters, without spaces.",
		required: false,
		schema: idempotencyKey,
		example: "order-4711-call",
		failures: ["idempotency-key-wrong", "idempotency-key-reused", "still-under-way"],
		answerHeaders: ["Idempotent-Replayed"],
	},
	"If-Match": {
		description:
			"The ETag of what you have read, quotation marks included, so that nobody's change is lost: where it was changed meanwhile, nothing happens and the answer is 412. What changes or deletes needs it (428 without); an import can do without. Several, separated by commas, are alternatives; `*` is whatever stands there.",
		required: false,
		schema: z.string(),
		example: '"e3"',
		failures: ["if-match-wrong", "changed-meanwhile"],
		answerHeaders: [],
	},
} as const satisfies Record<string, RequestHeader>;

export type RequestHeaderName = keyof typeof REQUEST_HEADERS;
