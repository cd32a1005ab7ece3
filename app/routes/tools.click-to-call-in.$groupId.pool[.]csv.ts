import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { findGroup } from "../../db/groups/groups.ts";
import { listAllEntries } from "../../db/groups/pool-entries.ts";
import { readPool } from "../../db/import/pool-import.ts";
import { poolToCsv, readPoolColumns } from "../domain/import/pool-export.ts";
import { csvDownload } from "../http/pages/download.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import {
	findSelected,
	meansAll,
} from "./tools.click-to-call-in.$groupId.numbers/many-numbers.server.ts";

/**
 * The pool as a CSV file in the chosen columns, or the selected numbers of it (G16). Importing it
 * again changes nothing (I6).
 */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "group:read");
	const { db } = await getService();
	const group = await findGroup(db, params.groupId ?? "");
	if (!group) throw data(texts.pages.groups.gone, 404);
	const asked = new URL(request.url).searchParams;
	const columns = readPoolColumns(asked.getAll("columns"));
	if (!columns) throw data(texts.pages.groups.exporting.noSuchColumns, 400);
	const isAsked = meansAll(asked) ? asked.has("q") || asked.has("state") : asked.has("pick");
	if (!isAsked)
		return csvDownload(poolToCsv(await listAllEntries(db, group.id), columns), group.name);
	const selected = await findSelected(db, group, asked);
	const chosen = (await readPool(db, group.id)).filter(({ id }) => selected.has(id));
	return csvDownload(poolToCsv(chosen, columns), group.name);
}
