import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { findGroup } from "../../db/groups/groups.ts";
import { readNumberStates } from "../../db/groups/number-states.ts";
import { listAllEntries } from "../../db/groups/pool-entries.ts";
import { readPool } from "../../db/import/pool-import.ts";
import { poolToCsv, readPoolColumns } from "../domain/import/pool-export.ts";
import { isoWithOffset } from "../domain/zoned-time.ts";
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
	const { user } = await requirePermission({ request, context }, "group:read");
	const { db } = await getService();
	const group = await findGroup(db, params.groupId ?? "");
	if (!group) throw data(texts.pages.groups.gone, 404);
	const asked = new URL(request.url).searchParams;
	const columns = readPoolColumns(asked.getAll("columns"));
	if (!columns) throw data(texts.pages.groups.exporting.noSuchColumns, 400);
	const isAsked = meansAll(asked) ? asked.has("q") || asked.has("state") : asked.has("pick");
	const selected = isAsked ? await findSelected(db, group, asked) : null;
	const entries =
		selected === null
			? await listAllEntries(db, group.id)
			: (await readPool(db, group.id)).filter(({ id }) => selected.has(id));
	const numbers = columns.includes("state") ? entries.map(({ number }) => number) : [];
	const states = await readNumberStates(db, numbers, null);
	const timeOf = (at: Date) => isoWithOffset(at, user.timeZone);
	return csvDownload(poolToCsv(entries, columns, { states, timeOf }), group.name);
}
