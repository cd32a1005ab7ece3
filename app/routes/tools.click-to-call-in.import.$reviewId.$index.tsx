import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readGroupFields } from "../http/pages/file-fields.server.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { readCorrections } from "../http/pages/row-corrections.server.ts";
import { correctFields } from "../operations/import/correct-group-fields.ts";
import { correctNumbers } from "../operations/import/correct-groups-import.ts";
import { readGroupsReview, readReviewedGroup } from "../operations/import/read-groups-review.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { readPoolView } from "../ui/groups/pool-view.ts";
import { GROUP_IMPORT_INTENTS } from "../ui/import/groups-import-intents.ts";
import { nameOf } from "../ui/import/groups-review-table.tsx";
import { ReviewedGroup } from "../ui/import/reviewed-group.tsx";
import { Notice } from "../ui/notice.tsx";
import { PageHeading } from "../ui/page.tsx";

const { groups: words, review: reviewWords } = texts.pages.import;

const PAGE_SIZE = 50;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{
		title: data ? words.groupTabTitle({ name: nameOf(data.group) }) : words.groupTabTitleUnknown,
	},
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "group:write");
	const { db } = await getService();
	const found = await readGroupsReview(db, params.reviewId ?? "");
	const one =
		found && found.plan !== null
			? await readReviewedGroup(db, found.review.id, Number(params.index))
			: null;
	if (!found || !one) throw data(words.groupGone, 404);
	const { q, page } = readPoolView(new URL(request.url).searchParams);
	const matching = one.numbers.filter(
		(row) => q === "" || row.number.includes(q) || row.description.includes(q),
	);
	const numbers = matching.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
	return {
		...one,
		numbers,
		found: matching.length,
		toLookAt: one.numbers.length,
		review: found.review,
		view: { q, page, pageSize: PAGE_SIZE },
	};
}

export async function action({ request, context, params }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "group:write");
	const form = await readForm(request);
	const intent = GROUP_IMPORT_INTENTS.find((known) => known === form.get("intent"));
	const typed = intent === "settings" ? readGroupFields(form) : null;
	const index = Number(params.index);
	if (
		!intent ||
		(intent === "settings" && !typed) ||
		!Number.isInteger(index) ||
		index < 0 ||
		index > 1_000_000
	)
		throw data(texts.pages.shared.unknownAction, 400);
	const { db } = await getService();
	const reviewId = params.reviewId ?? "";
	const done = typed
		? await correctFields(db, reviewId, index, typed)
		: await correctNumbers(db, reviewId, index, readCorrections(form));
	if (!done.ok) return data({ message: reviewWords.closed }, 409);
	const message = typed
		? words.fields.saved({ wrong: done.value })
		: words.one.done({ numbers: done.value });
	const { pathname, search } = new URL(request.url);
	return redirectWithFlash(signedIn, `${pathname}${search}`, { message });
}

export default function GroupUnderReview() {
	const page = useLoaderData<typeof loader>();
	const refused = useActionData<{ message: string }>();
	return (
		<>
			<PageHeading
				title={nameOf(page.group)}
				place={{
					to: `/tools/click-to-call-in/import/${page.review.id}`,
					name: reviewWords.reviewOf({ file: page.review.fileName }),
				}}
			/>
			{refused && (
				<Notice look="warn" role="alert" focus>
					<p>{refused.message}</p>
				</Notice>
			)}
			<ReviewedGroup {...page} />
		</>
	);
}
