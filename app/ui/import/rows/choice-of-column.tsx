import type { ReactNode } from "react";

/** A choice of the column chooser, with its label and its error. Its children are the options. */
export function ChoiceOfColumn({
	name,
	label,
	chosen,
	error,
	children,
}: {
	name: string;
	label: string;
	chosen: string | number;
	error?: string | undefined;
	children: ReactNode;
}) {
	return (
		<div>
			<label htmlFor={`columns-${name}`} className="mb-1 block font-medium">
				{label}
			</label>
			<select
				id={`columns-${name}`}
				name={name}
				defaultValue={chosen}
				aria-invalid={error === undefined ? undefined : true}
				aria-describedby={error === undefined ? undefined : `columns-${name}-error`}
				className="input"
			>
				{children}
			</select>
			{error !== undefined && (
				<p
					id={`columns-${name}-error`}
					className="mt-1 text-danger text-sm [overflow-wrap:anywhere]"
				>
					{error}
				</p>
			)}
		</div>
	);
}
