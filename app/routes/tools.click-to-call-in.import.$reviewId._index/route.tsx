import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Db } from "../../../db/connection/database.ts";
import { listExistingGroups } from "../../../db/groups/groups.ts";
import { findWork } from "../../../db/import/import-work.ts";
import { GROUP_OUTCOMES } from "../../domain/import/all-groups/groups-import-plan.ts";
import { messageOfWorkFailure } from "../../domain/import/all-groups/work-messages.ts";
import { readForm } from "../../http/pages/form.server.ts";
import { reviewGone } from "../../http/pages/imports.server.ts";
import { requirePermission } from "../../http/pages/permission.server.ts";
import { readGroupsUndo } from "../../operations/import/all-groups/read-groups-undo.ts";
import { readSharedErrors } from "../../operations/import/all-groups/read-shared-errors.ts";
import { findRemovals } from "../../operations/import/find-removals.ts";
import {
	findMissingConnections,
	type GroupsQuery,
	listGroupsOfReview,
	readGroupsReview,
} from "../../operations/import/read-groups-review.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { readPoolView } from "../../ui/groups/pool-view.ts";
import type { StillWrong } from "../../ui/import/all-groups/shared-errors.tsx";
import { WorkProgress } from "../../ui/import/all-groups/work-progress.tsx";
import { GROUPS_IMPORT_INTENTS } from "../../ui/import/groups-import-intents.ts";
import { GroupsReview } from "../../ui/import/groups-review.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeading } from "../../ui/page.tsx";
import { actOnGroupsImport } from "./actions.server.ts";

const { groups: words, review: reviewWords } = texts.pages.import;

const PAGE_SIZE = 50;
const GROUPS = "/tools/click-to-call-in";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{
		title: data ? reviewWords.reviewOf({ file: fileOf(data) }) : words.tabTitleUnknown,
	},
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:write");
	const { db } = await getService();
	const id = params.reviewId ?? "";
	const work = await findWork(db, id);
	const underWay = { work, now: new Date(), zone: user.timeZone };
	if (work && (work.failure === null || work.kind === "check")) return underWay;
	const found = await readGroupsReview(db, id);
	if (!found) throw await reviewGone(null);
	const { searchParams } = new URL(request.url);
	const { q, page } = readPoolView(searchParams);
	const asked = GROUP_OUTCOMES.find((outcome) => outcome === searchParams.get("show"));
	const hasErrors = found.sums.some((sum) => sum.outcome === "error");
	// Default: the groups in error, because they need work first.
	const show = asked ?? (hasErrors && !searchParams.has("show") ? "error" : null);
	const { review, plan, sums, repairs } = found;
	const query = { outcome: show, search: q, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
	return {
		review: {
			id: review.id,
			fileName: review.fileName,
			existing: review.existing,
			version: review.version,
			createdBy: review.createdBy,
		},
		...{
			createdAt: review.createdAt,
			appliedBy: review.appliedBy,
			appliedAt: review.appliedAt,
			undoneBy: review.undoneBy,
			undoneAt: review.undoneAt,
			undo: await readGroupsUndo(db, review),
			plan,
			sums,
			repairs,
			country: getEnv().DEFAULT_COUNTRY,
		},
		...(await listShown(db, review.id, query, plan === null)),
		sharedErrors: plan === null ? [] : await readSharedErrors(db, review.id),
		removals: plan === null ? null : await findRemovals(db, review.id),
		missing: plan === null ? null : await findMissingConnections(db, review.id),
		view: { show, q, page, pageSize: PAGE_SIZE },
		...underWay,
	};
}

/** A page of groups. In an applied review, groups that do not exist any more are no links. */
async function listShown(db: Db, id: string, query: GroupsQuery, isApplied: boolean) {
	const listed = await listGroupsOfReview(db, id, query);
	if (!isApplied) return listed;
	const targets = listed.groups.flatMap(({ targetId }) => targetId ?? []);
	const there = await listExistingGroups(db, targets);
	const groups = listed.groups.map((group) => ({
		...group,
		targetId: group.targetId !== null && there.has(group.targetId) ? group.targetId : null,
	}));
	return { ...listed, groups };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "group:write");
	const form = await readForm(request);
	const intent = GROUPS_IMPORT_INTENTS.find((known) => known === form.get("intent"));
	if (!intent) throw data(texts.pages.shared.unknownAction, 400);
	const { pathname, search } = new URL(request.url);
	return actOnGroupsImport(intent, {
		reviewId: params.reviewId ?? "",
		form,
		signedIn,
		pathname,
		search,
	});
}

/** The name of the page's file. */
const fileOf = (page: { work: { fileName: string } | null; review?: { fileName: string } }) =>
	page.review?.fileName ?? page.work?.fileName ?? "";

export default function Review() {
	const page = useLoaderData<typeof loader>();
	const refused = useActionData<{ message: string; still?: Omit<StillWrong, "message"> }>();
	const still = refused?.still && { ...refused.still, message: refused.message };
	const isApplied = "plan" in page && page.plan === null;
	const titleOf = isApplied ? reviewWords.importOf : reviewWords.reviewOf;
	const failure = page.work?.failure ? messageOfWorkFailure(page.work.failure) : undefined;
	const warning = still ? undefined : (refused?.message ?? failure);
	return (
		<>
			<PageHeading
				title={titleOf({ file: fileOf(page) })}
				place={{ to: GROUPS, name: texts.pages.groups.title }}
			/>
			{warning && (
				<Notice look="warn" role="alert" focus>
					<p>{warning}</p>
				</Notice>
			)}
			{"plan" in page ? (
				<GroupsReview {...page} still={still} />
			) : page.work?.failure === null ? (
				<WorkProgress {...page} work={page.work} />
			) : (
				<a href={`${GROUPS}/import`} className="button button-primary">
					{words.work.uploadAgain}
				</a>
			)}
		</>
	);
}
