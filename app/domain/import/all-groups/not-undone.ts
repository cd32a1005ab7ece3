import { texts } from "../../../texts/texts.ts";
import { messageOf } from "../../groups/errors.ts";
import type { ExclusiveClash } from "../../groups/pool.ts";

/** Why the import of a file of groups cannot be undone. */
export type GroupsNotUndone =
	| { code: "undo-too-late" }
	| { code: "undo-groups-changed"; groups: string[]; more: number }
	| { code: "undo-clash"; clash: ExclusiveClash };

const { groups: words, review: reviewWords } = texts.pages.import;

export function messageOfNotUndone(error: GroupsNotUndone): string {
	switch (error.code) {
		case "undo-too-late":
			return words.undone.tooLate;
		case "undo-groups-changed":
			return words.undone.groupsChanged(error);
		case "undo-clash":
			return reviewWords.refused.undoClash({ reason: messageOf(error.clash) });
	}
}
