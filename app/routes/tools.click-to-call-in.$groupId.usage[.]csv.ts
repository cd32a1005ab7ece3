import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { findGroup } from "../../db/groups/groups.ts";
import { listTraffic } from "../../db/traffic/group-minutes.ts";
import { readSpan } from "../domain/traffic/span.ts";
import { trafficToCsv } from "../domain/traffic/traffic-csv.ts";
import { csvDownload } from "../http/pages/download.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";

/** A group's figures of a span, as the page shows them. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:read");
	const { db } = await getService();
	const group = await findGroup(db, params.groupId ?? "");
	if (!group) throw data(texts.pages.groups.gone, 404);
	const span = readSpan(new URL(request.url).searchParams.get("usage"));
	const steps = await listTraffic(db, group.id, span);
	return csvDownload(trafficToCsv(steps, user.timeZone), `${group.name} ${span}`);
}
