import { z } from "zod";
import { texts } from "../../texts/texts.ts";
import type { fail } from "./envelope.ts";
import { FIELD_CODES } from "./field-error.ts";
import { failFieldRule, failFields } from "./field-errors.ts";

const words = texts.messages.api.fields;

/**
 * Validates a query against its schema. An unknown or repeated parameter is refused: a typo such as
 * `dryrun=true` must not turn a dry run into a real one.
 */
export function readQuery<S extends z.ZodObject>(
	schema: S,
	query: URLSearchParams,
): { ok: true; value: z.output<S> } | ReturnType<typeof fail> {
	const known = Object.keys(schema.shape);
	const names = [...query.keys()];
	const unknown = names.find((name) => !known.includes(name));
	if (unknown !== undefined)
		return failFieldRule([unknown], words.queryKnows({ names: known }), FIELD_CODES.unknown);
	const doubled = names.find((name, index) => names.indexOf(name) !== index);
	if (doubled !== undefined)
		return failFieldRule([doubled], words.twiceInQuery({ name: doubled }), FIELD_CODES.repeated);
	const parsed = schema.safeParse(Object.fromEntries(query));
	return parsed.success ? { ok: true, value: parsed.data } : failFields(parsed.error);
}

/** An integer in a query. */
export const wholeNumber = (min: number, max: number, otherwise: number) =>
	z
		.string()
		.optional()
		.transform((text, context) => {
			const value =
				text === undefined ? otherwise : /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
			if (value >= min && value <= max) return value;
			context.addIssue({ code: "custom", message: words.mustBeInRange({ min, max }) });
			return z.NEVER;
		})
		.meta({ type: "integer", minimum: min, maximum: max, default: otherwise });

/** `true` or `false` in a query; false where it is absent. */
export const flag = z
	.enum(["true", "false"], words.mustBeBoolean)
	.optional()
	.transform((text) => text === "true")
	.meta({ default: "false" });
