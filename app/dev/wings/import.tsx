import { ImportDone } from "../../ui/import/import-done.tsx";
import { ImportReview } from "../../ui/import/import-review.tsx";
import { ImportRows } from "../../ui/import/import-rows.tsx";
import type { ImportPart } from "../../ui/import/import-view.ts";
import { LiveRemoved } from "../../ui/import/live-removed.tsx";
import { PoolFileFormat } from "../../ui/import/pool-file-format.tsx";
import { PoolUploadForm } from "../../ui/import/pool-upload-form.tsx";
import { ImportRepairs } from "../../ui/import/repair-buttons.tsx";
import { RepairItem } from "../../ui/import/repair-item.tsx";
import { VerdictButtons } from "../../ui/import/verdict-buttons.tsx";
import { show, type Wing } from "../kit/example.tsx";
import {
	ago,
	groupOf,
	idOf,
	LONG_EMAIL,
	LONG_TEXT,
	LONG_WORD,
	numberOf,
	ZONE,
} from "../kit/fixtures.ts";
import { fileOf, MESSY_FILE, reviewOf } from "../kit/import-fixtures.ts";

const messy = reviewOf(MESSY_FILE, "replace", 6);

const review = (open: ReturnType<typeof reviewOf>, mode: "add" | "replace", poolSize: number) => (
	<ImportReview
		{...open}
		group={groupOf({ poolSize })}
		zone={ZONE}
		review={{
			id: idOf(50),
			mode,
			version: 1,
			createdBy: mode === "add" ? "ann@example.com" : LONG_EMAIL,
			createdAt: ago(120),
			header: mode === "add" ? null : '{"line":1}',
		}}
	/>
);
const rows = (part: ImportPart) => {
	const { rows, live } = reviewOf(MESSY_FILE, "replace", 6, part);
	const liveByNumber = new Map(live.map(({ number, liveRequests }) => [number, liveRequests]));
	return <ImportRows part={part} rows={rows} live={liveByNumber} />;
};

const SUMMARY = {
	added: 10_000,
	changed: 1234,
	emptied: 1,
	unchanged: 0,
	removed: 12,
	leftOut: 3,
	size: 10_000,
};
const done = (state: string, mayUndo: boolean, by = "ann@example.com") => (
	<ImportDone
		group={groupOf()}
		review={{
			...{ state, appliedBy: by, appliedAt: ago(60) },
			...{ undoneBy: by, undoneAt: ago(10) },
		}}
		zone={ZONE}
		summary={SUMMARY}
		mayUndo={mayUndo}
	/>
);

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

/** A pool from a CSV file. */
export const poolImport: Wing = {
	path: "import",
	title: "Import of a pool",
	components: [
		show(PoolUploadForm, {
			empty: <PoolUploadForm refused={undefined} cancelTo="#" />,
			refused: (
				<PoolUploadForm refused={{ message: "The file is empty.", mode: "replace" }} cancelTo="#" />
			),
			"refused, long": <PoolUploadForm refused={{ message: LONG_WORD, mode: null }} cancelTo="#" />,
		}),
		show(PoolFileFormat, { plain: <PoolFileFormat /> }),
		show(ImportReview, {
			"rows in error": review(messy, "replace", 6),
			"ready to apply": review(reviewOf(fileOf(3), "add", 1), "add", 1),
			"removes numbers with live requests": review(
				reviewOf(fileOf(1), "replace", 40),
				"replace",
				40,
			),
			"a page of 10,000 rows": review(reviewOf(fileOf(10_000), "add", 1), "add", 1),
			"more than a pool may have": review(reviewOf(fileOf(10_001), "add", 1), "add", 1),
			"nothing to do": review(reviewOf("", "add", 1), "add", 1),
		}),
		show(ImportRepairs, { "of a messy file": <ImportRepairs repairs={messy.repairs} /> }),
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
			"description changed": rows("changed"),
			"description emptied": rows("emptied"),
			unchanged: rows("unchanged"),
			removed: rows("removed"),
			warnings: rows("warnings"),
		}),
		show(ImportDone, {
			"may be undone": done("applied", true),
			"can no longer be undone": done("applied", false),
			undone: done("undone", false, LONG_EMAIL),
		}),
	],
};
