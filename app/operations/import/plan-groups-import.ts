import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db } from "../../../db/connection/database.ts";
import { findKnownNumbers } from "../../../db/groups/known-numbers.ts";
import { findGroupsByNameKeys } from "../../../db/import/groups-transfer.ts";
import { findElsewhere, readPool, type WholeEntry } from "../../../db/import/pool-import.ts";
import {
	findReviewedRows,
	listGroupHeads,
	type StoredPlan,
	saveGroupPlans,
} from "../../../db/import/reviewed-groups.ts";
import { readServingConnections } from "../../../db/import/serving-connections.ts";
import { isSettingsEqual } from "../../domain/groups/group-settings.ts";
import { type ExclusiveClash, findExclusiveClash } from "../../domain/groups/pool.ts";
import {
	type ConnectionStep,
	planConnections,
} from "../../domain/import/all-groups/connections-plan.ts";
import {
	type ExistingChoice,
	NO_FIGURES,
	type PlacedGroup,
	placeGroups,
	planGroupPool,
	summarise,
} from "../../domain/import/all-groups/groups-import-plan.ts";
import type { CheckedRow } from "../../domain/import/checked-row.ts";
import type { ImportPlan } from "../../domain/import/import-plan.ts";
import { findRepairs, type Repair } from "../../domain/import/import-repairs.ts";
import { numberOf, numbersToKnow } from "../../domain/import/known-numbers.ts";
import { findMadeRepairs } from "../../domain/import/made-repairs.ts";
import { REPAIR_KINDS, type RepairKind } from "../../domain/import/repair-kinds.ts";
import { readRows } from "../../domain/import/stored-rows.ts";
import { getEnv } from "../../platform/env.server.ts";

const ABOUT_CELLS: readonly RepairKind[] = [
	"add-commas",
	"close-quotes",
	"unescape-commas",
	"join-columns",
	"drop-columns",
];

/** Repairs for a file of groups: JSON has no commas and quotes to repair. */
export const GROUPS_REPAIR_KINDS = REPAIR_KINDS.filter((kind) => !ABOUT_CELLS.includes(kind));

/**
 * A repair over all groups, to offer or already made. Its examples include the group.
 */
export type GroupsRepair = {
	kind: RepairKind;
	isMade?: true;
	rows: number;
	examples: (Repair["examples"][number] & { index: number })[];
};

/** A group of the import, with the plan for its pool. */
export type PlannedGroup = {
	placed: PlacedGroup;
	pool: WholeEntry[];
	plan: ImportPlan;
	steps: ConnectionStep[];
	outcome: "new" | "changed";
};

const EXAMPLES = 3;

/**
 * Plans a review against the current groups and pools, stores its figures, and hands each new or
 * changed group to `use`, one at a time. Memory holds the numbers of one group, and of all groups
 * with unique DNIS. Applying the review follows the same plan, with all pools locked. Between
 * groups it yields to other work. `digest` identifies the plan: it changes with anything that
 * applying the review would do, and with no other change of groups.
 */
export async function planGroups(
	db: Db,
	review: { id: string; existing: ExistingChoice },
	use: (group: PlannedGroup) => Promise<void> = async () => {},
): Promise<{ isApplicable: boolean; repairs: GroupsRepair[]; digest: string }> {
	const heads = await listGroupHeads(db, review.id);
	const keys = heads.flatMap((head) => head.nameKey ?? []);
	const placed = placeGroups(heads, await findGroupsByNameKeys(db, keys), review.existing);
	const imported = placed.filter(({ fate }) => fate === "import");
	// The file replaces these groups' pools, so their current numbers cannot clash.
	const replaced = new Set(imported.flatMap(({ existing }) => existing?.id ?? []));
	const exclusive = await numbersOfExclusive(db, review.id, imported);
	const serving = await readServingConnections(db);
	const country = getEnv().DEFAULT_COUNTRY;
	const repairs = new Map<RepairKind, GroupsRepair>();
	const made = new Map<RepairKind, GroupsRepair>();
	let isApplicable = true;
	let plans: StoredPlan[] = [];
	const digest = createHash("sha256");

	for (const group of placed) {
		const { index } = group.head;
		if (group.fate !== "import") {
			const outcome = group.fate === "skip" ? "skipped" : "left-out";
			const targetId = group.existing?.id ?? null;
			plans.push({
				index,
				outcome,
				targetId,
				figures: JSON.stringify(NO_FIGURES),
				planProblem: null,
				rowProblems: null,
			});
		} else {
			const rows = await rowsOfGroup(db, review.id, index);
			await nextTurn();
			const pool = group.existing ? await readPool(db, group.existing.id) : [];
			const { known } = await findKnownNumbers(db, null, numbersToKnow(rows));
			const clashes = await findClashes(db, group, rows, replaced, exclusive);
			await nextTurn();
			const plan = planGroupPool(pool, rows, clashes, known);
			await nextTurn();
			const settingsChanged =
				group.existing !== null && !isSettingsEqual(group.existing.settings, group.head.settings);
			const { connections } = group.head;
			const planned = planConnections(group.existing?.id ?? null, connections, serving);
			const { outcome, figures, problem } = summarise(group, plan, settingsChanged, planned);
			plans.push({
				...{
					index,
					outcome,
					targetId: group.existing?.id ?? null,
					figures: JSON.stringify(figures),
				},
				planProblem: problem && JSON.stringify(problem),
				rowProblems: plan.problems.size === 0 ? null : JSON.stringify([...plan.problems]),
			});
			const { added, changed, emptied, removed } = plan;
			digest.update(JSON.stringify([group, { added, changed, emptied, removed }, planned]));
			if (outcome === "error") isApplicable = false;
			if (plan.problems.size > 0)
				addRepairs(repairs, index, findRepairs(rows, plan.problems, country));
			addRepairs(made, index, findMadeRepairs(rows));
			if (outcome === "new" || outcome === "changed")
				await use({ placed: group, pool, plan, steps: planned.steps, outcome });
			await nextTurn();
		}
		digest.update(JSON.stringify(plans.at(-1)));
		if (plans.length === PLANS_AT_ONCE || group === placed.at(-1)) {
			await saveGroupPlans(db, review.id, plans);
			plans = [];
		}
	}
	const inOrder = (of: typeof repairs) => GROUPS_REPAIR_KINDS.flatMap((kind) => of.get(kind) ?? []);
	const madeOnes = inOrder(made).map((repair) => ({ ...repair, isMade: true as const }));
	return {
		...{ isApplicable, repairs: [...inOrder(repairs), ...madeOnes] },
		digest: digest.digest("base64url"),
	};
}

