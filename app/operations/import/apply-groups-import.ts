import { setImmediate as nextTurn } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { type AuditEntry, insertAuditEntries } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import { lockGroupReview, markGroupsApplied } from "../../../db/import/group-import-reviews.ts";
import {
	insertEntriesOfGroups,
	insertGroups,
	updateManyGroupSettings,
} from "../../../db/import/groups-transfer.ts";
import {
	eraseUndoStates,
	findUndoState,
	markAppliedGroups,
} from "../../../db/import/groups-undo.ts";
import {
	deleteEntries,
	moveEntries,
	readPool,
	updateDescriptions,
} from "../../../db/import/pool-import.ts";
import { sumReview } from "../../../db/import/reviewed-groups.ts";
import { lockAllConnections } from "../../../db/import/serving-connections.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import { isSettingsEqual } from "../../domain/groups/group-settings.ts";
import { planGroupPool } from "../../domain/import/all-groups/groups-import-plan.ts";
import type { GroupsNotApplied } from "../../domain/import/all-groups/import-work.ts";
import type { UndoState } from "../../domain/import/all-groups/undo-state.ts";
import { assignPositions, type ImportPlan } from "../../domain/import/import-plan.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Tell } from "./all-groups/work-under-way.ts";
import { applyConnections } from "./apply-connections.ts";
import type { ReviewClosed } from "./correct-import.ts";
import { removesLive, type Target, targetOf } from "./import-targets.ts";
import { keepUndoStates } from "./keep-undo-states.ts";
import { planGroups, rowsOfGroup } from "./plan-groups-import.ts";

/**
 * Applies a review to all groups in one transaction: all or nothing, even after a crash (I7).
 * `seen`: optimistic lock on the review and its plan. If a change of groups since then has changed
 * the plan, nothing is applied. `mayRemoveLive`: the person has confirmed that numbers with live
 * requests go (I10). Idempotent: a review is applied once.
 */
export function applyGroupsImport(
	db: Db,
	reviewId: string,
	seen: { version: number; plan: string; mayRemoveLive?: boolean },
	actor: Actor,
	tell: Tell = () => {},
): Promise<Result<null, GroupsNotApplied | ReviewClosed>> {
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const review = await lockGroupReview(tx, reviewId);
		if (!review) return err({ code: "review-closed" });
		if (review.state === "applied") return ok(null);
		if (review.version !== seen.version) return err({ code: "import-changed", by: "review" });
		await lockAllConnections(tx);
		const targets: Target[] = [];
		const undo = keepUndoStates(tx, reviewId);
		const { isApplicable, digest } = await planGroups(tx, review, async (group) => {
			targets.push(targetOf(group));
			await undo.keep(group);
		});
		await undo.flush();
		const refusal =
			whyNotApplied(digest === seen.plan, isApplicable) ??
			(!seen.mayRemoveLive && (await removesLive(tx, targets))
				? ({ code: "import-removes-live" } as const)
				: null);
		if (refusal) {
			await eraseUndoStates(tx, reviewId);
			return err(refusal);
		}

		// A number may move from one group to another. Deletes come first, then the settings, then
		// inserts, so that at no step is a number in two groups (G6).
		for (const { removed } of targets)
			await deleteEntries(
				tx,
				removed.map(({ id }) => id),
			);
		await makeGroups(tx, targets, actor);
		let done = 0;
		const told = (): void => tell(++done, targets.length);
		for (const some of inBatches(targets)) await fillPools(tx, reviewId, some, actor, told);
		await applyConnections(tx, targets, actor);
		await insertAuditEntries(tx, actor, [await summaryEntry(tx, review)]);
		await markGroupsApplied(tx, reviewId, actor.name);
		await markAppliedGroups(tx, reviewId, targets);
		return ok(null);
	});
}

function whyNotApplied(isSeen: boolean, isApplicable: boolean): GroupsNotApplied | null {
	if (!isSeen) return { code: "import-changed", by: "groups" };
	return isApplicable ? null : { code: "import-has-errors" };
}

