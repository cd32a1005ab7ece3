import { wordsOfRepair } from "../../domain/import/import-messages.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import type { GroupsRepair } from "../../operations/import/plan-groups-import.ts";
import { texts } from "../../texts/texts.ts";
import { RepairItem } from "./repair-item.tsx";
import { RepairPanels, type ShownRepair } from "./repair-panels.tsx";

const words = texts.pages.import.groups.repairs;

/** The texts of a CSV file's repair, but with "numbers" for "rows". */
function wordsFor({ kind, rows }: GroupsRepair, country: CountryCode) {
	switch (kind) {
		case "leave-out-errors":
			return words.leaveOutNumbers.errors({ numbers: rows });
		case "leave-out-doubles":
			return words.leaveOutNumbers.doubles({ numbers: rows });
		case "leave-out-earlier":
			return words.leaveOutNumbers.earlier({ numbers: rows });
		default:
			return wordsOfRepair({ kind, rows }, country);
	}
}

type Props = { repairs: GroupsRepair[]; groupsInError: number; country: CountryCode };

/** Corrections for many numbers or groups at once, each with a count and three examples (I9). */
export function GroupsRepairs({ repairs, groupsInError, country }: Props) {
	const shown = (repair: GroupsRepair): ShownRepair => ({
		...{ kind: repair.kind, rows: repair.rows },
		...wordsFor(repair, country),
		examples: repair.examples.map(({ index, line, before, after }) => ({
			key: `${index} ${line}`,
			place: (
				<>
					<code className="font-mono">
						groups[{index}].numbers[{line}]
					</code>
					:
				</>
			),
			...{ before, after },
		})),
	});
	return (
		<RepairPanels
			repairs={repairs.filter(({ isMade }) => !isMade).map(shown)}
			made={repairs.filter(({ isMade }) => isMade).map(shown)}
			heading={words.heading}
			country={country}
		>
			{groupsInError > 0 && (
				<RepairItem
					name="intent"
					value="leave-out-in-error"
					label={words.leaveOut({ groups: groupsInError })}
					explains={words.leaveOutHint}
				/>
			)}
		</RepairPanels>
	);
}
