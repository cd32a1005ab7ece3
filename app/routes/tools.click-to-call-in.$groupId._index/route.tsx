import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import type { Db } from "../../../db/connection/database.ts";
import { listEntries } from "../../../db/groups/found-entries.ts";
import { listGroupChoices } from "../../../db/groups/group-choices.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { readNumberStates } from "../../../db/groups/number-states.ts";
import { findEntry, findOtherGroups } from "../../../db/groups/pool-entries.ts";
import { countAttestedCalls } from "../../../db/records/attested-calls.ts";
import { countLiveRequestsOfGroup } from "../../../db/requests/requests.ts";
import { cannotTellCallersApart } from "../../domain/groups/group-settings.ts";
import type { NumberState } from "../../domain/groups/number-state.ts";
import { numberSearch } from "../../domain/numbers/pasted-text.ts";
import { can, type Role } from "../../domain/people/roles.ts";
import { readSpan } from "../../domain/traffic/span.ts";
import type { Flash } from "../../http/pages/flash.server.ts";
import { readForm } from "../../http/pages/form.server.ts";
import { readPending } from "../../http/pages/imports.server.ts";
import { requirePermission } from "../../http/pages/permission.server.ts";
import { viewChoicesOf } from "../../http/pages/view-choices.server.ts";
import { readUsage } from "../../operations/traffic/read-usage.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { FlashMessage } from "../../ui/flash-message.tsx";
import { CodesNotice } from "../../ui/groups/codes-notice.tsx";
import { DeleteGroupButton, DeleteGroupQuestion } from "../../ui/groups/delete-group.tsx";
import { GROUP_INTENTS } from "../../ui/groups/group-intents.ts";
import { GroupPicker } from "../../ui/groups/group-picker.tsx";
import { PoolPanel } from "../../ui/groups/pool-panel.tsx";
import { type PoolView, poolHref, readPoolView } from "../../ui/groups/pool-view.ts";
import type { Refusal } from "../../ui/groups/refusal.ts";
import { SettingsPanel } from "../../ui/groups/settings-panel.tsx";
import { PendingImports } from "../../ui/import/history/pending-imports.tsx";
import { COLUMNS } from "../../ui/layout.ts";
import { Notice } from "../../ui/notice.tsx";
import { PageHeading } from "../../ui/page.tsx";
import { UsagePanel } from "../../ui/traffic/usage-panel.tsx";
import { actOnGroup } from "./actions.server.ts";

const words = texts.pages.groups;

/** Groups in the select of the picker. Its search finds the others. */
const CHOICES_MAX = 50;

/** The page shows the message about the last action beside what was done. */
export const handle = { placesFlash: true };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: data ? words.tabTitle(data.group) : words.tabTitleUnknown },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:read");
	const { db } = await getService();
	const group = await findGroup(db, params.groupId ?? "");
	if (!group) throw data(words.gone, 404);
	const search = new URL(request.url).searchParams;
	const view = readPoolView(search);
	const { rows } = viewChoicesOf(request);
	const mayWrite = can(user.role, "group:write");
	const asksToDelete = mayWrite && search.has("delete-group");
	const editedId = mayWrite ? search.get("edit") : null;
	// At once: one after the other, these take several times as long.
	const [pool, choices, editing, liveRequests, usage, attestedCalls, imports] = await Promise.all([
		readPool(db, group.id, view, rows),
		listGroupChoices(db, { search: "", limit: CHOICES_MAX }),
		editedId === null ? null : findEntry(db, group.id, editedId),
		asksToDelete ? countLiveRequestsOfGroup(db, group.id) : null,
		readUsage(db, group, readSpan(search.get("usage"))),
		countAttestedCalls(db, group),
		readPending(request, group.id),
	]);
	return {
		...{ group, view, mayWrite, choices, editing, liveRequests, usage, attestedCalls },
		entries: pool.entries,
		found: pool.found ?? group.poolSize,
		others: pool.others,
		...statesFor(user.role, pool.states),
		...imports,
		zone: user.timeZone,
		now: new Date(),
	};
}

