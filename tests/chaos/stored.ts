import type { Member } from "./cluster.ts";
import { DATABASE } from "./cluster.ts";
import type { StoredAttempt, StoredRequest } from "./operations.ts";

const READ_MS_MAX = 60_000;
const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;

/** All requests and attempts in this database. */
export async function readStored(
	primary: Member,
): Promise<{ requests: StoredRequest[]; attempts: StoredAttempt[] }> {
	const read = async <Row>(query: string): Promise<Row[]> => {
		const lines = await primary.ask(`select row_to_json(r) from (${query}) r`, {
			database: DATABASE,
			msMax: READ_MS_MAX,
		});
		return lines.map((line) => JSON.parse(line) as Row);
	};
	return {
		requests: await read<StoredRequest>(
			`select id, ${ms("created_at")} as created, ${ms("expires_at")} as expires, ${ms("ended_at")} as ended, ${ms("matched_at")} as matched,
				group_name as "group", unique_dnis as "isUnique", to_number as number, access_code as code, callback_service_id as mark
			from requests`,
		),
		attempts: await read<StoredAttempt>(
			`select corr_id as "corrId", outcome, request_id as "requestId" from attempts`,
		),
	};
}
