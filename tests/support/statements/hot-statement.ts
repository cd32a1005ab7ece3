import type { Db } from "../../../db/connection/database.ts";

/** A statement that calls or clean-up send again and again, and its required plan. */
export type HotStatement = {
	/** Its name in db/statements.sql: lower case and underscores. */
	name: string;
	about: string;
	/** The meanings of $1, $2 … in this order. */
	parameters: readonly string[];
	/** Sends it with typical values for the time `now`, in milliseconds. */
	call(db: Db, now: number): Promise<unknown>;
	/** Its index among the call's statements, from 0, and the answers to the statements before it. */
	nth?: number;
	answers?: readonly unknown[][];
	/** Indexes used by the plan. */
	by: readonly string[];
	/** Tables that the plan scans sequentially, each with the reason why that is right. */
	whole?: Readonly<Record<string, string>>;
	/**
	 * Whether it is planned for its values, as drizzle's statements are; else it has one generic
	 * plan.
	 */
	isPlannedForValues?: boolean;
};

/** The ID that row `n` of a grown table has. */
export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** The numbers of pools and of callers in grown tables, and the group with most of the numbers. */
export const poolNumber = (n: number): string => `+1415${String(n).padStart(7, "0")}`;
export const callerNumber = (n: number): string => `+1646${String(n).padStart(7, "0")}`;
export const GROUP = { id: idOf(1), nameKey: "group 1" };
export const KEY = { id: idOf(1), limitedToGroups: true };
export const CORR_ID = idOf(7);
