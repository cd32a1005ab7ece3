import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { findGroup } from "../../db/groups/groups.ts";
import { listAllEntries } from "../../db/groups/pool-entries.ts";
import { poolToCsv } from "../domain/import/pool-export.ts";
import { csvDownload } from "../http/pages/download.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";

/** The pool as a CSV file. Importing it again changes nothing (I6). */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "group:read");
	const { db } = await getService();
	const group = await findGroup(db, params.groupId ?? "");
	if (!group) throw data(texts.pages.groups.gone, 404);
	return csvDownload(poolToCsv(await listAllEntries(db, group.id)), group.name);
}
