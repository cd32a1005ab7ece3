import type { z } from "zod";
import type { ApiErrorName } from "./error-codes.ts";
import type { AnswerHeaderName, RequestHeaderName } from "./headers.ts";

export type MediaType = "application/json" | "text/csv";

/**
 * The input or output of a call. Its schema's descriptions, with units and limits, are in `meta`.
 * The default type is JSON. A schema of an output is that of `data`, without the envelope.
 */
export type Content = {
	type?: MediaType;
	schema: z.ZodType;
	/** A file of JSON: the endpoint parses or writes it itself, without the envelope. */
	isFile?: true;
};

/**
 * One example call: its input, and its `data` (for JSON) or text as the result. `name` is unique
 * within the endpoint.
 */
export type Example = {
	name: string;
	summary: string;
	params?: Record<string, string>;
	query?: Record<string, string>;
	body?: unknown;
	gives: unknown;
};

/**
 * An endpoint in words and schemas (C13), the source of /openapi.json. The input schemas also
 * validate calls. Nothing else here is read while a call is answered.
 */
export type EndpointDescription = {
	tag: "Call-in requests" | "Provisioning" | "Phone systems" | "Records" | "API keys";
	/** A unique verb and noun in camel case: generated clients use it as the function's name. */
	operationId: string;
	/** A few words, without a full stop. */
	summary: string;
	/** Its purpose and its callers, in Markdown. */
	description: string;
	/** The parameters in the path's braces. */
	params?: z.ZodObject;
	/** The query parameters. */
	query?: z.ZodObject;
	/** Headers in addition to those of every call. Their failures come with them. */
	headers?: readonly RequestHeaderName[];
	takes?: Content;
	/** The default status is 200. */
	gives: Content & { status?: 200 | 201; headers?: readonly AnswerHeaderName[] };
	/** Its own failures, in addition to the common ones: key, scope, body, database, and headers. */
	failures: readonly ApiErrorName[];
	examples: readonly [Example, ...Example[]];
};
