import { GROUPS_FILE_BYTES_MAX } from "../../domain/import/all-groups/groups-file.ts";
import type { ExistingChoice } from "../../domain/import/all-groups/groups-import-plan.ts";
import { texts } from "../../texts/texts.ts";
import { ExistingChoiceFields } from "./existing-choice.tsx";
import { UploadForm } from "./upload-form.tsx";

const words = texts.pages.import.groups;

/** The file of groups to import (I7). */
export function GroupsUploadForm({
	refused,
}: {
	refused: { message: string; existing: ExistingChoice } | undefined;
}) {
	return (
		<UploadForm
			label={words.file}
			accept=".json,application/json"
			limitBytes={GROUPS_FILE_BYTES_MAX}
			hint={words.fileHint}
			refused={refused?.message}
			cancelTo="/tools/click-to-call-in"
			note={words.note}
		>
			<ExistingChoiceFields chosen={refused?.existing ?? "skip"} />
		</UploadForm>
	);
}
