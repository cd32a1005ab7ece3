import { v7 as uuidv7 } from "uuid";
import type { Db } from "../../../db/connection/database.ts";
import {
	deleteGroupReview,
	insertGroupReview,
	openGroupReview,
} from "../../../db/import/group-import-reviews.ts";
import { insertReviewedGroups } from "../../../db/import/reviewed-groups.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { GroupsFileProblem } from "../../domain/import/groups-file-check.ts";
import type { ExistingChoice } from "../../domain/import/groups-import-plan.ts";
import { ok, type Result } from "../../domain/result.ts";
import { checkGroupsFile } from "./check-groups-file.ts";

/** An uploaded file: at most 50 MiB, counted by who received it. */
export type UploadedGroups = { name: string; bytes: Uint8Array; existing: ExistingChoice };

const FILE_NAME_MAX = 200;

/**
 * Checks an uploaded file of groups and keeps it for review; no group is touched (I7). Gives the
 * review's ID, or what the file is instead. Not one transaction: the embedded database has one
 * connection, and checking takes up to half a minute.
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
		// The database may be why: what is left behind is removed with the reviews that nobody opened.
		await deleteGroupReview(db, id).catch(() => {});
		throw error;
	}
}