async function makeGroups(tx: Db, targets: Target[], actor: Actor): Promise<void> {
	const made = targets.filter(({ before }) => before === null);
	const kept = targets.filter(
		({ before, settings }) => before !== null && !isSettingsEqual(before, settings),
	);
	await insertGroups(
		tx,
		made.map(({ id, name, settings }) => ({ id, name, nameKey: groupNameKey(name), ...settings })),
		actor.name,
	);
	await updateManyGroupSettings(
		tx,
		kept.map(({ id, settings }) => ({ id, ...settings })),
		actor.name,
	);
}

/**
 * Groups written together, and numbers in one statement: few enough that API calls in between
 * hardly wait.
 */
const GROUPS_AT_ONCE = 100;
const NUMBERS_AT_ONCE = 2500;

function* inBatches(targets: Target[]): Generator<Target[]> {
	for (let from = 0; from < targets.length; from += GROUPS_AT_ONCE)
		yield targets.slice(from, from + GROUPS_AT_ONCE);
}

/** Writes the groups' new pools and audit entries. The removed numbers are deleted already. */
async function fillPools(
	tx: Db,
	reviewId: string,
	targets: Target[],
	actor: Actor,
	tellOne: () => void,
): Promise<void> {
	let entries: Parameters<typeof insertEntriesOfGroups>[1] = [];
	let audit: AuditEntry[] = [];
	const write = async (): Promise<void> => {
		for (let from = 0; from < entries.length; from += NUMBERS_AT_ONCE) {
			await insertEntriesOfGroups(tx, entries.slice(from, from + NUMBERS_AT_ONCE), actor.name);
			await nextTurn();
		}
		await insertAuditEntries(tx, actor, audit);
		entries = [];
		audit = [];
	};
	for (const target of targets) {
		const isNew = target.before === null;
		const pool = isNew ? [] : await readPool(tx, target.id);
		const undo = isNew ? null : await findUndoState(tx, reviewId, target.index);
		const rows = await rowsOfGroup(tx, reviewId, target.index);
		await nextTurn();
		const plan = planGroupPool(pool, rows, new Map());
		await nextTurn();
		const positions = assignPositions(pool, plan.added.length);
		await moveEntries(tx, positions.moves);
		await updateDescriptions(tx, newDescriptions(plan), actor.name);
		for (const [at, { number, description, drain }] of plan.added.entries())
			entries.push({
				id: uuidv7(),
				groupId: target.id,
				number,
				description,
				...(drain ? { drain } : {}),
				position: positions.added[at] as number,
			});
		await nextTurn();
		audit.push({ ...auditEntry(target, plan, undo?.removed ?? []), importId: reviewId });
		if (entries.length >= NUMBERS_AT_ONCE) await write();
		tellOne();
	}
	await write();
}

const newDescriptions = ({
	changed,
	emptied,
}: ImportPlan): { id: string; description: string }[] => [
	...changed.map(({ entryId, after }) => ({ id: entryId, description: after })),
	...emptied.map(({ entryId }) => ({ id: entryId, description: "" })),
];

/**
 * A new group has the audit entry of any new group. A changed group's entry has the counts, and the
 * rows as the attachment (O5).
 */
function auditEntry(
	{ id, name, before, settings }: Target,
	{ added, changed, emptied, unchanged }: ImportPlan,
	removed: UndoState["removed"],
): AuditEntry {
	const subject = { subjectId: id, subjectName: name };
	if (before === null) {
		const numbers = added.map(({ line: _, assigned: __, ...entry }) => entry);
		return {
			...subject,
			action: "group.create",
			after: { settings, numbers: added.length },
			attachment: JSON.stringify(numbers),
		};
	}
	const counts = {
		added: added.length,
		changed: changed.length,
		emptied: emptied.length,
		unchanged: unchanged.length,
		removed: removed.length,
	};
	return {
		...{
			...subject,
			action: "group.import",
			before: { settings: before },
			after: { settings, ...counts },
		},
		attachment: JSON.stringify({ added, changed, emptied, removed }),
	};
}

async function summaryEntry(
	tx: Db,
	review: { id: string; fileName: string; existing: string },
): Promise<AuditEntry> {
	const groups = Object.fromEntries(
		(await sumReview(tx, review.id)).map((sum) => [sum.outcome, sum.groups]),
	);
	return {
		action: "groups.import",
		subjectId: null,
		subjectName: review.fileName,
		after: { existing: review.existing, groups },
		importId: review.id,
	};
}
