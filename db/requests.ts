import { and, count, desc, eq, gt, isNull, sql } from "drizzle-orm";
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

/** A request as lists show it. Never its code (K3). */
export type RequestSummary = {
	id: string;
	createdAt: Date;
	expiresAt: Date;
	endedAt: Date | null;
	matchedAt: Date | null;
	isPast: boolean;
	groupName: string;
	toNumber: string;
	fromNumber: string | null;
};

/** The newest requests first. */
export async function listNewestRequests(db: Db, limit: number): Promise<RequestSummary[]> {
	return db
		.select({
			id: requests.id,
			createdAt: requests.createdAt,
			expiresAt: requests.expiresAt,
			endedAt: requests.endedAt,
			matchedAt: requests.matchedAt,
			isPast: sql<boolean>`${requests.expiresAt} <= now()`,
			groupName: requests.groupName,
			toNumber: requests.toNumber,
			fromNumber: requests.fromNumber,
		})
		.from(requests)
		.orderBy(desc(requests.createdAt), desc(requests.id))
		.limit(limit);
}
