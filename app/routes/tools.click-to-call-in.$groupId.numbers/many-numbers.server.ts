import type { Db } from "../../../db/connection/database.ts";
import { findEntryIds } from "../../../db/groups/found-entries.ts";
import { readPool, type WholeEntry } from "../../../db/import/pool-import.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { Group } from "../../domain/groups/group.ts";
import { readPositions, writePositions } from "../../domain/groups/picked-positions.ts";
import { POOL_ACTIONS, type PoolChange } from "../../domain/groups/pool-change.ts";
import { numberSearch } from "../../domain/numbers/pasted-text.ts";
import { planChange } from "../../operations/groups/change-many-numbers.ts";
import { getEnv } from "../../platform/env.server.ts";
import type { Confirmation } from "../../ui/groups/many-numbers.tsx";
import { readPoolView } from "../../ui/groups/pool-view.ts";

/** The fields of a page's address, or of its form. */
type Asked = { get(name: string): unknown; getAll(name: string): unknown[] };

const NAMED = 5;
/** More ticks than a page of a pool has. */
const PICKS_MAX = 500;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const VIEW_PARAMS = ["q", "state", "sort", "page"];

/** The view of the pool that numbers were selected in. */
export const readSelectedView = (asked: Asked) =>
	readPoolView(new URLSearchParams(VIEW_PARAMS.map((name) => [name, textOf(asked.get(name))])));

export const readPicks = (asked: Asked): string[] =>
	[...new Set(asked.getAll("pick").map(textOf))].slice(0, PICKS_MAX);

/** Whether all that the search found is meant, and not the ticks. */
export const meansAll = (asked: Asked): boolean => asked.get("all") === "on";

/**
 * The selected entries: the ticks, or all that was found. Of a pool that is still as it was, those
 * that the person has seen; else what the search finds now (G16).
 */
export async function findSelected(db: Db, group: Group, asked: Asked): Promise<Set<string>> {
	if (!meansAll(asked)) return new Set(readPicks(asked));
	const positions = textOf(asked.get("positions"));
	if (positions !== "" && textOf(asked.get("poolVersion")) === String(group.poolVersion)) {
		const seen = readPositions(positions);
		const pool = await readPool(db, group.id);
		return new Set(pool.filter(({ position }) => seen.has(position)).map(({ id }) => id));
	}
	const { q, state } = readSelectedView(asked);
	const number = numberSearch(q, { country: getEnv().DEFAULT_COUNTRY });
	return findEntryIds(db, group.id, { text: q, number, state, limitedKey: null });
}

/** What is to be done; null for what no page offers. */
export function readChange(asked: Asked): PoolChange | null {
	const action = POOL_ACTIONS.find((known) => known === asked.get("do"));
	if (action === undefined) return null;
	if (action === "drain")
		return { action, drain: asked.get("drain") === "remove" ? "remove" : "keep" };
	if (action === "describe") return { action, description: textOf(asked.get("description")) };
	return { action };
}

/**
 * What the change would do, for the page that asks for a confirmation. Before a description is
 * typed, or what then is chosen, every selected number may change.
 */
export async function readConfirmation(
	db: Db,
	group: Group,
	asked: Asked,
	change: PoolChange,
	actor: Actor,
): Promise<Confirmation> {
	const selected = await findSelected(db, group, asked);
	const { plan, live } = await planChange(db, group.id, selected, change, actor);
	const chosen = [...plan.changed, ...plan.unchanged];
	const mayAllChange = change.action === "describe" || change.action === "drain";
	const changed = mayAllChange ? chosen : plan.changed;
	const picks = meansAll(asked) ? [] : readPicks(asked);
	return {
		action: change.action,
		changed: changed.length,
		named: namesOf(changed),
		unchanged: chosen.length - changed.length,
		gone: meansAll(asked) ? 0 : picks.length - chosen.length,
		live,
		size: plan.size,
		draining: plan.draining,
		problem: plan.problem,
		picks,
		positions: meansAll(asked) ? writePositions(chosen.map(({ position }) => position)) : null,
		poolVersion: group.poolVersion,
	};
}

const namesOf = (entries: readonly WholeEntry[]): string[] =>
	entries
		.map(({ number }) => number)
		.sort()
		.slice(0, NAMED);
