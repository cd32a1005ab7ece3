import { wordsOfRepair } from "../../../domain/import/import-messages.ts";
import type { Repair } from "../../../domain/import/import-repairs.ts";
import type { CountryCode } from "../../../domain/numbers/numbering-plan.ts";
import { texts } from "../../../texts/texts.ts";
import { RepairPanels } from "./repair-panels.tsx";
import type { ShownRepair } from "./shown-repair.ts";

const words = texts.pages.import.review.repairs;

type Props = { repairs: Repair[]; made: Repair[]; country: CountryCode };

/** Corrections for many rows at once, each with a count and three examples (I3, I9). */
export function ImportRepairs({ repairs, made, country }: Props) {
	const shown = ({ examples, ...repair }: Repair): ShownRepair => ({
		...repair,
		...wordsOfRepair(repair, country),
		examples: examples.map(({ line, before, after }) => ({
			key: String(line),
			place: words.lineBefore({ line }),
			...{ before, after },
		})),
	});
	return (
		<RepairPanels
			repairs={repairs.map(shown)}
			made={made.map(shown)}
			heading={words.heading}
			country={country}
		/>
	);
}
