import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { findGroup } from "../../db/groups/groups.ts";
import { listAllEntries } from "../../db/groups/pool-entries.ts";
import { poolToCsv, readPoolColumns } from "../domain/import/pool-export.ts";
import { csvDownload } from "../http/pages/download.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";

/** The pool as a CSV file in the chosen columns. Importing it again changes nothing (I6). */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "group:read");
	const { db } = await getService();
	const group = await findGroup(db, params.groupId ?? "");
	if (!group) throw data(texts.pages.groups.gone, 404);
	const columns = readPoolColumns(new URL(request.url).searchParams.getAll("columns"));
	if (!columns) throw data(texts.pages.groups.exporting.noSuchColumns, 400);
	return csvDownload(poolToCsv(await listAllEntries(db, group.id), columns), group.name);
}
