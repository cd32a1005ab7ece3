import type { ExistingChoice } from "../domain/groups-import-plan.ts";

const CHOICES: { value: ExistingChoice; label: string; hint: string }[] = [
	{ value: "skip", label: "Skip groups that exist", hint: "Only groups with new names are made. Nothing that is here changes." },
	{
		value: "update",
		label: "Update groups that exist",
		hint: "Their settings and numbers become those of the file: numbers that are not in it are removed.",
	},
];

/** What happens with groups that have the name of one in the file. */
export function ExistingChoiceFields({ chosen }: { chosen: ExistingChoice }) {
	return (
		<fieldset>
			<legend className="mb-2 font-medium">Groups that exist already, by their names</legend>
			<div className="space-y-3">
				{CHOICES.map(({ value, label, hint }) => (
					<div key={value} className="flex items-start gap-2">
						<input
							type="radio"
							id={`existing-${value}`}
							name="existing"
							value={value}
							defaultChecked={chosen === value}
							aria-describedby={`existing-${value}-hint`}
							className="checkbox mt-0.5"
						/>
						<div>
							<label htmlFor={`existing-${value}`} className="font-medium">
								{label}
							</label>
							<p id={`existing-${value}-hint`} className="text-muted text-sm">
								{hint}
							</p>
						</div>
					</div>
				))}
			</div>
		</fieldset>
	);
}
