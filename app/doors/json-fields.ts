import type { Webhook } from "./webhook.ts";

export type JsonFields = Readonly<Record<string, unknown>>;

/** The fields of a webhook's JSON object, which is read once. Null if the body is none. */
export function jsonFields(webhook: Webhook): JsonFields | null {
	if (webhook.json === undefined) webhook.json = readObject(textOfBody(webhook));
	return webhook.json;
}

export const textOfBody = ({ body }: Pick<Webhook, "body">): string =>
	Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");

/**
 * The body's JSON as JavaScript writes it anew, for platforms that sign it so. It reads as the same
 * object: what a door reads is covered, whatever the spaces between. Null where it cannot be
 * written, as thousands of lists in one another.
 */
export function writtenAnew(webhook: Webhook): string | null {
	const fields = jsonFields(webhook);
	if (fields === null) return null;
	try {
		return JSON.stringify(fields);
	} catch {
		return null;
	}
}

/** A text as a JSON object; null if it is none. */
export function readObject(text: string): JsonFields | null {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : null;
	} catch {
		return null;
	}
}

const isObject = (value: unknown): value is JsonFields =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** An own field as a text. A number counts as its digits, everything else as empty. */
export function textField(fields: JsonFields | null, name: string): string {
	const value = fields !== null && Object.hasOwn(fields, name) ? fields[name] : undefined;
	return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** An own field as an object; null if it is none. */
export function objectField(fields: JsonFields | null, name: string): JsonFields | null {
	const value = fields !== null && Object.hasOwn(fields, name) ? fields[name] : undefined;
	return isObject(value) ? value : null;
}
