import {
	type GroupSettings,
	SETTING_NAMES,
	type SettingName,
} from "../../../domain/groups/group-settings.ts";
import {
	fieldText,
	type GivenFields,
	type GroupField,
	pathOf,
} from "../../../domain/import/all-groups/given-fields.ts";
import {
	messageOfGroupProblem,
	messageOfGroupsPlanProblem,
} from "../../../domain/import/all-groups/groups-file-messages.ts";
import { isOfName } from "../../../domain/import/all-groups/groups-import-plan.ts";
import type { ShownGroup } from "../../../operations/import/read-groups-review.ts";
import { texts } from "../../../texts/texts.ts";
import { DefaultButton } from "../../default-button.tsx";
import { Field, type Meta } from "../../field.tsx";
import { settingLabel, settingValues } from "../../groups/settings-fields.tsx";
import { FileSetting } from "./file-setting.tsx";

const words = texts.pages.import.groups.fields;

type Props = {
	group: ShownGroup;
	given: GivenFields;
	/** The settings of the group of this name, if it exists. */
	existing: GroupSettings | null;
};

/**
 * The name and the settings of a group as they stand in its file, to correct them (I10). A wrong
 * value stays in its field, and a missing one is never shown as if it stood there.
 */
export function FileFields({ group, given, existing }: Props) {
	const whole = group.problems.find(({ path }) => path === "settings");
	const notes = notesOf({ group, given, existing });
	return (
		<section className="panel mb-6 max-w-2xl p-4" aria-labelledby="fields-heading">
			<h2 id="fields-heading">{words.heading}</h2>
			<form method="post" data-unsaved className="mt-3">
				<DefaultButton />
				<input type="hidden" name="intent" value="settings" />
				{whole && (
					<p className="mb-3 text-danger text-sm [overflow-wrap:anywhere]">
						<code className="font-mono">{whole.path}</code>: {messageOfGroupProblem(whole)}
					</p>
				)}
				<div className="space-y-4">
					<Field
						label={words.name}
						meta={metaOf("name", group, given)}
						autoComplete="off"
						hint={existing === null ? undefined : words.exists}
					/>
					{SETTING_NAMES.map((name) => (
						<FileSetting
							key={name}
							setting={name}
							label={settingLabel(name)}
							meta={metaOf(name, group, given)}
							notes={notes(name)}
						/>
					))}
				</div>
				{given.unknown && (
					<p className="mt-4 text-sm [overflow-wrap:anywhere]">
						{words.unknown({ settings: given.unknown })}
					</p>
				)}
				<div className="mt-4 flex flex-wrap items-center gap-3">
					<button type="submit" className="button button-primary">
						{words.save}
					</button>
					<span className="text-muted text-sm">{words.saveHint}</span>
				</div>
			</form>
		</section>
	);
}

/** What the file does not say, and what the existing group has, by setting. */
function notesOf({ group, given, existing }: Props): (name: SettingName) => string[] {
	const defaults = settingValues(group.settings);
	const now = existing && group.outcome !== "skipped" ? settingValues(existing) : null;
	return (name) => [
		...(given[name] === undefined ? [words.missing({ value: defaults[name] })] : []),
		...(now && (given[name] === undefined || now[name] !== defaults[name])
			? [words.now({ value: now[name] })]
			: []),
	];
}

/** A field with the file's text and its errors. */
function metaOf(field: GroupField, group: ShownGroup, given: GivenFields): Meta {
	const problems = group.problems.filter(({ path }) => path === pathOf(field));
	const errors = [
		...problems.map(messageOfGroupProblem),
		...(field === "name" && isOfName(group.planProblem)
			? [messageOfGroupsPlanProblem(group.planProblem)]
			: []),
	];
	return {
		id: `field-${field}`,
		name: field,
		errors: errors.length > 0 ? errors : undefined,
		errorId: `field-${field}-error`,
		descriptionId: `field-${field}-hint`,
		initialValue: fieldText(field, given),
	};
}
