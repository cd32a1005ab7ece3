import { describe, expect, test } from "vitest";
import { ERRORS } from "../../app/api/contract/error-codes.ts";
import { ENDPOINTS } from "../../app/api/endpoints.ts";
import { fieldOf, readConsoleCall } from "../../app/api/openapi/console.ts";
import { exampleInput, nextCalls } from "../../app/api/openapi/console-input.ts";
import { apiReference, type ReferenceOperation } from "../../app/api/openapi/reference.ts";
import { describeFields } from "../../app/api/openapi/reference-fields.ts";

describe("the API for readers (C13)", () => {
	const { operations, errors, callHeaders } = apiReference();

	test("has every endpoint with its scopes, what it takes and gives, and each error code with its meaning", () => {
		expect(operations.map(({ method, path, scopes }) => ({ method, path, scopes }))).toEqual(
			ENDPOINTS.map(({ method, path, scopes }) => ({ method, path, scopes })),
		);
		expect(errors.map(({ code }) => code).sort()).toEqual(
			Object.values(ERRORS)
				.map(({ code }) => code)
				.sort(),
		);
		expect(callHeaders.map(({ name }) => name)).toEqual(["x-api-key", "X-Correlation-Id"]);
		for (const { id, description, takes, gives, failures, examples } of operations) {
			expect([id, description]).not.toContain("");
			expect([id, examples.length > 0 && examples.every(({ gives: text }) => text !== "")]).toEqual(
				[id, true],
			);
			expect([id, failures.flatMap(({ codes }) => codes)]).toEqual([
				id,
				expect.arrayContaining([40101, 40102, 40301]),
			]);
			for (const { name, type, description: meaning } of [
				...(takes?.fields ?? []),
				...gives.fields,
			])
				expect([id, name, type, meaning]).not.toContain("");
		}
	});

	test("says of a field its type, unit, limits and place", () => {
		const schemas = {
			Pool: {
				type: "object",
				properties: { number: { type: "string", maxLength: 16 } },
				required: ["number"],
			},
		};
		const integer = (more: object) => ({ type: "integer", ...more });
		const properties = {
			seconds: integer({ minimum: 10, maximum: 1800, default: 30, "x-unit": "seconds" }),
			at: integer({ exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
			id: { type: ["string", "null"], format: "uuid" },
			mode: { enum: ["add", "replace"] },
			name: { anyOf: [{ type: "string" }, { type: "number" }], description: "Who." },
			entries: {
				type: "array",
				minItems: 1,
				maxItems: 10_000,
				items: { $ref: "#/components/schemas/Pool" },
			},
			pool: { $ref: "#/components/schemas/Pool", description: "Its pool." },
		};
		const told = describeFields({ type: "object", properties, required: ["id"] }, schemas);
		expect(
			told.map(({ name, type, limits, isRequired }) => [name, type, limits, isRequired]),
		).toEqual([
			["seconds", "integer", "10 to 1,800; seconds; default 30", false],
			["at", "integer", "at least 1", false],
			["id", "string or null", "UUID", true],
			["mode", "string", 'one of "add", "replace"', false],
			["name", "string or number", "", false],
			["entries[]", "list of objects", "1 to 10,000 entries", false],
			["entries[].number", "string", "at most 16 characters", true],
			["pool", "object", "", false],
			["pool.number", "string", "at most 16 characters", true],
		]);
		expect(told.map(({ description }) => description)).toContain("Its pool.");
	});
});

describe("a call of the console (C13)", () => {
	const parameter = (place: "path" | "query" | "header", name: string) => ({
		...{
			place,
			name,
			type: "string",
			limits: "",
			isRequired: place === "path",
			description: "",
			example: "",
		},
	});
	const parameters = [
		parameter("path", "groupId"),
		parameter("query", "page"),
		parameter("query", "q"),
		parameter("header", "If-Match"),
	];
	const takes = { type: "application/json", about: "", fields: [] };
	const operation = {
		method: "PUT",
		path: "/groups/{groupId}/pool",
		parameters,
		takes,
	} as unknown as ReferenceOperation;
	const call = (values: Record<string, string>, body = "{}") => {
		const named = parameters.map((one) => [fieldOf(one), values[one.name] ?? ""]);
		return readConsoleCall(operation, { parameters: Object.fromEntries(named), body });
	};

	test("is put together of what was filled in, each in its place and escaped for it", () => {
		expect(call({ groupId: " a/b?c&$& ", q: "50% & more", "If-Match": '"3"' }, "{\r\n}")).toEqual({
			ok: true,
			call: {
				method: "PUT",
				path: "/groups/a%2Fb%3Fc%26%24%26/pool?q=50%25+%26+more",
				headers: { "content-type": "application/json", "if-match": '"3"' },
				body: "{\n}",
			},
		});
	});

	test("is not sent where a path would lead elsewhere, or a header would be two", () => {
		for (const groupId of ["", ".", ".."])
			expect(call({ groupId })).toMatchObject({
				ok: false,
				problems: { "path-groupId": "Enter groupId." },
			});
		expect(call({ groupId: "x", "If-Match": "a\r\nx-api-key: b" })).toMatchObject({
			ok: false,
			problems: { "header-If-Match": expect.stringContaining("ASCII") },
		});
		expect(call({ groupId: "x" }, "\0")).toMatchObject({
			ok: false,
			problems: { body: expect.stringContaining("NUL") },
		});
	});

	test("begins with a real group and the ID of an earlier answer, where it takes them", () => {
		const real = { group: { id: "an ID", name: "claims" }, requestId: "the ID" };
		const begins = (body: object) => exampleInput(operation, JSON.stringify(body), real);
		const { parameters: filled, body } = begins({ groupName: "auto_insurance", userData: {} });
		expect(filled).toMatchObject({ "path-groupId": "an ID" });
		expect(JSON.parse(body)).toEqual({ groupName: "claims", userData: {} });
		expect(JSON.parse(begins({ id: "x" }).body)).toEqual({ id: "the ID" });
		expect(exampleInput(operation, "+1;x", real).body).toBe("+1;x");
	});

	test("offers the calls that go on with what it made, and none after a failure", () => {
		const id = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";
		const answer = JSON.stringify({ status: { code: 0 }, data: { id } }, null, 2);
		const known = new Set(ENDPOINTS.map(({ operationId }) => operationId));
		for (const operationId of ["createCallInRequest", "createGroup"]) {
			const next = nextCalls(operationId, answer);
			expect(next.length).toBeGreaterThan(2);
			expect(next.every((one) => known.has(one.operationId) && one.query.includes(id))).toBe(true);
			expect(nextCalls(operationId, '{\n  "status": {}\n}')).toEqual([]);
		}
		expect(nextCalls("listGroups", answer)).toEqual([]);
	});

	test("begins with what it must have, and one that changes something with its example's query", () => {
		const examples = parameters.map((one) => ({ ...one, example: `an example of ${one.name}` }));
		const begins = (method: string) =>
			exampleInput({ ...operation, method, parameters: examples }, "{}").parameters;
		expect(begins("GET")).toMatchObject({
			"path-groupId": "an example of groupId",
			"query-q": "",
			"header-If-Match": "",
		});
		expect(begins("POST")).toMatchObject({
			"path-groupId": "an example of groupId",
			"query-q": "an example of q",
			"header-If-Match": "",
		});
	});
});