const PLANS_AT_ONCE = 50;

/** A group's numbers in the file, each with its own problems. */
export async function rowsOfGroup(db: Db, reviewId: string, index: number): Promise<CheckedRow[]> {
	const found = await findReviewedRows(db, reviewId, index);
	return readRows(found?.rows ?? "[]");
}

/**
 * Maps each number to the file's group with unique DNIS that has it: the first, if there are
 * several.
 */
async function numbersOfExclusive(
	db: Db,
	reviewId: string,
	imported: PlacedGroup[],
): Promise<Map<string, PlacedGroup>> {
	const found = new Map<string, PlacedGroup>();
	for (const group of imported.filter(({ head }) => head.settings.uniqueDnis)) {
		for (const row of await rowsOfGroup(db, reviewId, group.head.index)) {
			const number = row.leftOut ? null : numberOf(row);
			if (number !== null && !found.has(number)) found.set(number, group);
		}
		await nextTurn();
	}
	return found;
}

/** Numbers in one look-up, so that the embedded database serves other work in between. */
const LOOKED_UP_AT_ONCE = 2000;

/**
 * Numbers of a group that clash with another group because one of the two has unique DNIS (G6). The
 * other group is in the file, or among the groups that the file leaves unchanged.
 */
async function findClashes(
	db: Db,
	group: PlacedGroup,
	rows: CheckedRow[],
	replaced: ReadonlySet<string>,
	exclusive: ReadonlyMap<string, PlacedGroup>,
): Promise<Map<string, ExclusiveClash>> {
	const clashes = new Map<string, ExclusiveClash>();
	const asked = rows.flatMap((row) => (row.leftOut ? [] : (numberOf(row) ?? [])));
	for (let from = 0; from < asked.length; from += LOOKED_UP_AT_ONCE) {
		const standing = await findElsewhere(
			db,
			group.existing?.id ?? NO_GROUP,
			asked.slice(from, from + LOOKED_UP_AT_ONCE),
		);
		for (const [number, groups] of standing) {
			const others = groups.filter(({ id }) => !replaced.has(id));
			const clash = findExclusiveClash(number, group.head.settings.uniqueDnis, others);
			if (clash) clashes.set(number, clash);
		}
		await nextTurn();
	}
	if (exclusive.size === 0) return clashes;
	for (const number of asked) {
		const owner = exclusive.get(number);
		if (!owner || owner === group || clashes.has(number)) continue;
		const groups = [{ id: owner.existing?.id ?? "", name: owner.head.name }];
		clashes.set(number, { code: "number-exclusive-elsewhere", number, groups });
	}
	return clashes;
}

const NO_GROUP = "00000000-0000-0000-0000-000000000000";

function addRepairs(all: Map<RepairKind, GroupsRepair>, index: number, found: Repair[]): void {
	for (const { kind, rows, examples } of found) {
		const sum = all.get(kind) ?? { kind, rows: 0, examples: [] };
		const room = Math.max(0, EXAMPLES - sum.examples.length);
		const more = examples.slice(0, room).map((example) => ({ ...example, index }));
		all.set(kind, { kind, rows: sum.rows + rows, examples: [...sum.examples, ...more] });
	}
}
