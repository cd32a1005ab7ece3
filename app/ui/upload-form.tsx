import type { ImportMode } from "../domain/import-plan.ts";

const MODES: { value: ImportMode; label: string; hint: string }[] = [
	{
		value: "add",
		label: "Add to the pool",
		hint: "Numbers that are there already get the description of the file; an empty one keeps what is there.",
	},
	{ value: "replace", label: "Replace the pool", hint: "The file is the truth: numbers that are not in it are removed." },
];

type Props = { refused: { message: string; mode: ImportMode | null } | undefined; limitBytes: number; cancelTo: string };

/** The file to import, and how. Nothing is changed by sending it: the review comes next (I3). */
export function UploadForm({ refused, limitBytes, cancelTo }: Props) {
	const mode = refused?.mode ?? "add";
	return (
		<form method="post" encType="multipart/form-data" noValidate>
			{refused && (
				// biome-ignore lint/a11y/noAutofocus: what is wrong has to be read first, and without a script nothing else can move the focus.
				<div role="alert" tabIndex={-1} autoFocus data-focus className="mb-4 rounded-md border border-danger bg-danger-soft px-4 py-3">
					<p className="font-semibold">Nothing was imported.</p>
					<p className="mt-1">
						<a href="#file" className="link">
							CSV file
						</a>
						: {refused.message}
					</p>
				</div>
			)}
			<div className="panel space-y-5 p-4">
				<div>
					<label htmlFor="file" className="mb-1 block font-medium">
						CSV file
					</label>
					<input
						type="file"
						id="file"
						name="file"
						accept=".csv,text/csv"
						data-bytes-max={limitBytes}
						aria-invalid={refused ? true : undefined}
						aria-describedby={refused ? "file-error" : "file-limit"}
						className="input file:mr-3 file:rounded file:border-0 file:bg-sunken file:px-2 file:py-1 file:text-ink"
					/>
					<p id="file-limit" className="mt-1 text-muted text-sm">
						One .csv file of up to 10,000 rows and 5 MiB.
					</p>
					{refused && (
						<p id="file-error" className="mt-1 text-danger text-sm">
							{refused.message}
						</p>
					)}
				</div>
				<fieldset>
					<legend className="mb-2 font-medium">What to do with it</legend>
					<div className="space-y-3">
						{MODES.map(({ value, label, hint }) => (
							<div key={value} className="flex items-start gap-2">
								<input
									type="radio"
									id={`mode-${value}`}
									name="mode"
									value={value}
									defaultChecked={mode === value}
									aria-describedby={`mode-${value}-hint`}
									className="checkbox mt-0.5"
								/>
								<div>
									<label htmlFor={`mode-${value}`} className="font-medium">
										{label}
									</label>
									<p id={`mode-${value}-hint`} className="text-muted text-sm">
										{hint}
									</p>
								</div>
							</div>
						))}
					</div>
				</fieldset>
			</div>
			<div className="mt-4 flex items-center gap-4">
				<button type="submit" className="button button-primary">
					Review
				</button>
				<a href={cancelTo} className="link">
					Cancel
				</a>
				<span className="text-muted text-sm">Nothing is changed before you have seen what would be.</span>
			</div>
		</form>
	);
}
