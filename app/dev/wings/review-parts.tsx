import type { RowProblem } from "../../domain/import/checked-row.ts";
import { wordsOfRepair } from "../../domain/import/import-messages.ts";
import { isSafe, REPAIR_KINDS } from "../../domain/import/repair-kinds.ts";
import { ImportRows } from "../../ui/import/import-rows.tsx";
import type { ImportPart, ShownRow } from "../../ui/import/import-view.ts";
import { ReadingButtons } from "../../ui/import/reading-buttons.tsx";
import { Decisions } from "../../ui/import/repairs/decisions.tsx";
import { ImportRepairs } from "../../ui/import/repairs/repair-buttons.tsx";
import { RepairExamples } from "../../ui/import/repairs/repair-examples.tsx";
import { RepairItem } from "../../ui/import/repairs/repair-item.tsx";
import { RepairPanels } from "../../ui/import/repairs/repair-panels.tsx";
import type { ShownRepair } from "../../ui/import/repairs/shown-repair.ts";
import { RowField } from "../../ui/import/rows/row-field.tsx";
import { LiveRemoved } from "../../ui/import/verdict/live-removed.tsx";
import { LosingGroups } from "../../ui/import/verdict/losing-groups.tsx";
import { RemovedNumbers } from "../../ui/import/verdict/removed-numbers.tsx";
import { VerdictButtons } from "../../ui/import/verdict/verdict-buttons.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { idOf, LONG_TEXT, LONG_WORD, numberOf } from "../kit/fixtures.ts";
import { MESSY_FILE, reviewOf } from "../kit/import-fixtures.ts";

const messy = reviewOf(MESSY_FILE, "replace", 6);

const rows = (part: ImportPart) => {
	const { rows, live } = reviewOf(MESSY_FILE, "replace", 6, part);
	const liveByNumber = new Map(live.map(({ number, liveRequests }) => [number, liveRequests]));
	return <ImportRows part={part} rows={rows} live={liveByNumber} />;
};

const liveRemoved = (numbers: number) => (
	<LiveRemoved
		live={Array.from({ length: numbers }, (_, index) => ({
			number: numberOf(index),
			liveRequests: index + 1,
		}))}
		className="mt-3"
	/>
);

const repair = (explains: string, value: string) => (
	<ul>
		<RepairItem
			name="repair"
			value="example"
			label="Repair these rows"
			explains={explains}
			examples={[
				{ key: "changed", place: "Line 2:", before: value, after: numberOf(1) },
				{ key: "left-out", place: "Line 3:", before: value, after: null },
			]}
		/>
	</ul>
);

const NO_REMOVAL = { numbers: 0, live: 0, requests: 0 };
const SAFE_REPAIR: ShownRepair = {
	kind: "clean-numbers",
	rows: 1,
	...{ label: "Clean 1 number", explains: "Removes spaces.", made: "1 number was cleaned." },
	examples: [{ key: "1", place: "Line 1:", before: "+1 800 555 0001", after: numberOf(1) }],
};
const EVERY_REPAIR: ShownRepair[] = REPAIR_KINDS.filter((kind) => !isSafe(kind)).map((kind) => ({
	...{ kind, rows: 1200, ...wordsOfRepair({ kind, rows: 1200 }, "US") },
	examples: SAFE_REPAIR.examples,
}));
const removedOf = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		key: String(index),
		number: numberOf(index),
		description: index === 0 ? LONG_WORD : "",
	}));
const TWO_READINGS: RowProblem[] = [
	{
		code: "dnis-two-readings",
		value: "4795550132",
		suggestions: ["+14795550132", "+4795550132"],
	},
];
const DECIDED_ROW: ShownRow = {
	key: "2",
	line: 2,
	number: "+14795550132",
	description: "Little Rock",
	decided: { other: "+4795550132", inFile: "4795550132", description: "Little Rock" },
};

/** The parts of an import's review. */
export const reviewParts: Wing = {
	path: "review-parts",
	title: "Parts of a review",
	components: [
		show(ImportRepairs, {
			"of a messy file": <ImportRepairs {...messy} />,
			"nothing to offer, some made": <ImportRepairs {...messy} repairs={[]} />,
		}),
		show(RepairPanels, {
			"one safe repair": (
				<RepairPanels
					repairs={[SAFE_REPAIR]}
					made={[]}
					heading="Repairs for many rows"
					country="US"
				/>
			),
		}),
		show(Decisions, {
			"every question": <Decisions repairs={EVERY_REPAIR} country="US" />,
		}),
		show(RepairExamples, {
			"changed, and left out": (
				<RepairExamples
					examples={[
						{ key: "1", place: "Line 1:", before: "+1 800 555 0001", after: numberOf(1) },
						{ key: "2", place: "Line 2:", before: LONG_WORD, after: null },
					]}
				/>
			),
		}),
		show(RowField, {
			right: <RowField field="number-1" label="DNIS of line 1" value={numberOf(1)} messages={[]} />,
			"in error": (
				<RowField
					field="number-2"
					label="DNIS of line 2"
					value={LONG_WORD}
					messages={[
						{ key: "a", text: LONG_TEXT },
						{ key: "b", place: "groups[0]: ", text: LONG_WORD },
					]}
				/>
			),
		}),
		show(RemovedNumbers, {
			one: <RemovedNumbers first={removedOf(1)} total={1} href="#" />,
			"more than are named": <RemovedNumbers first={removedOf(10)} total={9999} href="#" />,
		}),
		show(LosingGroups, {
			"more than are named": (
				<LosingGroups
					reviewId={idOf(60)}
					removals={{
						groups: [
							{ index: 0, name: LONG_WORD, removed: 9000 },
							{ index: 1, name: "Claims", removed: 1 },
						],
						found: 1200,
						live: [],
					}}
					numbers={12_000}
				/>
			),
		}),
		show(ReadingButtons, {
			"two readings": <ReadingButtons line={2} problems={TWO_READINGS} />,
		}),
		show(RepairItem, {
			"without examples": (
				<ul>
					<RepairItem name="repair" value="example" label="Repair" explains="Removes the spaces." />
				</ul>
			),
			"with examples": repair("Removes the spaces.", "+1 800 555 0001"),
			long: repair(LONG_TEXT, LONG_WORD),
		}),
		show(LiveRemoved, { "one number": liveRemoved(1), "more than are named": liveRemoved(25) }),
		show(VerdictButtons, {
			"ready to apply": (
				<VerdictButtons seen={{ version: 1, poolVersion: "2" }} removal={NO_REMOVAL} />
			),
			"removes numbers, some with live requests": (
				<VerdictButtons
					seen={{ version: 1, poolVersion: "2" }}
					removal={{ numbers: 1200, live: 2, requests: 12 }}
				/>
			),
			"nothing to apply": <VerdictButtons seen={null} removal={NO_REMOVAL} />,
		}),
		show(ImportRows, {
			"in error": rows("errors"),
			added: rows("added"),
			"decided for many rows": <ImportRows part="added" rows={[DECIDED_ROW]} live={new Map()} />,
			"description changed": rows("changed"),
			"description emptied": rows("emptied"),
			unchanged: rows("unchanged"),
			removed: rows("removed"),
			warnings: rows("warnings"),
		}),
	],
};
