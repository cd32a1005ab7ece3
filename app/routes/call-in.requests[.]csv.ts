import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { listRequestRecords } from "../../db/records/request-records.ts";
import type { Place } from "../domain/records/record-view.ts";
import { requestCsvRow, requestsCsvHead } from "../domain/records/records-csv.ts";
import { EXPORT_BATCH, streamCsv } from "../http/pages/csv-stream.server.ts";
import { requireRecordReader } from "../http/pages/records.server.ts";
import { searchRequests } from "../operations/records/search-records.ts";
import { getService } from "../platform/database.server.ts";

/** All requests that match the filter in the address, as a CSV file (K2). */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { params, ...reader } = await requireRecordReader({ request, context });
	const { db } = await getService();
	const { view, filter } = await searchRequests(db, params, reader);
	if (filter === null) throw data(Object.values(view.problems)[0], 400);
	let place: Place = null;
	return streamCsv("call-in-requests.csv", requestsCsvHead(reader), async () => {
		const { rows } = await listRequestRecords(db, filter, place, {
			...reader,
			limit: EXPORT_BATCH,
		});
		const last = rows.at(-1);
		if (last === undefined) return null;
		place = {
			way: "after",
			id: last.id,
			at: filter.sort.endsWith("expires") ? last.expiresAt : last.createdAt,
		};
		return rows.map((row) => requestCsvRow(row, reader)).join("");
	});
}
