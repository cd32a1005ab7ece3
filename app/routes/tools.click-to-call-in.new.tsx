import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { findGroupsWithNumber } from "../../db/groups/pool-entries.ts";
import { messageOf } from "../domain/groups/errors.ts";
import { GROUP_NAME_MAX } from "../domain/groups/group.ts";
import { newGroupForm, settingsDefaults } from "../domain/groups/group-input.ts";
import { bySetting, type SettingName } from "../domain/groups/group-settings.ts";
import { numberWarnings } from "../domain/groups/number-warnings.ts";
import { DESCRIPTION_MAX } from "../domain/groups/pool.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { createGroup } from "../operations/groups/create-group.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { DefaultButton } from "../ui/default-button.tsx";
import { ErrorSummary } from "../ui/error-summary.tsx";
import { Field } from "../ui/field.tsx";
import { DnisField } from "../ui/groups/dnis-field.tsx";
import { SettingsFields, settingLabel } from "../ui/groups/settings-fields.tsx";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.groups;

export const meta: MetaFunction = () => [{ title: words.createNew }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "group:write");
	return null;
}

export async function action({ request, context }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "group:write");
	const submission = parseWithZod(await readForm(request), { schema: newGroupForm });
	if (submission.status !== "success") return data(submission.reply(), 422);
	const { name, number, description, ...settings } = submission.value;
	const { db } = await getService();
	const created = await createGroup(db, { name, number, description, settings }, signedIn.actor);
	if (created.ok) {
		const warnings = numberWarnings(number, await findGroupsWithNumber(db, number, created.value));
		return redirectWithFlash(signedIn, `/tools/click-to-call-in/${created.value}`, {
			message: `${words.create.done({ name, number })} ${warnings}`.trim(),
		});
	}
	const field = created.error.code === "name-taken" ? "name" : "number";
	return data(submission.reply({ fieldErrors: { [field]: [messageOf(created.error)] } }), 409);
}

export default function NewGroup() {
	const lastResult = useActionData<SubmissionResult<string[]>>();
	const [form, fields] = useForm<Record<keyof ReturnType<typeof newGroupForm.parse>, string>>({
		id: "new-group",
		lastResult: lastResult ?? null,
		defaultValue: settingsDefaults(),
	});
	const labelOf = (_: unknown, name: SettingName) => ({
		id: fields[name].id,
		label: settingLabel(name),
	});
	const labels = {
		name: { id: fields.name.id, label: words.create.name },
		number: { id: fields.number.id, label: words.entry.newDnis },
		description: { id: fields.description.id, label: words.entry.description },
		...bySetting({ switch: labelOf, count: labelOf, choice: labelOf }),
	};
	return (
		<div className="mx-auto max-w-2xl">
			<PageHeading
				title={words.createNew}
				place={{ to: "/tools/click-to-call-in", name: words.title }}
			/>
			<form
				{...getFormProps(form)}
				method="post"
				noValidate
				data-unsaved={lastResult ? "typed" : ""}
			>
				<DefaultButton />
				<ErrorSummary form={form} labels={labels} />
				<div className="panel space-y-6 p-4">
					<Field
						label={words.create.name}
						meta={fields.name}
						autoComplete="off"
						autoFocus={lastResult === undefined}
						hint={words.create.nameHint({ max: GROUP_NAME_MAX })}
					/>
					<fieldset className="border-line border-t pt-4">
						<legend className="float-left mb-3 w-full font-semibold">
							{words.create.firstNumber}
						</legend>
						<div className="clear-both grid gap-4 sm:grid-cols-2">
							<DnisField label={words.entry.newDnis} meta={fields.number} />
							<Field
								label={words.entry.description}
								meta={fields.description}
								autoComplete="off"
								hint={words.entry.descriptionHint({ max: DESCRIPTION_MAX })}
							/>
						</div>
					</fieldset>
					<fieldset className="border-line border-t pt-4">
						<legend className="float-left mb-3 w-full font-semibold">
							{words.create.settings}
						</legend>
						<div className="clear-both">
							<SettingsFields fields={fields} />
						</div>
					</fieldset>
				</div>
				<div className="mt-4 flex items-center gap-4">
					<button type="submit" className="button button-primary">
						{words.create.save}
					</button>
					<a href="/tools/click-to-call-in" className="link" data-gives-up>
						{texts.pages.shared.cancel}
					</a>
				</div>
			</form>
		</div>
	);
}
