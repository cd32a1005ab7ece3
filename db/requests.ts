import { and, count, eq, gt, isNull, sql } from "drizzle-orm";
import type { Db } from "./client.ts";
import { requests } from "./schema.ts";

const live = and(gt(requests.expiresAt, sql`now()`), isNull(requests.endedAt));

/** How many live requests a group has, by the database's clock. */
export async function countLiveRequestsOfGroup(db: Db, groupId: string): Promise<number> {
	const [counted] = await db
		.select({ live: count() })
		.from(requests)
		.where(and(live, eq(requests.groupId, groupId)));
	return counted?.live ?? 0;
}

/** How many live requests have a number, of whatever group. */
export async function countLiveRequestsOnNumber(db: Db, number: string): Promise<number> {
	const [counted] = await db
		.select({ live: count() })
		.from(requests)
		.where(and(live, eq(requests.toNumber, number)));
	return counted?.live ?? 0;
}
