import { setImmediate as nextTurn } from "node:timers/promises";
import { type AuditEntry, insertAuditEntries } from "../../../../db/audit/audit-entries.ts";
import type { Db } from "../../../../db/connection/database.ts";
import { findGroup } from "../../../../db/groups/groups.ts";
import { listAllEntries, lockPools } from "../../../../db/groups/pool-entries.ts";
import { lockGroupReview } from "../../../../db/import/group-import-reviews.ts";
import { updateManyGroupSettings } from "../../../../db/import/groups-transfer.ts";
import {
	countLiveRequestsByGroup,
	deleteGroups,
	findUndoState,
	type ImportedGroup,
	lockImportedGroups,
	markGroupsUndone,
} from "../../../../db/import/groups-undo.ts";
import {
	deleteEntries,
	insertEntries,
	moveEntries,
	readPool,
	updateDescriptions,
} from "../../../../db/import/pool-import.ts";
import { lockAllConnections } from "../../../../db/import/serving-connections.ts";
import type { Actor } from "../../../domain/audit/actor.ts";
import type { GroupSettings } from "../../../domain/groups/group-settings.ts";
import type { GroupsNotUndone } from "../../../domain/import/all-groups/not-undone.ts";
import type { UndoState } from "../../../domain/import/all-groups/undo-state.ts";
import { assignPositions } from "../../../domain/import/import-plan.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import { applyConnections, type ServedGroup } from "../apply-connections.ts";
import type { ReviewClosed } from "../correct-import.ts";
import { refuseUndo } from "./refuse-undo.ts";
import type { Tell } from "./work-under-way.ts";

/**
 * Undoes the import of a file of groups in one transaction: all or nothing (I10). Groups that it
 * made are deleted; their live requests stay (G10). Changed groups get back their settings, their
 * pools and their place on connections. Refused if any of that has changed since, or if another
 * group needs a number by now (G6). Holds the numbers of one group at a time. Idempotent.
 */
export function undoGroupsImport(
	db: Db,
	reviewId: string,
	actor: Actor,
	tell: Tell = () => {},
): Promise<Result<null, GroupsNotUndone | ReviewClosed>> {
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const review = await lockGroupReview(tx, reviewId);
		if (review?.state !== "applied") return err({ code: "review-closed" });
		if (review.undoneAt !== null) return ok(null);
		await lockAllConnections(tx);
		await lockImportedGroups(tx, reviewId);
		const checked = await refuseUndo(tx, reviewId);
		if (!checked.ok) return checked;
		const { made, changed } = checked.value;
		let done = 0;
		const tellOne = (): void => tell(++done, made.length + changed.length);
		const undo = { tx, reviewId, actor, tellOne };
		// A number may have moved from one group to another. Deletes come first, then the settings,
		// then what returns, so that at no step is a number in two groups (G6).
		await deleteMade(undo, made);
		const put = await takeAway(undo, changed);
		await updateManyGroupSettings(tx, put.settings, actor.name);
		for (const group of put.returning) {
			await putBack(undo, group);
			tellOne();
		}
		await applyConnections(tx, put.served, actor, { isUndo: true });
		const summary: AuditEntry = {
			...{ action: "groups.undo-import", subjectId: null, subjectName: review.fileName },
			after: { groups: { deleted: made.length, restored: changed.length } },
			importId: reviewId,
		};
		await insertAuditEntries(tx, actor, [summary]);
		await markGroupsUndone(tx, reviewId, actor.name);
		return ok(null);
	});
}

type Undo = { tx: Db; reviewId: string; actor: Actor; tellOne(): void };

/** Groups deleted together: few enough that API calls in between hardly wait. */
const GROUPS_AT_ONCE = 100;

