import { v7 as uuidv7 } from "uuid";
import type { Db } from "../../../db/connection/database.ts";
import {
	deleteGroupReview,
	insertGroupReview,
	openGroupReview,
} from "../../../db/import/group-import-reviews.ts";
import { insertReviewedGroups } from "../../../db/import/reviewed-groups.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { GroupsFileProblem } from "../../domain/import/all-groups/groups-file-check.ts";
import type { ExistingChoice } from "../../domain/import/all-groups/groups-import-plan.ts";
import { ok, type Result } from "../../domain/result.ts";
import { checkGroupsFile } from "./check-groups-file.ts";

/** An uploaded file: at most 50 MiB. The receiver has checked the size. */
export type UploadedGroups = { name: string; bytes: Uint8Array; existing: ExistingChoice };

const FILE_NAME_MAX = 200;

/**
 * Checks an uploaded file of groups and stores it for review. Changes no group (I7). Returns the
 * review's ID, or the file's problem. Not one transaction: checking takes up to half a minute, and
 * the embedded database has only one connection.
 */
export async function uploadGroups(
	db: Db,
	file: UploadedGroups,
	actor: Actor,
): Promise<Result<string, GroupsFileProblem>> {
	const id = uuidv7();
	await insertGroupReview(db, {
		id,
		fileName: file.name.slice(0, FILE_NAME_MAX),
		existing: file.existing,
		createdBy: actor.name,
	});
	try {
		const checked = await checkGroupsFile(file.bytes, (groups) =>
			insertReviewedGroups(db, id, groups),
		);
		if (!checked.ok) {
			await deleteGroupReview(db, id);
			return checked;
		}
		await openGroupReview(db, id);
		return ok(id);
	} catch (error) {
		// The database may be the cause, so this may fail too. The clean-up of unopened reviews removes
		// the rest.
		await deleteGroupReview(db, id).catch(() => {});
		throw error;
	}
}
