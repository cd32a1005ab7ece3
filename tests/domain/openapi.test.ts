import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { ERRORS } from "../../app/api/contract/error-codes.ts";
import { API_BASE } from "../../app/api/contract/exchange.ts";
import { ENDPOINTS } from "../../app/api/endpoints.ts";
import { openApiDocument } from "../../app/api/openapi/document.ts";
import type { JsonSchema, MediaTypes, Operation } from "../../app/api/openapi/types.ts";
import { checkerOf } from "../support/json-schema.ts";

const document = openApiDocument();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({
		name: `${method.toUpperCase()} ${path}`,
		operation,
	})),
);
const endpointOf = ({ operationId }: Operation) =>
	ENDPOINTS.find((endpoint) => endpoint.operationId === operationId)!;
const contents = ({ requestBody, responses }: Operation): MediaTypes[] => [
	...(requestBody ? [requestBody.content] : []),
	...Object.values(responses).map(({ content }) => content),
];

/** Answers beside all operations. The description has them in its introduction. */
const OF_NO_OPERATION = ["method-not-allowed"];

/** All fields in a schema, with the path to each. */
function fieldsIn(schema: JsonSchema, way: string): [string, JsonSchema][] {
	const own = Object.entries(schema.properties ?? {}).map(([name, field]): [string, JsonSchema] => [
		`${way}.${name}`,
		field,
	]);
	const below = [
		...own,
		...(schema.items ? [[`${way}[]`, schema.items] as [string, JsonSchema]] : []),
	];
	return [...own, ...below.flatMap(([name, field]) => fieldsIn(field, name))];
}

describe("the description of the API (C13)", () => {
	test("is an OpenAPI 3.1 document", async () => {
		expect(document.openapi).toBe("3.1.0");
		expect(await new Validator().validate(structuredClone(document))).toMatchObject({
			valid: true,
		});
	});

	test("has every endpoint, with an operationId of its own", () => {
		const listed = ENDPOINTS.map(({ method, path }) => `${method} ${path.slice(API_BASE.length)}`);
		expect(operations.map(({ name }) => name).sort()).toEqual(listed.sort());
		expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(
			ENDPOINTS.length,
		);
		for (const { path } of ENDPOINTS) expect(path).toMatch(/^\/engagement\/v3\//);
	});

	test("has every error code, and with each status only those that begin with it", () => {
		const schemas = operations.flatMap(({ operation }) =>
			Object.values(operation.responses).map(
				({ content }) => content["application/json"]?.schema.$ref?.split("/").at(-1) ?? "",
			),
		);
		const codes = [...new Set(schemas)].flatMap((name) => {
			const status = document.components.schemas[name]?.properties?.status;
			return (status?.properties?.code?.enum ?? [status?.properties?.code?.const]) as number[];
		});
		expect(new Set(codes.filter((code) => code !== undefined))).toEqual(
			new Set(
				Object.entries(ERRORS)
					.filter(([name]) => !OF_NO_OPERATION.includes(name))
					.map(([, { code }]) => code),
			),
		);
		for (const [status, { content }] of operations.flatMap(({ operation }) =>
			Object.entries(operation.responses),
		)) {
			for (const { value } of Object.values(content["application/json"]?.examples ?? {})) {
				// A success may be a file, which has no envelope.
				if (status === "200") continue;
				const { code } = (value as { status: { code: number } }).status;
				expect(String(code).slice(0, 3)).toBe(status);
			}
		}
	});

	test("describes every field, with a limit for every number", () => {
		for (const [way, field] of Object.entries(document.components.schemas).flatMap(
			([name, schema]) => fieldsIn(schema, name),
		)) {
			// The target of a reference has its own description. Conditions on a field stand beside its
			// description.
			if (field.$ref === undefined)
				expect(field, way).toHaveProperty("description", expect.stringMatching(/\.$/));
			if (field.type !== "integer" || field.const !== undefined || field.enum !== undefined)
				continue;
			expect(field.minimum ?? field.exclusiveMinimum, way).toEqual(expect.any(Number));
			expect(field.maximum, way).toEqual(expect.any(Number));
		}
	});

	test.each(operations)("$name: each text that people read is there", ({ operation }) => {
		expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
		expect(operation.description).toMatch(/\.$/);
		for (const parameter of operation.parameters)
			if ("name" in parameter) expect(parameter.description).toMatch(/\.$/);
	});

	test.each(operations)(
		"$name: has an example of what it takes and of each answer, and each fits its schema",
		({ operation }) => {
			for (const [type, { schema, examples }] of contents(operation).flatMap((content) =>
				Object.entries(content),
			)) {
				const check = checkerOf(schema);
				expect(Object.keys(examples).length).toBeGreaterThan(0);
				for (const { value } of Object.values(examples))
					expect(check(value), `${type} ${JSON.stringify(value)}`).toEqual([]);
			}
		},
	);

	test.each(operations)("$name: what checks a call takes the examples", ({ operation }) => {
		const { takes, params, query, examples } = endpointOf(operation);
		for (const example of examples) {
			if (takes && takes.type !== "text/csv")
				expect(takes.schema.safeParse(example.body).error).toBeUndefined();
			if (params) expect(params.safeParse(example.params).error).toBeUndefined();
			if (query) expect(query.safeParse(example.query ?? {}).error).toBeUndefined();
		}
	});
});
