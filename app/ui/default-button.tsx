import { texts } from "../texts/texts.ts";

/**
 * What Enter presses in a form that may have another button ahead of its own: browsers take the
 * first one that sends the form, seen or not. Without it, Enter would press "Use +1800…" and put
 * the number offered in place of the one that has been typed since.
 */
export function DefaultButton() {
	return (
		<button type="submit" hidden>
			{texts.pages.shared.save}
		</button>
	);
}
