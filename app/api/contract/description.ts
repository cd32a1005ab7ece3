import type { z } from "zod";
import type { ApiErrorName } from "./error-codes.ts";
import type { AnswerHeaderName, RequestHeaderName } from "./headers.ts";

export type MediaType = "application/json" | "text/csv";

/**
 * What a call takes or gives. The schema's descriptions, with units and limits, stand in its
 * `meta`. JSON where no type is named; a schema given is that of `data`, the envelope comes around
 * it.
 */
export type Content = { type?: MediaType; schema: z.ZodType };

/**
 * One call as it could be: what it sends, and the `data` (of JSON) or text that it gets. `name` is
 * unique among those of the endpoint.
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
 * An endpoint in words and schemas (C13): what /openapi.json is made of. The schemas of what it
 * takes are those that check it. Nothing of this is looked at while a call is answered.
 */
export type EndpointDescription = {
	tag: "Call-in requests" | "Provisioning";
	/** A verb and a noun in camel case, unique: generated clients name their function by it. */
	operationId: string;
	/** A few words, without a full stop. */
	summary: string;
	/** What it does and for whom, in Markdown. */
	description: string;
	/** The parameters in the path's braces. */
	params?: z.ZodObject;
	/** Those after `?`. */
	query?: z.ZodObject;
	/** Headers that it takes beside those of every call; what they can lead to is told with them. */
	headers?: readonly RequestHeaderName[];
	takes?: Content;
	/** 200 where no status is named. */
	gives: Content & { status?: 200 | 201; headers?: readonly AnswerHeaderName[] };
	/** How it can fail beside what is common: key, scope, body, database, and its headers. */
	failures: readonly ApiErrorName[];
	examples: readonly [Example, ...Example[]];
};
