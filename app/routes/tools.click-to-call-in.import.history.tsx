import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "../domain/people/roles.ts";
import { readHistory } from "../http/pages/imports.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { texts } from "../texts/texts.ts";
import { ImportHistory } from "../ui/import/history/import-history-page.tsx";

export const meta: MetaFunction = () => [{ title: texts.pages.import.history.tabTitleGroups }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:read");
	return {
		...(await readHistory(request, null)),
		...{ zone: user.timeZone, mayOpen: can(user.role, "group:write") },
	};
}

export default function GroupsImportHistory() {
	const page = useLoaderData<typeof loader>();
	return (
		<ImportHistory
			{...page}
			place={{ to: "/tools/click-to-call-in", name: texts.pages.groups.title }}
		/>
	);
}
