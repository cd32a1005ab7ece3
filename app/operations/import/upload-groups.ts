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
import { type Tell, workOn } from "./all-groups/work-under-way.ts";
import { checkGroupsFile } from "./check-groups-file.ts";

/** An uploaded file: at most 50 MiB. The receiver has checked the size. */
export type UploadedGroups = { name: string; bytes: Uint8Array; existing: ExistingChoice };

const FILE_NAME_MAX = 200;

/** Stores the fact of an upload. `checkUpload` follows. Returns the ID of its review. */
export async function storeUpload(
	db: Db,
	file: Omit<UploadedGroups, "bytes">,
	actor: Actor,
): Promise<string> {
	const id = uuidv7();
	await insertGroupReview(db, {
		id,
		fileName: file.name.slice(0, FILE_NAME_MAX),
		existing: file.existing,
		createdBy: actor.name,
	});
	return id;
}

/**
 * Checks an uploaded file of groups and stores it for review. Changes no group (I7). Returns the
 * file's problem otherwise; the review is then left as it is. Not one transaction: checking takes
 * up to half a minute, and the embedded database has only one connection.
 */
async function checkUpload(
	db: Db,
	reviewId: string,
	bytes: Uint8Array,
	tell: Tell = () => {},
): Promise<Result<null, GroupsFileProblem>> {
	let done = 0;
	const checked = await checkGroupsFile(bytes, async (groups, total) => {
		await insertReviewedGroups(db, reviewId, groups);
		done += groups.length;
		tell(done, total);
	});
	if (checked.ok) await openGroupReview(db, reviewId);
	return checked;
}

/** The same in one step. Returns the review's ID, or the file's problem. */
export const uploadGroups = (
	db: Db,
	file: UploadedGroups,
	actor: Actor,
): Promise<Result<string, GroupsFileProblem>> =>
	upload(db, file, actor, (reviewId) => checkUpload(db, reviewId, file.bytes));

/** The same for a person who waits: a long check goes on, and the review's page tells its end. */
export const uploadGroupsInTime = (
	db: Db,
	file: UploadedGroups,
	actor: Actor,
): Promise<Result<string, GroupsFileProblem>> =>
	upload(db, file, actor, async (reviewId) => {
		const { ended } = await workOn(db, { reviewId, kind: "check" }, (tell) =>
			checkUpload(db, reviewId, file.bytes, tell),
		);
		return ended ?? ok(null);
	});

async function upload(
	db: Db,
	file: UploadedGroups,
	actor: Actor,
	check: (reviewId: string) => Promise<Result<null, GroupsFileProblem>>,
): Promise<Result<string, GroupsFileProblem>> {
	const id = await storeUpload(db, file, actor);
	try {
		const checked = await check(id);
		if (checked.ok) return ok(id);
		await deleteGroupReview(db, id);
		return checked;
	} catch (error) {
		// The database may be the cause, so this may fail too. The clean-up of unopened reviews removes
		// the rest.
		await deleteGroupReview(db, id).catch(() => {});
		throw error;
	}
}
