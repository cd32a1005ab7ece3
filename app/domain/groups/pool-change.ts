import type { AllDraining } from "./errors.ts";
import type { Drain } from "./pool.ts";

/** What can be done with many numbers of a pool at once (G16). */
export const POOL_ACTIONS = ["drain", "lift-drain", "describe", "delete"] as const;
export type PoolAction = (typeof POOL_ACTIONS)[number];

/** A change of many numbers at once, with what it needs. */
export type PoolChange =
	| { action: "drain"; drain: Drain }
	| { action: "lift-drain" }
	| { action: "describe"; description: string }
	| { action: "delete" };

/** The fields of an entry that a change looks at. */
type Changeable = { id: string; description: string; drain?: Drain | null };

/** The effect of a change. `unchanged`: selected entries that are already as asked. */
export type PoolChangePlan<E extends Changeable> = {
	changed: E[];
	unchanged: E[];
	/** Numbers in the pool afterwards, and how many of them are draining. */
	size: number;
	draining: number;
	/** The pool would have no number, or none to give (G3, G15); null if it has. */
	problem: { code: "pool-none-left" } | AllDraining | null;
};

/** Plans a change of the selected entries of a pool. IDs of no entry are ignored. */
export function planPoolChange<E extends Changeable>(
	pool: readonly E[],
	selected: ReadonlySet<string>,
	change: PoolChange,
): PoolChangePlan<E> {
	const chosen = pool.filter(({ id }) => selected.has(id));
	const changed = chosen.filter((entry) => isChangedBy(entry, change));
	const isChanged = new Set(changed.map(({ id }) => id));
	const isDraining = ({ id, drain }: E): boolean =>
		isChanged.has(id) && change.action !== "describe" ? change.action === "drain" : !!drain;
	const left = change.action === "delete" ? pool.filter(({ id }) => !isChanged.has(id)) : pool;
	const size = left.length;
	const draining = left.filter(isDraining).length;
	return {
		changed,
		unchanged: chosen.filter(({ id }) => !isChanged.has(id)),
		size,
		draining,
		problem: problemOf(changed.length > 0, size, draining),
	};
}

function isChangedBy({ description, drain }: Changeable, change: PoolChange): boolean {
	switch (change.action) {
		case "drain":
			return (drain ?? null) !== change.drain;
		case "lift-drain":
			return !!drain;
		case "describe":
			return description !== change.description;
		case "delete":
			return true;
	}
}

/** A change of nothing is no problem, whatever the pool is. */
function problemOf(isAnyChanged: boolean, size: number, draining: number) {
	if (!isAnyChanged) return null;
	if (size === 0) return { code: "pool-none-left" } as const;
	return draining === size ? ({ code: "pool-all-draining", draining } as const) : null;
}

/** An entry before a change, and what the change made of it. Null: it left the pool. */
export type ChangedEntry<E> = {
	before: E;
	after: { description: string; drain: Drain | null } | null;
};

/** The entries of a plan, before and after. */
export const changedEntries = <E extends Changeable>(
	changed: readonly E[],
	change: PoolChange,
): ChangedEntry<E>[] =>
	changed.map((before) => ({
		before,
		after: change.action === "delete" ? null : after(before, change),
	}));

function after(
	{ description, drain }: Changeable,
	change: Exclude<PoolChange, { action: "delete" }>,
) {
	const kept = { description, drain: drain ?? null };
	switch (change.action) {
		case "drain":
			return { ...kept, drain: change.drain };
		case "lift-drain":
			return { ...kept, drain: null };
		case "describe":
			return { ...kept, description: change.description };
	}
}

/** What an undo of a change does with entries, or why there is none. */
export type UndoPlan<E> =
	| {
			isPossible: true;
			/** Entries to put back into the pool, and entries that are as the change left them. */
			returning: E[];
			restored: E[];
	  }
	| { isPossible: false; changed: E[] };

/**
 * Plans the undo of a change (G16). All or nothing: it is refused if any of its entries has changed
 * since, or if another entry has the number of one that left. An entry that was to leave after its
 * drain, and has, comes back.
 */
export function planUndo<E extends Changeable & { number: string }>(
	pool: readonly E[],
	entries: readonly ChangedEntry<E>[],
): UndoPlan<E> {
	const byId = new Map(pool.map((entry) => [entry.id, entry]));
	const numbers = new Set(pool.map(({ number }) => number));
	const returning: E[] = [];
	const restored: E[] = [];
	const changed: E[] = [];
	for (const { before, after } of entries) {
		const now = byId.get(before.id);
		const mayBeGone = after === null || after.drain === "remove";
		if (now === undefined && mayBeGone && !numbers.has(before.number)) returning.push(before);
		else if (now !== undefined && after !== null && isAsLeft(now, { ...before, ...after }))
			restored.push(before);
		else changed.push(before);
	}
	return changed.length > 0
		? { isPossible: false, changed }
		: { isPossible: true, returning, restored };
}

/** By its values: a change that somebody made and took back does not count. */
const isAsLeft = (now: Side, left: Side): boolean =>
	now.number === left.number &&
	now.description === left.description &&
	(now.drain ?? null) === (left.drain ?? null);

type Side = { number: string; description: string; drain?: Drain | null };

/**
 * The rows of a change as the audit log keeps them: a list for each kind of change. Null on a side
 * without the entry.
 */
export function auditRows(entries: readonly { before: Side | null; after: Side | null }[]) {
	const brief = ({ number, description, drain }: Side) => ({
		...{ number, description },
		...(drain ? { drain } : {}),
	});
	const stay = entries.flatMap(({ before, after }) => (before && after ? { before, after } : []));
	const redrained = stay.filter(
		({ before, after }) => (before.drain ?? null) !== (after.drain ?? null),
	);
	return {
		removed: entries.flatMap(({ before, after }) => (before && !after ? brief(before) : [])),
		returned: entries.flatMap(({ before, after }) => (!before && after ? brief(after) : [])),
		changed: stay
			.filter(({ before, after }) => before.description !== after.description)
			.map(({ before, after }) => ({
				number: before.number,
				before: before.description,
				after: after.description,
			})),
		drained: redrained.flatMap(({ after }) => (after.drain ? brief(after) : [])),
		lifted: redrained.flatMap(({ after }) => (after.drain ? [] : brief(after))),
	};
}
