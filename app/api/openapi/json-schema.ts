import { z } from "zod";
import type { JsonSchema } from "./types.ts";

/** Where the schemas are collected that have a name of their own (`meta({ id })`). */
export type SchemaCollection = Record<string, JsonSchema>;

/**
 * The JSON Schema of what a zod schema takes (`input`: before transforms, further fields allowed)
 * or gives (`output`, exact). Schemas in it that have an `id` go to `named`, and are referred to.
 * Throws where one `id` would mean two things.
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
		override: ({ jsonSchema }) => simplify(jsonSchema),
	}) as JsonSchema;
	for (const [id, { id: _id, ...definition }] of Object.entries($defs as SchemaCollection)) {
		const found = hoistReferences(definition);
		if (named[id] !== undefined && JSON.stringify(named[id]) !== JSON.stringify(found))
			throw new Error(`Two schemas have the id ${id}.`);
		named[id] = found;
	}
	return hoistReferences(bare);
}

/** The definitions of one schema are the components of the document. */
const hoistReferences = (schema: JsonSchema): JsonSchema =>
	JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));

/** Says the same in fewer words, for readers and for generators of clients. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
	// Each keyword of a string speaks of strings alone, so null may join in.
	const [one, other] = schema.anyOf ?? [];
	if (schema.anyOf?.length === 2 && one?.type === "string" && isNull(other)) {
		delete schema.anyOf;
		Object.assign(schema, {
			...one,
			type: ["string", "null"],
			...(schema.description && { description: schema.description }),
		});
	}
	// The keys of an object are strings anyway.
	if (JSON.stringify(schema.propertyNames) === '{"type":"string"}') delete schema.propertyNames;
}

const isNull = (schema: z.core.JSONSchema._JSONSchema | undefined): boolean =>
	JSON.stringify(schema) === '{"type":"null"}';
