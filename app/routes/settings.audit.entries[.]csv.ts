import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { listAuditRecords } from "../../db/audit/audit-records.ts";
import { auditCsvHead, auditCsvRow } from "../domain/audit/audit-csv.ts";
import { readAuditView } from "../domain/records/read-record-view.ts";
import type { Place } from "../domain/records/record-view.ts";
import { EXPORT_BATCH, streamCsv } from "../http/pages/csv-stream.server.ts";
import { requireAuditReader } from "../http/pages/records.server.ts";
import { getService } from "../platform/database.server.ts";

/** All audit log entries that match the filter in the address, as a CSV file (O5). */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { params, ...reader } = await requireAuditReader({ request, context });
	const { view, filter } = readAuditView(params, reader);
	const [problem] = Object.values(view.problems);
	if (problem !== undefined) throw data(problem, 400);
	const { db } = await getService();
	let place: Place = null;
	return streamCsv("audit-log.csv", auditCsvHead(), async () => {
		const { rows } = await listAuditRecords(db, filter, place, EXPORT_BATCH);
		const last = rows.at(-1);
		if (last === undefined) return null;
		place = { way: "after", id: last.id, at: last.at };
		return rows.map((row) => auditCsvRow(row, reader.zone)).join("");
	});
}