async function deleteMade(
	{ tx, reviewId, actor, tellOne }: Undo,
	made: ImportedGroup[],
): Promise<void> {
	for (let from = 0; from < made.length; from += GROUPS_AT_ONCE) {
		const ids = made.slice(from, from + GROUPS_AT_ONCE).map(({ id }) => id);
		const live = await countLiveRequestsByGroup(tx, ids);
		for (const id of ids) {
			const group = await findGroup(tx, id);
			if (!group) throw new Error("A locked group is gone.");
			const before = { settings: group.settings, numbers: group.poolSize };
			const entry: AuditEntry = {
				...{ action: "group.delete", subjectId: id, subjectName: group.name },
				before: { ...before, liveRequests: live.get(id) ?? 0 },
				attachment: JSON.stringify(await listAllEntries(tx, id)),
				importId: reviewId,
			};
			await insertAuditEntries(tx, actor, [entry]);
			tellOne();
			await nextTurn();
		}
		await deleteGroups(tx, ids);
		await nextTurn();
	}
}

/** What of the changed groups is still to do. */
type ToPutBack = {
	settings: ({ id: string } & GroupSettings)[];
	returning: ImportedGroup[];
	served: ServedGroup[];
};

/**
 * Deletes the numbers that the import added, puts descriptions back, and writes the audit entries.
 */
async function takeAway(undo: Undo, changed: ImportedGroup[]): Promise<ToPutBack> {
	const { tx, reviewId, actor } = undo;
	const put: ToPutBack = { settings: [], returning: [], served: [] };
	for (const imported of changed) {
		const { id, name, index, steps } = imported;
		const state = await findUndoState(tx, reviewId, index);
		const group = await findGroup(tx, id);
		if (!state || !group) throw new Error("A locked group is gone.");
		const { settings, added, removed } = state;
		if (settings) put.settings.push({ id, ...settings });
		if (added.length > 0 || removed.length > 0) put.returning.push(imported);
		if (steps.length > 0) put.served.push({ id, name, steps });
		const { attachment, size } = await takeNumbersAway(undo, id, state);
		const entry: AuditEntry = {
			...{ action: "group.undo-import", subjectId: id, subjectName: group.name },
			before: { settings: group.settings, numbers: group.poolSize },
			after: { settings: settings ?? group.settings, numbers: size ?? group.poolSize },
			...(attachment === null ? {} : { attachment }),
			importId: reviewId,
		};
		await insertAuditEntries(tx, actor, [entry]);
		await nextTurn();
	}
	return put;
}

async function takeNumbersAway(
	{ tx, actor }: Undo,
	groupId: string,
	{ added, removed, changed }: UndoState,
): Promise<{ attachment: string | null; size: number | null }> {
	if (added.length + removed.length + changed.length === 0) return { attachment: null, size: null };
	const pool = await readPool(tx, groupId);
	const isAdded = new Set(added);
	const leaving = pool.filter(({ number }) => isAdded.has(number));
	await deleteEntries(
		tx,
		leaving.map(({ id }) => id),
	);
	// An undo counts the version up like any change: a form that is still open cannot pass its
	// optimistic lock (G11).
	await updateDescriptions(tx, changed, actor.name);
	const now = new Map(pool.map((entry) => [entry.id, entry]));
	const brief = (entries: { number: string; description: string }[]) =>
		entries.map(({ number, description }) => ({ number, description }));
	return {
		size: pool.length - leaving.length + removed.length,
		attachment: JSON.stringify({
			removed: brief(leaving),
			returned: brief(removed),
			changed: changed.map(({ id, description }) => ({
				number: now.get(id)?.number,
				before: now.get(id)?.description,
				after: description,
			})),
		}),
	};
}

/** Inserts the numbers that the import removed, and closes the gaps of those that it added. */
async function putBack({ tx, reviewId }: Undo, { id, index }: ImportedGroup): Promise<void> {
	const returning = (await findUndoState(tx, reviewId, index))?.removed ?? [];
	const positions = assignPositions(await readPool(tx, id), returning.length);
	await moveEntries(tx, positions.moves);
	await insertEntries(
		tx,
		id,
		returning.map((entry, at) => ({ ...entry, position: positions.added[at] as number })),
	);
	await nextTurn();
}
