import { texts } from "../../texts/texts.ts";
import { isAssigned } from "../numbers/dnis.ts";
import type { GroupRef } from "./errors.ts";

const words = texts.messages.groups.warnings;

/** The warning for a number in several groups (G6). */
export const SHARED_NUMBER_WARNING = words.sharedInBrief;

/**
 * Warnings about an accepted number, one sentence each (G4, G6). `others` are the other groups with
 * the number.
 */
export function listNumberWarnings(number: string, others: GroupRef[]): string[] {
	const warnings: string[] = [];
	if (!isAssigned(number)) warnings.push(UNASSIGNED_WARNING);
	if (others.length > 0) warnings.push(sharedWarning(others));
	return warnings;
}

export const UNASSIGNED_WARNING = words.unassigned;

export const sharedWarning = (others: GroupRef[]): string => words.shared({ groups: others });

/** All warnings in one line; empty if there are none. */
export const numberWarnings = (number: string, others: GroupRef[]): string =>
	listNumberWarnings(number, others).join(" ");
