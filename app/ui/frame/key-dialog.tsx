import { texts } from "../../texts/texts.ts";
import { KeyList } from "./key-list.tsx";

const words = texts.pages.shared.keys;

/** The list of keys. `?` opens it (page-keys.ts); without the script it is on the help page. */
export function KeyDialog() {
	return (
		<dialog id="key-dialog" aria-labelledby="key-dialog-title" className="dialog">
			{/* Before the list: the dialog focuses its first button, and Enter must change nothing. */}
			<div className="mb-3 flex items-center justify-between gap-4">
				<h2 id="key-dialog-title">{words.title}</h2>
				<form method="dialog">
					<button type="submit" className="button button-quiet">
						{words.close}
					</button>
				</form>
			</div>
			<KeyList />
		</dialog>
	);
}
