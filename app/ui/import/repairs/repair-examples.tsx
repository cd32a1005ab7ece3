import type { ReactNode } from "react";
import { texts } from "../../../texts/texts.ts";

const { leftOut } = texts.pages.import.review.repairs;
const BRIEF = 80;

/** A value before and after a repair. The result is null if the repair leaves the row out. */
export type Example = { key: string; place: ReactNode; before: string; after: string | null };

/** What a repair does to the first rows that it serves. */
export function RepairExamples({ examples }: { examples: Example[] }) {
	if (examples.length === 0) return null;
	return (
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
	);
}

function Value({ text }: { text: string }) {
	const characters = [...text.slice(0, 2 * BRIEF + 2)];
	const shown = characters.length > BRIEF ? `${characters.slice(0, BRIEF).join("")}…` : text;
	return <code className="whitespace-pre-wrap font-mono">{shown}</code>;
}
