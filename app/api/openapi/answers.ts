import { z } from "zod";
import { texts } from "../../texts/texts.ts";
import { type ApiErrorName, ERRORS, FIELD_AT_FAULT, SUCCESS } from "../contract/error-codes.ts";
import type { Endpoint } from "../contract/exchange.ts";
import { FIELD_CODES, type FieldError } from "../contract/field-error.ts";
import { inOneLine, listFieldErrors } from "../contract/field-errors.ts";
import { type AnswerHeaderName, REQUEST_HEADERS } from "../contract/headers.ts";
import { type SchemaCollection, toJsonSchema } from "./json-schema.ts";
import type { Answer, JsonSchema, NamedExamples, Reference } from "./types.ts";

const words = texts.messages.api;

/** The correlation ID of the examples. */
export const EXAMPLE_CORR_ID = "5f0c2f0e-6c2b-4a39-9a57-0d1f4f6f7b0a";

const corrId = z.guid().meta({
	description:
		"The ID of this call, a UUID. The service's log has it too. A replayed answer keeps the " +
		"ID of the first call.",
});

/** The envelope's `status` of a success (C2). */
export const successStatus = z.object({
	code: z.literal(SUCCESS.code).meta({ description: "0: success.", type: "integer" }),
	message: z.literal(SUCCESS.message).meta({ description: "For people." }),
	corrId,
});

