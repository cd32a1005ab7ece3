import { randomUUID } from "node:crypto";
import { isUuid } from "../../db/groups/groups.ts";

/** Header by which a client names its call, and by which every answer names it back (C1, O4). */
export const CORRELATION_HEADER = "x-correlation-id";

/** The ID that a client gave, in lower case, where that is a UUID; else a new one. */
export function correlationId(given: string | undefined): string {
	const text = given?.trim() ?? "";
	return isUuid(text) ? text.toLowerCase() : randomUUID();
}
