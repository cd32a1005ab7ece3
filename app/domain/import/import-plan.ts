import type { AllDraining, GroupRef, NumberNotAvailable } from "../groups/errors.ts";
import {
	type Drain,
	type ExclusiveClash,
	type ListedEntry,
	POOL_SIZE_MAX,
} from "../groups/pool.ts";
import { suggestionsOf } from "../numbers/dnis.ts";
import type { CheckedRow, RowProblem } from "./checked-row.ts";
import { asKnown } from "./known-numbers.ts";
import { isRewritten } from "./spreadsheet-values.ts";

/** "Add to the pool" or "Replace the pool" (I4). */
export const IMPORT_MODES = ["add", "replace"] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

/** The fields of a pool entry that planning needs. An import keeps the drain of an entry (G15). */
export type PlannedEntry = {
	id: string;
	number: string;
	description: string;
	drain?: Drain | null;
};

/** The effect of an import. Lines are the file's. */
export type ImportPlan = {
	mode: ImportMode;
	added: (ListedEntry & { line: number; assigned: boolean })[];
	/** Already in the pool, with another description. `emptied`: the entry loses its description. */
	changed: { line: number; entryId: string; number: string; before: string; after: string }[];
	emptied: { line: number; entryId: string; number: string; before: string }[];
	unchanged: { line: number; number: string; description: string }[];
	removed: PlannedEntry[];
	leftOut: number;
	/**
	 * Known numbers whose new description is the old one as a spreadsheet rewrites values: the old
	 * one, by line.
	 */
	rewritten: Map<number, string>;
	/** How many known numbers stand there without their plus sign. */
	withoutPlus: number;
	/** Rows in error by line. */
	problems: Map<number, RowProblem[]>;
	/** Numbers in the pool afterwards. */
	size: number;
	/**
	 * What is wrong with the resulting pool: too many numbers, or none (G3), or none that is not
	 * draining (G15).
	 */
	poolProblem:
		| { code: "pool-full"; limit: number; wouldBe: number }
		| { code: "import-empty" }
		| AllDraining
		| null;
};

/** Why a number cannot join the group (G6), for each number to add. */
export type Clashes = ReadonlyMap<
	string,
	{ code: ExclusiveClash["code"]; groups: GroupRef[] } | NumberNotAvailable
>;

/**
 * What planning knows beside rows and pool. `known`: the numbers of `numbersToKnow` that the
 * installation has or had. `hasDescriptions`: the file has a column for them; one without keeps the
 * descriptions of the pool.
 */
type Circumstances = { known?: ReadonlySet<string>; hasDescriptions?: boolean };

/**
 * Plans an import into a pool (I3, I4). Adding: existing numbers get the new description, and an
 * empty description keeps the old one. Replacing: the pool becomes exactly the file's. A number
 * that is twice in the file is an error of the later row. Rows in error count in no other figure.
 */
export function planImport(
	pool: readonly PlannedEntry[],
	rows: readonly CheckedRow[],
	mode: ImportMode,
	clashes: Clashes,
	{ known = new Set(), hasDescriptions = true }: Circumstances = {},
): ImportPlan {
	const plan: ImportPlan = {
		mode,
		added: [],
		changed: [],
		emptied: [],
		unchanged: [],
		removed: [],
		rewritten: new Map(),
		withoutPlus: 0,
		leftOut: 0,
		problems: new Map(),
		size: 0,
		poolProblem: null,
	};
	const entries = new Map(pool.map((entry) => [entry.number, entry]));
	const seen = new Map<string, Seen>();
	const named = new Set<string>();
	const keepsEmpty = mode === "add" || !hasDescriptions;
	for (const given of rows) {
		if (given.leftOut) {
			plan.leftOut += 1;
			continue;
		}
		const row = asKnown(given, (number) => entries.has(number), known);
		const problems = crossProblems(row, seen, entries, clashes);
		if (row.dnis) remember(seen, row.dnis.number, row);
		for (const number of numbersMeant(row)) named.add(number);
		if (problems.length > 0) plan.problems.set(row.line, problems);
		else place(plan, row, entries, keepsEmpty);
	}
	// A wrong row does not remove its number: the row may still be corrected.
	if (mode === "replace") plan.removed = pool.filter((entry) => !named.has(entry.number));
	plan.size = pool.length + plan.added.length - plan.removed.length;
	if (plan.size > POOL_SIZE_MAX)
		plan.poolProblem = { code: "pool-full", limit: POOL_SIZE_MAX, wouldBe: plan.size };
	else if (plan.size === 0) plan.poolProblem = { code: "import-empty" };
	else if (countDraining(pool, plan) === plan.size)
		plan.poolProblem = { code: "pool-all-draining", draining: plan.size };
	return plan;
}

