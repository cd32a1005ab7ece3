import type { ImportMode } from "../../domain/import/import-plan.ts";
import { CSV_BYTES_MAX } from "../../domain/import/pool-file.ts";
import { ChoiceFields } from "../choice-fields.tsx";
import { UploadForm } from "../upload-form.tsx";

const MODES: { value: ImportMode; label: string; hint: string }[] = [
	{
		value: "add",
		label: "Add to the pool",
		hint: "Numbers that are there already get the description of the file; an empty one keeps what is there.",
	},
	{
		value: "replace",
		label: "Replace the pool",
		hint: "The file is the truth: numbers that are not in it are removed.",
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
			label="CSV file"
			accept=".csv,text/csv"
			limitBytes={CSV_BYTES_MAX}
			hint="One .csv file of up to 10,000 rows and 5 MiB."
			refused={refused?.message}
			cancelTo={cancelTo}
			note="Nothing is changed before you have seen what would be."
		>
			<ChoiceFields
				legend="What to do with it"
				name="mode"
				choices={MODES}
				chosen={refused?.mode ?? "add"}
			/>
		</UploadForm>
	);
}
