import type { Db } from "../../../db/connection/database.ts";
import { lockImportReview, updateImportRows } from "../../../db/import/import-reviews.ts";
import type { ColumnChoice } from "../../domain/import/columns/detect-columns.ts";
import type { FileProblem } from "../../domain/import/file-text.ts";
import { readReading, writeReading } from "../../domain/import/stored-reading.ts";
import { writeRows } from "../../domain/import/stored-rows.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { ReviewClosed } from "./correct-import.ts";
import { checkText } from "./upload-import.ts";

/**
 * Reads the file of an open review anew, in the columns that a person chose (I8). The review
 * remembers the choice. Corrections of rows are gone, as they belong to the reading before.
 */
export function chooseColumns(
	db: Db,
	groupId: string,
	reviewId: string,
	choice: ColumnChoice,
): Promise<Result<null, ReviewClosed | FileProblem>> {
	return db.transaction(async (tx) => {
		const review = await lockImportReview(tx, groupId, reviewId);
		const { file } = readReading(review?.reading ?? null);
		if (review?.state !== "open" || file === null) return err({ code: "review-closed" });
		const checked = await checkText(file, choice);
		if (!checked.ok) return checked;
		const { reading, rows } = checked.value;
		await updateImportRows(tx, reviewId, {
			rows: writeRows(rows),
			reading: writeReading(reading, file, { keepsFile: true }),
		});
		return ok(null);
	});
}