/** A page of the pool, with what else there is to say of its numbers. */
async function readPool(db: Db, groupId: string, view: PoolView, rows: number) {
	const { entries, found } = await listEntries(db, groupId, {
		text: view.q,
		number: numberSearch(view.q, { country: getEnv().DEFAULT_COUNTRY }),
		state: view.state,
		limitedKey: null,
		sort: view.sort,
		limit: rows,
		offset: (view.page - 1) * rows,
	});
	const numbers = entries.map((entry) => entry.number);
	const [others, states] = await Promise.all([
		findOtherGroups(db, groupId, numbers),
		readNumberStates(db, numbers, null),
	]);
	return { entries, found, others, states };
}

/** A Monitor does not learn which request has a number (G15). */
function statesFor(role: Role, states: Map<string, NumberState>) {
	const showsRequests = can(role, "record:read-private");
	if (!showsRequests) for (const state of states.values()) state.requestId = null;
	return { states, showsRequests };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "group:write");
	const form = await readForm(request);
	const intent = GROUP_INTENTS.find((known) => known === form.get("intent"));
	if (!intent) throw data(texts.pages.shared.unknownAction, 400);
	const { pathname, searchParams } = new URL(request.url);
	return actOnGroup(intent, {
		groupId: params.groupId ?? "",
		form,
		signedIn,
		here: `${pathname}${poolHref(readPoolView(searchParams))}`,
	});
}

export default function GroupPage() {
	const page = useLoaderData<typeof loader>();
	const refusal = useActionData<Refusal>();
	const { group, mayWrite, liveRequests, usage } = page;
	const flash = useRouteLoaderData<{ flash: Flash | null }>("root")?.flash ?? null;
	const place = shownAt(flash, page);
	const message = flash && <FlashMessage {...flash} />;
	return (
		<>
			<PageHeading
				title={words.heading}
				place={{ to: "/tools/click-to-call-in", name: words.picker.all }}
			/>
			<div className="mb-5 flex flex-wrap items-end gap-2">
				<GroupPicker current={group} {...page.choices} />
				{mayWrite && (
					<>
						<form action="/tools/click-to-call-in/new">
							<button type="submit" className="button">
								{words.createNew}
							</button>
						</form>
						<DeleteGroupButton />
					</>
				)}
			</div>
			{place === null && message}
			{liveRequests !== null && (
				<DeleteGroupQuestion group={group} liveRequests={liveRequests} refusal={refusal} />
			)}
			{cannotTellCallersApart(group.settings) && (
				<Notice look="warn">{words.callersNotToldApart}</Notice>
			)}
			<CodesNotice group={group} usage={usage} mayWrite={mayWrite} />
			<div className={`${COLUMNS} lg:grid-cols-[minmax(0,1fr)_22rem]`}>
				<PoolPanel
					{...page}
					refusal={refusal}
					done={place === null || place === "settings" ? undefined : { place, shown: message }}
				/>
				<SettingsPanel
					{...page}
					refusal={refusal}
					done={place === "settings" ? message : undefined}
				/>
			</div>
			<PendingImports
				imports={page.pending}
				historyTo={`/tools/click-to-call-in/${group.id}/import/history`}
				zone={page.zone}
				mayOpen={mayWrite}
			/>
			<UsagePanel groupId={group.id} usage={usage} view={page.view} zone={page.zone} />
		</>
	);
}

/** Where the message stands: beside what was done, if that is on the page, or at the top. */
function shownAt(
	flash: Flash | null,
	{ entries, editing, mayWrite }: { entries: unknown[]; editing: unknown; mayWrite: boolean },
): NonNullable<Flash["beside"]> | null {
	const place = flash?.beside ?? null;
	if (typeof place === "number") return entries.length > 0 ? place : null;
	if (place === "add") return mayWrite && !editing ? place : null;
	return place;
}
