import type { Db } from "../../../db/connection/database.ts";

/** A statement that calls or clean-up send again and again, and what its plan has to be. */
export type HotStatement = {
	/** What it is called in db/statements.sql: lower case and underscores. */
	name: string;
	about: string;
	/** What $1, $2 … mean, in this order. */
	parameters: readonly string[];
	/** Sends it with typical values. `now` is the time that these are made for, in milliseconds. */
	call(db: Db, now: number): Promise<unknown>;
	/** Which of the call's statements it is, from 0; the answers that those before get. */
	nth?: number;
	answers?: readonly unknown[][];
	/** Indexes that the plan uses. */
	by: readonly string[];
	/** Tables that the plan reads from end to end, each with the reason why that is right. */
	whole?: Readonly<Record<string, string>>;
	/** Whether it is planned for its values, as what drizzle sends is; else once for all values. */
	isPlannedForValues?: boolean;
};

/** The ID that row `n` of a grown table has. */
export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** The numbers of pools, of callers, and the group that has most of them, in grown tables. */
export const poolNumber = (n: number): string => `+1415${String(n).padStart(7, "0")}`;
export const callerNumber = (n: number): string => `+1646${String(n).padStart(7, "0")}`;
export const GROUP = { id: idOf(1), nameKey: "group 1" };
export const KEY = { id: idOf(1), limitedToGroups: true };
export const CORR_ID = idOf(7);
