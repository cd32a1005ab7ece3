import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
	redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findGroup } from "../../db/groups/groups.ts";
import type { FileProblem } from "../domain/import/file-text.ts";
import { messageOfFileProblem } from "../domain/import/import-messages.ts";
import { IMPORT_MODES, type ImportMode } from "../domain/import/import-plan.ts";
import { CSV_BYTES_MAX } from "../domain/import/pool-file.ts";
import { readPending } from "../http/pages/imports.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { readUpload } from "../http/pages/upload.server.ts";
import { uploadImport } from "../operations/import/upload-import.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { DiscardQuestion } from "../ui/import/history/discard-question.tsx";
import { PendingImports } from "../ui/import/history/pending-imports.tsx";
import { PoolFileFormat } from "../ui/import/pool-file-format.tsx";
import { PoolUploadForm } from "../ui/import/pool-upload-form.tsx";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.import;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: data ? words.tabTitle({ group: data.group.name }) : words.tabTitleUnknown },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "group:write");
	const group = await findGroup((await getService()).db, params.groupId ?? "");
	if (!group) throw gone();
	return { group, ...(await readPending(request, group.id)), zone: user.timeZone };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
	const { actor } = await requirePermission({ request, context }, "group:write");
	const { db } = await getService();
	const group = await findGroup(db, params.groupId ?? "");
	if (!group) throw gone();
	const upload = await readUpload(request, "file", CSV_BYTES_MAX);
	if (upload === "too-large")
		return refuse({ code: "file-too-large", limitBytes: CSV_BYTES_MAX }, null, 413);
	const mode = IMPORT_MODES.find((known) => known === upload.fields.get("mode")) ?? "add";
	if (!upload.file) return refuse({ code: "file-missing" }, mode, 422);
	const review = await uploadImport(db, group.id, { ...upload.file, mode }, actor);
	if (!review.ok) {
		if (review.error.code === "group-gone") throw gone();
		return refuse(review.error, mode, 422);
	}
	return redirect(`/tools/click-to-call-in/${group.id}/import/${review.value}`, 303);
}

const gone = () => data(texts.pages.groups.gone, 404);

const refuse = (problem: FileProblem, mode: ImportMode | null, status: number) =>
	data({ message: messageOfFileProblem(problem), mode }, status);

export default function Import() {
	const { group, pending, discarding, zone } = useLoaderData<typeof loader>();
	const refused = useActionData<typeof action>();
	return (
		<div className="mx-auto max-w-2xl">
			<PageHeading
				title={words.title}
				place={{ to: `/tools/click-to-call-in/${group.id}`, name: group.name }}
				help={HELP_LINKS.importing}
			/>
			{discarding && <DiscardQuestion review={discarding} zone={zone} />}
			<PoolUploadForm refused={refused} cancelTo={`/tools/click-to-call-in/${group.id}`} />
			<PendingImports
				imports={pending}
				historyTo={`/tools/click-to-call-in/${group.id}/import/history`}
				zone={zone}
				mayOpen
				mayDiscard
			/>
			<PoolFileFormat />
		</div>
	);
}
