import { GROUP_FIELDS, type GroupField } from "../../domain/import/all-groups/given-fields.ts";

/** The name and settings of a group as typed in its review; null if the form lacks one (I10). */
export function readGroupFields(form: FormData): Record<GroupField, string> | null {
	const typed = GROUP_FIELDS.map((field) => [field, form.get(field)] as const);
	if (typed.some(([, value]) => typeof value !== "string")) return null;
	return Object.fromEntries(typed) as Record<GroupField, string>;
}
