import type { Group } from "../../domain/groups/group.ts";
import { needsTypedName } from "../../domain/groups/group-input.ts";
import { texts } from "../../texts/texts.ts";
import { messageOfReply } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { type Refusal, refusalOf } from "./refusal.ts";

const words = texts.pages.groups.remove;
const NAME_FIELD = "name";

/** Opens the confirmation. It deletes nothing itself. */
export function DeleteGroupButton() {
	return (
		<form action="?">
			<button type="submit" name="delete-group" value="ask" className="button">
				{words.button}
			</button>
		</form>
	);
}

/** The confirmation of "Delete Group", with the losses (G9). */
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
	const nameErrors = refused?.reply.error?.name ?? undefined;
	return (
		<Notice look="danger" focus role="alert">
			{refused && !nameErrors && <p className="mb-2">{messageOfReply(refused.reply)}</p>}
			<h2 className="[overflow-wrap:anywhere]">
				{words.question({ name: group.name, numbers: group.poolSize })}
			</h2>
			<p className="mt-1">
				{words.liveRequests({ count: liveRequests })} {words.consequence}
			</p>
			<form method="post" className="mt-3 flex flex-wrap items-center gap-3">
				<input type="hidden" name="intent" value="delete-group" />
				<input type="hidden" name="version" value={group.version} />
				<input type="hidden" name="poolVersion" value={group.poolVersion} />
				{needsTypedName(group) && (
					<Field
						label={words.nameTyped({ name: group.name })}
						meta={{
							...{ id: "delete-name", name: NAME_FIELD, initialValue: "" },
							errors: nameErrors,
							...{ errorId: "delete-name-error", descriptionId: "delete-name-hint" },
						}}
						autoComplete="off"
						className="w-full max-w-md [overflow-wrap:anywhere]"
					/>
				)}
				<button type="submit" className="button button-danger">
					{words.yes}
				</button>
				<a href="?" className="link">
					{texts.pages.shared.cancel}
				</a>
				<a href={`/tools/click-to-call-in/${group.id}/pool.csv`} className="link" download>
					{words.export}
				</a>
			</form>
		</Notice>
	);
}
