import type { ExistingChoice } from "../../domain/import/all-groups/groups-import-plan.ts";
import { texts } from "../../texts/texts.ts";
import { ChoiceFields } from "../choice-fields.tsx";

const words = texts.pages.import.groups.existing;

const CHOICES: { value: ExistingChoice; label: string; hint: string }[] = [
	{
		value: "skip",
		label: words.skip,
		hint: words.skipHint,
	},
	{
		value: "update",
		label: words.update,
		hint: words.updateHint,
	},
];

/** The choice for existing groups with the same name as a group of the file. */
export function ExistingChoiceFields({ chosen }: { chosen: ExistingChoice }) {
	return <ChoiceFields legend={words.legend} name="existing" choices={CHOICES} chosen={chosen} />;
}
