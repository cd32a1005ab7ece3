import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findGroup } from "../../db/groups.ts";
import { getDatabase } from "../database.server.ts";
import { requirePermission } from "../http/permission.server.ts";
import { PageHeading } from "../ui/page.tsx";

export const meta: MetaFunction = () => [{ title: "Bulk Import From File" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
	await requirePermission(request, "group:write");
	const { orm } = await getDatabase();
	const group = await findGroup(orm, params.groupId ?? "");
	if (!group) throw data("There is no such group. It may have been deleted.", 404);
	return { group };
}

export default function Import() {
	const { group } = useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading title="Bulk Import From File" place={{ to: `/tools/click-to-call-in/${group.id}`, name: group.name }} />
			<section className="panel max-w-prose p-4">
				<h2>Not in this version yet</h2>
				<p className="mt-1">Numbers can be added one at a time on the group’s page. Uploading a .csv file comes with the next version.</p>
			</section>
		</>
	);
}
