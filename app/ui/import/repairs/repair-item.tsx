import type { ReactNode } from "react";
import { type Example, RepairExamples } from "./repair-examples.tsx";

/** An action in a list: its button, explanation and examples. */
export function RepairItem({
	name,
	value,
	label,
	which = "",
	look = "",
	hidden = {},
	explains,
	examples = [],
	children = null,
}: {
	/** The form field that the button sends. */
	name: string;
	value: string;
	label: string;
	/** Follows the label, for screen readers. */
	which?: string;
	look?: "button-primary" | "";
	hidden?: Record<string, string>;
	explains: string;
	examples?: Example[];
	/** What follows the explanation. */
	children?: ReactNode;
}) {
	return (
		<li className={ITEM}>
			<form method="post">
				{Object.entries(hidden).map(([field, content]) => (
					<input key={field} type="hidden" name={field} value={content} />
				))}
				<button
					type="submit"
					name={name}
					value={value}
					className={`button w-full whitespace-normal ${look}`}
				>
					{label}
					{which !== "" && <span className="sr-only">{which}</span>}
				</button>
			</form>
			<div>
				<p>{explains}</p>
				<RepairExamples examples={examples} />
				{children}
			</div>
		</li>
	);
}

const ITEM = "grid items-start gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[15rem_minmax(0,1fr)]";
