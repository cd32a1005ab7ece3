import type { Group } from "../../domain/groups/group.ts";
import { messageOfReply } from "../error-summary.tsx";
import { Notice } from "../notice.tsx";
import { type Refusal, refusalOf } from "./refusal.ts";

/** Asks for the question, not for the deed. */
export function DeleteGroupButton() {
	return (
		<form>
			<button type="submit" name="delete-group" value="ask" className="button button-danger">
				Delete Group
			</button>
		</form>
	);
}

/** "Delete Group" asks again, with what would go (G9). */
export function DeleteGroupQuestion({
	group,
	liveRequests,
	refusal,
}: {
	group: Group;
	liveRequests: number;
	refusal: Refusal | undefined;
}) {
	const refused = refusalOf(refusal, "delete-group");
	const numbers =
		group.poolSize === 1
			? "its one number"
			: `its ${group.poolSize.toLocaleString("en-US")} numbers`;
	return (
		<Notice look="danger" focus role="alert">
			{refused && <p className="mb-2">{messageOfReply(refused.reply)}</p>}
			<h2 className="[overflow-wrap:anywhere]">
				Delete the group “{group.name}” with {numbers}?
			</h2>
			<p className="mt-1">
				{liveRequests === 0
					? "It has no live requests."
					: `It has ${liveRequests === 1 ? "1 live request, which stays" : `${liveRequests.toLocaleString("en-US")} live requests, which stay`} valid until ${liveRequests === 1 ? "it expires" : "they expire"}.`}{" "}
				Apps that ask for the group by its name get an error from then on. This cannot be undone.
			</p>
			<form method="post" className="mt-3 flex flex-wrap items-center gap-3">
				<input type="hidden" name="intent" value="delete-group" />
				<input type="hidden" name="version" value={group.version} />
				<input type="hidden" name="poolVersion" value={group.poolVersion} />
				<button type="submit" className="button button-danger">
					Yes, delete the group
				</button>
				<a href="?" className="link">
					Keep it
				</a>
			</form>
		</Notice>
	);
}
