import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findGroup } from "../../db/groups/groups.ts";
import { can } from "../domain/people/roles.ts";
import { readHistory } from "../http/pages/imports.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { ImportHistory } from "../ui/import/history/import-history-page.tsx";

const words = texts.pages.import.history;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: data ? words.tabTitle({ group: data.group.name }) : words.tabTitleUnknown },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:read");
	const group = await findGroup((await getService()).db, params.groupId ?? "");
	if (!group) throw data(texts.pages.groups.gone, 404);
	return {
		group,
		...(await readHistory(request, group.id)),
		...{ zone: user.timeZone, mayOpen: can(user.role, "group:write") },
	};
}

export default function GroupImportHistory() {
	const { group, ...page } = useLoaderData<typeof loader>();
	return (
		<ImportHistory
			{...page}
			place={{ to: `/tools/click-to-call-in/${group.id}`, name: group.name }}
		/>
	);
}
