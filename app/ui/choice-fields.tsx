import type { ReactNode } from "react";
import { ariaOf, FieldError, type Meta } from "./field.tsx";

type Choice<T extends string> = { value: T; label: string; hint: string };

type Props<T extends string> = { legend: string; hint?: ReactNode; choices: Choice<T>[] } & (
	| { name: string; chosen: T; meta?: undefined }
	/** A field of a form with its own values and errors. */
	| { meta: Meta; name?: undefined; chosen?: undefined }
);

/** A choice of a few options, each with an explanation. */
export function ChoiceFields<T extends string>({ legend, hint, choices, ...of }: Props<T>) {
	const name = of.meta?.name ?? of.name;
	const idOf = (value: T) => `${of.meta?.id ?? name}-${value}`;
	const chosen = of.meta ? of.meta.initialValue : of.chosen;
	return (
		<fieldset {...(of.meta && { id: of.meta.id, tabIndex: -1, ...ariaOf(of.meta, hint) })}>
			<legend className={`font-medium ${hint ? "" : "mb-2"}`}>{legend}</legend>
			{hint && (
				<p id={of.meta?.descriptionId} className="mb-2 text-muted text-sm">
					{hint}
				</p>
			)}
			<div className="space-y-3">
				{choices.map(({ value, label, hint }) => (
					<div key={value} className="flex items-start gap-2">
						<input
							type="radio"
							id={idOf(value)}
							name={name}
							value={value}
							defaultChecked={chosen === value}
							aria-describedby={`${idOf(value)}-hint`}
							className="checkbox mt-0.5"
						/>
						<div>
							<label htmlFor={idOf(value)} className="font-medium">
								{label}
							</label>
							<p id={`${idOf(value)}-hint`} className="text-muted text-sm">
								{hint}
							</p>
						</div>
					</div>
				))}
			</div>
			{of.meta && <FieldError meta={of.meta} />}
		</fieldset>
	);
}
