import { and, asc, eq, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { AttemptRecord, CallStepRecord } from "../../app/domain/records/record.ts";
import type { AttemptFilter, Place } from "../../app/domain/records/record-view.ts";
import type { Db } from "../connection/database.ts";
import { type KeysetPage, readKeysetPage } from "../paging/keyset.ts";
import { countRecords, type RecordCount } from "../paging/record-count.ts";
import { apiKeys } from "../schema/key-tables.ts";
import { attempts, callSteps } from "../schema/match-tables.ts";
import { users } from "../schema/people-tables.ts";
import type { Reader } from "./request-records.ts";

function conditionOf(filter: AttemptFilter, { showsPrivate }: Reader): SQL | undefined {
	const { id, ani, dnis, callId, outcome, from, to } = filter;
	if (ani && !showsPrivate) throw new Error("This reader cannot look for an ANI.");
	return and(
		id ? eq(attempts.requestId, id) : undefined,
		ani ? inArray(attempts.fromNumber, ani) : undefined,
		dnis ? inArray(attempts.toNumber, dnis) : undefined,
		// The first half follows from the second; it lets the planner use the index.
		callId
			? and(
					sql`hashtextextended(${attempts.callId}, 0) = hashtextextended(${callId}, 0)`,
					eq(attempts.callId, callId),
				)
			: undefined,
		outcome ? eq(attempts.outcome, outcome) : undefined,
		from ? gte(attempts.at, from) : undefined,
		to ? lte(attempts.at, to) : undefined,
	);
}

const select = (db: Db, { showsPrivate }: Reader) =>
	db.orm
		.select({
			id: attempts.id,
			at: attempts.at,
			callId: attempts.callId,
			fromNumber: showsPrivate
				? sql<string | null>`coalesce(${attempts.fromGiven}, ${attempts.fromNumber})`
				: sql<null>`null`,
			attestation: attempts.attestation,
			toNumber: attempts.toNumber,
			outcome: attempts.outcome,
			requestId: attempts.requestId,
			released: attempts.released,
			apiKeyName: sql<string | null>`coalesce(${apiKeys.name}, ${users.email})`,
			connectionId: sql<string | null>`case when ${apiKeys.isConnection}
				and ${apiKeys.revokedAt} is null then ${apiKeys.id} end`,
			corrId: attempts.corrId,
		})
		.from(attempts)
		.leftJoin(apiKeys, eq(apiKeys.id, attempts.apiKeyId))
		.leftJoin(users, eq(users.id, attempts.apiKeyId));

/** A page of the attempts that match a filter, in its order. */
export function listAttemptRecords(
	db: Db,
	filter: AttemptFilter,
	place: Place,
	{ showsPrivate, limit }: Reader & { limit: number },
): Promise<KeysetPage<AttemptRecord>> {
	const condition = conditionOf(filter, { showsPrivate });
	return readKeysetPage(place, {
		...{ at: attempts.at, id: attempts.id, isDescending: filter.sort === "-at", limit },
		read: async (where, order, atMost) =>
			select(db, { showsPrivate }).where(and(condition, where)).orderBy(order).limit(atMost),
	});
}

/** One attempt; null if there is none. `id` is a UUID. */
export async function findAttempt(
	db: Db,
	id: string,
	reader: Reader,
): Promise<AttemptRecord | null> {
	const [row] = await select(db, reader).where(eq(attempts.id, id));
	return row ?? null;
}

/** The call of an attempt as the phone system sent it, without the code, which is not kept. */
export async function findCallOfAttempt(db: Db, id: string) {
	const [row] = await db.orm
		.select({
			toPhoneNumber: attempts.toNumber,
			fromPhoneNumber: sql<string | null>`coalesce(${attempts.fromGiven}, ${attempts.fromNumber})`,
			attestation: attempts.attestation,
			apiKeyId: attempts.apiKeyId,
		})
		.from(attempts)
		.where(eq(attempts.id, id));
	return row ?? null;
}

/** The number of attempts that match a filter. */
export const countAttemptRecords = async (
	db: Db,
	filter: AttemptFilter,
	reader: Reader,
): Promise<RecordCount> => countRecords(db, attempts, conditionOf(filter, reader));

/**
 * The first attempts that certainly belong to a request, the oldest first. Of a call that a
 * connection matched to it, all attempts belong to it: how it came in, and what was keyed wrong.
 */
export async function listAttemptsOfRequest(
	db: Db,
	requestId: string,
	reader: Reader & { limit: number },
): Promise<AttemptRecord[]> {
	const isItsOwn = sql`${attempts.id} in (
		select own.id from attempts own where own.request_id = ${requestId}::uuid
		union all
		select other.id from attempts own
			join api_keys k on k.id = own.api_key_id and k.is_connection
			join attempts other on hashtextextended(other.call_id, 0) = hashtextextended(own.call_id, 0)
				and other.call_id = own.call_id and other.api_key_id = own.api_key_id
				and other.at between own.at - interval '1 hour' and own.at
				and other.request_id is null
		where own.request_id = ${requestId}::uuid and own.outcome = 'MATCHED')`;
	return select(db, reader)
		.where(isItsOwn)
		.orderBy(asc(attempts.at), asc(attempts.id))
		.limit(reader.limit);
}

/** The later steps of a request's calls, the oldest first. */
export const listCallStepsOfRequest = (db: Db, requestId: string): Promise<CallStepRecord[]> =>
	db.orm
		.select({ attemptId: callSteps.attemptId, step: callSteps.step, at: callSteps.at })
		.from(callSteps)
		.innerJoin(attempts, eq(attempts.id, callSteps.attemptId))
		.where(eq(attempts.requestId, requestId))
		.orderBy(asc(callSteps.at))
		.limit(STEPS_MAX);

/** Three for each call that matched a request; most requests have one call. */
const STEPS_MAX = 60;
