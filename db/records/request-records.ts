import {
	and,
	count,
	eq,
	gte,
	inArray,
	isNotNull,
	isNull,
	lte,
	or,
	type SQL,
	sql,
} from "drizzle-orm";
import { EXPIRY_SECONDS_MAX } from "../../app/domain/groups/group-settings.ts";
import type { RequestDetails, RequestRecord } from "../../app/domain/records/record.ts";
import type { Place, RequestFilter } from "../../app/domain/records/record-view.ts";
import type { RequestState } from "../../app/domain/requests/request-state.ts";
import type { Db } from "../connection/database.ts";
import { type KeysetPage, readKeysetPage } from "../paging/keyset.ts";
import { countRecords, type RecordCount } from "../paging/record-count.ts";
import { groups } from "../schema/group-tables.ts";
import { apiKeys } from "../schema/key-tables.ts";
import { attempts } from "../schema/match-tables.ts";
import { type ListedState, requestStates, requests } from "../schema/request-tables.ts";

/** The reader: a Monitor gets no ANI from the database, and cannot search for one (R4). */
export type Reader = { showsPrivate: boolean };

const shownNumber = sql<string | null>`coalesce(${requests.fromGiven}, ${requests.fromNumber})`;
const isPast = sql<boolean>`${requests.expiresAt} <= now()`;
const longest = sql.raw(`interval '${EXPIRY_SECONDS_MAX} seconds'`);

const LISTED: Partial<Record<RequestState, ListedState>> = {
	Matched: "matched",
	Cancelled: "cancelled",
};

/** The number of requests in the list of a state; null for a state without a list. */
const countListed = async (db: Db, state: RequestState | null): Promise<RecordCount | null> => {
	const listed = state ? LISTED[state] : undefined;
	return listed === undefined
		? null
		: countRecords(db, requestStates, eq(requestStates.state, listed));
};

/**
 * The source of a filter's requests. For a state that may be rare, it is the state's list with its
 * times and IDs, which is read in order from any place. The filter's condition checks each
 * request's present state. Without the list, the requests of one number are found sooner, for they
 * are few. So are, in a long list, the requests of one group, or the first to expire.
 */
export async function among(
	db: Db,
	{ state, id, ani, dnis, groups: names, sort }: RequestFilter,
): Promise<Pick<Db["orm"], "select">> {
	const listed = state ? LISTED[state] : undefined;
	if (listed === undefined || id || ani || dnis) return db.orm;
	if ((names || sort.endsWith("expires")) && !(await countListed(db, state))?.isExact)
		return db.orm;
	return db.orm.with(
		db.orm.$with("requests", {}).as(sql`
			select s.id, s.created_at, r.group_id, r.expires_at, r.ended_at, r.matched_at,
				r.group_name, r.to_number, r.from_number, r.from_given, r.callback_service_id
			from ${requestStates} s join ${requests} r on r.id = s.id where s.state = ${listed}`),
	);
}

const STATES: Record<RequestState, SQL | undefined> = {
	Matched: isNotNull(requests.matchedAt),
	Cancelled: and(isNull(requests.matchedAt), isNotNull(requests.endedAt)),
	Expired: and(isNull(requests.matchedAt), isNull(requests.endedAt), isPast),
	// The last part follows from the others; it lets the planner use the index on the creation time.
	Active: and(
		isNull(requests.matchedAt),
		isNull(requests.endedAt),
		sql`${requests.expiresAt} > now() and ${requests.createdAt} >= now() - ${longest}`,
	),
};

export function conditionOf(
	{ id, ani, dnis, state, groups: names, from, to, sort }: RequestFilter,
	{ showsPrivate }: Reader,
): SQL | undefined {
	if (ani && !showsPrivate) throw new Error("This reader cannot look for an ANI.");
	// The indexes of the expiry and of a DNIS do not have the creation. A time then bounds the expiry
	// too. With other indexes, that would make a count read each row, not the index alone.
	const byExpiry = sort.endsWith("expires") || dnis !== null;
	return and(
		id ? or(eq(requests.id, id), eq(requests.callbackServiceId, id)) : undefined,
		ani ? inArray(requests.fromNumber, ani) : undefined,
		dnis ? inArray(requests.toNumber, dnis) : undefined,
		state ? STATES[state] : undefined,
		names ? inArray(requests.groupName, names) : undefined,
		from ? gte(requests.createdAt, from) : undefined,
		from && byExpiry ? gte(requests.expiresAt, from) : undefined,
		to ? lte(requests.createdAt, to) : undefined,
		to && byExpiry
			? sql`${requests.expiresAt} <= ${to.toISOString()}::timestamptz + ${longest}`
			: undefined,
	);
}

