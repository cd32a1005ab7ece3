import type { DeletedGroup } from "../../../db/groups/deleted-groups.ts";
import { texts } from "../../texts/texts.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.groups.deleted;

/** The groups deleted in the last day, each with a button that restores it. */
export function DeletedGroups({ groups, zone }: { groups: DeletedGroup[]; zone: string }) {
	if (groups.length === 0) return null;
	return (
		<section className="panel mt-6" aria-labelledby="deleted-heading">
			<h2 id="deleted-heading" className="border-line border-b px-4 py-3">
				{words.heading}
			</h2>
			<ul className="divide-y divide-line">
				{groups.map(({ groupId, name, numbers, by, at }) => (
					<li key={groupId} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
						<div className="min-w-48 flex-1 [overflow-wrap:anywhere]">
							<p className="font-medium">{name}</p>
							<p className="figures text-muted text-sm">
								<Sentence of={words.group({ numbers, by, time: <Time at={at} zone={zone} /> })} />
							</p>
						</div>
						<form method="post" action="?index">
							<input type="hidden" name="intent" value="restore" />
							<input type="hidden" name="groupId" value={groupId} />
							<button type="submit" className="button">
								{words.restore}
								<span className="sr-only">{words.which({ name })}</span>
							</button>
						</form>
					</li>
				))}
			</ul>
		</section>
	);
}
