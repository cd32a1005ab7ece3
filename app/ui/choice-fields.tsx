type Choice<T extends string> = { value: T; label: string; hint: string };

/** A choice of a few options, each with an explanation. */
export function ChoiceFields<T extends string>({
	legend,
	name,
	choices,
	chosen,
}: {
	legend: string;
	name: string;
	choices: Choice<T>[];
	chosen: T;
}) {
	return (
		<fieldset>
			<legend className="mb-2 font-medium">{legend}</legend>
			<div className="space-y-3">
				{choices.map(({ value, label, hint }) => (
					<div key={value} className="flex items-start gap-2">
						<input
							type="radio"
							id={`${name}-${value}`}
							name={name}
							value={value}
							defaultChecked={chosen === value}
							aria-describedby={`${name}-${value}-hint`}
							className="checkbox mt-0.5"
						/>
						<div>
							<label htmlFor={`${name}-${value}`} className="font-medium">
								{label}
							</label>
							<p id={`${name}-${value}-hint`} className="text-muted text-sm">
								{hint}
							</p>
						</div>
					</div>
				))}
			</div>
		</fieldset>
	);
}
