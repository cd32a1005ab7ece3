import { texts } from "../texts/texts.ts";

/**
 * The form's default button, hidden and first. On Enter, browsers press the form's first submit
 * button, even a hidden one. Without this button, Enter could press "Use +1800…" and replace a
 * newly typed number with the suggested one.
 */
export function DefaultButton() {
	return (
		<button type="submit" hidden>
			{texts.pages.shared.save}
		</button>
	);
}
