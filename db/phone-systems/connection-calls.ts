import { desc, eq } from "drizzle-orm";
import { CALLS_KEPT, type NotedCall } from "../../app/domain/phone-systems/noted-call.ts";
import type { Db } from "../connection/database.ts";
import { connectionCalls } from "../schema/phone-system-tables.ts";

type NewCall = NotedCall & { id: string; connectionId: string };

/**
 * Adds calls of connections that still exist, and keeps the last ones of each. A transaction: with
 * one statement, the deletion would not see the new rows.
 */
export async function addConnectionCalls(db: Db, calls: readonly NewCall[]): Promise<void> {
	await db.transaction(async (tx) => {
		await tx.query(
			`insert into connection_calls (id, connection_id, at, call_id, event, from_digits,
				to_digits, outcome, answer, refusal, status)
			select n.id, n."connectionId", date_trunc('milliseconds', to_timestamp(n.at / 1000)),
				n."callId", n.event, n."fromDigits", n."toDigits", n.outcome, n.answer, n.refusal, n.status
			from json_to_recordset($1::text::json) as n(
				id uuid, "connectionId" uuid, at float8, "callId" text, event text, "fromDigits" text,
				"toDigits" text, outcome text, answer text, refusal text, status integer
			)
			join connections c on c.id = n."connectionId"`,
			[JSON.stringify(calls)],
		);
		await tx.query(
			`delete from connection_calls where id in (
				select id from (
					select id, row_number() over (
						partition by connection_id order by at desc, id desc
					) as place
					from connection_calls where connection_id in (
						select value::uuid from json_array_elements_text($1::text::json)
					)
				) as placed where place > $2
			)`,
			[JSON.stringify([...new Set(calls.map((call) => call.connectionId))]), CALLS_KEPT],
		);
	});
}

/** A stored call. Its texts may be of a newer version. */
export type ListedCall = Omit<NotedCall, "at" | "event" | "outcome" | "answer" | "refusal"> & {
	id: string;
	at: Date;
	event: string;
	outcome: string | null;
	answer: string | null;
	refusal: string | null;
};

/** The last calls of a connection, the newest first. */
export const listConnectionCalls = (db: Db, connectionId: string): Promise<ListedCall[]> =>
	db.orm
		.select({
			id: connectionCalls.id,
			at: connectionCalls.at,
			callId: connectionCalls.callId,
			event: connectionCalls.event,
			fromDigits: connectionCalls.fromDigits,
			toDigits: connectionCalls.toDigits,
			outcome: connectionCalls.outcome,
			answer: connectionCalls.answer,
			refusal: connectionCalls.refusal,
			status: connectionCalls.status,
		})
		.from(connectionCalls)
		.where(eq(connectionCalls.connectionId, connectionId))
		.orderBy(desc(connectionCalls.at), desc(connectionCalls.id))
		.limit(CALLS_KEPT);

/** The last call of each connection, by the connection's ID. */
export async function lastCallTimes(db: Db): Promise<Map<string, { at: Date; refused: boolean }>> {
	const rows = await db.query<{ connection_id: string; at_ms: number; refused: boolean }>(
		`select distinct on (connection_id) connection_id,
			(extract(epoch from at) * 1000)::float8 as at_ms, refusal is not null as refused
		from connection_calls order by connection_id, at desc, id desc`,
		[],
	);
	return new Map(
		rows.map((row) => [row.connection_id, { at: new Date(row.at_ms), refused: row.refused }]),
	);
}

/** Removes calls that are older than the retention (K4). */
export async function deleteOldConnectionCalls(db: Db, retentionDays: number): Promise<number> {
	const deleted = await db.query(
		`delete from connection_calls where at < now() - make_interval(days => $1::integer)
		returning 1`,
		[retentionDays],
	);
	return deleted.length;
}
