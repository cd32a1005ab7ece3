import { randomUUID } from "node:crypto";
import { isUuid } from "../../db/groups/groups.ts";

/** Header for a client's correlation ID. Every answer returns it (C1, O4). */
export const CORRELATION_HEADER = "x-correlation-id";

/** The client's ID in lower case if it is a UUID; else a new one. */
export function correlationId(given: string | undefined): string {
	const text = given?.trim() ?? "";
	return isUuid(text) ? text.toLowerCase() : randomUUID();
}
