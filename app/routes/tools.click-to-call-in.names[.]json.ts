import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { listGroupChoices } from "../../db/groups/group-choices.ts";
import { groupNameKey } from "../domain/groups/group.ts";
import { searchText } from "../domain/text.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { getService } from "../platform/database.server.ts";

/** Names in an answer. More do not fit below the field. */
const NAMES_MAX = 20;

/** The groups whose name has the text `q`, for the picker of a group's page. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "group:read");
	const q = searchText(new URL(request.url).searchParams.get("q") ?? "");
	const { db } = await getService();
	return json(await listGroupChoices(db, { search: groupNameKey(q), limit: NAMES_MAX }));
}
