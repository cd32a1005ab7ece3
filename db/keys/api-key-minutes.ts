import type { Db } from "../connection/database.ts";

/** Calls of a key in a minute, counted since 1970. */
export type KeyMinute = { apiKeyId: string; minute: number; calls: number };

type Row = { id: string; minute: number; calls: number; now: number };

/**
 * Adds calls to the count of each key and minute. Returns the sums over all processes, and the
 * database's time in milliseconds. A key has one row, for its last minute: late calls of an earlier
 * minute are dropped.
 */
export async function addToKeyMinutes(
	db: Db,
	minutes: KeyMinute[],
): Promise<{ now: number; sums: KeyMinute[] }> {
	const rows = await db.query<Row>(
		`insert into api_key_minutes as known (api_key_id, minute, calls)
		select "apiKeyId", minute, calls
		from json_to_recordset($1::text::json) as sent(
			"apiKeyId" uuid, minute integer, calls integer
		)
		order by "apiKeyId"
		on conflict (api_key_id) do update set
			minute = greatest(known.minute, excluded.minute),
			calls = case
				when excluded.minute > known.minute then excluded.calls
				when excluded.minute = known.minute then known.calls + excluded.calls
				else known.calls
			end
		returning api_key_id as id, minute, calls,
			(extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
		[JSON.stringify(minutes)],
	);
	return {
		now: Number(rows[0]?.now),
		sums: rows.map(({ id, minute, calls }) => ({ apiKeyId: id, minute, calls })),
	};
}