/** How many numbers of the resulting pool are draining. */
function countDraining(pool: readonly PlannedEntry[], { added, removed }: ImportPlan): number {
	const among = (entries: readonly Pick<PlannedEntry, "drain">[]): number =>
		entries.filter(({ drain }) => drain).length;
	return among(pool) - among(removed) + among(added);
}

/** The first row with a number, and whether all its rows so far have the same description. */
type Seen = { first: CheckedRow; uniform: boolean };

function remember(seen: Map<string, Seen>, number: string, row: CheckedRow): void {
	const before = seen.get(number);
	if (!before) seen.set(number, { first: row, uniform: true });
	else if (before.first.description !== row.description) before.uniform = false;
}

/** The numbers that a row can mean: its own, or those that are offered instead. */
const numbersMeant = ({ dnis, problems }: CheckedRow): string[] =>
	dnis ? [dnis.number] : problems.flatMap(suggestionsOf);

function crossProblems(
	row: CheckedRow,
	seen: Map<string, Seen>,
	entries: Map<string, PlannedEntry>,
	clashes: Clashes,
): RowProblem[] {
	if (!row.dnis) return row.problems;
	const { number } = row.dnis;
	const before = seen.get(number);
	const clash = entries.has(number) ? undefined : clashes.get(number);
	if (before) {
		const { first, uniform } = before;
		const sameDescription = uniform && first.description === row.description;
		return [
			...row.problems,
			{ code: "row-doubled", number, firstLine: first.line, sameDescription },
		];
	}
	if (!clash) return row.problems;
	return [...row.problems, clash.code === "number-not-available" ? clash : { ...clash, number }];
}

function place(
	plan: ImportPlan,
	row: CheckedRow,
	entries: Map<string, PlannedEntry>,
	keepsEmpty: boolean,
): void {
	const { number, assigned } = row.dnis as NonNullable<CheckedRow["dnis"]>;
	const { line, description, drain } = row;
	const entry = entries.get(number);
	if (!entry) {
		plan.added.push({ line, number, description, ...(drain ? { drain } : {}), assigned });
		return;
	}
	if (!row.number.startsWith("+")) plan.withoutPlus += 1;
	if (description === entry.description || (description === "" && keepsEmpty)) {
		plan.unchanged.push({ line, number, description: entry.description });
	} else if (description === "")
		plan.emptied.push({ line, entryId: entry.id, number, before: entry.description });
	else {
		const before = entry.description;
		plan.changed.push({ line, entryId: entry.id, number, before, after: description });
		if (isRewritten(before, description)) plan.rewritten.set(line, before);
	}
}

/** Whether the plan can be applied without corrections. */
export const isApplicable = (plan: ImportPlan): boolean =>
	plan.problems.size === 0 && plan.poolProblem === null;

/**
 * Assigns positions to new entries, so that positions stay 0 to size - 1 without gaps. Kept entries
 * beyond the end move into gaps; new entries fill the rest.
 */
export function assignPositions(
	kept: readonly { id: string; position: number }[],
	addedCount: number,
): { moves: { id: string; position: number }[]; added: number[] } {
	const size = kept.length + addedCount;
	const taken = new Set(kept.map((entry) => entry.position));
	const free: number[] = [];
	for (let position = 0; position < size; position += 1)
		if (!taken.has(position)) free.push(position);
	const beyond = kept.filter((entry) => entry.position >= size);
	return {
		moves: beyond.map((entry, index) => ({ id: entry.id, position: free[index] as number })),
		added: free.slice(beyond.length),
	};
}
