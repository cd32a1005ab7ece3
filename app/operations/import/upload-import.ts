import { setImmediate as nextTurn } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import type { Db } from "../../../db/connection/database.ts";
import { insertImportReview } from "../../../db/import/import-reviews.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import { type CheckedRow, checkRow } from "../../domain/import/checked-row.ts";
import type { ColumnChoice } from "../../domain/import/columns/detect-columns.ts";
import { decodePoolFile, type FileProblem } from "../../domain/import/file-text.ts";
import type { ImportMode } from "../../domain/import/import-plan.ts";
import { type PoolRow, poolFileReader, type Reading } from "../../domain/import/pool-file.ts";
import { writeReading } from "../../domain/import/stored-reading.ts";
import { writeRows } from "../../domain/import/stored-rows.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { getEnv } from "../../platform/env.server.ts";
import { inSteps } from "./in-steps.ts";

/** An uploaded file: at most 5 MiB. The receiver has checked the size. */
export type UploadedFile = { name: string; bytes: Uint8Array; mode: ImportMode };

const FILE_NAME_MAX = 200;

/** A file's text, how it was read, and its rows, each checked on its own. */
export type CheckedFile = { text: string; reading: Reading; rows: CheckedRow[] };

/**
 * Reads a file, in the columns that are detected or chosen (I8), and checks its rows in batches
 * (I2). Returns the file's problem otherwise (I5).
 */
export async function checkFile(
	bytes: Uint8Array,
	choice: ColumnChoice = {},
): Promise<Result<CheckedFile, FileProblem>> {
	// Receiving the file and decoding it are steps too.
	await nextTurn();
	const text = decodePoolFile(bytes);
	await nextTurn();
	return text.ok ? checkText(text.value, choice) : text;
}

/** The same for a file's text. */
export async function checkText(
	text: string,
	choice: ColumnChoice,
): Promise<Result<CheckedFile, FileProblem>> {
	const read = await inSteps(poolFileReader(text, getEnv().DEFAULT_COUNTRY, choice));
	if (!read.ok) return read;
	return ok({ text, reading: read.value.reading, rows: await checkRows(read.value.rows) });
}

/**
 * Reads and checks an uploaded file and stores it for review. Changes no pool (I3). Returns the
 * review's ID, or the file's problem.
 */
export async function uploadImport(
	db: Db,
	groupId: string,
	file: UploadedFile,
	actor: Actor,
): Promise<Result<string, FileProblem | { code: "group-gone" }>> {
	const checked = await checkFile(file.bytes);
	return checked.ok ? keepReview(db, groupId, file, checked.value, actor) : checked;
}

/** Stores a checked file for review, either outside a transaction or with the group locked. */
export async function keepReview(
	db: Db,
	groupId: string,
	file: Pick<UploadedFile, "name" | "mode">,
	{ text, reading, rows }: CheckedFile,
	actor: Actor,
): Promise<Result<string, { code: "group-gone" }>> {
	const id = uuidv7();
	const isKept = await insertImportReview(db, {
		id,
		groupId,
		mode: file.mode,
		fileName: file.name.slice(0, FILE_NAME_MAX),
		reading: writeReading(reading, text),
		rows: writeRows(rows),
		createdBy: actor.name,
	});
	return isKept ? ok(id) : err({ code: "group-gone" });
}

/** Rows checked in one go: about 4 ms, the longest wait for API calls in between. */
const CHECKED_IN_ONE_GO = 100;

async function checkRows(rows: PoolRow[]): Promise<CheckedRow[]> {
	const country = getEnv().DEFAULT_COUNTRY;
	const checked: CheckedRow[] = [];
	for (const [index, row] of rows.entries()) {
		if (index > 0 && index % CHECKED_IN_ONE_GO === 0) await nextTurn();
		checked.push(checkRow(row, country));
	}
	return checked;
}
