import { timingSafeEqual } from "node:crypto";

/** Whether a given text is the right one, in constant time for texts of its length (P5). */
export function isSameText(given: string, right: string): boolean {
	const bytes = Buffer.from(given);
	const expected = Buffer.from(right);
	return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}
