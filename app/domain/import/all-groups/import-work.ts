import type { GroupsFileProblem } from "./groups-file-check.ts";
import type { GroupsNotUndone } from "./not-undone.ts";

/** Long work on a file of all groups. */
export const WORK_KINDS = ["check", "apply", "undo"] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** Why nothing was applied. The page then shows the current figures and asks again (I4). */
export type GroupsNotApplied =
	| { code: "import-changed"; by: "groups" | "review" }
	| { code: "import-removes-live" }
	| { code: "import-has-errors" };

/** Why work ended without success. `work-failed`: by an error that is in the log. */
export type WorkFailure =
	| GroupsFileProblem
	| GroupsNotApplied
	| GroupsNotUndone
	| { code: "review-closed" }
	| { code: "work-failed" };

/** Work under way, or ended without success. `total` is null until it is known. */
export type ImportWork = {
	kind: WorkKind;
	done: number;
	total: number | null;
	/** Null while it is under way. */
	failure: WorkFailure | null;
};
