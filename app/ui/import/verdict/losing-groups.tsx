import type { Removals } from "../../../operations/import/find-removals.ts";
import { texts } from "../../../texts/texts.ts";

const words = texts.pages.import.groups.removed;

/** The groups that lose numbers by an import: the first ones, and a link to all (I10). */
export function LosingGroups({
	reviewId,
	removals: { groups, found },
	numbers,
}: {
	reviewId: string;
	removals: Removals;
	numbers: number;
}) {
	return (
		<div className="mt-2">
			<p className="font-medium">{words.heading({ numbers, groups: found })}</p>
			<ul className="figures mt-1 list-disc pl-5 [overflow-wrap:anywhere]">
				{groups.map(({ index, name, removed }) => (
					<li key={index}>
						<a href={`/tools/click-to-call-in/import/${reviewId}/${index}`} className="link">
							{name}
						</a>
						: {words.numbers({ numbers: removed })}
					</li>
				))}
			</ul>
			{found > groups.length && (
				<a href="?show=changed" className="link">
					{words.all({ groups: found })}
				</a>
			)}
		</div>
	);
}
