import { eq, inArray, lte, sql } from "drizzle-orm";
import { FAILURE_WINDOW_SECONDS } from "../app/domain/sign-in.ts";
import type { Db } from "./client.ts";
import { signInFailures } from "./schema.ts";

/**
 * Counts one more attempt under `key` as failed, unless `limit` failures stand there; false then. Counted before the password is looked at
 * and taken back when it was right, so that attempts at once cannot slip under the limit together.
 */
export async function countAttempt(tx: Db, key: string, limit: number): Promise<boolean> {
	const isOver = sql`${signInFailures.until} <= now()`;
	const rows = await tx
		.insert(signInFailures)
		.values({ key, failures: 1, until: sql`now() + make_interval(secs => ${FAILURE_WINDOW_SECONDS})` })
		.onConflictDoUpdate({
			target: signInFailures.key,
			set: {
				failures: sql`case when ${isOver} then 1 else ${signInFailures.failures} + 1 end`,
				until: sql`case when ${isOver} then excluded.until else ${signInFailures.until} end`,
			},
			setWhere: sql`${isOver} or ${signInFailures.failures} < ${limit}`,
		})
		.returning({ failures: signInFailures.failures });
	return rows.length > 0;
}

/** Seconds until the count under `key` starts again, rounded up; at least 1. */
export async function secondsUntilNextAttempt(tx: Db, key: string): Promise<number> {
	const rows = await tx
		.select({ seconds: sql<number>`ceil(extract(epoch from ${signInFailures.until} - now()))::int` })
		.from(signInFailures)
		.where(eq(signInFailures.key, key));
	return Math.max(1, rows[0]?.seconds ?? 1);
}

/** Takes back one attempt that did not fail. */
export async function uncountAttempt(tx: Db, key: string): Promise<void> {
	await tx
		.update(signInFailures)
		.set({ failures: sql`greatest(${signInFailures.failures} - 1, 0)` })
		.where(eq(signInFailures.key, key));
}

/** Forgets the failures under `key`. */
export async function clearFailures(tx: Db, key: string): Promise<void> {
	await tx.delete(signInFailures).where(eq(signInFailures.key, key));
}

/** Removes counts that are over, for space only: they start again without it. A few at a time; gives how many. */
export async function deleteOldFailures(tx: Db, now?: Date): Promise<number> {
	const over = tx
		.select({ key: signInFailures.key })
		.from(signInFailures)
		.where(lte(signInFailures.until, now ?? sql`now()`))
		.limit(1000)
		.for("update", { skipLocked: true });
	const deleted = await tx.delete(signInFailures).where(inArray(signInFailures.key, over)).returning({ key: signInFailures.key });
	return deleted.length;
}
