import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db } from "../../../../db/connection/database.ts";
import { findGroup } from "../../../../db/groups/groups.ts";
import {
	findUndoState,
	type ImportedGroup,
	listGroupsOfKeys,
	listImportedGroups,
} from "../../../../db/import/groups-undo.ts";
import { findElsewhere, readPool } from "../../../../db/import/pool-import.ts";
import { readServingConnections } from "../../../../db/import/serving-connections.ts";
import { type ExclusiveClash, findExclusiveClash } from "../../../domain/groups/pool.ts";
import type { GroupsNotUndone } from "../../../domain/import/all-groups/not-undone.ts";
import {
	isServedAsImported,
	type UndoState,
} from "../../../domain/import/all-groups/undo-state.ts";
import { err, ok, type Result } from "../../../domain/result.ts";

/** The groups that an undo deletes, and those that it changes back. */
export type Undoable = { made: ImportedGroup[]; changed: ImportedGroup[] };

/** Groups that a refusal names. */
const NAMED = 20;

/**
 * Finds out why an import cannot be undone, or the groups of its undo. Holds the numbers of one
 * group at a time. The answer stays true for as long as the caller's locks are held.
 */
export async function refuseUndo(
	db: Db,
	reviewId: string,
): Promise<Result<Undoable, GroupsNotUndone>> {
	const changed = await findChangedGroups(db, reviewId);
	if (!changed.ok) return changed;
	const clash = await findFirstClash(db, reviewId, changed.value);
	return clash ? err({ code: "undo-clash", clash }) : changed;
}

/** The same without the look at each group's numbers (G6): fast enough for a page. */
export async function findChangedGroups(
	db: Db,
	reviewId: string,
): Promise<Result<Undoable, GroupsNotUndone>> {
	const groups = await listImportedGroups(db, reviewId);
	const made = groups.filter(({ outcome }) => outcome === "new");
	const limiting = await listGroupsOfKeys(
		db,
		made.map(({ id }) => id),
	);
	const serving = [...(await readServingConnections(db)).values()];
	const names: string[] = [];
	let isErased = groups.length === 0;
	for (const { id, name, outcome, isAsApplied, hasState, steps } of groups) {
		const isServed = isServedAsImported(id, outcome === "new", steps, serving);
		if (!isAsApplied || !isServed || limiting.has(id)) names.push(name);
		if (!hasState) isErased = true;
	}
	if (names.length > 0) {
		const more = Math.max(0, names.length - NAMED);
		return err({ code: "undo-groups-changed", groups: names.slice(0, NAMED), more });
	}
	if (isErased) return err({ code: "undo-too-late" });
	return ok({ made, changed: groups.filter(({ outcome }) => outcome === "changed") });
}

/** Numbers in one look-up, so that the embedded database serves other work in between. */
const LOOKED_UP_AT_ONCE = 2000;

async function findFirstClash(
	db: Db,
	reviewId: string,
	{ made, changed }: Undoable,
): Promise<ExclusiveClash | null> {
	// These groups come back to a state that they all had at one time, so they cannot clash.
	const own = new Set([...made, ...changed].map(({ id }) => id));
	for (const { id, index } of changed) {
		const state = await findUndoState(db, reviewId, index);
		const group = state && (await findGroup(db, id));
		if (!state || !group) continue;
		const isUnique = (state.settings ?? group.settings).uniqueDnis;
		const becomesUnique = isUnique && !group.settings.uniqueDnis;
		const asked = await numbersToAsk(db, id, state, becomesUnique);
		for (let from = 0; from < asked.length; from += LOOKED_UP_AT_ONCE) {
			const some = asked.slice(from, from + LOOKED_UP_AT_ONCE);
			for (const [number, groups] of await findElsewhere(db, id, some)) {
				const others = groups.filter((other) => !own.has(other.id));
				const clash = findExclusiveClash(number, isUnique, others);
				if (clash) return clash;
			}
			await nextTurn();
		}
	}
	return null;
}

/** The numbers that return; with unique DNIS switched on again, those that stay too. */
async function numbersToAsk(
	db: Db,
	groupId: string,
	{ added, removed }: UndoState,
	becomesUnique: boolean,
): Promise<string[]> {
	const returning = removed.map(({ number }) => number);
	if (!becomesUnique) return returning;
	const leaving = new Set(added);
	const staying = (await readPool(db, groupId)).filter(({ number }) => !leaving.has(number));
	return [...staying.map(({ number }) => number), ...returning];
}
