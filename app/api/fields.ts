import { z } from "zod";
import { isUuid } from "../../db/groups.ts";

const NO_UUID = "must be a UUID, such as 7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55";

/** A UUID of whatever version, in lower case, as the database gives it back. */
export const uuid = z
	.string(NO_UUID)
	.refine(isUuid, NO_UUID)
	.transform((value) => value.toLowerCase());

/** The same where it must be there. */
export const requiredUuid = z
	.unknown()
	.refine((value) => value !== undefined && value !== null, { error: "is missing", abort: true })
	.pipe(uuid);

/** All wrong fields in one line, each named once (C2). */
export function describeIssues(error: z.ZodError): string {
	const byField = new Map<string, string>();
	for (const issue of error.issues) {
		const field = issue.path.join(".");
		if (!byField.has(field)) byField.set(field, `${field} ${issue.message}`);
	}
	return `${[...byField.values()].join("; ")}.`;
}
