import { GROUPS_FILE_BYTES_MAX } from "../../domain/import/groups-file.ts";
import type { ExistingChoice } from "../../domain/import/groups-import-plan.ts";
import { UploadForm } from "../upload-form.tsx";
import { ExistingChoiceFields } from "./existing-choice.tsx";

/** The file of groups to import (I7). */
export function GroupsUploadForm({
	refused,
}: {
	refused: { message: string; existing: ExistingChoice } | undefined;
}) {
	return (
		<UploadForm
			label="JSON file"
			accept=".json,application/json"
			limitBytes={GROUPS_FILE_BYTES_MAX}
			hint="As “Export all groups” makes it, here or in another installation. Up to 50 MiB, 10,000 groups, and 10,000 numbers a group."
			refused={refused?.message}
			cancelTo="/tools/click-to-call-in"
			note="Nothing is changed before you have seen what would be. Checking a large file takes a while."
		>
			<ExistingChoiceFields chosen={refused?.existing ?? "skip"} />
		</UploadForm>
	);
}