/** What is wrong with one field, parameter, header or row (C14). */
const fieldError = z
	.object({
		field: z.string().meta({
			description:
				"The name of the field, parameter or header, with dots within objects. A row of a file " +
				"is `line` and its number.",
		}),
		code: z.string().meta({
			description: `The rule, as a stable word: ${Object.values(FIELD_CODES)
				.map((code) => `\`${code}\``)
				.join(", ")}, or the name of a rule of the product.`,
			minLength: 1,
		}),
		message: z.string().meta({ description: "What is wrong, in words for people.", minLength: 1 }),
		suggestion: z
			.string()
			.optional()
			.meta({ description: "A value to send instead, if there is a likely one." }),
	})
	.meta({ description: "What is wrong with a field.", id: "FieldError" });

/** The errors of each HTTP status, by the name of their schema. */
const FAILURES = {
	400: "BadRequest",
	401: "Unauthorized",
	403: "Forbidden",
	404: "NotFound",
	405: "MethodNotAllowed",
	408: "RequestTimeout",
	409: "Conflict",
	412: "PreconditionFailed",
	413: "ContentTooLarge",
	414: "UriTooLong",
	415: "UnsupportedMediaType",
	417: "ExpectationFailed",
	428: "PreconditionRequired",
	429: "TooManyRequests",
	431: "HeadersTooLarge",
	500: "UnexpectedError",
	503: "Unavailable",
} as const satisfies Record<(typeof ERRORS)[ApiErrorName]["status"], string>;

/**
 * The whole answer of a failure with this status (C2). A schema for each status has its codes, so
 * that a typed client can tell them apart. Which codes an endpoint can answer with stands in its
 * examples.
 */
export function failureSchema(
	status: keyof typeof FAILURES,
	schemas: SchemaCollection,
): JsonSchema {
	const name = FAILURES[status];
	schemas[name] ??= toJsonSchema(
		z
			.object({
				status: z
					.object({
						code: errorCode(status),
						message: z.string().meta({
							description: "What to do, in words for people. The text may change: rely on `code`.",
							minLength: 1,
						}),
						corrId,
						errors: z.array(fieldError).min(1).optional().meta({
							description: "What is wrong, for each field, parameter, header or row at fault.",
						}),
					})
					.meta({ description: "What went wrong." }),
			})
			.meta({ description: `An answer with the HTTP status ${status}.` }),
		"output",
		schemas,
	);
	return { $ref: `#/components/schemas/${name}` };
}

/** The codes of a status with their meanings. */
const errorCode = (status: number) => {
	const errors = Object.entries(ERRORS).filter(([, error]) => error.status === status);
	return z.literal(errors.map(([, { code }]) => code)).meta({
		description: [
			"What went wrong: a stable number, whose meaning never changes.",
			...errors.map(([name, { code }]) => `\`${code}\`: ${meaningOf(name as ApiErrorName)}`),
		].join("\n"),
		type: "integer",
	});
};

/** Refusals sent before any endpoint runs. */
const UNREAD: readonly ApiErrorName[] = [
	"request-unreadable",
	"path-too-long",
	"expectation-unknown",
	"headers-too-large",
];

/** The failures common to all calls. */
function commonFailures({ takes, testKeys }: Endpoint): ApiErrorName[] {
	const ofJson: ApiErrorName[] = [
		"body-not-json",
		"fields-wrong",
		"body-too-large",
		"media-type-wrong",
		"request-too-slow",
	];
	const ofFile = (mediaType: ApiErrorName): ApiErrorName[] => [
		...(["file-too-large", mediaType, "request-too-slow"] as const),
	];
	const ofOther = takes?.isFile ? ofFile("media-type-wrong") : takes ? ofJson : [];
	const ofTestKeys = testKeys === undefined ? (["test-key-refused"] as const) : [];
	const ofBody = takes?.type === "text/csv" ? ofFile("media-type-not-csv") : ofOther;
	return [
		...UNREAD,
		"key-missing",
		"key-unknown",
		"scope-missing",
		"key-network-wrong",
		...ofTestKeys,
		...ofBody,
		"too-many-requests",
		"unexpected",
		"database-unreachable",
	];
}

/** All failures of an endpoint, in the order of their codes. */
export function failuresOf(endpoint: Endpoint): ApiErrorName[] {
	const ofHeaders = (endpoint.headers ?? []).flatMap(
		(name): readonly ApiErrorName[] => REQUEST_HEADERS[name].failures,
	);
	const all = new Set([...commonFailures(endpoint), ...ofHeaders, ...endpoint.failures]);
	return [...all].sort((one, other) => ERRORS[one].code - ERRORS[other].code);
}

/** The fixed part of an error's message. Some messages end with a detail of the call. */
export function meaningOf(error: ApiErrorName): string {
	const { message }: { message: string } = ERRORS[error];
	return message.endsWith(".") ? message : `${message} …`;
}

/** An example of a message. */
function exampleMessage(error: ApiErrorName, { scopes, takes, query }: Failing): string {
	switch (error) {
		case "fields-wrong": {
			const wrong = exampleErrors(error, { takes, query });
			return wrong === undefined
				? meaningOf(error)
				: `${ERRORS[error].message} ${inOneLine(wrong)}`;
		}
		case "scope-missing":
			return `${ERRORS[error].message} ${words.details.neededScope({ scopes })}`;
		default:
			return meaningOf(error);
	}
}

/** Examples of what is wrong with fields: a call without any, or the field at fault. */
function exampleErrors(
	error: ApiErrorName,
	{ takes, query }: Pick<Failing, "takes" | "query">,
): FieldError[] | undefined {
	const field = FIELD_AT_FAULT[error];
	if (field !== undefined) return [{ field, code: error, message: meaningOf(error) }];
	if (error !== "fields-wrong") return undefined;
	const nothing = [takes?.schema, query]
		.map((schema) => schema?.safeParse({}).error)
		.find((wrong) => wrong !== undefined);
	return nothing && listFieldErrors(nothing);
}

type Failing = Pick<Endpoint, "scopes" | "takes" | "query">;

/** The answers of one status: its failures, distinguished by their codes. */
export function failureAnswer(
	errors: readonly [ApiErrorName, ...ApiErrorName[]],
	endpoint: Failing,
	schemas: SchemaCollection,
): Answer {
	const examples: NamedExamples = {};
	for (const error of errors) {
		const status = {
			code: ERRORS[error].code,
			message: exampleMessage(error, endpoint),
			corrId: EXAMPLE_CORR_ID,
			errors: exampleErrors(error, endpoint),
		};
		examples[error] = { summary: meaningOf(error), value: { status } };
	}
	// A call without a known key has no limit.
	const headers: AnswerHeaderName[] = errors.includes("key-unknown")
		? ["X-Correlation-Id"]
		: [...ALWAYS_POSSIBLE];
	if (errors.some((error) => [429, 503].includes(ERRORS[error].status)))
		headers.push("Retry-After");
	return {
		description: errors
			.map((error) => `- \`${ERRORS[error].code}\` ${meaningOf(error)}`)
			.join("\n"),
		headers: headerReferences(headers),
		content: {
			"application/json": {
				schema: failureSchema(ERRORS[errors[0]].status, schemas),
				examples,
			},
		},
	};
}

/** The possible headers of every answer to a known key. */
export const ALWAYS_POSSIBLE = [
	"X-Correlation-Id",
	"RateLimit-Limit",
	"RateLimit-Remaining",
	"RateLimit-Reset",
] as const;

/** References by the headers' names. */
export const headerReferences = (names: Iterable<AnswerHeaderName>): Record<string, Reference> =>
	Object.fromEntries(
		[...new Set(names)].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
	);
