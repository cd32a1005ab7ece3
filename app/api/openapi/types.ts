/** The parts of JSON Schema (2020-12) that zod generates. */
export type JsonSchema = { [keyword: string]: unknown } & {
	$ref?: string;
	type?: string | string[];
	description?: string;
	properties?: Record<string, JsonSchema>;
	required?: string[];
	items?: JsonSchema;
	enum?: unknown[];
	const?: unknown;
	allOf?: JsonSchema[];
	anyOf?: JsonSchema[];
	oneOf?: JsonSchema[];
	additionalProperties?: JsonSchema | boolean;
};

export type NamedExamples = Record<string, { summary: string; value: unknown }>;
export type MediaTypes = Record<string, { schema: JsonSchema; examples: NamedExamples }>;
export type Header = {
	description: string;
	required: boolean;
	schema: JsonSchema;
	example: string;
};
export type Parameter = {
	name: string;
	in: "path" | "query" | "header";
	description: string;
	required: boolean;
	schema: JsonSchema;
	example?: unknown;
};
export type Reference = { $ref: string };

/** The answer of one status. Headers are references to `components.headers`. */
export type Answer = {
	description: string;
	headers: Record<string, Reference>;
	content: MediaTypes;
};

export type Operation = {
	tags: string[];
	operationId: string;
	summary: string;
	description: string;
	/** The accepted scopes. Any one is enough. */
	"x-scopes": string[];
	/** Path and query parameters inline, headers as references to `components.parameters`. */
	parameters: (Parameter | Reference)[];
	requestBody?: { required: true; description: string; content: MediaTypes };
	/** By status. */
	responses: Record<string, Answer>;
};

/** The parts of an OpenAPI 3.1 document that the product uses. */
export type OpenApiDocument = {
	openapi: string;
	info: {
		title: string;
		version: string;
		description: string;
		contact: { name: string; url?: string };
	};
	servers: { url: string; description: string }[];
	/** Of all operations. */
	security: { apiKey: [] }[];
	tags: { name: string; description: string }[];
	/** By path relative to the server's URL, then by method in lower case. */
	paths: Record<string, Record<string, Operation>>;
	components: {
		schemas: Record<string, JsonSchema>;
		parameters: Record<string, Parameter>;
		headers: Record<string, Header>;
		securitySchemes: Record<
			string,
			{ type: "apiKey"; in: "header"; name: string; description: string }
		>;
	};
};
