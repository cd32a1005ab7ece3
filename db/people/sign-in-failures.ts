import { eq, inArray, lte, sql } from "drizzle-orm";
import type { FailureCount } from "../../app/domain/people/sign-in.ts";
import type { Db } from "../connection/database.ts";
import { signInFailures } from "../schema/people-tables.ts";

/** Counts by key, and the database's present time. A key without failures may be missing. */
export type Counts = { counts: Map<string, FailureCount & { refused: number }>; now: Date };

const COLUMNS = {
	key: signInFailures.key,
	failures: signInFailures.failures,
	lastAt: signInFailures.lastAt,
	refused: signInFailures.refused,
};
// now() stands still while a transaction waits for a lock.
const NOW = sql`clock_timestamp()`;
// One lock order for all transactions, to avoid deadlocks.
const IN_ORDER = sql`${signInFailures.key} collate "C"`;

/** Reads the counts of these keys without a lock. */
export async function readCounts(tx: Db, keys: string[]): Promise<Counts> {
	const rows = await tx.orm
		.select(COLUMNS)
		.from(signInFailures)
		.where(inArray(signInFailures.key, keys));
	return { counts: byKey(rows), now: await readTime(tx) };
}

/**
 * Reads the counts of these keys and locks them until the transaction ends. Missing counts are
 * made.
 */
export async function lockCounts(tx: Db, keys: string[]): Promise<Counts> {
	await tx.orm
		.insert(signInFailures)
		.values([...keys].sort().map((key) => ({ key, failures: 0, until: NOW })))
		.onConflictDoNothing();
	const rows = await tx.orm
		.select(COLUMNS)
		.from(signInFailures)
		.where(inArray(signInFailures.key, keys))
		.orderBy(IN_ORDER)
		.for("update");
	return { counts: byKey(rows), now: await readTime(tx) };
}

const byKey = <Row extends { key: string }>(rows: Row[]) =>
	new Map(rows.map((row) => [row.key, row]));

async function readTime(tx: Db): Promise<Date> {
	const [row] = await tx.query<{ ms: number }>(
		"select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms",
		[],
	);
	return new Date((row as { ms: number }).ms);
}

/** Stores one more failure in a count that lockCounts has locked. */
export async function writeCount(
	tx: Db,
	key: string,
	{ failures, keptSeconds }: { failures: number; keptSeconds: number },
): Promise<void> {
	await tx.orm
		.update(signInFailures)
		.set({
			failures,
			lastAt: NOW,
			refused: 0,
			until: sql`${NOW} + make_interval(secs => ${keptSeconds})`,
		})
		.where(eq(signInFailures.key, key));
}

/**
 * Counts a refusal under a key. Returns the number of refusals since the last counted attempt, this
 * one included.
 */
export async function countRefusal(tx: Db, key: string): Promise<number> {
	const rows = await tx.orm
		.update(signInFailures)
		.set({ refused: sql`${signInFailures.refused} + 1` })
		.where(eq(signInFailures.key, key))
		.returning({ refused: signInFailures.refused });
	return rows[0]?.refused ?? 1;
}

/** Takes back one attempt that did not fail. */
export async function uncountAttempt(tx: Db, keys: string[]): Promise<void> {
	for (const key of [...keys].sort())
		await tx.orm
			.update(signInFailures)
			.set({ failures: sql`greatest(${signInFailures.failures} - 1, 0)` })
			.where(eq(signInFailures.key, key));
}

/** Forgets the failures under these keys. */
export async function clearFailures(tx: Db, keys: string[]): Promise<void> {
	for (const key of [...keys].sort())
		await tx.orm.delete(signInFailures).where(eq(signInFailures.key, key));
}

/**
 * Removes expired counts, for space only: they have no effect any more. A few at a time; returns
 * their keys and refusals.
 */
export function deleteOldFailures(tx: Db, now?: Date): Promise<{ key: string; refused: number }[]> {
	const over = tx.orm
		.select({ key: signInFailures.key })
		.from(signInFailures)
		.where(lte(signInFailures.until, now ?? sql`now()`))
		.limit(1000)
		.for("update", { skipLocked: true });
	return tx.orm
		.delete(signInFailures)
		.where(inArray(signInFailures.key, over))
		.returning({ key: signInFailures.key, refused: signInFailures.refused });
}
