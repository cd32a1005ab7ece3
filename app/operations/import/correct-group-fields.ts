import type { Db } from "../../../db/connection/database.ts";
import { listReviewedGroups, updateReviewedFields } from "../../../db/import/reviewed-groups.ts";
import { isOfFields } from "../../domain/import/all-groups/checked-fields.ts";
import { readStoredConnections } from "../../domain/import/all-groups/file-connections.ts";
import { type GroupField, readGivenFields } from "../../domain/import/all-groups/given-fields.ts";
import type { GroupProblem } from "../../domain/import/all-groups/group-problem.ts";
import {
	checkCorrected,
	correctShared,
	problemOfText,
	type SharedError,
} from "../../domain/import/all-groups/shared-errors.ts";
import { err, type Result } from "../../domain/result.ts";
import { storedFields } from "./check-groups.ts";
import { changeGroups, changeReview } from "./correct-groups-import.ts";
import type { ReviewClosed } from "./correct-import.ts";

/**
 * Replaces the name and the settings of one group in a review by what a person typed (I10). Wrong
 * values are kept too, with their problems. Returns the number of fields that are still wrong.
 */
export async function correctFields(
	db: Db,
	reviewId: string,
	index: number,
	typed: Readonly<Record<GroupField, string>>,
): Promise<Result<number, ReviewClosed>> {
	let wrong = 0;
	const changed = await changeReview(db, reviewId, async (tx) => {
		const query = { outcome: null, search: "", indexes: [index], limit: 1, offset: 0 };
		const [group] = (await listReviewedGroups(tx, reviewId, query)).groups;
		if (!group) return 0;
		const problems = JSON.parse(group.problems) as GroupProblem[];
		const given = readGivenFields(group.settings, group.name, problems);
		const fields = checkCorrected(given, typed, problems);
		wrong = fields.problems.filter(isOfFields).length;
		const connections = readStoredConnections(group.settings);
		await updateReviewedFields(tx, reviewId, index, storedFields(fields, connections));
		return 1;
	});
	return changed.ok ? { ok: true, value: wrong } : changed;
}

/** The text for a shared wrong value is wrong too: nothing was corrected. */
export type StillWrong = { code: "still-wrong"; problem: GroupProblem };

/**
 * Puts a person's text in place of the same wrong value of a setting, in all groups in error that
 * have it (I10). Returns the number of corrected groups.
 */
export async function correctInAllGroups(
	db: Db,
	reviewId: string,
	shared: Pick<SharedError, "setting" | "given">,
	text: string,
): Promise<Result<number, ReviewClosed | StillWrong>> {
	const problem = problemOfText(shared.setting, text);
	if (problem !== null) return err({ code: "still-wrong", problem });
	return changeReview(db, reviewId, (tx) =>
		changeGroups(tx, reviewId, "error", async (group) => {
			const fields = correctShared(group, shared, text);
			if (fields === null) return 0;
			const connections = readStoredConnections(group.settings);
			await updateReviewedFields(tx, reviewId, group.index, storedFields(fields, connections));
			return 1;
		}),
	);
}
