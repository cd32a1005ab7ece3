import { DEFAULT_GROUP_SETTINGS } from "../../domain/groups/group-settings.ts";
import {
	GROUP_OUTCOMES,
	type GroupOutcome,
	NO_FIGURES,
} from "../../domain/import/all-groups/groups-import-plan.ts";
import type { GroupsRepair } from "../../operations/import/plan-groups-import.ts";
import type { ShownGroup, ShownNumber } from "../../operations/import/read-groups-review.ts";
import { idOf, LONG_NAME, numberOf } from "./fixtures.ts";
import { MESSY_FILE, reviewOf } from "./import-fixtures.ts";

export const FIGURES = {
	...NO_FIGURES,
	added: 10_000,
	changed: 12,
	unchanged: 3,
	removed: 45,
	leftOut: 1,
	settingsChanged: true,
	connections: 1,
};

/** Groups of a file. Their outcomes take turns. */
export function shownGroupOf(index: number, more: Partial<ShownGroup> = {}): ShownGroup {
	const outcome = GROUP_OUTCOMES[index % GROUP_OUTCOMES.length] as GroupOutcome;
	const isWrong = outcome === "error";
	return {
		index,
		name: index === 1 ? LONG_NAME : `group ${index}`,
		targetId: outcome === "new" ? null : idOf(index),
		outcome,
		settings: { ...DEFAULT_GROUP_SETTINGS, expirySeconds: 600, uniqueDnis: true },
		connections: [],
		problems: isWrong
			? [
					{ code: "group-field-missing", path: "name", value: "" },
					{ code: "group-without-numbers", path: "numbers", value: "[]" },
				]
			: [],
		planProblem: isWrong ? { code: "group-doubled", firstIndex: 0 } : null,
		figures: isWrong ? { ...NO_FIGURES, errors: 7 } : FIGURES,
		...more,
	};
}

export const groupsOf = (count: number): ShownGroup[] =>
	Array.from({ length: count }, (_, index) => shownGroupOf(index));

export const sumsOf = (counts: Partial<Record<GroupOutcome, number>>) =>
	GROUP_OUTCOMES.flatMap((outcome) => {
		const groups = counts[outcome] ?? 0;
		const { settingsChanged: _settings, connections: _connections, ...figures } = FIGURES;
		return groups === 0 ? [] : [{ outcome, groups, ...figures }];
	});

const messy = reviewOf(MESSY_FILE, "add", 1, "errors");

export const GROUPS_REPAIRS: GroupsRepair[] = [
	...messy.repairs,
	...messy.made.map((repair) => ({ ...repair, isMade: true as const })),
].map((repair) => ({
	...repair,
	examples: repair.examples.map((example, index) => ({ ...example, index })),
}));

/** Numbers in error or left out. */
export const SHOWN_NUMBERS: ShownNumber[] = [
	...messy.rows.map(({ line, number, description, problems }) => ({
		line: line ?? 0,
		number,
		description,
		leftOut: false,
		problems: problems ?? [],
	})),
	{ line: 99, number: numberOf(99), description: "left out", leftOut: true, problems: [] },
];
