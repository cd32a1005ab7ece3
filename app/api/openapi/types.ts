/** A JSON Schema (2020-12), as far as zod writes it. */
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

/** What comes back with one status. Headers are references to `components.headers`. */
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
	/** One entry for each scope that opens it; any one is enough. */
	security: { apiKey: string[] }[];
	/** Of the path and the query as they are, of headers by reference to `components.parameters`. */
	parameters: (Parameter | Reference)[];
	requestBody?: { required: true; description: string; content: MediaTypes };
	/** By status. */
	responses: Record<string, Answer>;
};

/** The parts of an OpenAPI 3.1 document that ours has. */
export type OpenApiDocument = {
	openapi: string;
	info: { title: string; version: string; description: string };
	servers: { url: string; description: string }[];
	tags: { name: string; description: string }[];
	/** By path below the server's, and by method in small letters. */
	paths: Record<string, Record<string, Operation>>;
	components: {
		schemas: Record<string, JsonSchema>;
		parameters: Record<string, Parameter>;
		headers: Record<string, Header>;
		responses: Record<string, Answer>;
		securitySchemes: Record<
			string,
			{ type: "apiKey"; in: "header"; name: string; description: string }
		>;
	};
};
