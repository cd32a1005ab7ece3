import { z } from "zod";
import type { JsonSchema } from "./types.ts";

/** Collects the schemas with a name of their own (`meta({ id })`). */
export type SchemaCollection = Record<string, JsonSchema>;

/**
 * The JSON Schema of a zod schema's input (before transforms, unknown fields allowed) or output
 * (exact). Nested schemas with an `id` go to `named`, and are referenced. Throws if one `id` has
 * two meanings.
 */
export function toJsonSchema(
	schema: z.ZodType,
	io: "input" | "output",
	named: SchemaCollection,
): JsonSchema {
	const {
		$schema: _,
		$defs = {},
		...bare
	} = z.toJSONSchema(schema, {
		io,
		override({ zodSchema, jsonSchema }) {
			restoreMeta(zodSchema, jsonSchema);
			simplify(jsonSchema);
		},
	}) as JsonSchema;
	for (const [id, { id: _id, ...definition }] of Object.entries($defs as SchemaCollection)) {
		const found = hoistReferences(spreadTypes(definition));
		if (named[id] !== undefined && JSON.stringify(named[id]) !== JSON.stringify(found))
			throw new Error(`Two schemas have the id ${id}.`);
		named[id] = found;
	}
	return hoistReferences(spreadTypes(bare));
}

/**
 * Writes a list of several types, null aside, as alternatives: some generators take the first type
 * for the only one.
 */
function spreadTypes<Part>(part: Part): Part {
	if (Array.isArray(part)) return part.map(spreadTypes) as Part;
	if (typeof part !== "object" || part === null) return part;
	const { type, ...rest } = Object.fromEntries(
		Object.entries(part).map(([name, value]) => [name, spreadTypes(value)]),
	);
	if (!Array.isArray(type) || type.filter((one) => one !== "null").length < 2)
		return (type === undefined ? rest : { type, ...rest }) as Part;
	return { anyOf: type.map((one) => ({ type: one })), ...rest } as Part;
}

/** Rewrites references to a schema's definitions as references to the document's components. */
const hoistReferences = (schema: JsonSchema): JsonSchema =>
	JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));

/**
 * zod drops `default` and `examples` of a schema that transforms its input, because they may be of
 * the output. Here `meta` always speaks of the input.
 */
function restoreMeta(zodSchema: z.core.$ZodTypes, schema: z.core.JSONSchema.BaseSchema): void {
	const meta = z.globalRegistry.get(zodSchema) ?? {};
	for (const keyword of ["default", "examples"] as const)
		if (meta[keyword] !== undefined) Object.assign(schema, { [keyword]: meta[keyword] });
}

/** Formats that say all that their patterns say. */
const FORMATS = new Set(["uuid", "date-time"]);

/** Shortens a schema without changing its meaning, for readers and client generators. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
	// String keywords apply only to strings, so the type may include null.
	const [one, other] = schema.anyOf ?? [];
	if (schema.anyOf?.length === 2 && one?.type === "string" && isNull(other)) {
		delete schema.anyOf;
		Object.assign(schema, {
			...one,
			type: ["string", "null"],
			...(schema.description && { description: schema.description }),
		});
	}
	if (FORMATS.has(String(schema.format))) delete schema.pattern;
	// Property names are always strings.
	if (JSON.stringify(schema.propertyNames) === '{"type":"string"}') delete schema.propertyNames;
}

const isNull = (schema: z.core.JSONSchema._JSONSchema | undefined): boolean =>
	JSON.stringify(schema) === '{"type":"null"}';
