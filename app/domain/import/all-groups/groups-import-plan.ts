import { isTestNameKey } from "../../groups/group.ts";
import type { GroupSettings } from "../../groups/group-settings.ts";
import type { CheckedRow } from "../checked-row.ts";
import { type Clashes, type ImportPlan, type PlannedEntry, planImport } from "../import-plan.ts";
import { asKnown } from "../known-numbers.ts";
import type { planConnections, UnknownConnection } from "./connections-plan.ts";
import type { FileConnection } from "./file-connections.ts";
import type { GroupProblem } from "./group-problem.ts";

/** What an import does with existing groups of the same name (I7). */
export const EXISTING_CHOICES = ["skip", "update"] as const;
export type ExistingChoice = (typeof EXISTING_CHOICES)[number];

/** The outcome of an import for one group of the file. An `error` blocks the import. */
export const GROUP_OUTCOMES = [
	"error",
	"new",
	"changed",
	"unchanged",
	"skipped",
	"left-out",
] as const;
export type GroupOutcome = (typeof GROUP_OUTCOMES)[number];

/**
 * Problems of a group that need the other groups or the pool: its name is twice in the file, or its
 * pool would have no number or too many.
 */
export type GroupsPlanProblem =
	| { code: "group-doubled"; firstIndex: number }
	| { code: "group-name-of-tests" }
	| { code: "connections-unknown"; connections: UnknownConnection[] }
	| NonNullable<ImportPlan["poolProblem"]>;

/** Whether a problem is about the group's name, which can be corrected in the review. */
export const isOfName = (problem: GroupsPlanProblem | null): problem is GroupsPlanProblem =>
	problem?.code === "group-doubled" || problem?.code === "group-name-of-tests";

/** The effect on one group, in counts of numbers. */
export type GroupFigures = {
	added: number;
	/** Numbers with a changed or removed description. */
	changed: number;
	unchanged: number;
	removed: number;
	leftOut: number;
	errors: number;
	settingsChanged: boolean;
	/** Connections that begin to serve the group, or change where its calls go. */
	connections: number;
};

export const NO_FIGURES: GroupFigures = {
	added: 0,
	changed: 0,
	unchanged: 0,
	removed: 0,
	leftOut: 0,
	errors: 0,
	settingsChanged: false,
	connections: 0,
};

/** A group of the file without its numbers: enough to order names and outcomes. */
export type GroupHead = {
	index: number;
	name: string;
	nameKey: string | null;
	settings: GroupSettings;
	connections: FileConnection[];
	problems: GroupProblem[];
	leftOut: boolean;
};

/** A group of the database with the name of a group in the file. */
export type ExistingGroup = { id: string; nameKey: string; settings: GroupSettings };

/**
 * A group of the file in relation to the other groups and to the database. A name that is twice in
 * the file is an error of the later group.
 */
export type PlacedGroup<H extends GroupHead = GroupHead> = {
	head: H;
	existing: ExistingGroup | null;
	fate: "left-out" | "skip" | "import";
	problem: GroupsPlanProblem | null;
};

/** Decides by names alone which groups are imported, and into which existing groups. */
export function placeGroups<H extends GroupHead>(
	heads: readonly H[],
	existing: readonly ExistingGroup[],
	choice: ExistingChoice,
): PlacedGroup<H>[] {
	const byKey = new Map(existing.map((group) => [group.nameKey, group]));
	const first = new Map<string, number>();
	return heads.map((head) => {
		const group = (head.nameKey !== null && byKey.get(head.nameKey)) || null;
		if (head.leftOut) return { head, existing: group, fate: "left-out", problem: null };
		const firstIndex = head.nameKey === null ? undefined : first.get(head.nameKey);
		if (head.nameKey !== null && firstIndex === undefined) first.set(head.nameKey, head.index);
		const fate = group && choice === "skip" ? "skip" : "import";
		const problem: GroupsPlanProblem | null =
			firstIndex !== undefined && fate === "import"
				? { code: "group-doubled", firstIndex }
				: // An existing group keeps its name (C17).
					group === null && head.nameKey !== null && isTestNameKey(head.nameKey)
					? { code: "group-name-of-tests" }
					: null;
		return { head, existing: group, fate, problem };
	});
}

/**
 * Plans one group's pool. The pool becomes exactly the file's; entries in both keep their identity.
 * `clashes` (G6) cover every number of the file, also numbers that the group already has: the same
 * file may change its own settings or another group's.
 */
export function planGroupPool(
	pool: readonly PlannedEntry[],
	rows: readonly CheckedRow[],
	clashes: Clashes,
	known: ReadonlySet<string> = new Set(),
): ImportPlan {
	const inPool = new Set(pool.map(({ number }) => number));
	const checked = rows.map((given) => {
		const row = asKnown(given, (number) => inPool.has(number), known);
		const clash = row.dnis && clashes.get(row.dnis.number);
		return row.dnis && clash
			? { ...row, problems: [...row.problems, { ...clash, number: row.dnis.number }] }
			: row;
	});
	return planImport(pool, checked, "replace", new Map());
}

/** The counts of a plan, and the outcome for the group. */
export function summarise(
	{ head, existing, problem }: PlacedGroup,
	plan: ImportPlan,
	settingsChanged: boolean,
	{ steps, unknown }: ReturnType<typeof planConnections>,
): { outcome: GroupOutcome; figures: GroupFigures; problem: GroupsPlanProblem | null } {
	const figures = {
		added: plan.added.length,
		changed: plan.changed.length + plan.emptied.length,
		unchanged: plan.unchanged.length,
		removed: plan.removed.length,
		leftOut: plan.leftOut,
		errors: plan.problems.size,
		settingsChanged,
		connections: steps.length,
	};
	// A group with an error does not get the error of an empty pool too.
	const own: GroupsPlanProblem | null =
		problem ?? (unknown.length > 0 ? { code: "connections-unknown", connections: unknown } : null);
	const isWrong = head.problems.length > 0 || plan.problems.size > 0 || own !== null;
	const whole = own ?? (isWrong ? null : plan.poolProblem);
	if (isWrong || whole) return { outcome: "error", figures, problem: whole };
	if (!existing) return { outcome: "new", figures, problem: null };
	const { added, changed, removed, connections } = figures;
	const isChanged = settingsChanged || added + changed + removed + connections > 0;
	return { outcome: isChanged ? "changed" : "unchanged", figures, problem: null };
}
