import { z } from "zod";
import type { ApiErrorName } from "./error-codes.ts";

/** The valid values of the header Idempotency-Key (C7). */
export const idempotencyKey = z
	.string()
	.regex(/^[\x21-\x7e]{1,255}$/)
	.meta({ minLength: 1, maxLength: 255 });

const ETAG = /^(?:W\/)?"[\x21\x23-\x7e]+"$/;

/** A response header. Without `always`, its description says when it is present. */
type AnswerHeader = { description: string; always: boolean; schema: z.ZodType; example: string };

/** All possible response headers. */
export const ANSWER_HEADERS = {
	"X-Correlation-Id": {
		description:
			"The ID of this call: the value of its header `x-correlation-id` if that is a UUID, " +
			"otherwise a new one.",
		always: true,
		schema: z.guid(),
		example: "5f0c2f0e-6c2b-4a39-9a57-0d1f4f6f7b0a",
	},
	"Idempotent-Replayed": {
		description:
			"Present if this is the stored answer to the first call with this `Idempotency-Key`.",
		always: false,
		schema: z.literal("true"),
		example: "true",
	},
	"RateLimit-Limit": {
		description:
			"Present if the key is limited: how many calls it may make in a minute, over all processes.",
		always: false,
		schema: z.string().regex(/^[1-9][0-9]*$/),
		example: "600",
	},
	"RateLimit-Remaining": {
		description: "Present if the key is limited: how many calls are left in this minute.",
		always: false,
		schema: z.string().regex(/^[0-9]+$/),
		example: "599",
	},
	"RateLimit-Reset": {
		description:
			"Present if the key is limited: seconds until the next minute begins and counting " +
			"restarts, at least 1.",
		always: false,
		schema: z.string().regex(/^[1-9][0-9]*$/),
		example: "42",
	},
	ETag: {
		description:
			"The version of what the answer describes, in quotation marks, with `W/` before it if the " +
			"answer is compressed. Send it unchanged in `If-Match`.",
		always: true,
		schema: z.string().regex(ETAG),
		example: '"e3"',
	},
	"Retry-After": {
		description:
			"How long to wait before trying again, in whole seconds, at least 1. This is a hint.",
		always: true,
		schema: z.string().regex(/^[1-9][0-9]*$/),
		example: "12",
	},
} as const satisfies Record<string, AnswerHeader>;

export type AnswerHeaderName = keyof typeof ANSWER_HEADERS;

/** A request header: its valid values, and its consequences at every endpoint that accepts it. */
export type RequestHeader = {
	/** The name in a call, if several rows share one. */
	name?: string;
	description: string;
	required: boolean;
	schema: z.ZodType;
	example: string;
	failures: readonly ApiErrorName[];
	answerHeaders: readonly AnswerHeaderName[];
};

const IF_MATCH =
	"The ETag of what you read, with its quotation marks, so that no other change is lost. If it " +
	"has changed since, nothing happens and the answer is 412.";
const IF_MATCH_SYNTAX =
	"Several ETags, separated by commas, are alternatives. `*` matches any version.";

/**
 * Request headers of some endpoints, by their names in the description, in addition to those of
 * every call.
 */
export const REQUEST_HEADERS = {
	"Idempotency-Key": {
		description:
			"Makes a call safe to repeat. For 24 hours, a call with the same key and the same body " +
			"(compared as parsed JSON) gets the first 200 again, with `Idempotent-Replayed: true`. " +
			"Nothing happens twice. Each API key and endpoint has its own keys. Refusals are not " +
			"stored. 1 to 255 visible ASCII characters, without spaces.",
		required: false,
		schema: idempotencyKey,
		example: "order-4711-call",
		failures: ["idempotency-key-wrong", "idempotency-key-reused", "still-under-way"],
		answerHeaders: ["Idempotent-Replayed"],
	},
	"If-Match": {
		description: `${IF_MATCH} Without this header, the answer is 428. ${IF_MATCH_SYNTAX}`,
		required: true,
		schema: z.string(),
		example: '"e3"',
		failures: ["if-match-missing", "if-match-wrong", "changed-meanwhile"],
		answerHeaders: [],
	},
	"If-None-Match": {
		description:
			"The ETag of what you have read before. If it is still the version that `If-Match` would " +
			"compare, the answer is 304 without a body. Figures that are no part of the version, such " +
			"as live requests and warnings, may have changed.",
		required: false,
		schema: z.string(),
		example: '"e3"',
		failures: [],
		answerHeaders: [],
	},
	"If-Match-Where-Known": {
		name: "If-Match",
		description:
			`${IF_MATCH} Only an import that replaces needs this header (428 without it). ` +
			IF_MATCH_SYNTAX,
		required: false,
		schema: z.string(),
		example: '"p3"',
		failures: ["if-match-missing", "if-match-wrong", "changed-meanwhile"],
		answerHeaders: [],
	},
} as const satisfies Record<string, RequestHeader>;

export type RequestHeaderName = keyof typeof REQUEST_HEADERS;
