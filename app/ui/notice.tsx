import type { ReactNode } from "react";

const LOOKS = {
	good: "border-good bg-good-soft",
	warn: "border-warn bg-warn-soft",
	danger: "border-danger bg-danger-soft",
};

/**
 * A message in a box: a result, a warning or a question. `focus` moves the focus to it when the
 * page opens.
 */
export function Notice({
	look,
	focus = false,
	role,
	children,
}: {
	look: keyof typeof LOOKS;
	focus?: boolean;
	role?: "status" | "alert";
	children: ReactNode;
}) {
	return (
		<div
			role={role}
			tabIndex={focus ? -1 : undefined}
			// biome-ignore lint/a11y/noAutofocus: a question is read first, also without JavaScript.
			autoFocus={focus}
			data-focus={focus ? "" : undefined}
			className={`mb-4 rounded-md border px-4 py-3 text-ink ${LOOKS[look]}`}
		>
			{children}
		</div>
	);
}
