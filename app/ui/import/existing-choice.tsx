import type { ExistingChoice } from "../../domain/import/groups-import-plan.ts";
import { ChoiceFields } from "../choice-fields.tsx";

const CHOICES: { value: ExistingChoice; label: string; hint: string }[] = [
	{
		value: "skip",
		label: "Skip groups that exist",
		hint: "Only groups with new names are made. Nothing that is here changes.",
	},
	{
		value: "update",
		label: "Update groups that exist",
		hint: "Their settings and numbers become those of the file: numbers that are not in it are removed.",
	},
];

/** What happens with groups that have the name of one in the file. */
export function ExistingChoiceFields({ chosen }: { chosen: ExistingChoice }) {
	return (
		<ChoiceFields
			legend="Groups that exist already, by their names"
			name="existing"
			choices={CHOICES}
			chosen={chosen}
		/>
	);
}
