import { deleteOldGuesses } from "../../db/attempts.ts";
import type { Db } from "../../db/client.ts";
import { deleteOldGroupReviews } from "../../db/group-import-reviews.ts";
import { deleteOldMinutes } from "../../db/group-minutes.ts";
import { deleteOldAnswers } from "../../db/idempotency.ts";
import { deleteOldImportReviews } from "../../db/import-reviews.ts";
import { deleteRestedCodes, eraseRestedCodes } from "../../db/live-codes.ts";
import { CODE_QUARANTINE_SECONDS } from "../domain/access-code.ts";

/** Up to which expiry the codes of requests are erased: what is before it need not be walked through again. Lost with the process. */
const erasedUpTo = new WeakMap<Db, string>();

/**
 * Removes what has served: import reviews that were left behind for a day, remembered answers (C7), figures of minutes after two days,
 * counts of wrong codes (C10), and access codes that rest no more (K3). In small batches, each a transaction of its own, so it holds up
 * nobody; several processes may do it at once.
 */
export async function cleanUp(db: Db): Promise<void> {
	while ((await deleteOldImportReviews(db)) > 0);
	while ((await deleteOldGroupReviews(db)) > 0);
	while ((await deleteOldAnswers(db)) > 0);
	while ((await deleteOldMinutes(db)) > 0);
	while ((await deleteOldGuesses(db)) > 0);
	while ((await deleteRestedCodes(db, CODE_QUARANTINE_SECONDS)) > 0);
	for (;;) {
		const upTo = await eraseRestedCodes(db, erasedUpTo.get(db) ?? null, CODE_QUARANTINE_SECONDS);
		if (upTo === null) return;
		erasedUpTo.set(db, upTo);
	}
}
