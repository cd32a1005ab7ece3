import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { lockGroup } from "../../../db/groups/groups.ts";
import { findNotAvailable, limitedKeyOf } from "../../../db/groups/outside-numbers.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import {
	lockImportReview,
	markImportApplied,
	markImportUndone,
} from "../../../db/import/import-reviews.ts";
import {
	deleteEntries,
	findElsewhere,
	insertEntries,
	moveEntries,
	readPool,
	updateDescriptions,
	type WholeEntry,
} from "../../../db/import/pool-import.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { GroupGone, NumberNotAvailable } from "../../domain/groups/errors.ts";
import { type ExclusiveClash, findExclusiveClash } from "../../domain/groups/pool.ts";
import { assignPositions, type ImportPlan, isApplicable } from "../../domain/import/import-plan.ts";
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
	| { code: "import-has-errors" };

/**
 * Applies a review to the pool in one transaction: all or nothing, even after a crash (I4). `seen`:
 * optimistic lock on the pool and the review. If either has changed since, nothing is applied.
 * Idempotent: a second call returns the result of the first.
 */
export function applyImport(
	db: Db,
	groupId: string,
	reviewId: string,
	seen: { version: number; poolVersion: number },
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
		const planned = await planReview(tx, group, review, actor);
		if (!isApplicable(planned.plan)) return err({ code: "import-has-errors" });
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
	await changePool(tx, group.id, pool, plan, actor);
	const summary = summaryOf(plan);
	await markImportApplied(tx, review.id, {
		appliedBy: actor.name,
		summary: JSON.stringify(summary),
		poolBefore: JSON.stringify(pool),
	});
	await insertAuditEntry(tx, actor, {
		action: "pool.import",
		subjectId: group.id,
		subjectName: group.name,
		after: { mode: plan.mode, file: review.fileName, ...summary },
		attachment: JSON.stringify({
			added: plan.added,
			changed: plan.changed,
			emptied: plan.emptied,
			removed: plan.removed,
			rows: rows.length,
		}),
	});
	return summary;
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

/** Why an import cannot be undone. */
export type NotUndone =
	| { code: "undo-too-late" }
	| { code: "undo-clash"; clash: ExclusiveClash }
	| NumberNotAvailable;

/**
 * Undoes an import: restores the pool from before, as long as nothing has changed it since (I3).
 * Idempotent.
 */
export function undoImport(
	db: Db,
	groupId: string,
	reviewId: string,
	actor: Actor,
): Promise<Result<null, NotUndone | ReviewClosed | GroupGone>> {
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const group = await lockGroup(tx, groupId);
		if (!group) return err({ code: "group-gone" });
		const review = await lockImportReview(tx, groupId, reviewId);
		if (review?.state === "undone") return ok(null);
		if (review?.state !== "applied") return err({ code: "review-closed" });
		if (review.poolBefore === null || review.appliedPoolVersion !== group.poolVersion)
			return err({ code: "undo-too-late" });

		const before = JSON.parse(review.poolBefore) as WholeEntry[];
		const now = await readPool(tx, groupId);
		const entriesNow = new Map(now.map((entry) => [entry.id, entry]));
		const comeBack = before.filter((entry) => !entriesNow.has(entry.id));
		const changeBack = before.filter(
			(entry) => entry.description !== (entriesNow.get(entry.id) ?? entry).description,
		);
		const limitedKey = await limitedKeyOf(tx, actor);
		const returning = comeBack.map(({ number }) => number);
		if (limitedKey !== null && (await findNotAvailable(tx, limitedKey, returning)).size > 0)
			return err({ code: "number-not-available" });
		const clash = await findClash(tx, groupId, group.settings.uniqueDnis, comeBack);
		if (clash) return err({ code: "undo-clash", clash });

		const idsBefore = new Set(before.map((entry) => entry.id));
		const leave = now.filter((entry) => !idsBefore.has(entry.id));
		const stay = now.filter((entry) => idsBefore.has(entry.id));
		const positions = assignPositions(stay, comeBack.length);
		await deleteEntries(
			tx,
			leave.map((entry) => entry.id),
		);
		await moveEntries(tx, positions.moves);
		// An undo counts the version up like any change. With the old version, a form still open
		// elsewhere could pass its optimistic lock (G11).
		await updateDescriptions(tx, changeBack, actor.name);
		await insertEntries(
			tx,
			groupId,
			comeBack.map((entry, index) => ({ ...entry, position: positions.added[index] as number })),
		);
		await markImportUndone(tx, reviewId, actor.name);
		await insertAuditEntry(tx, actor, {
			action: "pool.undo-import",
			subjectId: groupId,
			subjectName: group.name,
			before: { numbers: now.length },
			after: { numbers: before.length },
			attachment: JSON.stringify({
				removed: leave,
				returned: comeBack,
				changed: changeBack.map(({ id, number, description }) => ({
					entryId: id,
					number,
					before: entriesNow.get(id)?.description,
					after: description,
				})),
			}),
		});
		return ok(null);
	});
}

async function findClash(
	tx: Db,
	groupId: string,
	uniqueDnis: boolean,
	entries: WholeEntry[],
): Promise<ExclusiveClash | null> {
	const elsewhere = await findElsewhere(
		tx,
		groupId,
		entries.map((entry) => entry.number),
	);
	for (const [number, groups] of elsewhere) {
		const clash = findExclusiveClash(number, uniqueDnis, groups);
		if (clash) return clash;
	}
	return null;
}
