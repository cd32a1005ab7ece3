import { sql } from "drizzle-orm";

// Times are stored in whole milliseconds, and their columns round. Plain now() could be stored up
// to half a millisecond ahead, so a comparison right after would find it still in the future. So
// stored moments are truncated first.

/**
 * The statement's time in whole milliseconds, never ahead. In a transaction that has waited, now()
 * is out of date.
 */
export const NOW_MS = "date_trunc('milliseconds', statement_timestamp())";

/**
 * The transaction's time in whole milliseconds, never ahead: the same moment for all changes of a
 * transaction.
 */
export const TRANSACTION_MS = "date_trunc('milliseconds', now())";

/** The same for drizzle. */
export const nowMs = sql.raw(TRANSACTION_MS);

/** The moment this many days before the transaction's time, for drizzle. */
export const daysAgo = (days: number) => sql`now() - make_interval(days => ${days}::integer)`;
