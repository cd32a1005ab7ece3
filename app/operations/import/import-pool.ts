import type { Db } from "../../../db/connection/database.ts";
import { findGroup, lockGroup } from "../../../db/groups/groups.ts";
import { limitedKeyOf } from "../../../db/groups/outside-numbers.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import { countLiveRequestsByNumber } from "../../../db/import/pool-import.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { GroupGone } from "../../domain/groups/errors.ts";
import type { FileProblem } from "../../domain/import/file-text.ts";
import { isApplicable } from "../../domain/import/import-plan.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { applyPlan, type ImportNotApplied } from "./apply-import.ts";
import { type PlannedImport, planRows } from "./read-import-review.ts";
import { checkFile, keepReview, type UploadedFile } from "./upload-import.ts";

/** The result or preview of a file's import: its plan, and the live requests on removed numbers. */
export type FileImport = {
	planned: PlannedImport;
	live: { number: string; liveRequests: number }[];
};

/** Previews a file's import into a pool (I3). Changes and stores nothing. */
export async function planPoolImport(
	db: Db,
	groupId: string,
	file: Pick<UploadedFile, "bytes" | "mode">,
	actor: Actor,
): Promise<Result<FileImport, FileProblem | GroupGone>> {
	const checked = await checkFile(file.bytes);
	if (!checked.ok) return checked;
	return db.transaction(async (tx) => {
		const group = await findGroup(tx, groupId);
		if (!group) return err({ code: "group-gone" });
		const planned = await planRows(tx, group, checked.value.rows, file.mode, actor);
		return ok({ planned, live: await countLiveOfRemoved(tx, planned, actor) });
	});
}

/**
 * Imports a file without a review, in one transaction: all or nothing (I4). `isSeen` (optimistic
 * lock) compares the locked group's pool with the version that the client saw.
 */
export async function importPool(
	db: Db,
	groupId: string,
	file: UploadedFile,
	isSeen: (group: PlannedImport["group"]) => boolean,
	actor: Actor,
): Promise<
	Result<
		FileImport,
		FileProblem | GroupGone | Extract<ImportNotApplied, { code: "import-changed" }> | HasErrors
	>
> {
	const checked = await checkFile(file.bytes);
	if (!checked.ok) return checked;
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const group = await lockGroup(tx, groupId);
		if (!group) return err({ code: "group-gone" });
		if (!isSeen(group)) return err({ code: "import-changed", by: "pool" });
		const planned = await planRows(tx, group, checked.value.rows, file.mode, actor);
		if (!isApplicable(planned.plan)) return err({ code: "import-has-errors", planned });
		const live = await countLiveOfRemoved(tx, planned, actor);
		if (isWithoutEffect(planned)) return ok({ planned, live });
		const kept = await keepReview(tx, groupId, file, checked.value, actor);
		if (!kept.ok) return kept;
		await applyPlan(tx, { id: kept.value, fileName: file.name }, planned, actor);
		return ok({ planned, live });
	});
}

/** The file has rows in error, or would make an invalid pool. */
type HasErrors = { code: "import-has-errors"; planned: PlannedImport };

const isWithoutEffect = ({ plan: { added, changed, emptied, removed } }: PlannedImport): boolean =>
	added.length + changed.length + emptied.length + removed.length === 0;

const countLiveOfRemoved = async (tx: Db, { plan }: PlannedImport, actor: Actor) =>
	countLiveRequestsByNumber(
		tx,
		plan.removed.map((entry) => entry.number),
		await limitedKeyOf(tx, actor),
	);
