import type { GroupRef } from "./errors.ts";
import { parseDnis } from "./phone-number.ts";

/** What holds for a number that stands in several groups (G6). */
export const SHARED_NUMBER_WARNING = "callers on it cannot be told apart without access codes";

/** What to know of a number that was accepted, in sentences; empty where there is nothing (G4, G6). `others` are the other groups that have it. */
export function numberWarnings(number: string, others: GroupRef[]): string {
	const dnis = parseDnis(number);
	const warnings: string[] = [];
	if (dnis.ok && !dnis.value.assigned) warnings.push("It is in no assigned range: check that it can be dialled.");
	if (others.length > 0) warnings.push(`It is also in ${others.map(({ name }) => `“${name}”`).join(", ")}: ${SHARED_NUMBER_WARNING}.`);
	return warnings.join(" ");
}
