import type { Database } from "./client.ts";
import journal from "./migrations/meta/_journal.json" with { type: "json" };

/** Whether the database has every migration that this build knows. Rejects when it cannot be reached. */
export async function isMigrated({ run }: Database): Promise<boolean> {
	const [row] = await run<{ applied: number }>("select count(*)::int as applied from drizzle.__drizzle_migrations", []);
	return row !== undefined && row.applied >= journal.entries.length;
}
