import type { Db } from "../../../db/connection/database.ts";
import { listReviewedGroups, updateReviewedFields } from "../../../db/import/reviewed-groups.ts";
import { checkFields, isOfFields } from "../../domain/import/all-groups/checked-fields.ts";
import { readStoredConnections } from "../../domain/import/all-groups/file-connections.ts";
import {
	correctedFields,
	type GroupField,
	rawGroup,
	readGivenFields,
} from "../../domain/import/all-groups/given-fields.ts";
import type { GroupProblem } from "../../domain/import/all-groups/group-problem.ts";
import type { Result } from "../../domain/result.ts";
import { storedFields } from "./check-groups.ts";
import { changeReview } from "./correct-groups-import.ts";
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
		const fields = checkFields(rawGroup(correctedFields(given, typed)));
		wrong = fields.problems.length;
		if (given.unknown) fields.given.unknown = given.unknown;
		fields.problems.push(...problems.filter((problem) => !isOfFields(problem)));
		const connections = readStoredConnections(group.settings);
		await updateReviewedFields(tx, reviewId, index, storedFields(fields, connections));
		return 1;
	});
	return changed.ok ? { ok: true, value: wrong } : changed;
}
