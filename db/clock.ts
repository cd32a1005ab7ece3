import { sql } from "drizzle-orm";

// Times are kept in whole milliseconds, and a column of them rounds what it is given. Plain now()
// would be stored as up to half a millisecond ahead: whoever compares right after would find that
// it has not come yet. So a moment that is stored is cut off first.

/**
 * The statement's time in whole milliseconds, never ahead. In a transaction that has waited, now()
 * is long gone.
 */
export const NOW_MS = "date_trunc('milliseconds', statement_timestamp())";

/**
 * The transaction's time in whole milliseconds, never ahead: one moment for all that a transaction
 * changes.
 */
export const TRANSACTION_MS = "date_trunc('milliseconds', now())";

/** The same for drizzle. */
export const nowMs = sql.raw(TRANSACTION_MS);
