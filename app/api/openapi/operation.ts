import type { Example } from "../contract/description.ts";
import { type ApiErrorName, ERRORS, SUCCESS } from "../contract/error-codes.ts";
import { API_BODY_BYTES_MAX, type Endpoint } from "../contract/exchange.ts";
import { type AnswerHeaderName, REQUEST_HEADERS } from "../contract/headers.ts";
import {
	ALWAYS_POSSIBLE,
	EXAMPLE_CORR_ID,
	failureAnswer,
	failuresOf,
	headerReferences,
} from "./answers.ts";
import { type SchemaCollection, toJsonSchema } from "./json-schema.ts";
import type { Answer, JsonSchema, NamedExamples, Operation, Parameter } from "./types.ts";

/**
 * An endpoint as an OpenAPI operation. Its input and output schemas get names of their own in
 * `schemas`, so that generated clients have types for them.
 */
export function describeOperation(endpoint: Endpoint, schemas: SchemaCollection): Operation {
	const { tag, operationId, summary, description, scopes } = endpoint;
	return {
		tags: [tag],
		operationId,
		summary,
		description,
		"x-scopes": [...scopes],
		parameters: [
			...parametersIn("path", endpoint, schemas),
			...parametersIn("query", endpoint, schemas),
			...["X-Correlation-Id", ...headersOf(endpoint)].map((name) => ({
				$ref: `#/components/parameters/${name}`,
			})),
		],
		...(endpoint.takes && { requestBody: requestBody(endpoint, endpoint.takes, schemas) }),
		responses: {
			[String(endpoint.gives.status ?? 200)]: success(endpoint, schemas),
			...(canBeUnchanged(endpoint) && { 304: NOT_MODIFIED }),
			...failures(endpoint, schemas),
		},
	};
}

/** Whether its answer has a version, so that a client can ask for a newer one alone. */
const canBeUnchanged = ({ method, gives }: Endpoint): boolean =>
	method === "GET" && gives.headers?.includes("ETag") === true;

const NOT_MODIFIED: Answer = {
	description: "Nothing has changed since the version in `If-None-Match`. There is no body.",
	headers: headerReferences([...ALWAYS_POSSIBLE, "ETag"]),
	content: {},
};

const headersOf = (endpoint: Endpoint): readonly string[] => [
	...(endpoint.headers ?? []),
	...(canBeUnchanged(endpoint) ? ["If-None-Match"] : []),
];

const typeName = ({ operationId }: Endpoint, what: string): string =>
	`${operationId[0]?.toUpperCase()}${operationId.slice(1)}${what}`;

/** Stores a schema under a name. Returns a reference to it. */
function keep(name: string, schema: JsonSchema, schemas: SchemaCollection): JsonSchema {
	if (schema.$ref !== undefined) return schema;
	schemas[name] = schema;
	return { $ref: `#/components/schemas/${name}` };
}

function parametersIn(
	place: "path" | "query",
	{ params, query, examples }: Endpoint,
	schemas: SchemaCollection,
): Parameter[] {
	const shape = place === "path" ? params : query;
	if (shape === undefined) return [];
	const { properties = {}, required = [] } = toJsonSchema(shape, "input", schemas);
	return Object.entries(properties).map(([name, { description = "", ...schema }]) => {
		const example = exampleOf(
			examples
				.map((one) => (place === "path" ? one.params : one.query)?.[name])
				.find((value) => value !== undefined),
			schema,
		);
		return {
			name,
			in: place,
			description,
			required: place === "path" || required.includes(name),
			schema,
			...(example !== undefined && { example }),
		};
	});
}

/** An example of a parameter, in its own type. Tools that send examples need one for each. */
function exampleOf(given: string | undefined, { type, examples, ...schema }: JsonSchema): unknown {
	const [example = schema.default ?? schema.enum?.[0]] = [given, ...((examples ?? []) as unknown[])]
		.filter((value) => value !== undefined)
		.slice(0, 1);
	return type === "integer" && typeof example === "string" ? Number(example) : example;
}

const named = (examples: readonly Example[], value: (example: Example) => unknown): NamedExamples =>
	Object.fromEntries(
		examples.map((example) => [example.name, { summary: example.summary, value: value(example) }]),
	);

function requestBody(
	endpoint: Endpoint,
	{ type = "application/json", schema }: NonNullable<Endpoint["takes"]>,
	schemas: SchemaCollection,
) {
	const body = toJsonSchema(schema, "input", schemas);
	const kibibytesMax = (endpoint.bodyBytesMax ?? API_BODY_BYTES_MAX) / 1024;
	return {
		required: true as const,
		description: `At most ${kibibytesMax.toLocaleString("en-US")} KiB.`,
		content: {
			[type]: {
				schema:
					type === "application/json" ? keep(typeName(endpoint, "Input"), body, schemas) : body,
				examples: named(endpoint.examples, ({ body }) => body),
			},
		},
	};
}

/** The answer of a success: `data` in the envelope, or a file unchanged. */
function success(endpoint: Endpoint, schemas: SchemaCollection): Answer {
	const { type = "application/json", schema, isFile, headers = [] } = endpoint.gives;
	const ofRequestHeaders = (endpoint.headers ?? []).flatMap(
		(name): readonly AnswerHeaderName[] => REQUEST_HEADERS[name].answerHeaders,
	);
	const given = toJsonSchema(schema, "output", schemas);
	const isJson = type === "application/json" && !isFile;
	return {
		description: SUCCESS.message,
		headers: headerReferences([...ALWAYS_POSSIBLE, ...headers, ...ofRequestHeaders]),
		content: {
			[type]: {
				schema: isJson ? envelopeOf(keep(typeName(endpoint, "Output"), given, schemas)) : given,
				examples: named(endpoint.examples, ({ gives }) =>
					isJson ? { status: { ...SUCCESS, corrId: EXAMPLE_CORR_ID }, data: gives } : gives,
				),
			},
		},
	};
}

const envelopeOf = (data: JsonSchema): JsonSchema => ({
	type: "object",
	properties: { status: { $ref: "#/components/schemas/SuccessStatus" }, data },
	required: ["status", "data"],
	additionalProperties: false,
});

function failures(endpoint: Endpoint, schemas: SchemaCollection): Record<string, Answer> {
	const byStatus = new Map<number, [ApiErrorName, ...ApiErrorName[]]>();
	for (const error of failuresOf(endpoint)) {
		const { status } = ERRORS[error];
		const before = byStatus.get(status);
		if (before) before.push(error);
		else byStatus.set(status, [error]);
	}
	return Object.fromEntries(
		[...byStatus].map(([status, errors]) => [
			String(status),
			failureAnswer(errors, endpoint, schemas),
		]),
	);
}
