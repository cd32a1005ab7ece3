import type { Db } from "../../../../db/connection/database.ts";
import { beginWork, endWork, tellWork } from "../../../../db/import/import-work.ts";
import type { WorkFailure, WorkKind } from "../../../domain/import/all-groups/import-work.ts";
import type { Result } from "../../../domain/result.ts";
import { logError } from "../../../platform/log.server.ts";

/** Milliseconds that a person waits for an answer before the page says how far the work is. */
const PATIENCE_MS = 1000;
/** Milliseconds between two notes of how far the work is. */
const BETWEEN_NOTES_MS = 500;

/** Says how many groups are done, of how many. */
export type Tell = (done: number, total: number | null) => void;

/** Work whose end came in time, or that goes on. */
export type Work<Value, Failure> = { ended: Result<Value, Failure> } | { ended: null };

/**
 * Does long work on a review. If it takes more than a second, it goes on without the caller, and
 * the review's page says how far it is, in any process. A failure is then kept for that page. Work
 * that is under way already is not begun again.
 */
export async function workOn<Value, Failure extends WorkFailure>(
	db: Db,
	{ reviewId, kind }: { reviewId: string; kind: WorkKind },
	work: (tell: Tell) => Promise<Result<Value, Failure>>,
): Promise<Work<Value, Failure>> {
	const begun = await beginWork(db, reviewId, kind);
	if (begun === "busy") return { ended: null };
	if (begun === "gone") return { ended: await work(() => {}) };
	let isAlone = false;
	const end = (failure: WorkFailure | null) => endWork(db, reviewId, isAlone ? failure : null);
	const ended = (async () => {
		try {
			const result = await work(notes(db, reviewId));
			await end(result.ok ? null : result.error);
			return result;
		} catch (error) {
			// The database may be the cause. Without a sign, the work counts as ended after a while.
			await end({ code: "work-failed" }).catch(() => {});
			throw error;
		}
	})();
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<null>((resolve) => {
		timer = setTimeout(() => {
			isAlone = true;
			resolve(null);
		}, PATIENCE_MS);
	});
	const first = await Promise.race([ended, late]).finally(() => clearTimeout(timer));
	if (first === null) ended.catch((error) => logError(error));
	return { ended: first };
}

/** Writes down how far the work is, now and then. A note that is not written holds nothing up. */
function notes(db: Db, reviewId: string): Tell {
	let last = 0;
	let isWriting = false;
	return (done, total) => {
		const now = performance.now();
		if (isWriting || now - last < BETWEEN_NOTES_MS) return;
		last = now;
		isWriting = true;
		tellWork(db, reviewId, { done, total })
			.catch(() => {})
			.finally(() => {
				isWriting = false;
			});
	};
}
