import { texts } from "../../texts/texts.ts";
import { Notice } from "../notice.tsx";

const words = texts.pages.phoneSystems.connection.remove;

/** The confirmation before a connection is deleted, with what depends on it (P1). */
export function DeleteConnection({
	connection: { id, name },
	calls,
	groups,
}: {
	connection: { id: string; name: string };
	/** The number of the last calls that are kept. */
	calls: number;
	/** The groups with own destinations there. */
	groups: string[];
}) {
	const page = `/settings/phone-systems/${id}`;
	return (
		<Notice look="danger" role="alert" focus>
			<h2 className="[overflow-wrap:anywhere]">{words.question({ name })}</h2>
			<p className="mt-1 [overflow-wrap:anywhere]">
				{words.calls({ count: calls })}{" "}
				{groups.length > 0 && words.groups({ names: groups.join(", ") })} {words.consequence}
			</p>
			<form method="post" action={page} className="mt-3 flex flex-wrap items-center gap-3">
				<input type="hidden" name="intent" value="delete" />
				<button type="submit" className="button button-danger">
					{words.yes}
				</button>
				<a href={page} className="link">
					{texts.pages.shared.cancel}
				</a>
			</form>
		</Notice>
	);
}
