import type { LoaderFunctionArgs } from "@remix-run/node";
import { sendExportFile } from "../http/pages/export-file.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { exportGroups } from "../operations/import/export-groups.ts";
import { getService } from "../platform/database.server.ts";

/** All groups with their settings and pools as one file (I7). */
export async function loader({ request, context }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "group:read");
	const { db } = await getService();
	return sendExportFile("application/json", async (writer) => {
		const at = await exportGroups(db, writer);
		return `click-to-call-in-groups-${at.slice(0, 10)}.json`;
	});
}
