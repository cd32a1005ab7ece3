import { desc, eq } from "drizzle-orm";
import type { CountedRefusals } from "../../app/domain/phone-systems/noted-call.ts";
import type { Db } from "../connection/database.ts";
import { connectionRefusals } from "../schema/phone-system-tables.ts";

/**
 * Adds refusals of connections that still exist to those that are counted. In the order of the key,
 * so that two processes do not wait for each other.
 */
export async function addConnectionRefusals(
	db: Db,
	refusals: readonly (CountedRefusals & { connectionId: string })[],
): Promise<void> {
	await db.query(
		`insert into connection_refusals as kept (connection_id, refusal, times, first_at, last_at,
			event, status, client)
		select n."connectionId", n.refusal, n.times,
			date_trunc('milliseconds', to_timestamp(n."firstAt" / 1000)),
			date_trunc('milliseconds', to_timestamp(n."lastAt" / 1000)), n.event, n.status, n.client
		from json_to_recordset($1::text::json) as n(
			"connectionId" uuid, refusal text, times bigint, "firstAt" float8, "lastAt" float8,
			event text, status integer, client text
		)
		join connections c on c.id = n."connectionId"
		order by n."connectionId", n.refusal
		on conflict (connection_id, refusal) do update set
			times = kept.times + excluded.times,
			first_at = least(kept.first_at, excluded.first_at),
			last_at = greatest(kept.last_at, excluded.last_at),
			event = case when excluded.last_at < kept.last_at then kept.event else excluded.event end,
			status = case when excluded.last_at < kept.last_at then kept.status else excluded.status end,
			client = case when excluded.last_at < kept.last_at then kept.client else excluded.client end`,
		[JSON.stringify(refusals)],
	);
}

/** Stored refusals of one reason. Their texts may be of a newer version. */
export type ListedRefusals = {
	refusal: string;
	times: number;
	firstAt: Date;
	lastAt: Date;
	event: string;
	status: number;
	client: string;
};

/** The refusals of a connection by reason, the latest first. */
export const listConnectionRefusals = (db: Db, connectionId: string): Promise<ListedRefusals[]> =>
	db.orm
		.select({
			refusal: connectionRefusals.refusal,
			times: connectionRefusals.times,
			firstAt: connectionRefusals.firstAt,
			lastAt: connectionRefusals.lastAt,
			event: connectionRefusals.event,
			status: connectionRefusals.status,
			client: connectionRefusals.client,
		})
		.from(connectionRefusals)
		.where(eq(connectionRefusals.connectionId, connectionId))
		.orderBy(desc(connectionRefusals.lastAt), connectionRefusals.refusal);

/** How many messages of each connection were refused, and when the last one, by its ID. */
export async function refusalCounts(db: Db): Promise<Map<string, { times: number; lastAt: Date }>> {
	const rows = await db.query<{ connection_id: string; times: number; last_ms: number }>(
		`select connection_id, sum(times)::float8 as times,
			(extract(epoch from max(last_at)) * 1000)::float8 as last_ms
		from connection_refusals group by connection_id`,
		[],
	);
	return new Map(
		rows.map((row) => [row.connection_id, { times: row.times, lastAt: new Date(row.last_ms) }]),
	);
}

/** Forgets refusals whose last one is older than the retention (K4). */
export async function deleteOldConnectionRefusals(db: Db, retentionDays: number): Promise<number> {
	const deleted = await db.query(
		`delete from connection_refusals where last_at < now() - make_interval(days => $1::integer)
		returning 1`,
		[retentionDays],
	);
	return deleted.length;
}
