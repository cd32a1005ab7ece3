import type { JsonSchema } from "./types.ts";

type Schemas = Record<string, JsonSchema>;

/**
 * A field as a row of a table. `name` is prefixed with the names of its enclosing objects. `limits`
 * is empty if there are none.
 */
export type ReferenceField = {
	name: string;
	type: string;
	limits: string;
	isRequired: boolean;
	description: string;
};

/** Follows a reference to its schema. */
export function resolve(schema: JsonSchema, schemas: Schemas): JsonSchema {
	if (schema.$ref === undefined) return schema;
	const { $ref, ...beside } = schema;
	return { ...resolve(schemas[$ref.split("/").at(-1) ?? ""] ?? {}, schemas), ...beside };
}

/** The fields of an object, each followed by the fields of the objects and lists in it. */
export function describeFields(given: JsonSchema, schemas: Schemas, within = ""): ReferenceField[] {
	const schema = resolve(given, schemas);
	const required = new Set(schema.required ?? []);
	return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
		const field = resolve(property, schemas);
		const element = field.items && resolve(field.items, schemas);
		const path = `${within}${name}${element ? "[]" : ""}`;
		return [
			{
				...{
					name: path,
					type: typeInWords(field, element),
					limits: limitsInWords(field, element).join("; "),
				},
				...{ isRequired: required.has(name), description: field.description ?? "" },
			},
			...describeFields(element ?? field, schemas, `${path}.`),
		];
	});
}

const typesOf = ({ type, const: only, enum: some, anyOf }: JsonSchema): string[] => {
	if (type !== undefined) return [type].flat();
	if (anyOf !== undefined) return [...new Set(anyOf.flatMap(typesOf))];
	return only === undefined && some === undefined
		? ["any"]
		: [...new Set([some ?? only].flat().map((value) => typeof value))];
};

/** `string`, `string or number or null`, `list of objects`. */
function typeInWords(schema: JsonSchema, element: JsonSchema | undefined): string {
	if (element) return `list of ${typesOf(element).join(" or ")}s`;
	return typesOf(schema).join(" or ");
}

const FORMATS: Record<string, string> = {
	uuid: "UUID",
	"date-time": "ISO 8601 with offset",
	email: "e-mail address",
};

/** Unit, length, range and values, each in a few words. */
function limitsInWords(schema: JsonSchema, element: JsonSchema | undefined): string[] {
	const { const: only, enum: some, default: otherwise } = schema;
	const number = (keyword: string) =>
		typeof schema[keyword] === "number" ? (schema[keyword] as number) : undefined;
	const said = [
		FORMATS[String(schema.format)],
		only === undefined ? undefined : JSON.stringify(only),
		some === undefined
			? undefined
			: `one of ${some.map((value) => JSON.stringify(value)).join(", ")}`,
		range(number("minLength"), number("maxLength"), "characters"),
		range(number("minItems"), number("maxItems"), "entries"),
		range(number("minimum") ?? above(number("exclusiveMinimum")), known(number("maximum")), ""),
		typeof schema["x-unit"] === "string" ? schema["x-unit"] : undefined,
		otherwise === undefined ? undefined : `default ${JSON.stringify(otherwise)}`,
		...(element ? limitsInWords(element, undefined).map((limit) => `each ${limit}`) : []),
	];
	return said.filter((limit) => limit !== undefined);
}

const above = (limit: number | undefined): number | undefined =>
	limit === undefined ? undefined : limit + 1;
/** A limit at JavaScript's largest safe integer is no real limit, and is omitted. */
const known = (limit: number | undefined): number | undefined =>
	limit === Number.MAX_SAFE_INTEGER ? undefined : limit;

function range(min: number | undefined, max: number | undefined, what: string): string | undefined {
	const from = min === 0 && what !== "" ? undefined : min;
	if (from === undefined && max === undefined) return undefined;
	const figure = (n: number) => n.toLocaleString("en-US");
	const words =
		from === undefined
			? `at most ${figure(max ?? 0)}`
			: max === undefined
				? `at least ${figure(from)}`
				: `${figure(from)} to ${figure(max)}`;
	return what === "" ? words : `${words} ${what}`;
}
