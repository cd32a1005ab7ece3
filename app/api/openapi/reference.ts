import { type ApiErrorName, ERRORS } from "../contract/error-codes.ts";
import { meaningOf } from "./answers.ts";
import { openApiDocument } from "./document.ts";
import { describeFields, type ReferenceField, resolve } from "./reference-fields.ts";
import type {
	Answer,
	JsonSchema,
	OpenApiDocument,
	Operation,
	Parameter,
	Reference,
} from "./types.ts";

/** A parameter of a path, query or header, as a field with an example. */
export type ReferenceParameter = ReferenceField & {
	place: "path" | "query" | "header";
	example: string;
};

type ReferenceExample = { name: string; summary: string; sends: string | null; gives: string };

/**
 * One endpoint, ready to read and to try (C13). `path` is complete, with its `{names}`. Texts are
 * Markdown.
 */
export type ReferenceOperation = {
	id: string;
	tag: string;
	method: string;
	path: string;
	summary: string;
	description: string;
	scopes: string[];
	parameters: ReferenceParameter[];
	/** `about` describes the whole body; for a file it is the only description. */
	takes: { type: string; about: string; fields: ReferenceField[] } | null;
	gives: { status: string; type: string; about: string; fields: ReferenceField[] };
	/** The codes of errors by HTTP status. */
	failures: { status: string; codes: number[] }[];
	examples: ReferenceExample[];
};

/** The API's description in reading order. */
export type ApiReference = {
	description: string;
	operations: ReferenceOperation[];
	/** The headers of all calls and of all answers. */
	callHeaders: ReferenceParameter[];
	answerHeaders: ReferenceField[];
	errors: { code: number; status: number; name: string; meaning: string }[];
};

/** Part of every call, so described only once. */
const COMMON_HEADER = "X-Correlation-Id";

let reference: ApiReference | undefined;

/** The content of /openapi.json for people (C13). Built at the first call, then cached. */
export function apiReference(): ApiReference {
	reference ??= makeReference(openApiDocument());
	return reference;
}

/** The operations and errors with all words of a search; everything for an empty one. */
export function searchReference(all: ApiReference, q: string): ApiReference {
	const wanted = q
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== "");
	if (wanted.length === 0) return all;
	const has = (...texts: string[]) => {
		const text = texts.join(" ").toLowerCase();
		return wanted.every((word) => text.includes(word));
	};
	const fieldsOf = (fields: readonly ReferenceField[]) =>
		fields.map(({ name, description }) => `${name} ${description}`);
	return {
		...all,
		operations: all.operations.filter((one) =>
			has(
				...[one.id, one.tag, one.method, one.path, one.summary, one.description],
				...one.scopes,
				...fieldsOf(one.parameters),
				...fieldsOf(one.takes?.fields ?? []),
				...fieldsOf(one.gives.fields),
				...one.failures.flatMap(({ codes }) => codes.map(String)),
			),
		),
		errors: all.errors.filter(({ code, name, meaning }) => has(String(code), name, meaning)),
	};
}

function makeReference(document: OpenApiDocument): ApiReference {
	const base = document.servers[0]?.url ?? "";
	const { securitySchemes, parameters, headers } = document.components;
	const key = securitySchemes.apiKey as NonNullable<typeof securitySchemes.apiKey>;
	// All headers are texts. Their descriptions give type and limits.
	const header = { type: "", limits: "", isRequired: true };
	return {
		description: document.info.description,
		operations: Object.entries(document.paths).flatMap(([path, operations]) =>
			Object.entries(operations).map(([method, operation]) =>
				readOperation(document, method.toUpperCase(), base + path, operation),
			),
		),
		callHeaders: [
			{ ...header, name: key.name, description: key.description, place: "header", example: "" },
			...Object.values(parameters)
				.filter(({ name }) => name === COMMON_HEADER)
				.map((parameter) => describeParameter(parameter, document)),
		],
		answerHeaders: Object.entries(headers).map(([name, { description }]) => ({
			...header,
			name,
			description,
		})),
		errors: Object.entries(ERRORS).map(([name, { code, status }]) => ({
			...{ code, status, name, meaning: meaningOf(name as ApiErrorName) },
		})),
	};
}

function readOperation(
	document: OpenApiDocument,
	method: string,
	path: string,
	operation: Operation,
): ReferenceOperation {
	const { operationId, tags, summary, description, requestBody, responses } = operation;
	const [takesType = "", takes] = Object.entries(requestBody?.content ?? {})[0] ?? [];
	const [status = "", success] =
		Object.entries(responses).find(([code]) => code.startsWith("2")) ?? [];
	const [givesType = "", gives] = Object.entries(success?.content ?? {})[0] ?? [];
	return {
		...{ id: operationId, tag: tags[0] ?? "", method, path, summary, description },
		scopes: operation["x-scopes"],
		parameters: operation.parameters
			.map((parameter) => findParameter(document, parameter))
			.filter(({ name }) => name !== COMMON_HEADER)
			.map((parameter) => describeParameter(parameter, document)),
		takes:
			takes && requestBody
				? { type: takesType, ...readBody(takes.schema, document, requestBody.description) }
				: null,
		gives: {
			status,
			type: givesType,
			...(gives ? readBody(dataOf(gives.schema, document), document) : { about: "", fields: [] }),
		},
		failures: Object.entries(responses)
			.filter(([code]) => !code.startsWith("2"))
			.map(([code, answer]) => ({ status: code, codes: codesOf(answer) })),
		examples: Object.entries(gives?.examples ?? {}).map(([name, example]) => ({
			...{
				name,
				summary: example.summary,
				sends: textOf(takes?.examples[name]?.value),
				gives: textOf(example.value) ?? "",
			},
		})),
	};
}

/** The schema inside the envelope, which is the same everywhere. A file has no envelope. */
const dataOf = (schema: JsonSchema, { components: { schemas } }: OpenApiDocument): JsonSchema =>
	resolve(schema, schemas).properties?.data ?? schema;

function readBody(schema: JsonSchema, { components: { schemas } }: OpenApiDocument, beside = "") {
	const about = [resolve(schema, schemas).description, beside].filter((text) => text).join(" ");
	return { about, fields: describeFields(schema, schemas) };
}

const findParameter = (
	{ components }: OpenApiDocument,
	parameter: Parameter | Reference,
): Parameter =>
	"$ref" in parameter
		? (components.parameters[parameter.$ref.split("/").at(-1) ?? ""] as Parameter)
		: parameter;

function describeParameter(
	{ name, in: place, description, required, schema, example }: Parameter,
	document: OpenApiDocument,
): ReferenceParameter {
	const [field] = describeFields(
		{
			type: "object",
			properties: { [name]: { ...schema, description } },
			required: required ? [name] : [],
		},
		document.components.schemas,
	) as [ReferenceField];
	return { ...field, place, example: example === undefined ? "" : String(example) };
}

/** The possible error codes of an answer. */
function codesOf(answer: Answer): number[] {
	const examples = Object.values(answer.content).flatMap(({ examples }) => Object.values(examples));
	return examples.map(({ value }) => (value as { status: { code: number } }).status.code);
}

/** An example as it is sent: JSON with one value a line, a file unchanged. */
const textOf = (value: unknown): string | null =>
	value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value, null, 2);
