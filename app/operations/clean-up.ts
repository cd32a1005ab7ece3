import type { Db } from "../../db/client.ts";
import { deleteOldMinutes } from "../../db/group-minutes.ts";
import { deleteOldAnswers } from "../../db/idempotency.ts";
import { deleteOldImportReviews } from "../../db/import-reviews.ts";

/**
 * Removes what has served: import reviews that were left behind for a day, remembered answers (C7), figures of minutes after two days.
 * In small batches, each a transaction of its own, so it holds up nobody; several processes may do it at once.
 */
export async function cleanUp(db: Db): Promise<void> {
	while ((await deleteOldImportReviews(db)) > 0);
	while ((await deleteOldAnswers(db)) > 0);
	while ((await deleteOldMinutes(db)) > 0);
}
