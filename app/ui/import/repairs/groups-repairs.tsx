import { wordsOfNumberRepair } from "../../../domain/import/all-groups/groups-file-messages.ts";
import type { CountryCode } from "../../../domain/numbers/numbering-plan.ts";
import type { GroupsRepair } from "../../../operations/import/plan-groups-import.ts";
import { texts } from "../../../texts/texts.ts";
import { RepairItem } from "./repair-item.tsx";
import { RepairPanels } from "./repair-panels.tsx";
import type { ShownRepair } from "./shown-repair.ts";

const words = texts.pages.import.groups.repairs;

type Props = { repairs: GroupsRepair[]; groupsInError: number; country: CountryCode };

/** Corrections for many numbers or groups at once, each with a count and three examples (I9). */
export function GroupsRepairs({ repairs, groupsInError, country }: Props) {
	const shown = (repair: GroupsRepair): ShownRepair => ({
		...{ kind: repair.kind, rows: repair.rows },
		...wordsOfNumberRepair(repair, country),
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
