import { and, count, eq, gt, isNull, sql } from "drizzle-orm";
import { EXPIRY_SECONDS_MAX } from "../app/domain/group.ts";
import { type Age, deleteOldest } from "./clean-up.ts";
import type { Db } from "./client.ts";
import { type ListedState, requests } from "./schema.ts";

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

/** Removes requests that were made so long ago (K4), the oldest first; none that could be live still. See `deleteOldest`. */
export const deleteOldRequests = (tx: Db, age: Age, from: string | null) =>
	deleteOldest(tx, { table: "requests", time: "created_at", and: "expires_at < (select at from cutoff)" }, age, from);

/** Removes such requests from the list of a state: only once none of them, however long its expiry, is there any more. */
export const deleteOldListed = (tx: Db, state: ListedState, age: Age, from: string | null) => {
	const over = `created_at < (select at from cutoff) - interval '${EXPIRY_SECONDS_MAX} seconds'`;
	const key = ["state", "created_at", "id"];
	return deleteOldest(tx, { table: "request_states", time: "created_at", key, and: `state = '${state}' and ${over}` }, age, from);
};
