import { QUESTION_NAMES, REPAIR_KINDS, type RepairKind } from "../../domain/import/repair-kinds.ts";

/**
 * The repairs that a form asks for, in their order: one for each answered question (I9), or the one
 * of a button. Null if one of them does not exist.
 */
export function readRepairs(form: FormData): RepairKind[] | null {
	const fields = ["kind", ...QUESTION_NAMES.map((question) => `kind-${question}`)];
	const asked = fields.flatMap((field) => form.getAll(field)).filter((value) => value !== "");
	const kinds = REPAIR_KINDS.filter((kind) => asked.includes(kind));
	return kinds.length === new Set(asked).size ? kinds : null;
}
