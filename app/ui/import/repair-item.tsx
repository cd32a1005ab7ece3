import type { ReactNode } from "react";
import { texts } from "../../texts/texts.ts";

const { leftOut } = texts.pages.import.review.repairs;

/** A value before and after a repair. The result is null if the repair leaves the row out. */
export type Example = { key: string; place: ReactNode; before: string; after: string | null };

/** A repair in a list: its button, explanation and examples. */
export function RepairItem({
	name,
	value,
	label,
	which = "",
	look = "",
	hidden = {},
	explains,
	examples = [],
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
				{examples.length > 0 && (
					<ul className="figures mt-1 text-muted text-sm">
						{examples.map(({ key, place, before, after }) => (
							<li key={key} className="[overflow-wrap:anywhere]">
								{place} <Value text={before} />{" "}
								{after === null ? (
									leftOut
								) : (
									<>
										→ <Value text={after} />
									</>
								)}
							</li>
						))}
					</ul>
				)}
			</div>
		</li>
	);
}

const ITEM = "grid items-start gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[15rem_minmax(0,1fr)]";
const BRIEF = 80;

function Value({ text }: { text: string }) {
	const characters = [...text.slice(0, 2 * BRIEF + 2)];
	const shown = characters.length > BRIEF ? `${characters.slice(0, BRIEF).join("")}…` : text;
	return <code className="whitespace-pre-wrap font-mono">{shown}</code>;
}
