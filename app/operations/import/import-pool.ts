import type { Db } from "../../../db/connection/database.ts";
import { findGroup, lockGroup } from "../../../db/groups/groups.ts";
import { limitedKeyOf } from "../../../db/groups/outside-numbers.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import { countLiveRequestsByNumber } from "../../../db/import/pool-import.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { GroupGone } from "../../domain/groups/errors.ts";
import {
	type AskedColumns,
	type ColumnRole,
	chooseAsked,
} from "../../domain/import/asked-columns.ts";
import { decodePoolFile, type FileProblem } from "../../domain/import/file-text.ts";
import { isApplicable } from "../../domain/import/import-plan.ts";
import type { Reading } from "../../domain/import/pool-file.ts";
import type { RepairKind } from "../../domain/import/repair-kinds.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { getEnv } from "../../platform/env.server.ts";
import { applyPlan, type ImportNotApplied } from "./apply-import.ts";
import { inSteps } from "./in-steps.ts";
import { type PlannedImport, planRows } from "./read-import-review.ts";
import { repairInTurns } from "./repair-in-turns.ts";
import { type CheckedFile, checkText, keepReview, type UploadedFile } from "./upload-import.ts";

/**
 * The result or preview of a file's import: how it was read, its plan, and the live requests on
 * removed numbers.
 */
export type FileImport = {
	reading: Reading;
	planned: PlannedImport;
	live: { number: string; liveRequests: number }[];
	/** Of an import that changed something, for its undo. */
	importId?: string;
};

/** It is unclear how to read the file (I5, I8), or a column that was asked for is not in it. */
export type ColumnsUnclear = {
	code: "columns-unclear";
	reading: Reading;
	missing: ColumnRole | null;
};

/** A file with what is said about its columns, and the repairs to make in their order (I9). */
export type AskedFile = UploadedFile & { asked?: AskedColumns; repairs?: readonly RepairKind[] };

/** Previews a file's import into a pool (I3). Changes and stores nothing. */
export async function planPoolImport(
	db: Db,
	groupId: string,
	file: Omit<AskedFile, "name">,
	actor: Actor,
): Promise<Result<FileImport, FileProblem | GroupGone | ColumnsUnclear>> {
	const checked = await checkAskedFile(db, groupId, file);
	if (!checked.ok) return checked;
	return db.transaction(async (tx) => {
		const group = await findGroup(tx, groupId);
		if (!group) return err({ code: "group-gone" });
		const { reading, rows } = checked.value;
		const { columns } = reading;
		const planned = await planRows(tx, group, { rows, columns, mode: file.mode }, actor);
		return ok({ reading, planned, live: await countLiveOfRemoved(tx, planned, actor) });
	});
}

/**
 * Imports a file without a review, in one transaction: all or nothing (I4). `isSeen` (optimistic
 * lock) compares the locked group's pool with the version that the client saw.
 */
export async function importPool(
	db: Db,
	groupId: string,
	file: AskedFile,
	isSeen: (group: PlannedImport["group"]) => boolean,
	actor: Actor,
): Promise<
	Result<
		FileImport,
		| FileProblem
		| GroupGone
		| ColumnsUnclear
		| Extract<ImportNotApplied, { code: "import-changed" }>
		| HasErrors
	>
> {
	const checked = await checkAskedFile(db, groupId, file);
	if (!checked.ok) return checked;
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const group = await lockGroup(tx, groupId);
		if (!group) return err({ code: "group-gone" });
		if (!isSeen(group)) return err({ code: "import-changed", by: "pool" });
		const { reading, rows } = checked.value;
		const { columns } = reading;
		const planned = await planRows(tx, group, { rows, columns, mode: file.mode }, actor);
		if (!isApplicable(planned.plan)) return err({ code: "import-has-errors", planned });
		const live = await countLiveOfRemoved(tx, planned, actor);
		if (isWithoutEffect(planned)) return ok({ reading, planned, live });
		const kept = await keepReview(tx, groupId, file, checked.value, actor);
		if (!kept.ok) return kept;
		await applyPlan(tx, { id: kept.value, fileName: file.name }, planned, actor);
		return ok({ reading, planned, live, importId: kept.value });
	});
}

/** Reads a file as asked, and makes the repairs that the pool of now asks for. */
async function checkAskedFile(
	db: Db,
	groupId: string,
	{ bytes, asked = {}, repairs = [], mode }: Omit<AskedFile, "name">,
): Promise<Result<CheckedFile, FileProblem | ColumnsUnclear | GroupGone>> {
	const text = decodePoolFile(bytes);
	if (!text.ok) return text;
	const choice = await inSteps(chooseAsked(text.value, asked, getEnv().DEFAULT_COUNTRY));
	if (!choice.ok) return choice;
	const checked = await checkText(text.value, choice.value);
	if (!checked.ok) return checked;
	const { reading, rows } = checked.value;
	if (reading.unclear.length > 0) return err({ code: "columns-unclear", reading, missing: null });
	if (repairs.length === 0) return checked;
	return db.transaction(async (tx) => {
		const group = await findGroup(tx, groupId);
		if (!group) return err({ code: "group-gone" });
		const { columns } = reading;
		const { plan, replan } = await planRows(tx, group, { rows, columns, mode }, null);
		const repaired = await repairInTurns(repairs, rows, plan, replan);
		return ok({ ...checked.value, rows: repaired.rows });
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
