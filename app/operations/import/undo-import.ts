import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { lockGroup } from "../../../db/groups/groups.ts";
import { findNotAvailable, limitedKeyOf } from "../../../db/groups/outside-numbers.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import { lockImportReview, markImportUndone } from "../../../db/import/import-reviews.ts";
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
import { assignPositions } from "../../domain/import/import-plan.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { ReviewClosed } from "./correct-import.ts";

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
			importId: reviewId,
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
