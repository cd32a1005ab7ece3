import type { ListedGroup } from "../../domain/traffic/group-risks.ts";
import { texts } from "../../texts/texts.ts";
import { GroupTable } from "../groups/group-table.tsx";
import { PANEL_HEAD } from "../layout.ts";

const words = texts.pages.home.groups;

/** The groups that need somebody first, and the way to all of them. */
export function NeediestGroups({ groups, total }: { groups: ListedGroup[]; total: number }) {
	return (
		<section aria-labelledby="groups-heading" className="panel">
			<div className={PANEL_HEAD}>
				<h2 id="groups-heading">{words.heading}</h2>
				{total > 0 && (
					<a href="/tools/click-to-call-in" className="link text-sm">
						{words.all({ count: total })}
					</a>
				)}
			</div>
			{groups.length === 0 ? (
				<p className="px-4 py-8 text-center text-muted">{words.none}</p>
			) : (
				<GroupTable groups={groups} />
			)}
		</section>
	);
}
