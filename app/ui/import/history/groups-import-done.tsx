import {
	type GroupsNotUndone,
	messageOfNotUndone,
} from "../../../domain/import/all-groups/not-undone.ts";
import { texts } from "../../../texts/texts.ts";
import { Notice } from "../../notice.tsx";
import { Sentence } from "../../sentence.tsx";
import { Time } from "../../time.tsx";

const words = texts.pages.import.groups;
const { done: doneWords } = texts.pages.import.review;

/** Whether an import can be undone, with what an undo would do. */
export type GroupsUndo =
	| { canUndo: true; made: number; changed: number; liveRequests: number }
	| { canUndo: false; why: GroupsNotUndone };

type Props = {
	/** What the import did, in words. */
	changes: string;
	applied: { by: string | null; at: Date | null };
	undone: { by: string | null; at: Date | null };
	/** Null for an import that was undone. */
	undo: GroupsUndo | null;
	zone: string;
};

/** The result of an import of groups, with Undo while it is possible (I10). */
export function GroupsImportDone({ changes, applied, undone, undo, zone }: Props) {
	const isUndone = undone.at !== null;
	const { by, at } = isUndone ? undone : applied;
	return (
		<Notice look={isUndone ? "warn" : "good"} role="status" focus>
			<p className="font-semibold">{isUndone ? words.undone.heading : doneWords.applied}</p>
			<p className="figures mt-1">{isUndone ? words.undone.had({ changes }) : changes}</p>
			<p className="mt-1 text-sm [overflow-wrap:anywhere]">
				<Sentence of={doneWords.by({ by: by ?? "", time: at && <Time at={at} zone={zone} /> })} />
			</p>
			{undo && !undo.canUndo && (
				<p className="mt-1 text-sm [overflow-wrap:anywhere]">{messageOfNotUndone(undo.why)}</p>
			)}
			{undo?.canUndo && (
				<form method="post" className="mt-3">
					<p className="mb-3 text-sm">{words.undone.would(undo)}</p>
					<input type="hidden" name="intent" value="undo" />
					<button type="submit" className="button">
						{doneWords.undo}
					</button>
				</form>
			)}
		</Notice>
	);
}
