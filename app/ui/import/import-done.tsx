import type { Group } from "../../domain/groups/group.ts";
import { Notice } from "../notice.tsx";
import { Time } from "../time.tsx";

type Summary = {
	added: number;
	changed: number;
	emptied: number;
	unchanged: number;
	removed: number;
	leftOut: number;
	size: number;
};
type Review = {
	state: string;
	appliedBy: string | null;
	appliedAt: Date | null;
	undoneBy: string | null;
	undoneAt: Date | null;
};
type Props = { group: Group; review: Review; zone: string; summary: Summary; mayUndo: boolean };

/** What an import did, with the way back for as long as there is one (I3). */
export function ImportDone({ group, review, zone, summary, mayUndo }: Props) {
	const isUndone = review.state === "undone";
	const by = isUndone ? review.undoneBy : review.appliedBy;
	const at = isUndone ? review.undoneAt : review.appliedAt;
	return (
		<div className="max-w-2xl">
			<Notice look={isUndone ? "warn" : "good"} role="status" focus>
				<p className="font-semibold">
					{isUndone
						? "This import was undone: the pool is as it was before."
						: "The import was applied."}
				</p>
				<p className="mt-1 text-sm [overflow-wrap:anywhere]">
					By {by}
					{at && (
						<>
							, <Time at={at} zone={zone} />
						</>
					)}
				</p>
			</Notice>
			<dl className="panel figures divide-y divide-line px-4">
				{figures(summary).map(([name, value]) => (
					<div key={name} className="flex justify-between gap-4 py-2">
						<dt>{name}</dt>
						<dd className="font-medium">{value.toLocaleString("en-US")}</dd>
					</div>
				))}
			</dl>
			<div className="mt-4 flex flex-wrap items-center gap-4">
				<form action={`/tools/click-to-call-in/${group.id}`}>
					<button type="submit" className="button button-primary">
						To the group
					</button>
				</form>
				{mayUndo && (
					<form method="post">
						<input type="hidden" name="intent" value="undo" />
						<button type="submit" className="button">
							Undo
						</button>
					</form>
				)}
				{!isUndone && (
					<span className="text-muted text-sm">
						{mayUndo
							? "Undo puts the pool back as it was, for as long as nobody changes it."
							: "It can no longer be undone: the pool has been changed since."}
					</span>
				)}
			</div>
		</div>
	);
}

const figures = (summary: Summary): [string, number][] => [
	["Numbers added", summary.added],
	["Descriptions changed", summary.changed],
	["Descriptions emptied", summary.emptied],
	["Unchanged", summary.unchanged],
	["Numbers removed", summary.removed],
	["Rows left out", summary.leftOut],
	["Numbers in the pool afterwards", summary.size],
];
