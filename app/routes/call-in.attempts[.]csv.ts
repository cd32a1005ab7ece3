import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { listAttemptRecords } from "../../db/records/attempt-records.ts";
import type { Place } from "../domain/records/record-view.ts";
import { attemptCsvRow, attemptsCsvHead } from "../domain/records/records-csv.ts";
import { EXPORT_BATCH, streamCsv } from "../http/pages/csv-stream.server.ts";
import { requireRecordReader } from "../http/pages/records.server.ts";
import { searchAttempts } from "../operations/records/search-records.ts";
import { getService } from "../platform/database.server.ts";

/** All attempts that match the filter in the address, as a CSV file (K5). */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { params, ...reader } = await requireRecordReader({ request, context });
	const { db } = await getService();
	const { view, filter } = await searchAttempts(db, params, reader);
	if (filter === null) throw data(Object.values(view.problems)[0], 400);
	let place: Place = null;
	return streamCsv("call-in-attempts.csv", attemptsCsvHead(reader), async () => {
		const { rows } = await listAttemptRecords(db, filter, place, {
			...reader,
			limit: EXPORT_BATCH,
		});
		const last = rows.at(-1);
		if (last === undefined) return null;
		place = { way: "after", id: last.id, at: last.at };
		return rows.map((row) => attemptCsvRow(row, reader)).join("");
	});
}