/** A page of the requests that match a filter, in its order. Equal times are ordered by ID. */
export async function listRequestRecords(
	db: Db,
	filter: RequestFilter,
	place: Place,
	{ showsPrivate, limit }: Reader & { limit: number },
): Promise<KeysetPage<RequestRecord>> {
	const condition = conditionOf(filter, { showsPrivate });
	const source = await among(db, filter);
	const at = filter.sort.endsWith("expires") ? requests.expiresAt : requests.createdAt;
	const page = await readKeysetPage(place, {
		...{ at, id: requests.id, isDescending: filter.sort.startsWith("-"), limit },
		read: (where, order, atMost) =>
			source
				.select({
					id: requests.id,
					createdAt: requests.createdAt,
					expiresAt: requests.expiresAt,
					endedAt: requests.endedAt,
					matchedAt: requests.matchedAt,
					isPast,
					groupName: requests.groupName,
					toNumber: requests.toNumber,
					fromNumber: showsPrivate ? shownNumber : sql<null>`null`,
				})
				.from(requests)
				.where(and(condition, where))
				.orderBy(order)
				.limit(atMost),
	});
	const counts = await countAttempts(
		db,
		page.rows.map((row) => row.id),
	);
	return { ...page, rows: page.rows.map((row) => ({ ...row, attempts: counts.get(row.id) ?? 0 })) };
}

async function countAttempts(db: Db, requestIds: string[]): Promise<Map<string | null, number>> {
	if (requestIds.length === 0) return new Map();
	const rows = await db.orm
		.select({ id: attempts.requestId, attempts: count() })
		.from(attempts)
		.where(inArray(attempts.requestId, requestIds))
		.groupBy(attempts.requestId);
	return new Map(rows.map((row) => [row.id, row.attempts]));
}

/** The number of requests that match a filter (K2). */
export async function countRequestRecords(
	db: Db,
	filter: RequestFilter,
	reader: Reader,
): Promise<RecordCount> {
	const { id, ani, dnis, groups: names, from, to } = filter;
	const listed =
		id || ani || dnis || names || from || to ? null : await countListed(db, filter.state);
	return (
		listed ??
		countRecords(
			db,
			requests,
			conditionOf(filter, reader),
			await among(db, { ...filter, sort: "-created" }),
		)
	);
}

/** One request; null if there is none. `id` is a UUID. */
export async function findRequestDetails(
	db: Db,
	id: string,
	{ showsPrivate }: Reader,
): Promise<RequestDetails | null> {
	const isLive = sql<boolean>`(${requests.endedAt} is null and not ${isPast})`;
	const [row] = await db.orm
		.select({
			id: requests.id,
			createdAt: requests.createdAt,
			expiresAt: requests.expiresAt,
			firstExpiresAt: requests.firstExpiresAt,
			// As text: the two drivers read arrays of times differently.
			extendedAt: sql<string>`array_to_string(array(
				select (extract(epoch from e) * 1000)::bigint from unnest(${requests.extendedAt}) e), ' ')`,
			endedAt: requests.endedAt,
			matchedAt: requests.matchedAt,
			isPast,
			isLive,
			groupId: requests.groupId,
			groupName: requests.groupName,
			hasGroup: sql<boolean>`${groups.id} is not null`,
			toNumber: requests.toNumber,
			fromNumber: showsPrivate ? shownNumber : sql<null>`null`,
			hasAccessCode: requests.hasAccessCode,
			callerId: requests.callerId,
			accessCode: showsPrivate
				? sql<string | null>`case when ${isLive} then ${requests.accessCode} end`
				: sql<null>`null`,
			userData: showsPrivate ? requests.userData : sql<null>`null`,
			hasUserData: sql<boolean>`${requests.userData} is not null`,
			callbackServiceId: requests.callbackServiceId,
			apiKeyName: apiKeys.name,
			corrId: requests.corrId,
		})
		.from(requests)
		.leftJoin(groups, eq(groups.id, requests.groupId))
		.leftJoin(apiKeys, eq(apiKeys.id, requests.apiKeyId))
		.where(eq(requests.id, id));
	if (row === undefined) return null;
	const extendedAt = row.extendedAt.split(" ").filter(Boolean);
	return { ...row, extendedAt: extendedAt.map((ms) => new Date(Number(ms))) };
}
