import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AttemptFilter, Place, RequestFilter } from "../../app/domain/records/record-view.ts";
import type { Db } from "../connection/database.ts";
import { type KeysetPage, readKeysetPage } from "../paging/keyset.ts";
import type { KeyLimits } from "../requests/call-in-requests.ts";
import { groups } from "../schema/group-tables.ts";
import { apiKeyGroups } from "../schema/key-tables.ts";
import { attempts } from "../schema/match-tables.ts";
import { requests } from "../schema/request-tables.ts";
import { among, conditionOf } from "./request-records.ts";

// What API clients read (C15). Codes and user data are in no list (K3).

/** A request in a list of the API. */
export type ListedRequest = {
	id: string;
	createdAt: Date;
	expiresAt: Date;
	endedAt: Date | null;
	matchedAt: Date | null;
	isPast: boolean;
	groupName: string;
	toNumber: string;
	fromNumber: string | null;
	callbackServiceId: string | null;
};

/** Whether a key may see a request: the condition of call-in-requests.ts for a query builder. */
const seenBy = (key: KeyLimits, groupId: SQL): SQL | undefined =>
	key.limitedToGroups
		? sql`exists (select 1 from ${apiKeyGroups} where ${apiKeyGroups.apiKeyId} = ${key.id}::uuid
			and ${apiKeyGroups.groupId} = ${groupId})`
		: undefined;

/**
 * The groups of a limited key by name, for the index of requests by group; null if it is not
 * limited. `hasDeleted`: some of its groups are deleted, so their names are not known.
 */
async function namesOf(
	db: Db,
	key: KeyLimits,
): Promise<{ names: string[]; hasDeleted: boolean } | null> {
	if (!key.limitedToGroups) return null;
	const rows = await db.orm
		.select({ name: groups.name })
		.from(apiKeyGroups)
		.leftJoin(groups, eq(groups.id, apiKeyGroups.groupId))
		.where(eq(apiKeyGroups.apiKeyId, key.id));
	const names = rows.flatMap(({ name }) => (name === null ? [] : [name]));
	return { names, hasDeleted: names.length < rows.length };
}

/**
 * A page of the requests that a key may see, the newest first: a place far down costs as much as
 * the first page. A limited key whose groups are all deleted sees nothing (C11).
 */
export async function listRequestsOfKey(
	db: Db,
	key: KeyLimits,
	filter: RequestFilter & { callbackServiceId: string | null },
	{ place, limit }: { place: Place; limit: number },
): Promise<KeysetPage<ListedRequest>> {
	const own = await namesOf(db, key);
	if (own?.names.length === 0) return { rows: [], hasPrevious: false, hasNext: false };
	const condition = and(
		conditionOf(filter, { showsPrivate: true }),
		filter.callbackServiceId ? eq(requests.callbackServiceId, filter.callbackServiceId) : undefined,
		seenBy(key, sql`${requests.groupId}`),
		own && !own.hasDeleted
			? sql`${requests.groupName} = any(${sql.param(own.names, textArray)})`
			: undefined,
	);
	const source = filter.callbackServiceId ? db.orm : await among(db, filter);
	return readKeysetPage(place, {
		...{ at: requests.createdAt, id: requests.id, isDescending: true, limit },
		read: (where, order, atMost) =>
			source
				.select({
					id: requests.id,
					createdAt: requests.createdAt,
					expiresAt: requests.expiresAt,
					endedAt: requests.endedAt,
					matchedAt: requests.matchedAt,
					isPast: sql<boolean>`${requests.expiresAt} <= now()`,
					groupName: requests.groupName,
					toNumber: requests.toNumber,
					fromNumber: sql<string | null>`coalesce(${requests.fromGiven}, ${requests.fromNumber})`,
					callbackServiceId: requests.callbackServiceId,
				})
				.from(requests)
				.where(and(condition, where))
				.orderBy(order)
				.limit(atMost),
	});
}

/** Names as one parameter. */
const textArray = {
	mapToDriverValue: (names: string[]): string =>
		`{${names.map((name) => `"${name.replace(/["\\]/g, "\\$&")}"`).join(",")}}`,
};

/** An attempt in a list of the API. */
export type ListedAttempt = Omit<
	Pick<
		typeof attempts.$inferSelect,
		| "id"
		| "at"
		| "callId"
		| "fromNumber"
		| "toNumber"
		| "attestation"
		| "outcome"
		| "requestId"
		| "released"
	>,
	never
>;

/**
 * A page of the attempts of a request or a call, the newest first. A limited key sees those of
 * requests that it may see, and its own.
 */
export function listAttemptsOfKey(
	db: Db,
	key: KeyLimits,
	{ id, callId }: Pick<AttemptFilter, "id" | "callId">,
	{ place, limit }: { place: Place; limit: number },
): Promise<KeysetPage<ListedAttempt>> {
	const seen = key.limitedToGroups
		? sql`(${attempts.apiKeyId} = ${key.id}::uuid or exists (select 1 from ${requests}
			where ${requests.id} = ${attempts.requestId} and ${seenBy(key, sql`${requests.groupId}`)}))`
		: undefined;
	const condition = and(
		id ? eq(attempts.requestId, id) : undefined,
		// The first half follows from the second; it lets the planner use the index.
		callId
			? and(
					sql`hashtextextended(${attempts.callId}, 0) = hashtextextended(${callId}, 0)`,
					eq(attempts.callId, callId),
				)
			: undefined,
		seen,
	);
	return readKeysetPage(place, {
		...{ at: attempts.at, id: attempts.id, isDescending: true, limit },
		read: async (where, order, atMost) =>
			db.orm
				.select({
					id: attempts.id,
					at: attempts.at,
					callId: attempts.callId,
					fromNumber: sql<string | null>`coalesce(${attempts.fromGiven}, ${attempts.fromNumber})`,
					toNumber: attempts.toNumber,
					attestation: attempts.attestation,
					outcome: attempts.outcome,
					requestId: attempts.requestId,
					released: attempts.released,
				})
				.from(attempts)
				.where(and(condition, where))
				.orderBy(order)
				.limit(atMost),
	});
}
