import type { ReactNode } from "react";

/** An error at a field, with the part of the file that it is about, if that is shown. */
export type FieldMessage = { key: string; place?: ReactNode; text: string };

/**
 * A field of a row in a review, with its errors below. `children`: help with the errors, such as
 * buttons with right values.
 */
export function RowField({
	field,
	label,
	value,
	messages,
	children = null,
}: {
	/** The name of the input. */
	field: string;
	label: string;
	value: string;
	messages: FieldMessage[];
	children?: ReactNode;
}) {
	const isWrong = messages.length > 0;
	const errorId = `${field}-error`;
	return (
		<>
			<input
				name={field}
				defaultValue={value}
				aria-label={label}
				aria-invalid={isWrong || undefined}
				aria-describedby={isWrong ? errorId : undefined}
				autoComplete="off"
				className="input"
			/>
			{isWrong && (
				<ul id={errorId} className="mt-1 max-w-prose text-danger text-sm [overflow-wrap:anywhere]">
					{messages.map(({ key, place, text }) => (
						<li key={key}>
							{place}
							{text}
						</li>
					))}
				</ul>
			)}
			{children}
		</>
	);
}
