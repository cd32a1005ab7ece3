import type { RowProblem } from "../../domain/import/checked-row.ts";
import { placed, suggestionsOf } from "../../domain/numbers/dnis.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.groups.entry;

/**
 * The readings of a row's number, each with a button that takes it for this row alone (N6). The
 * form then saves the other rows of the page as typed. None if there is no choice.
 */
export function ReadingButtons({ line, problems }: { line: number; problems: RowProblem[] }) {
	const readings = problems.map(suggestionsOf).find(({ length }) => length > 1);
	if (readings === undefined) return null;
	return (
		<div className="mt-1 flex flex-wrap gap-2">
			{readings.map((number) => (
				<button
					key={number}
					type="submit"
					name={`take-${line}`}
					value={number}
					className="button figures whitespace-normal text-sm"
				>
					{words.takeReading(placed(number))}
				</button>
			))}
		</div>
	);
}
