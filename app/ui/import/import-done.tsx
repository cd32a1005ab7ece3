import type { Group } from "../../domain/groups/group.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { Notice } from "../notice.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.import.review.done;

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

/** The result of an import, with Undo while it is possible (I3). */
export function ImportDone({ group, review, zone, summary, mayUndo }: Props) {
	const isUndone = review.state === "undone";
	const by = isUndone ? review.undoneBy : review.appliedBy;
	const at = isUndone ? review.undoneAt : review.appliedAt;
	return (
		<div className="max-w-2xl">
			<Notice look={isUndone ? "warn" : "good"} role="status" focus>
				<p className="font-semibold">{isUndone ? words.undone : words.applied}</p>
				<p className="mt-1 text-sm [overflow-wrap:anywhere]">
					<Sentence of={words.by({ by: by ?? "", time: at && <Time at={at} zone={zone} /> })} />
				</p>
			</Notice>
			{isUndone && <h2 className="mb-2 px-4">{words.before}</h2>}
			<dl className="panel figures divide-y divide-line px-4">
				{figures(summary, isUndone).map(([name, value]) => (
					<div key={name} className="flex justify-between gap-4 py-2">
						<dt>{name}</dt>
						<dd className="font-medium">{figure(value)}</dd>
					</div>
				))}
			</dl>
			<div className="mt-4 flex flex-wrap items-center gap-4">
				<form action={`/tools/click-to-call-in/${group.id}`}>
					<button type="submit" className="button button-primary">
						{words.toGroup}
					</button>
				</form>
				{mayUndo && (
					<form method="post">
						<input type="hidden" name="intent" value="undo" />
						<button type="submit" className="button">
							{words.undo}
						</button>
					</form>
				)}
				{!isUndone && (
					<span className="text-muted text-sm">{mayUndo ? words.undoHint : words.noUndo}</span>
				)}
			</div>
		</div>
	);
}

const figures = (summary: Summary, isUndone: boolean): [string, number][] => [
	[words.added, summary.added],
	[words.changed, summary.changed],
	[words.emptied, summary.emptied],
	[words.unchanged, summary.unchanged],
	[words.removed, summary.removed],
	[words.leftOut, summary.leftOut],
	...(isUndone ? [] : [[words.size, summary.size] as [string, number]]),
];
