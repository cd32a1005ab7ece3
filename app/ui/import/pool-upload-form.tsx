import type { ImportMode } from "../../domain/import/import-plan.ts";
import { CSV_BYTES_MAX } from "../../domain/import/pool-file.ts";
import { texts } from "../../texts/texts.ts";
import { ChoiceFields } from "../choice-fields.tsx";
import { UploadForm } from "./upload-form.tsx";

const words = texts.pages.import;

const MODES: { value: ImportMode; label: string; hint: string }[] = [
	{
		value: "add",
		label: words.mode.add,
		hint: words.mode.addHint,
	},
	{
		value: "replace",
		label: words.mode.replace,
		hint: words.mode.replaceHint,
	},
];

/** The CSV file of a pool to import (I1, I4). */
export function PoolUploadForm({
	refused,
	cancelTo,
}: {
	refused: { message: string; mode: ImportMode | null } | undefined;
	cancelTo: string;
}) {
	return (
		<UploadForm
			label={words.file}
			accept=".csv,text/csv"
			limitBytes={CSV_BYTES_MAX}
			hint={words.fileHint}
			refused={refused?.message}
			cancelTo={cancelTo}
			note={words.note}
		>
			<ChoiceFields
				legend={words.mode.legend}
				name="mode"
				choices={MODES}
				chosen={refused?.mode ?? "add"}
			/>
		</UploadForm>
	);
}
