import type { Unavailability } from "../../app/domain/unavailability.ts";
import { errorField, unavailability } from "./unavailability.ts";

/** The SQLSTATE of a lock timeout. */
export const LOCK_NOT_AVAILABLE = "55P03";

/** serialization_failure, deadlock_detected. */
const TRIED_AGAIN = new Set(["40001", "40P01"]);

/** The SQLSTATE of a failed statement; drizzle wraps the driver's error. */
export function sqlState(error: unknown): string | undefined {
	return errorField(error, "code");
}

/** The constraint that a failed statement broke. */
export function brokenConstraint(error: unknown): string | undefined {
	return errorField(error, "constraint") ?? errorField(error, "constraint_name");
}

/**
 * Whether the database aborted the work in favour of other work, so that a retry is safe: nothing
 * of it was done.
 */
export const isToBeTriedAgain = (error: unknown): boolean => TRIED_AGAIN.has(sqlState(error) ?? "");

/**
 * Whether an error means that the database cannot serve now, or not in time; false for a refusal.
 * `unavailability` gives the reason.
 */
export const isUnreachable = (error: unknown): boolean => unavailability(error) !== null;

/** The reasons that affect every caller, regardless of the statement. */
const FOR_EVERYBODY = new Set<Unavailability | null>([
	"away",
	"read-only",
	"too-many-connections",
	"refused",
]);

/**
 * Whether an error means that the database serves no caller, rather than not this one statement.
 */
export const isAway = (error: unknown): boolean => FOR_EVERYBODY.has(unavailability(error));
