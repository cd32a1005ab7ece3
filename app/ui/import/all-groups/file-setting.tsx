import { GROUP_SETTINGS, type SettingName } from "../../../domain/groups/group-settings.ts";
import { texts } from "../../../texts/texts.ts";
import { Field, type Meta, SelectField } from "../../field.tsx";
import { choiceWords } from "../../groups/settings-fields.tsx";

const words = texts.pages.import.groups.fields;

type Props = {
	setting: SettingName;
	label: string;
	/** Its initial value is the text as it stands in the file. */
	meta: Meta;
	/** What else to know about this field. */
	notes: string[];
};

/** A setting as it stands in a file: what no option says, or is wrong, stays as it is (I10). */
export function FileSetting({ setting, label, meta, notes }: Props) {
	const row = GROUP_SETTINGS[setting];
	if (row.kind === "count")
		return (
			<Field
				label={label}
				meta={meta}
				inputMode="numeric"
				autoComplete="off"
				hint={[texts.groupSettings[row.words].hint(row), ...notes].join(" ")}
				short
			/>
		);
	const options =
		row.kind === "switch"
			? ["true", "false"].map((value) => ({ value, label: words.onOff(value === "true") }))
			: row.values.map((value) => ({ value, label: choiceWords(setting, value).label }));
	const text = meta.initialValue as string;
	const isKnown = options.some(({ value }) => value === text);
	return (
		<SelectField label={label} meta={meta} hint={notes.join(" ") || undefined} className="max-w-md">
			{!isKnown && (
				<option value={text}>{text === "" ? words.notInFile : words.asInFile({ text })}</option>
			)}
			{options.map(({ value, label: name }) => (
				<option key={value} value={value}>
					{name}
				</option>
			))}
		</SelectField>
	);
}
