import { ImportDone } from "../../ui/import/import-done.tsx";
import { ImportReview } from "../../ui/import/import-review.tsx";
import { PoolFileFormat } from "../../ui/import/pool-file-format.tsx";
import { PoolUploadForm } from "../../ui/import/pool-upload-form.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, groupOf, idOf, LONG_EMAIL, LONG_WORD, ZONE } from "../kit/fixtures.ts";
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
			"more than a pool may have": review(reviewOf(fileOf(10_001), "add", 1), "add", 1),
			"nothing to do": review(reviewOf("", "add", 1), "add", 1),
		}),
		show(ImportDone, {
			"may be undone": done("applied", true),
			"can no longer be undone": done("applied", false),
			undone: done("undone", false, LONG_EMAIL),
		}),
	],
};
