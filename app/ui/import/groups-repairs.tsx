import { wordsOfRepair } from "../../domain/import/import-messages.ts";
import type { GroupsRepair } from "../../operations/import/plan-groups-import.ts";
import { texts } from "../../texts/texts.ts";
import { RepairItem } from "./repair-item.tsx";

const words = texts.pages.import.groups.repairs;

/** The texts of a CSV file's repair, but with "numbers" for "rows". */
function wordsFor({ kind, rows }: GroupsRepair): { label: string; explains: string } {
	switch (kind) {
		case "leave-out-errors":
			return words.leaveOutNumbers.errors({ numbers: rows });
		case "leave-out-doubles":
			return words.leaveOutNumbers.doubles({ numbers: rows });
		case "leave-out-earlier":
			return words.leaveOutNumbers.earlier({ numbers: rows });
		default:
			return wordsOfRepair({ kind, rows });
	}
}

type Props = { repairs: GroupsRepair[]; groupsInError: number };

/** Corrections for many numbers or groups at once, each with a count and three examples. */
export function GroupsRepairs({ repairs, groupsInError }: Props) {
	if (groupsInError === 0) return null;
	return (
		<section aria-labelledby="repairs-heading" className="panel">
			<h2 id="repairs-heading" className="px-4 py-3">
				{words.heading}
			</h2>
			<ul className="divide-y divide-line border-line border-t">
				{repairs.map((repair) => {
					const { label, explains } = wordsFor(repair);
					return (
						<RepairItem
							key={repair.kind}
							name="kind"
							value={repair.kind}
							label={label}
							hidden={{ intent: "repair" }}
							explains={explains}
							examples={repair.examples.map(({ index, line, before, after }) => ({
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
							}))}
						/>
					);
				})}
				<RepairItem
					name="intent"
					value="leave-out-in-error"
					label={words.leaveOut({ groups: groupsInError })}
					explains={words.leaveOutHint}
				/>
			</ul>
		</section>
	);
}
