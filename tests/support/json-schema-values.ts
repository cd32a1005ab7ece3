import fc from "fast-check";
import { openApiDocument } from "../../app/api/openapi/document.ts";
import type { JsonSchema } from "../../app/api/openapi/types.ts";
import { SENTENCES } from "../../app/domain/conversation/heard.ts";
import { someNumbers } from "./groups.ts";
import { HOSTILE_TEXTS } from "./hostile-values.ts";

/**
 * Placeholder for a value from earlier answers, by its field's name; `otherwise` until there is
 * one.
 */
export class Known {
	constructor(
		readonly name: string,
		readonly otherwise: unknown,
	) {}
}

/** Few, so that calls often hit existing ones. */
export const someDnis = fc.constantFrom(...someNumbers(60));

/** Realistic values by the field's name. Schemas describe only the permitted ones. */
const REALISTIC: Record<string, fc.Arbitrary<unknown>> = {
	groupName: fc.constantFrom("open", "unique", "vouched", "full", "nowhere"),
	name: fc.oneof(
		fc.constantFrom("open", "A new group", "Ünï 中 👩‍👩‍👧"),
		fc.nat(400).map((n) => `group ${n}`),
	),
	number: someDnis,
	fromPhoneNumber: fc.constantFrom("+14155550132", "(415) 555-0133", "+442079460018"),
	toPhoneNumber: fc.constantFrom(
		"+18005550000",
		"18005550001",
		"sip:+18005550002@carrier.example;user=phone",
		18005550003,
	),
	accessCode: fc.constantFrom<unknown>("481920", 481920, "48 19 20#", "0"),
	target: fc.constantFrom("+14155550132", "sip:agents@pbx.example.com"),
	secondTarget: fc.constantFrom("+14155550134", ""),
	fallback: fc.constantFrom("+14155550133", ""),
	...Object.fromEntries(
		SENTENCES.map((name) => [name, fc.constantFrom("All our lines are busy.", "")]),
	),
	secret: fc.constantFrom("an-auth-token-of-a-walk", `${"A".repeat(43)}=`),
	userData: fc.constantFrom<unknown>(
		{ customerId: "C-1" },
		'{"customerId":"C-2"}',
		{},
		{ "not-kept": 1 },
	),
};

/**
 * Values that fit a schema, including its limits. Fields that appear in answers often reuse a value
 * from one.
 */
export function valuesOf(schema: JsonSchema, name = ""): fc.Arbitrary<unknown> {
	const { $ref } = schema;
	if ($ref !== undefined)
		return valuesOf(openApiDocument().components.schemas[$ref.split("/").at(-1) ?? ""] ?? {}, name);
	if (schema.const !== undefined) return fc.constant(schema.const);
	if (schema.enum) return fc.constantFrom(...schema.enum);
	const alternatives = schema.anyOf?.every((one) => one.type !== undefined)
		? schema.anyOf
		: undefined;
	if (alternatives) return fc.oneof(...alternatives.map((one) => valuesOf(one, name)));
	const types = [schema.type ?? ["object", "string", "number", "boolean", "null"]].flat();
	const fitting = fc.oneof(...types.map((type) => ofType(type, schema)));
	// Random IDs name no group.
	if (name === "groupIds") return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fitting);
	if (name === "" || types.includes("array") || schema.properties) return fitting;
	const realistic = REALISTIC[name] ?? fitting;
	return fc.oneof(
		{ weight: 3, arbitrary: realistic.map((otherwise) => new Known(name, otherwise)) },
		{ weight: 2, arbitrary: realistic },
		fitting,
	);
}

function ofType(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
	switch (type) {
		case "null":
			return fc.constant(null);
		case "boolean":
			return fc.boolean();
		case "integer":
		case "number":
			return numbers(schema as Limits, type);
		case "array":
			return fc.array(valuesOf(schema.items ?? {}), {
				maxLength: Math.min(5, (schema as Limits).maxItems ?? 5),
			});
		case "object":
			return objects(schema);
		default:
			return texts(schema as Limits);
	}
}

type Limits = JsonSchema & {
	minimum?: number;
	maximum?: number;
	minLength?: number;
	maxLength?: number;
	maxItems?: number;
	pattern?: string;
	format?: string;
};

function numbers({ minimum, maximum }: Limits, type: string): fc.Arbitrary<number> {
	const [min, max] = [minimum ?? -(2 ** 53), maximum ?? 2 ** 53];
	const within =
		type === "integer" ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
	return fc.oneof(within, fc.constantFrom(min, max));
}

function texts({ pattern, format, minLength = 0, maxLength = 200 }: Limits): fc.Arbitrary<string> {
	if (format === "uuid")
		return fc.oneof(
			fc.uuid(),
			fc.uuid().map((uuid) => uuid.toUpperCase()),
		);
	const some = fc.oneof(
		fc.string({ unit: "grapheme", maxLength: Math.min(maxLength, 40) }),
		fc.constantFrom(...HOSTILE_TEXTS),
		fc.constantFrom("x".repeat(minLength), "x".repeat(maxLength), "😀".repeat(maxLength)),
	);
	if (pattern === undefined)
		return some.filter((text) => [...text].length >= minLength && [...text].length <= maxLength);
	const regex = new RegExp(pattern, "u");
	const made = /\\p\{/.test(pattern)
		? some
		: fc.oneof(some, fc.stringMatching(new RegExp(pattern)));
	return made.filter((text) => regex.test(text));
}

/** All required fields, some optional ones, and now and then an unknown one. */
function objects({
	properties,
	required = [],
	additionalProperties,
}: JsonSchema): fc.Arbitrary<object> {
	if (!properties)
		return fc.dictionary(
			fc.constantFrom("name", "topic", "$x", "not an identifier", "__proto__"),
			fc.jsonValue(),
		);
	const known = Object.fromEntries(
		Object.entries(properties).map(([name, field]) => [name, valuesOf(field, name)]),
	);
	const some: fc.Arbitrary<object> = fc.record(known, { requiredKeys: required as never[] });
	if (additionalProperties === false) return some;
	return fc
		.tuple(some, fc.nat(4), fc.jsonValue())
		.map(([body, chance, more]) => (chance === 0 ? { ...body, unheardOf: more } : body));
}
