import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { findAuditAttachment, findAuditRecord } from "../../db/audit/audit-records.ts";
import { auditRowsCsv, readAuditAttachment } from "../domain/audit/audit-attachment.ts";
import { csvDownload } from "../http/pages/download.server.ts";
import { requireAuditReader } from "../http/pages/records.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";

/**
 * The numbers changed by an import, an undo, or the creation or deletion of a group, as a CSV file
 * (O5). Up to 20,000 rows.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requireAuditReader({ request, context });
	const { db } = await getService();
	const entry = await findAuditRecord(db, params.entryId ?? "");
	const content = entry?.hasAttachment ? await findAuditAttachment(db, entry.id) : null;
	if (!entry || content === null) throw data(texts.pages.audit.rows.gone, 404);
	return csvDownload(
		auditRowsCsv(readAuditAttachment(content, entry.action)),
		`${entry.subjectName} ${entry.at.toISOString().slice(0, 10)}`,
	);
}
