import type { Db } from "../../../../db/connection/database.ts";
import type { GroupReviewRow } from "../../../../db/import/group-import-reviews.ts";
import { countLiveRequestsByGroup } from "../../../../db/import/groups-undo.ts";
import type { GroupsNotUndone } from "../../../domain/import/all-groups/not-undone.ts";
import { findChangedGroups } from "./refuse-undo.ts";

/**
 * Whether an applied import can be undone, and what the undo would do: groups deleted and restored,
 * and live requests of the deleted ones. Null for a review that is open or undone. The undo itself
 * also looks at each number (G6).
 */
export async function readGroupsUndo(
	db: Db,
	review: Pick<GroupReviewRow, "id" | "state" | "undoneAt">,
): Promise<
	| { canUndo: true; made: number; changed: number; liveRequests: number }
	| { canUndo: false; why: GroupsNotUndone }
	| null
> {
	if (review.state !== "applied" || review.undoneAt !== null) return null;
	const found = await findChangedGroups(db, review.id);
	if (!found.ok) return { canUndo: false, why: found.error };
	const { made, changed } = found.value;
	const live = await countLiveRequestsByGroup(
		db,
		made.map(({ id }) => id),
	);
	const liveRequests = [...live.values()].reduce((sum, count) => sum + count, 0);
	return { canUndo: true, made: made.length, changed: changed.length, liveRequests };
}
