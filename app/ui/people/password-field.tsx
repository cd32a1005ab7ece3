import type { ComponentProps } from "react";
import { texts } from "../../texts/texts.ts";
import { Field } from "../field.tsx";

const words = texts.pages.people.signIn;

/** A field for a password. With the script, a button shows what was typed, and hides it again. */
export function PasswordField({
	autoComplete,
	...field
}: Pick<ComponentProps<typeof Field>, "label" | "meta" | "hint"> & {
	/** What password managers do with it. */
	autoComplete: "current-password" | "new-password";
}) {
	return (
		<div className="relative">
			<Field {...field} type="password" autoComplete={autoComplete} spellCheck={false} />
			<button
				type="button"
				className="button button-quiet needs-script absolute top-0 right-0"
				aria-pressed="false"
				aria-controls={field.meta.id}
				data-shows-password={field.meta.id}
			>
				{words.showPassword}
				<span className="sr-only">{words.whichPassword({ label: String(field.label) })}</span>
			</button>
		</div>
	);
}
