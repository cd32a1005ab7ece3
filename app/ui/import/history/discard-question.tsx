import type { ListedImport } from "../../../domain/import/listed-import.ts";
import { texts } from "../../../texts/texts.ts";
import { Notice } from "../../notice.tsx";
import { Sentence } from "../../sentence.tsx";
import { Time } from "../../time.tsx";
import { importPath } from "./import-list.tsx";

const words = texts.pages.import.history.discard;

/** Asks whether to discard an open review, and says whose work would be lost. */
export function DiscardQuestion({ review, zone }: { review: ListedImport; zone: string }) {
	return (
		<Notice look="danger" focus role="alert">
			<h2 className="[overflow-wrap:anywhere]">{words.question({ file: review.fileName })}</h2>
			<p className="mt-1 [overflow-wrap:anywhere]">
				<Sentence
					of={words.uploadedBy({
						by: review.createdBy,
						time: <Time at={review.createdAt} zone={zone} />,
					})}
				/>{" "}
				{words.nothingChanges}
			</p>
			<form
				method="post"
				action={importPath(review)}
				className="mt-3 flex flex-wrap items-center gap-3"
			>
				<input type="hidden" name="intent" value="discard" />
				<button type="submit" className="button button-danger">
					{words.yes}
				</button>
				<a href="?" className="link">
					{texts.pages.shared.cancel}
				</a>
			</form>
		</Notice>
	);
}
