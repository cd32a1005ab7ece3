import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { lockGroup } from "../../../db/groups/groups.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import { lockImportReview, markImportApplied } from "../../../db/import/import-reviews.ts";
import {
	countLiveRequestsByNumber,
	deleteEntries,
	insertEntries,
	moveEntries,
	updateDescriptions,
	type WholeEntry,
} from "../../../db/import/pool-import.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { GroupGone } from "../../domain/groups/errors.ts";
import { assignPositions, type ImportPlan, isApplicable } from "../../domain/import/import-plan.ts";
import { isRead, readReading } from "../../domain/import/stored-reading.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { ReviewClosed } from "./correct-import.ts";
import { type PlannedImport, planReview } from "./read-import-review.ts";

/** The figures of an applied import. */
export type ImportSummary = {
	added: number;
	changed: number;
	emptied: number;
	unchanged: number;
	removed: number;
	leftOut: number;
	size: number;
};

/** Why nothing was applied. The page then shows the current plan and asks again (I4). */
export type ImportNotApplied =
	| { code: "import-changed"; by: "pool" | "review" }
	| { code: "import-unread" }
	| { code: "import-removes-live" }
	| { code: "import-has-errors" };

/**
 * Applies a review to the pool in one transaction: all or nothing, even after a crash (I4). `seen`:
 * optimistic lock on the pool and the review. If either has changed since, nothing is applied.
 * `mayRemoveLive`: the person has confirmed that numbers with live requests go (I10). Idempotent: a
 * second call returns the result of the first.
 */
export function applyImport(
	db: Db,
	groupId: string,
	reviewId: string,
	seen: { version: number; poolVersion: number; mayRemoveLive?: boolean },
	actor: Actor,
): Promise<Result<null, ImportNotApplied | ReviewClosed | GroupGone>> {
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const group = await lockGroup(tx, groupId);
		if (!group) return err({ code: "group-gone" });
		const review = await lockImportReview(tx, groupId, reviewId);
		if (!review) return err({ code: "review-closed" });
		if (review.state !== "open") return ok(null);
		if (review.version !== seen.version) return err({ code: "import-changed", by: "review" });
		if (group.poolVersion !== seen.poolVersion) return err({ code: "import-changed", by: "pool" });
		if (!isRead(readReading(review.reading))) return err({ code: "import-unread" });
		const planned = await planReview(tx, group, review, actor);
		if (!isApplicable(planned.plan)) return err({ code: "import-has-errors" });
		const removed = planned.plan.removed.map(({ number }) => number);
		if (!seen.mayRemoveLive && (await countLiveRequestsByNumber(tx, removed)).length > 0)
			return err({ code: "import-removes-live" });
		await applyPlan(tx, review, planned, actor);
		return ok(null);
	});
}

/** Carries out the plan. The group and all pools have been locked since the plan was made. */
export async function applyPlan(
	tx: Db,
	review: { id: string; fileName: string },
	{ group, plan, pool, rows }: PlannedImport,
	actor: Actor,
): Promise<ImportSummary> {
	const summary = summaryOf(plan);
	const [texts] = await Promise.all([
		writeTexts(pool, plan, rows.length),
		changePool(tx, group.id, pool, plan, actor),
	]);
	await markImportApplied(tx, review.id, {
		appliedBy: actor.name,
		summary: JSON.stringify(summary),
		poolBefore: texts.poolBefore,
	});
	await insertAuditEntry(tx, actor, {
		action: "pool.import",
		subjectId: group.id,
		subjectName: group.name,
		after: { mode: plan.mode, file: review.fileName, ...summary },
		importId: review.id,
		attachment: texts.attachment,
	});
	return summary;
}

/** The rows for the undo and for the audit log, written while the database changes the pool. */
async function writeTexts(pool: WholeEntry[], plan: ImportPlan, rows: number) {
	await nextTurn();
	const { added, changed, emptied, removed } = plan;
	return {
		poolBefore: JSON.stringify(pool),
		attachment: JSON.stringify({ added, changed, emptied, removed, rows }),
	};
}

const summaryOf = (plan: ImportPlan): ImportSummary => ({
	added: plan.added.length,
	changed: plan.changed.length,
	emptied: plan.emptied.length,
	unchanged: plan.unchanged.length,
	removed: plan.removed.length,
	leftOut: plan.leftOut,
	size: plan.size,
});

/**
 * A few statements, whatever the number of rows. An entry both in the pool and in the file keeps
 * its identity (I4).
 */
async function changePool(
	tx: Db,
	groupId: string,
	pool: WholeEntry[],
	plan: ImportPlan,
	actor: Actor,
): Promise<void> {
	const removed = new Set(plan.removed.map((entry) => entry.id));
	const kept = pool.filter((entry) => !removed.has(entry.id));
	const positions = assignPositions(kept, plan.added.length);
	await deleteEntries(tx, [...removed]);
	await moveEntries(tx, positions.moves);
	await updateDescriptions(
		tx,
		[
			...plan.changed.map(({ entryId, after }) => ({ id: entryId, description: after })),
			...plan.emptied.map(({ entryId }) => ({ id: entryId, description: "" })),
		],
		actor.name,
	);
	// One draw of random bytes for all rows: 10,000 draws of 16 bytes take ten times as long.
	const random = randomBytes(16 * plan.added.length);
	await insertEntries(
		tx,
		groupId,
		plan.added.map(({ number, description }, index) => ({
			id: uuidv7({ random: random.subarray(16 * index, 16 * (index + 1)) }),
			number,
			description,
			position: positions.added[index] as number,
			version: 1,
			updatedBy: actor.name,
		})),
	);
}
