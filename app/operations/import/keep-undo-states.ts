import type { Db } from "../../../db/connection/database.ts";
import { saveUndoStates } from "../../../db/import/groups-undo.ts";
import { isSettingsEqual } from "../../domain/groups/group-settings.ts";
import type { UndoState } from "../../domain/import/all-groups/undo-state.ts";
import type { PlannedGroup } from "./plan-groups-import.ts";

/** Groups, and numbers removed or added, that are stored in one statement. */
const GROUPS_AT_ONCE = 50;
const NUMBERS_AT_ONCE = 10_000;

/** Stores what an undo needs of each planned group, in batches. `flush` stores the rest. */
export function keepUndoStates(tx: Db, reviewId: string) {
	let batch: Parameters<typeof saveUndoStates>[2] = [];
	let numbers = 0;
	const flush = async (): Promise<void> => {
		await saveUndoStates(tx, reviewId, batch);
		batch = [];
		numbers = 0;
	};
	return {
		flush,
		async keep(group: PlannedGroup): Promise<void> {
			const state = undoStateOf(group);
			batch.push({ index: group.placed.head.index, state, steps: group.steps });
			numbers += state.added.length + state.removed.length + state.changed.length;
			if (batch.length === GROUPS_AT_ONCE || numbers >= NUMBERS_AT_ONCE) await flush();
		},
	};
}

function undoStateOf({ placed, pool, plan, outcome }: PlannedGroup): UndoState {
	const { existing, head } = placed;
	if (outcome === "new" || !existing)
		return { settings: null, added: [], removed: [], changed: [] };
	const removed = new Set(plan.removed.map(({ id }) => id));
	return {
		settings: isSettingsEqual(existing.settings, head.settings) ? null : existing.settings,
		added: plan.added.map(({ number }) => number),
		removed: pool.filter(({ id }) => removed.has(id)).map(({ position: _, ...entry }) => entry),
		changed: [...plan.changed, ...plan.emptied].map(({ entryId, before }) => ({
			id: entryId,
			description: before,
		})),
	};
}
