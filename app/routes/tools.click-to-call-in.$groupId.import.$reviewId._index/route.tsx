import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isApplicable } from "../../domain/import/import-plan.ts";
import { findRepairs } from "../../domain/import/import-repairs.ts";
import { findMadeRepairs } from "../../domain/import/made-repairs.ts";
import { readForm } from "../../http/pages/form.server.ts";
import { reviewGone } from "../../http/pages/imports.server.ts";
import { requirePermission } from "../../http/pages/permission.server.ts";
import type { ImportSummary } from "../../operations/import/apply-import.ts";
import { readImportReview } from "../../operations/import/read-import-review.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { ColumnChooser } from "../../ui/import/column-chooser.tsx";
import { ImportDone } from "../../ui/import/import-done.tsx";
import { IMPORT_INTENTS } from "../../ui/import/import-intents.ts";
import { ImportReview } from "../../ui/import/import-review.tsx";
import { countParts, readImportView, selectRows } from "../../ui/import/import-view.ts";
import { REMOVED_NAMED } from "../../ui/import/verdict/removed-numbers.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeading } from "../../ui/page.tsx";
import { actOnImport } from "./actions.server.ts";

const words = texts.pages.import.review;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{
		title: data
			? words.tabTitle({ file: data.review.fileName, group: data.group.name })
			: words.tabTitleUnknown,
	},
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:write");
	const { db } = await getService();
	const found = await readImportReview(db, params.groupId ?? "", params.reviewId ?? "");
	if (!found) throw await reviewGone(params.groupId ?? "");
	const { group, review, planned, live } = found;
	const { rows: _rows, reading: _reading, hasPoolBefore, summary, ...shown } = review;
	const { file, ...reading } = found.reading;
	const about = {
		group,
		review: shown,
		zone: user.timeZone,
		reading: { ...reading, mayChoose: file !== null },
	};
	const { searchParams } = new URL(request.url);
	if (review.state === "open" && (!planned || (file !== null && searchParams.has("columns"))))
		return { ...about, open: null, done: null };
	if (!planned) {
		const mayUndo =
			review.state === "applied" &&
			hasPoolBefore &&
			review.appliedPoolVersion === group.poolVersion;
		return {
			...about,
			open: null,
			done: { summary: JSON.parse(summary ?? "{}") as ImportSummary, mayUndo },
		};
	}
	const country = getEnv().DEFAULT_COUNTRY;
	const { plan } = planned;
	const counts = countParts(planned);
	const view = readImportView(searchParams, counts);
	return {
		...about,
		done: null,
		open: {
			counts,
			view,
			live,
			removed: plan.removed
				.slice(0, REMOVED_NAMED)
				.map(({ id, number, description }) => ({ id, number, description })),
			size: plan.size,
			poolProblem: plan.poolProblem,
			isApplicable: isApplicable(plan),
			withoutPlus: plan.withoutPlus,
			rewritten: plan.rewritten.size,
			repairs: findRepairs(planned.rows, plan.problems, country, plan.rewritten),
			made: findMadeRepairs(planned.rows),
			country,
			...selectRows(planned, view, country),
		},
	};
}

export async function action({ request, context, params }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "group:write");
	const form = await readForm(request);
	const intent = IMPORT_INTENTS.find((known) => known === form.get("intent"));
	if (!intent) throw data(texts.pages.shared.unknownAction, 400);
	const { pathname, search } = new URL(request.url);
	return actOnImport(intent, {
		groupId: params.groupId ?? "",
		reviewId: params.reviewId ?? "",
		form,
		signedIn,
		pathname,
		search,
	});
}

export default function Review() {
	const { group, review, reading, zone, open, done } = useLoaderData<typeof loader>();
	const refused = useActionData<{
		message: string;
		asked?: Record<string, string>;
		field?: string;
	}>();
	return (
		<>
			<PageHeading
				title={(done ? words.importOf : words.reviewOf)({ file: review.fileName })}
				place={{ to: `/tools/click-to-call-in/${group.id}`, name: group.name }}
			/>
			{refused && (
				<Notice look="warn" role="alert" focus>
					<p>{refused.message}</p>
				</Notice>
			)}
			{!open && !done && <ColumnChooser reading={reading} refused={refused} />}
			{open && (
				<ImportReview {...open} group={group} review={review} reading={reading} zone={zone} />
			)}
			{done && <ImportDone {...done} group={group} review={review} zone={zone} />}
		</>
	);
}
