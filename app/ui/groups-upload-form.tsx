import { GROUPS_FILE_BYTES_MAX } from "../domain/groups-file.ts";
import type { ExistingChoice } from "../domain/groups-import-plan.ts";
import { ExistingChoiceFields } from "./existing-choice.tsx";
import { Notice } from "./notice.tsx";

/** The file of groups to import (I7). Nothing is changed by sending it: the review comes next. */
export function GroupsUploadForm({ refused }: { refused: { message: string; existing: ExistingChoice } | undefined }) {
	return (
		<form method="post" encType="multipart/form-data" noValidate>
			{refused && (
				<Notice look="danger" role="alert" focus>
					<p className="font-semibold">Nothing was imported.</p>
					<p className="mt-1 [overflow-wrap:anywhere]">
						<a href="#file" className="link">
							JSON file
						</a>
						: {refused.message}
					</p>
				</Notice>
			)}
			<div className="panel space-y-5 p-4">
				<div>
					<label htmlFor="file" className="mb-1 block font-medium">
						JSON file
					</label>
					<input
						type="file"
						id="file"
						name="file"
						accept=".json,application/json"
						data-bytes-max={GROUPS_FILE_BYTES_MAX}
						aria-invalid={refused ? true : undefined}
						aria-describedby={refused ? "file-error" : "file-hint"}
						className="input file:mr-3 file:rounded file:border-0 file:bg-sunken file:px-2 file:py-1 file:text-ink"
					/>
					<p id="file-hint" className="mt-1 text-muted text-sm">
						As “Export all groups” makes it, here or in another installation. Up to 50 MiB, 10,000 groups, and 10,000 numbers a group.
					</p>
					{refused && (
						<p id="file-error" className="mt-1 text-danger text-sm [overflow-wrap:anywhere]">
							{refused.message}
						</p>
					)}
				</div>
				<ExistingChoiceFields chosen={refused?.existing ?? "skip"} />
			</div>
			<div className="mt-4 flex flex-wrap items-center gap-4">
				<button type="submit" className="button button-primary">
					Review
				</button>
				<a href="/tools/click-to-call-in" className="link">
					Cancel
				</a>
				<span className="text-muted text-sm">
					Nothing is changed before you have seen what would be. Checking a large file takes a while.
				</span>
			</div>
		</form>
	);
}
