import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
	redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listDeletedGroups } from "../../db/groups/deleted-groups.ts";
import { isUuid, listGroups } from "../../db/groups/groups.ts";
import { messageOf } from "../domain/groups/errors.ts";
import { groupNameKey } from "../domain/groups/group.ts";
import { can } from "../domain/people/roles.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { listGroupsNow } from "../operations/groups/list-groups-now.ts";
import { restoreGroup } from "../operations/groups/restore-group.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { DeletedGroups } from "../ui/groups/deleted-groups.tsx";
import { GroupTable } from "../ui/groups/group-table.tsx";
import { readPoolView } from "../ui/groups/pool-view.ts";
import { Notice } from "../ui/notice.tsx";
import { PageHeading } from "../ui/page.tsx";
import { Pager } from "../ui/pager.tsx";
import { SearchForm } from "../ui/search-form.tsx";

const words = texts.pages.groups;

const PAGE_SIZE = 50;
/** Deleted groups on the page. */
const DELETED_MAX = 20;
/** A search is useful from this number of groups on. */
const SEARCH_FROM = 11;

export const meta: MetaFunction = () => [{ title: words.title }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:read");
	const mayWrite = can(user.role, "group:write");
	const { db } = await getService();
	const search = new URL(request.url).searchParams;
	const { q, page } = readPoolView(search);
	// The picker of a group's page, without JavaScript.
	const chosen = search.get("group");
	if (chosen && isUuid(chosen)) throw redirect(`/tools/click-to-call-in/${chosen}`);
	const found = await listGroups(db, {
		search: groupNameKey(q),
		limit: PAGE_SIZE,
		offset: (page - 1) * PAGE_SIZE,
	});
	const listed = await listGroupsNow(db, found.groups);
	const deleted = mayWrite ? await listDeletedGroups(db, DELETED_MAX) : [];
	return { groups: listed, total: found.total, q, page, mayWrite, deleted, zone: user.timeZone };
}

/** Restores a deleted group. */
export async function action({ request, context }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "group:write");
	const form = await readForm(request);
	if (form.get("intent") !== "restore") throw data(texts.pages.shared.unknownAction, 400);
	const groupId = String(form.get("groupId"));
	const restored = await restoreGroup((await getService()).db, groupId, signedIn.actor);
	if (!restored.ok) return data({ message: messageOf(restored.error) }, 409);
	const message = words.deleted.done(restored.value);
	return redirectWithFlash(signedIn, `/tools/click-to-call-in/${groupId}`, { message });
}

export default function Groups() {
	const { groups, total, q, page, mayWrite, deleted, zone } = useLoaderData<typeof loader>();
	const refused = useActionData<{ message: string }>();
	const none = total === 0 && q === "";
	return (
		<>
			<PageHeading title={words.title}>
				{mayWrite && !none && (
					<form action="/tools/click-to-call-in/new">
						<button type="submit" className="button button-primary">
							{words.createNew}
						</button>
					</form>
				)}
			</PageHeading>
			{refused && (
				<Notice look="warn" role="alert" focus>
					<p className="[overflow-wrap:anywhere]">{refused.message}</p>
				</Notice>
			)}
			<section className="panel" aria-label={words.label}>
				{(total >= SEARCH_FROM || q !== "") && (
					<SearchForm q={q} label={words.search} clearTo="/tools/click-to-call-in" />
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
					label={words.list.pages}
					href={(n) => `?${new URLSearchParams({ ...(q === "" ? {} : { q }), page: String(n) })}`}
				/>
			</section>
			<DeletedGroups groups={deleted} zone={zone} />
			<p className="mt-3 flex flex-wrap gap-x-4 gap-y-1 px-4 text-sm print:hidden">
				{total > 0 && (
					<a href="/tools/click-to-call-in/groups.json" className="link" download>
						{words.exportAll}
					</a>
				)}
				{mayWrite && (
					<a href="/tools/click-to-call-in/import" className="link">
						{words.importGroups}
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
				{q === "" ? words.pastTheEnd : words.notFound({ search: q })}
			</p>
		);
	return (
		<div className="mx-auto max-w-prose px-4 py-10">
			<h2>{words.none}</h2>
			<p className="mt-1 text-muted">
				{words.noneHint} {!mayWrite && words.createdByAdministrator}
			</p>
			{mayWrite && (
				<>
					<ol className="mt-4 list-decimal space-y-1 pl-5">
						{words.firstSteps.map((step) => (
							<li key={step}>{step}</li>
						))}
					</ol>
					<form action="/tools/click-to-call-in/new" className="mt-4">
						<button type="submit" className="button button-primary">
							{words.createNew}
						</button>
					</form>
				</>
			)}
		</div>
	);
}
