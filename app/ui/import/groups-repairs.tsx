import { wordsOfRepair } from "../../domain/import/import-messages.ts";
import type { GroupsRepair } from "../../operations/import/plan-groups-import.ts";

type Props = { repairs: GroupsRepair[]; groupsInError: number };

/**
 * Corrections that serve many numbers or groups at once, each with how many and what it makes of
 * three.
 */
export function GroupsRepairs({ repairs, groupsInError }: Props) {
	if (groupsInError === 0) return null;
	const groups =
		groupsInError === 1 ? "1 group" : `${groupsInError.toLocaleString("en-US")} groups`;
	return (
		<section aria-labelledby="repairs-heading" className="panel">
			<h2 id="repairs-heading" className="px-4 py-3">
				Repairs for many
			</h2>
			<ul className="divide-y divide-line border-line border-t">
				{repairs.map((repair) => (
					<li
						key={repair.kind}
						className="grid items-start gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[15rem_minmax(0,1fr)]"
					>
						<form method="post">
							<input type="hidden" name="intent" value="repair" />
							<button
								type="submit"
								name="kind"
								value={repair.kind}
								className="button w-full whitespace-normal"
							>
								{wordsOfRepair(repair).label}
							</button>
						</form>
						<div>
							<p>{wordsOfRepair(repair).explains}</p>
							<ul className="mt-1 text-muted text-sm">
								{repair.examples.map(({ index, line, before, after }) => (
									<li key={`${index} ${line}`} className="[overflow-wrap:anywhere]">
										<code className="font-mono">
											groups[{index}].numbers[{line}]
										</code>
										: <Value text={before} />{" "}
										{after === null ? (
											"is left out"
										) : (
											<>
												→ <Value text={after} />
											</>
										)}
									</li>
								))}
							</ul>
						</div>
					</li>
				))}
				<li className="grid items-start gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[15rem_minmax(0,1fr)]">
					<form method="post">
						<button
							type="submit"
							name="intent"
							value="leave-out-in-error"
							className="button w-full whitespace-normal"
						>
							Leave out {groups} in error
						</button>
					</form>
					<p>Leaves out every group in error, with all its numbers, and imports the others.</p>
				</li>
			</ul>
		</section>
	);
}

const BRIEF = 80;

function Value({ text }: { text: string }) {
	const characters = [...text.slice(0, 2 * BRIEF + 2)];
	const shown = characters.length > BRIEF ? `${characters.slice(0, BRIEF).join("")}…` : text;
	return <code className="whitespace-pre-wrap font-mono">{shown}</code>;
}
