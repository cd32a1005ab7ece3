import type { RowProblem } from "../../domain/import/checked-row.ts";
import { ImportRows } from "../../ui/import/import-rows.tsx";
import type { ImportPart, ShownRow } from "../../ui/import/import-view.ts";
import { LiveRemoved } from "../../ui/import/live-removed.tsx";
import { ReadingButtons } from "../../ui/import/reading-buttons.tsx";
import { ImportRepairs } from "../../ui/import/repair-buttons.tsx";
import { RepairItem } from "../../ui/import/repair-item.tsx";
import { RepairPanels, type ShownRepair } from "../../ui/import/repair-panels.tsx";
import { VerdictButtons } from "../../ui/import/verdict-buttons.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { LONG_TEXT, LONG_WORD, numberOf } from "../kit/fixtures.ts";
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

const SAFE_REPAIR: ShownRepair = {
	kind: "clean-numbers",
	rows: 1,
	...{ label: "Clean 1 number", explains: "Removes spaces.", made: "1 number was cleaned." },
	examples: [{ key: "1", place: "Line 1:", before: "+1 800 555 0001", after: numberOf(1) }],
};
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
			"ready to apply": <VerdictButtons seen={{ version: 1, poolVersion: "2" }} />,
			"nothing to apply": <VerdictButtons seen={null} />,
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
