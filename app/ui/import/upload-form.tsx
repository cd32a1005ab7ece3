import type { ReactNode } from "react";
import { texts } from "../../texts/texts.ts";
import { Notice } from "../notice.tsx";

const words = texts.pages.shared;
const FILE_BUTTON =
	"file:mr-3 file:rounded file:border-0 file:bg-sunken file:px-2 file:py-1 file:text-ink";
const MIB = 1024 * 1024;

type Props = {
	label: string;
	accept: string;
	limitBytes: number;
	/** The accepted files, below the field. */
	hint: string;
	/** Why the last file was refused. */
	refused: string | undefined;
	cancelTo: string;
	note: string;
	/** The import options. */
	children: ReactNode;
};

/**
 * The upload of a file to import, with options. Uploading changes nothing; the review comes next
 * (I3).
 */
export function UploadForm({
	label,
	accept,
	limitBytes,
	hint,
	refused,
	cancelTo,
	note,
	children,
}: Props) {
	return (
		<form method="post" encType="multipart/form-data" noValidate>
			{refused && (
				<Notice look="danger" role="alert" focus>
					<p className="font-semibold">{words.upload.refused}</p>
					<p className="mt-1 [overflow-wrap:anywhere]">
						<a href="#file" className="link">
							{label}: {refused}
						</a>
					</p>
				</Notice>
			)}
			<div className="panel space-y-5 p-4">
				<div>
					<label htmlFor="file" className="mb-1 block font-medium">
						{label}
					</label>
					<input
						type="file"
						id="file"
						name="file"
						accept={accept}
						data-bytes-max={limitBytes}
						data-too-large={words.upload.tooLarge({ limitMib: limitBytes / MIB })}
						aria-invalid={refused ? true : undefined}
						aria-describedby={refused ? "file-hint file-error" : "file-hint"}
						className={`input ${FILE_BUTTON}`}
					/>
					<p id="file-hint" className="mt-1 text-muted text-sm">
						{hint}
					</p>
					<p
						id="file-error"
						aria-live="polite"
						className="mt-1 text-danger text-sm [overflow-wrap:anywhere]"
					>
						{refused}
					</p>
				</div>
				{children}
			</div>
			<div className="mt-4 flex flex-wrap items-center gap-4">
				<button type="submit" className="button button-primary">
					{words.upload.review}
				</button>
				<a href={cancelTo} className="link">
					{words.cancel}
				</a>
				<span className="text-muted text-sm">{note}</span>
			</div>
		</form>
	);
}
