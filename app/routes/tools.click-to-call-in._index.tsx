import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listGroups } from "../../db/groups/groups.ts";
import { groupNameKey } from "../domain/groups/group.ts";
import { can } from "../domain/people/roles.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { getService } from "../platform/database.server.ts";
import { GroupTable } from "../ui/groups/group-table.tsx";
import { readPoolView } from "../ui/groups/pool-view.ts";
import { PageHeading } from "../ui/page.tsx";
import { Pager } from "../ui/pager.tsx";
import { SearchForm } from "../ui/search-form.tsx";

const PAGE_SIZE = 50;
/** From this many groups on a search is of use. */
const SEARCH_FROM = 11;

export const meta: MetaFunction = () => [{ title: "Click-To-Call-In Config" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:read");
	const { db } = await getService();
	const { q, page } = readPoolView(new URL(request.url).searchParams);
	const found = await listGroups(db, {
		search: groupNameKey(q),
		limit: PAGE_SIZE,
		offset: (page - 1) * PAGE_SIZE,
	});
	return { ...found, q, page, mayWrite: can(user.role, "group:write") };
}

export default function Groups() {
	const { groups, total, q, page, mayWrite } = useLoaderData<typeof loader>();
	const none = total === 0 && q === "";
	return (
		<>
			<PageHeading title="Click-To-Call-In Config">
				{mayWrite && (
					<form action="/tools/click-to-call-in/new">
						<button type="submit" className="button button-primary">
							Create New Group
						</button>
					</form>
				)}
			</PageHeading>
			<section className="panel" aria-label="Groups">
				{(total >= SEARCH_FROM || q !== "") && (
					<SearchForm q={q} label="Search groups" clearTo="/tools/click-to-call-in" />
				)}
				{groups.length > 0 ? (
					<GroupTable groups={groups} />
				) : (
					<Empty none={none} q={q} mayWrite={mayWrite} />
				)}
				<Pager
					page={page}
					pageSize={PAGE_SIZE}
					total={total}
					name="groups"
					href={(n) => `?${new URLSearchParams({ ...(q === "" ? {} : { q }), page: String(n) })}`}
				/>
			</section>
			<p className="mt-3 flex flex-wrap gap-x-4 gap-y-1 px-4 text-sm print:hidden">
				{total > 0 && (
					<a href="/tools/click-to-call-in/groups.json" className="link" download>
						Export all groups
					</a>
				)}
				{mayWrite && (
					<a href="/tools/click-to-call-in/import" className="link">
						Import groups
					</a>
				)}
			</p>
		</>
	);
}

function Empty({ none, q, mayWrite }: { none: boolean; q: string; mayWrite: boolean }) {
	if (!none)
		return (
			<p className="px-4 py-8 text-center text-muted">
				{q === "" ? "This page is past the last group." : `No group’s name has “${q}” in it.`}
			</p>
		);
	return (
		<div className="px-4 py-12 text-center">
			<h2>No groups yet</h2>
			<p className="mx-auto mt-1 max-w-prose text-muted">
				A group is a pool of DNIS numbers with its settings. Apps ask for a number of a group, by
				the group’s name.
				{mayWrite ? " Create the first one to begin." : " An Administrator creates the first one."}
			</p>
		</div>
	);
}
