import { API_SCOPES } from "../../domain/people/roles.ts";
import { ERRORS } from "../contract/error-codes.ts";
import { API_BASE } from "../contract/exchange.ts";
import { ANSWER_HEADERS, REQUEST_HEADERS, type RequestHeader } from "../contract/headers.ts";
import { ENDPOINTS } from "../endpoints.ts";
import { EXAMPLE_CORR_ID, successStatus } from "./answers.ts";
import { type SchemaCollection, toJsonSchema } from "./json-schema.ts";
import { describeOperation } from "./operation.ts";
import type { Header, OpenApiDocument, Operation, Parameter } from "./types.ts";

const DESCRIPTION = `
Every answer is \`{"status":{"code":N,"message":"...","corrId":"..."},"data":{...}}\`.
\`data\` is present only on success, when \`code\` is 0.
Any other \`code\` is a stable number from one table (\`ErrorCode\`).
Its first three digits are the HTTP status, and the message says what to do.

Send an API key in the header \`x-api-key\`.
Its scopes limit what it may do. It may also be limited to some groups.
Fields without a value are left out of answers.
In a body, null means an absent field, and unknown fields are ignored.
Times are in milliseconds since 1970, UTC, by the database's clock, unless they say otherwise.
Phone numbers are E.164.

An unknown path gets 404 and \`${ERRORS["path-unknown"].code}\`.
A method that a path does not take gets 405,
\`${ERRORS["method-not-allowed"].code}\` and the header \`Allow\`.
`.trim();

const TAGS = [
	{
		name: "Call-in requests",
		description: "Reserve a number for a customer, and match the inbound call to its request.",
	},
	{
		name: "Provisioning",
		description: "Groups, their settings and their pools of numbers, as on the config page.",
	},
	{
		name: "Phone systems",
		description:
			"Connections to phone systems: secrets, groups, destinations and last calls, as on the " +
			"page “Phone systems”.",
	},
	{
		name: "Records",
		description: "Requests, attempts, locks and the audit log, with the scope `read`.",
	},
	{
		name: "API keys",
		description: "What the key of a call may do, and a new secret for it.",
	},
] satisfies { name: (typeof ENDPOINTS)[number]["tag"]; description: string }[];

let document: OpenApiDocument | undefined;

/**
 * The API's description (C13), built from the endpoints' own schemas at the first call. The object
 * is shared: do not change it. Its server is relative.
 */
export function openApiDocument(): OpenApiDocument {
	document ??= describeApi();
	return document;
}

/**
 * The same for an installation at `origin`, such as `https://example.com`: tools that read the
 * description from a file know no address that a relative server could be relative to.
 */
export function openApiDocumentAt(origin: string): OpenApiDocument {
	const { info, servers, ...rest } = openApiDocument();
	const { openapi, ...others } = rest;
	return {
		openapi,
		info: { ...info, contact: { ...info.contact, url: `${origin}/developer` } },
		servers: servers.map((server) => ({ ...server, url: origin + server.url })),
		...others,
	};
}

function describeApi(): OpenApiDocument {
	const schemas: SchemaCollection = {};
	schemas.SuccessStatus = toJsonSchema(successStatus, "output", schemas);
	const paths: Record<string, Record<string, Operation>> = {};
	for (const endpoint of ENDPOINTS) {
		const path = endpoint.path.slice(API_BASE.length);
		paths[path] = {
			...paths[path],
			[endpoint.method.toLowerCase()]: describeOperation(endpoint, schemas),
		};
	}
	const used = new Set(ENDPOINTS.map(({ tag }) => tag));
	return {
		openapi: "3.1.0",
		info: {
			title: "Click-To-Call-In API",
			version: "3.1.0",
			description: DESCRIPTION,
			contact: { name: "Administrators of this installation" },
		},
		servers: [{ url: API_BASE, description: "This installation" }],
		security: [{ apiKey: [] }],
		tags: TAGS.filter(({ name }) => used.has(name)),
		paths,
		components: {
			schemas,
			parameters: parameters(),
			headers: answerHeaders(),
			securitySchemes: {
				apiKey: {
					type: "apiKey",
					in: "header",
					name: "x-api-key",
					description:
						"An API key, made by an Administrator. Its scopes are some of " +
						`${API_SCOPES.map((scope) => `\`${scope}\``).join(", ")}; an operation needs any ` +
						"one of its `x-scopes`.",
				},
			},
		},
	};
}

/** The request headers by name. */
function parameters(): Record<string, Parameter> {
	const correlation: Parameter = {
		name: "X-Correlation-Id",
		in: "header",
		description:
			"Your own ID for this call. If it is a UUID, it becomes the call's `corrId` and is " +
			"returned. Anything else is ignored.",
		required: false,
		schema: { type: "string" },
		example: EXAMPLE_CORR_ID,
	};
	const others = Object.entries<RequestHeader>(REQUEST_HEADERS).map(
		([key, { name = key, description, required, schema, example }]): [string, Parameter] => [
			key,
			{
				...{ name, in: "header", description, required },
				...{ schema: toJsonSchema(schema, "input", {}), example },
			},
		],
	);
	return { [correlation.name]: correlation, ...Object.fromEntries(others) };
}

const answerHeaders = (): Record<string, Header> =>
	Object.fromEntries(
		Object.entries(ANSWER_HEADERS).map(([name, { description, always, schema, example }]) => [
			name,
			{ description, required: always, schema: toJsonSchema(schema, "output", {}), example },
		]),
	);
