import { wordsOfRepair } from "../../domain/import/import-messages.ts";
import type { Repair } from "../../domain/import/import-repairs.ts";
import { texts } from "../../texts/texts.ts";
import { RepairItem } from "./repair-item.tsx";

const words = texts.pages.import.review.repairs;

/** Corrections for many rows at once, each with a count and three examples (I3). */
export function ImportRepairs({ repairs }: { repairs: Repair[] }) {
	if (repairs.length === 0) return null;
	return (
		<section aria-labelledby="repairs-heading" className="panel">
			<h2 id="repairs-heading" className="px-4 py-3">
				{words.heading}
			</h2>
			<ul className="divide-y divide-line border-line border-t">
				{repairs.map((repair) => {
					const { label, explains } = wordsOfRepair(repair);
					return (
						<RepairItem
							key={repair.kind}
							name="kind"
							value={repair.kind}
							label={label}
							hidden={{ intent: "repair" }}
							explains={explains}
							examples={repair.examples.map(({ line, before, after }) => ({
								key: String(line),
								place: words.lineBefore({ line }),
								...{ before, after },
							}))}
						/>
					);
				})}
			</ul>
		</section>
	);
}
