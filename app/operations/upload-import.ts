import { setImmediate as nextTurn } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import type { Db } from "../../db/client.ts";
import { insertImportReview } from "../../db/import-reviews.ts";
import type { Actor } from "../domain/actor.ts";
import { type CheckedRow, checkRow, type ImportMode } from "../domain/import-plan.ts";
import { decodePoolFile, type FileProblem, type PoolRow, readPoolFile } from "../domain/pool-file.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { writeRows } from "../domain/stored-rows.ts";

/** An uploaded file: at most 5 MiB, counted by who received it. */
export type UploadedFile = { name: string; bytes: Uint8Array; mode: ImportMode };

const FILE_NAME_MAX = 200;

/** Reads and checks an uploaded file and keeps it for review; the pool is not touched (I3). Gives the review's ID, or what the file is instead. */
export async function uploadImport(
	db: Db,
	groupId: string,
	file: UploadedFile,
	actor: Actor,
): Promise<Result<string, FileProblem | { code: "group-gone" }>> {
	const text = decodePoolFile(file.bytes);
	if (!text.ok) return text;
	const read = readPoolFile(text.value);
	if (!read.ok) return read;
	const rows = await checkRows(read.value.rows);
	const id = uuidv7();
	const isKept = await insertImportReview(db, {
		id,
		groupId,
		mode: file.mode,
		fileName: file.name.slice(0, FILE_NAME_MAX),
		header: read.value.header && JSON.stringify(read.value.header),
		rows: writeRows(rows),
		createdBy: actor.name,
	});
	return isKept ? ok(id) : err({ code: "group-gone" });
}

/** Rows that are checked in one go: about 4 ms, so that API calls in between wait no longer than that. */
const CHECKED_IN_ONE_GO = 100;

async function checkRows(rows: PoolRow[]): Promise<CheckedRow[]> {
	const checked: CheckedRow[] = [];
	for (const [index, row] of rows.entries()) {
		if (index > 0 && index % CHECKED_IN_ONE_GO === 0) await nextTurn();
		checked.push(checkRow(row));
	}
	return checked;
}
