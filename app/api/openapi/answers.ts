import { z } from "zod";
import { texts } from "../../texts/texts.ts";
import { type ApiErrorName, ERRORS, SUCCESS } from "../contract/error-codes.ts";
import type { Endpoint } from "../contract/exchange.ts";
import { describeIssues } from "../contract/fields.ts";
import { type AnswerHeaderName, REQUEST_HEADERS } from "../contract/headers.ts";
import type { Answer, NamedExamples, Reference } from "./types.ts";

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

/** Every error code with its HTTP status and its remedy. */
const errorCode = z.literal(Object.values(ERRORS).map(({ code }) => code)).meta({
	id: "ErrorCode",
	description:
		"What went wrong: a stable number. Its first three digits are the HTTP status. Its " +
		"meaning never changes.",
	type: "integer",
	oneOf: Object.entries(ERRORS).map(([title, { code, status }]) => ({
		const: code,
		title,
		description: meaningOf(title as ApiErrorName),
		"x-http-status": status,
	})),
});

/** The whole answer of a failure (C2). */
export const failure = z.object({
	status: z
		.object({
			code: errorCode,
			message: z.string().meta({
				description: "What to do, in words for people. The text may change: rely on `code`.",
				minLength: 1,
			}),
			corrId,
		})
		.meta({ description: "What went wrong." }),
});

/** Refusals sent before any endpoint runs. */
const UNREAD: readonly ApiErrorName[] = [
	"request-unreadable",
	"path-too-long",
	"headers-too-large",
];

/** The failures common to all calls. */
function commonFailures({ takes }: Endpoint): ApiErrorName[] {
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
	const ofBody = takes?.type === "text/csv" ? ofFile("media-type-not-csv") : ofOther;
	return [
		...UNREAD,
		"key-missing",
		"key-unknown",
		"scope-missing",
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
function meaningOf(error: ApiErrorName): string {
	const { message }: { message: string } = ERRORS[error];
	return message.endsWith(".") ? message : `${message} …`;
}

/** An example of a message. */
function exampleMessage(error: ApiErrorName, { scopes, takes, query }: Failing): string {
	switch (error) {
		case "fields-wrong": {
			const nothing = [takes?.schema, query]
				.map((schema) => schema?.safeParse({}).error)
				.find((wrong) => wrong !== undefined);
			return nothing === undefined
				? meaningOf(error)
				: `${ERRORS[error].message} ${describeIssues(nothing)}`;
		}
		case "scope-missing":
			return `${ERRORS[error].message} ${words.details.neededScope({ scopes })}`;
		default:
			return meaningOf(error);
	}
}

type Failing = Pick<Endpoint, "scopes" | "takes" | "query">;

/** The answers of one status: its failures, distinguished by their codes. */
export function failureAnswer(errors: readonly ApiErrorName[], endpoint: Failing): Answer {
	const examples: NamedExamples = {};
	for (const error of errors) {
		const status = {
			code: ERRORS[error].code,
			message: exampleMessage(error, endpoint),
			corrId: EXAMPLE_CORR_ID,
		};
		examples[error] = { summary: meaningOf(error), value: { status } };
	}
	const codes = errors.map((error) => ERRORS[error].code);
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
				schema: {
					allOf: [{ $ref: "#/components/schemas/Failure" }],
					properties: { status: { type: "object", properties: { code: { enum: codes } } } },
				},
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
