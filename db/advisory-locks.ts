/**
 * The advisory locks of the database, by what each guards. All are locks of a transaction:
 * PgBouncer would leave any other with a stranger. Triggers take `pools` and `administrators` by
 * number in migrations that have landed, so a number that is given stays.
 */
export const ADVISORY_LOCKS = {
	/** Migrations: one process at a time brings the tables up to date. */
	migration: 7200,
	/** Pools: writers wait for each other, so that a number stays exclusive (G6). */
	pools: 7201,
	/** Taking away an Administrator who can sign in: one at a time, so that the last one stays. */
	administrators: 7202,
	/** Retention: one process at a time cleans up. */
	cleanUp: 7203,
} as const;

/** What triggers take. A migration that writes rows may take them too. */
export const TRIGGER_LOCKS = [ADVISORY_LOCKS.pools, ADVISORY_LOCKS.administrators] as const;
