import { texts } from "../../texts/texts.ts";
import { KeyList } from "./key-list.tsx";

const words = texts.pages.shared.keys;

/** The list of keys. `?` opens it (page-keys.ts); without the script it is on the help page. */
export function KeyDialog() {
	return (
		<dialog id="key-dialog" aria-labelledby="key-dialog-title" className="dialog">
			<h2 id="key-dialog-title" className="mb-3">
				{words.title}
			</h2>
			<KeyList />
			<form method="dialog" className="mt-3 border-line border-t pt-3">
				<button type="submit" className="button">
					{words.close}
				</button>
			</form>
		</dialog>
	);
}
