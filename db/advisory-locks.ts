/**
 * The advisory locks of the database, by purpose. All are transaction locks: behind PgBouncer, a
 * session lock would stay with another client. Triggers in landed migrations take `pools` and
 * `administrators` by number, so a number in use never changes.
 */
export const ADVISORY_LOCKS = {
	/** Migrations: one process at a time brings the tables up to date. */
	migration: 7200,
	/** Pools: one writer at a time, so that a number stays exclusive (G6). */
	pools: 7201,
	/** Removing an Administrator who can sign in: one at a time, so that one is always left. */
	administrators: 7202,
	/** Retention: one process at a time cleans up. */
	cleanUp: 7203,
} as const;

/** The locks that triggers take. A migration that writes rows may take them too. */
export const TRIGGER_LOCKS = [ADVISORY_LOCKS.pools, ADVISORY_LOCKS.administrators] as const;
