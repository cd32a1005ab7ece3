import { texts } from "../../../texts/texts.ts";
import { messageOfGroupsFileProblem } from "./groups-file-messages.ts";
import type { WorkFailure } from "./import-work.ts";
import { messageOfNotUndone } from "./not-undone.ts";

const { groups: words, review: reviewWords } = texts.pages.import;

/** Why work on a file of all groups ended without success, and what to do. */
export function messageOfWorkFailure(failure: WorkFailure): string {
	switch (failure.code) {
		case "review-closed":
			return reviewWords.closed;
		case "work-failed":
			return words.work.failed;
		case "import-has-errors":
			return words.refused.hasErrors;
		case "import-removes-live":
			return reviewWords.refused.removesLive;
		case "import-changed":
			return failure.by === "groups"
				? words.refused.groupsChanged
				: reviewWords.refused.reviewChanged;
		case "undo-too-late":
		case "undo-groups-changed":
		case "undo-clash":
			return messageOfNotUndone(failure);
		default:
			return messageOfGroupsFileProblem(failure);
	}
}
