import { eq, inArray, lte, sql } from "drizzle-orm";
import type { FailureCount } from "../../app/domain/people/sign-in.ts";
import type { Db } from "../connection/database.ts";
import { signInFailures } from "../schema/people-tables.ts";

/** Counts by key, and the database's time of now. A key without failures may be missing. */
export type Counts = { counts: Map<string, FailureCount & { refused: number }>; now: Date };

const COLUMNS = {
	key: signInFailures.key,
	failures: signInFailures.failures,
	lastAt: signInFailures.lastAt,
	refused: signInFailures.refused,
};
// A transaction's own time stands still while it waits for a lock.
const NOW = sql`clock_timestamp()`;
// One order for everybody who locks several of them: in another one, two could wait for each other.
const IN_ORDER = sql`${signInFailures.key} collate "C"`;

/** Reads the counts of these keys without keeping anybody from changing them. */
export async function readCounts(tx: Db, keys: string[]): Promise<Counts> {
	const rows = await tx.orm
		.select(COLUMNS)
		.from(signInFailures)
		.where(inArray(signInFailures.key, keys));
	return { counts: byKey(rows), now: await readTime(tx) };
}

/**
 * Reads the counts of these keys, made where they are missing; nobody else counts there until the
 * transaction ends.
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

/** Writes down what lockCounts has locked, with one failure more. */
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
 * Counts a refusal under a key. Gives how many there were since the last attempt that was counted,
 * this one included.
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
 * Removes counts that are over, for space only: they say nothing any more. A few at a time; gives
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
