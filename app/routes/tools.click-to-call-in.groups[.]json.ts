import type { LoaderFunctionArgs } from "@remix-run/node";
import { can } from "../domain/people/roles.ts";
import { sendExportFile } from "../http/pages/export-file.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { exportGroups } from "../operations/import/export-groups.ts";
import { getService } from "../platform/database.server.ts";

/**
 * All groups with their settings and pools as one file (I7), and for people who may see them the
 * connections that serve each group (R).
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:read");
	const withConnections = can(user.role, "connection:read");
	const { db } = await getService();
	return sendExportFile("application/json", async (writer) => {
		const at = await exportGroups(db, writer, { withConnections });
		return `click-to-call-in-groups-${at.slice(0, 10)}.json`;
	});
}
