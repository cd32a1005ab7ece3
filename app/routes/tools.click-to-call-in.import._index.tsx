import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
	redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { GROUPS_FILE_BYTES_MAX } from "../domain/import/all-groups/groups-file.ts";
import type { GroupsFileProblem } from "../domain/import/all-groups/groups-file-check.ts";
import { messageOfGroupsFileProblem } from "../domain/import/all-groups/groups-file-messages.ts";
import {
	EXISTING_CHOICES,
	type ExistingChoice,
} from "../domain/import/all-groups/groups-import-plan.ts";
import { readPending } from "../http/pages/imports.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { readUpload } from "../http/pages/upload.server.ts";
import { uploadGroupsInTime } from "../operations/import/upload-groups.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { GroupsUploadForm } from "../ui/import/groups-upload-form.tsx";
import { DiscardQuestion } from "../ui/import/history/discard-question.tsx";
import { PendingImports } from "../ui/import/history/pending-imports.tsx";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.import.groups;

export const meta: MetaFunction = () => [{ title: words.title }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:write");
	return { ...(await readPending(request, null)), zone: user.timeZone };
}

export async function action({ request, context }: ActionFunctionArgs) {
	const { actor } = await requirePermission({ request, context }, "group:write");
	const upload = await readUpload(request, "file", GROUPS_FILE_BYTES_MAX);
	if (upload === "too-large")
		return refuse({ code: "file-too-large", limitBytes: GROUPS_FILE_BYTES_MAX }, "skip", 413);
	const existing =
		EXISTING_CHOICES.find((known) => known === upload.fields.get("existing")) ?? "skip";
	if (!upload.file) return refuse({ code: "file-missing" }, existing, 422);
	const { db } = await getService();
	const review = await uploadGroupsInTime(db, { ...upload.file, existing }, actor);
	return review.ok
		? redirect(`/tools/click-to-call-in/import/${review.value}`, 303)
		: refuse(review.error, existing, 422);
}

const refuse = (problem: GroupsFileProblem, existing: ExistingChoice, status: number) =>
	data({ message: messageOfGroupsFileProblem(problem), existing }, status);

export default function ImportGroups() {
	const { pending, discarding, zone } = useLoaderData<typeof loader>();
	const refused = useActionData<typeof action>();
	return (
		<div className="mx-auto max-w-2xl">
			<PageHeading
				title={words.title}
				place={{ to: "/tools/click-to-call-in", name: texts.pages.groups.title }}
				help={HELP_LINKS.groupsFile}
			/>
			{discarding && <DiscardQuestion review={discarding} zone={zone} />}
			<GroupsUploadForm refused={refused} />
			<PendingImports
				imports={pending}
				historyTo="/tools/click-to-call-in/import/history"
				zone={zone}
				mayOpen
				mayDiscard
			/>
		</div>
	);
}
