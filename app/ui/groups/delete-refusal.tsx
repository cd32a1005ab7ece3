import { texts } from "../../texts/texts.ts";
import { messageOfReply } from "../error-summary.tsx";
import { Notice } from "../notice.tsx";
import { formatTime } from "../time.tsx";
import type { Refusal } from "./refusal.ts";

const words = texts.pages.groups.entry;
const { cancel } = texts.pages.shared;

type Props = { refusal: Refusal; place: number; zone: string; keepHref: string };

/** Why an entry was not deleted, or the question that has to be answered first (G8). */
export function DeleteRefusal({ refusal, zone, ...more }: Props) {
	const { confirmDelete, conflict } = refusal;
	if (confirmDelete)
		return <DeleteQuestion {...confirmDelete} entryId={refusal.entryId ?? ""} {...more} />;
	const theirs = conflict?.entry;
	return (
		<Notice look={theirs ? "warn" : "danger"} focus role="alert">
			{theirs && conflict ? (
				<p className="[overflow-wrap:anywhere]">
					{words.notDeleted({
						by: conflict.by,
						time: formatTime(new Date(conflict.at), zone),
						number: theirs.number,
						description: theirs.description,
					})}
				</p>
			) : (
				<p>{messageOfReply(refusal.reply)}</p>
			)}
		</Notice>
	);
}

/** Asked before a number with live requests is deleted (G8). */
function DeleteQuestion({
	entryId,
	version,
	number,
	liveRequests,
	place,
	keepHref,
}: NonNullable<Refusal["confirmDelete"]> & {
	entryId: string;
	place: number;
	keepHref: string;
}) {
	return (
		<Notice look="warn" focus role="alert">
			<p className="figures font-semibold">{words.deleteQuestion({ number, liveRequests })}</p>
			<p className="mt-1">{words.deleteConsequence({ liveRequests })}</p>
			<form method="post" className="mt-3 flex flex-wrap items-center gap-3">
				<input type="hidden" name="intent" value="delete-entry" />
				<input type="hidden" name="entryId" value={entryId} />
				<input type="hidden" name="version" value={version} />
				<input type="hidden" name="place" value={place} />
				<input type="hidden" name="acceptedLiveRequests" value={liveRequests} />
				<button type="submit" className="button button-danger">
					{words.deleteYes}
				</button>
				<a href={keepHref} className="link">
					{cancel}
				</a>
			</form>
		</Notice>
	);
}
