import type { Db } from "../../../../db/connection/database.ts";
import type { Actor } from "../../../domain/audit/actor.ts";
import type { GroupsFileProblem } from "../../../domain/import/all-groups/groups-file-check.ts";
import type { RepairKind } from "../../../domain/import/repair-kinds.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import { leaveConnectionsOut, repairNumbers } from "../correct-groups-import.ts";
import type { ReviewClosed } from "../correct-import.ts";
import { type GroupsReview, readGroupsReview } from "../read-groups-review.ts";
import { type UploadedGroups, uploadGroups } from "../upload-groups.ts";

/** What a client decides before it has seen the review. */
export type GroupsDecisions = {
	repairs: readonly RepairKind[];
	/** Whether connections that this installation does not have are left out. */
	leavesConnectionsOut: boolean;
};

/**
 * Stores a file of groups for review, and makes the decisions in it. Changes no group. The caller
 * applies or discards the review.
 */
export async function prepareGroupsImport(
	db: Db,
	file: UploadedGroups,
	{ repairs, leavesConnectionsOut }: GroupsDecisions,
	actor: Actor,
): Promise<Result<GroupsReview, GroupsFileProblem | ReviewClosed>> {
	const uploaded = await uploadGroups(db, file, actor);
	if (!uploaded.ok) return uploaded;
	const id = uploaded.value;
	if (leavesConnectionsOut) await leaveConnectionsOut(db, id, true);
	if (repairs.length > 0) {
		// The first look finds the numbers in error, which repairs are for.
		await readGroupsReview(db, id);
		await repairNumbers(db, id, null, repairs);
	}
	const review = await readGroupsReview(db, id);
	return review ? ok(review) : err({ code: "review-closed" });
}
