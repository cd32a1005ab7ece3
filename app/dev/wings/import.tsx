import { readPoolFile } from "../../domain/import/pool-file.ts";
import { readReading, writeReading } from "../../domain/import/stored-reading.ts";
import { ColumnChooser } from "../../ui/import/column-chooser.tsx";
import { ImportDone } from "../../ui/import/import-done.tsx";
import { ImportReview } from "../../ui/import/import-review.tsx";
import { PoolFileFormat } from "../../ui/import/pool-file-format.tsx";
import { PoolUploadForm } from "../../ui/import/pool-upload-form.tsx";
import { ReadingLine } from "../../ui/import/reading-line.tsx";
import { ChoiceOfColumn } from "../../ui/import/rows/choice-of-column.tsx";
import { SpreadsheetNote } from "../../ui/import/verdict/spreadsheet-note.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, groupOf, idOf, LONG_EMAIL, LONG_WORD, ZONE } from "../kit/fixtures.ts";
import { fileOf, MESSY_FILE, reviewOf } from "../kit/import-fixtures.ts";

const SEMICOLONS = "Rufnummer;Bezeichnung\n+4930123456;Zentrale, Berlin\n+4930123457;Vertrieb\n";
const UNKNOWN_COLUMNS = `owner,${LONG_WORD},region\nAnn,+18005555554,us\nBob,+18005555555,us\n`;
const READ_HEADER = JSON.stringify({
	...{ line: 3, cells: ["DID", "Region", "Name"], columns: { number: 0, description: 2 } },
	skipped: [{ line: 1, text: "#TYPE Selected.Numbers" }],
});
const chooser = (text: string) => {
	const file = readPoolFile(text, "US");
	const kept = file.ok ? writeReading(file.value.reading, text) : null;
	return { ...readReading(kept), mayChoose: true };
};
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
		}}
		reading={{ ...readReading(mode === "add" ? null : READ_HEADER), mayChoose: mode === "replace" }}
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
		show(ColumnChooser, {
			semicolons: <ColumnChooser reading={chooser(SEMICOLONS)} refused={undefined} />,
			unknown: <ColumnChooser reading={chooser(UNKNOWN_COLUMNS)} refused={undefined} />,
			refused: (
				<ColumnChooser
					reading={chooser(UNKNOWN_COLUMNS)}
					refused={{ message: LONG_WORD, field: "description", asked: { number: "1" } }}
				/>
			),
			outdated: (
				<ColumnChooser reading={{ ...chooser(SEMICOLONS), isOutdated: true }} refused={undefined} />
			),
		}),
		show(ChoiceOfColumn, {
			"in error": (
				<ChoiceOfColumn name="example" label="DNIS" chosen="a" error={LONG_WORD}>
					<option value="a">{LONG_WORD}</option>
				</ChoiceOfColumn>
			),
		}),
		show(PoolUploadForm, {
			empty: <PoolUploadForm refused={undefined} cancelTo="#" />,
			refused: (
				<PoolUploadForm refused={{ message: "The file is empty.", mode: "replace" }} cancelTo="#" />
			),
			"refused, long": <PoolUploadForm refused={{ message: LONG_WORD, mode: null }} cancelTo="#" />,
		}),
		show(ReadingLine, {
			"columns chosen": <ReadingLine reading={{ ...readReading(READ_HEADER), mayChoose: true }} />,
			"columns fixed": <ReadingLine reading={{ ...readReading(READ_HEADER), mayChoose: false }} />,
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
		show(SpreadsheetNote, {
			"plus signs are gone": <SpreadsheetNote withoutPlus={1200} rewritten={0} />,
			"descriptions changed too": <SpreadsheetNote withoutPlus={1} rewritten={12} />,
		}),
		show(ImportDone, {
			"may be undone": done("applied", true),
			"can no longer be undone": done("applied", false),
			undone: done("undone", false, LONG_EMAIL),
		}),
	],
};
