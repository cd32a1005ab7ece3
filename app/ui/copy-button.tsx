import type { ReactNode } from "react";
import { texts } from "../texts/texts.ts";

const words = texts.pages.shared;

/** A button that copies `text`. The script needs the words for what came of it. */
export function CopyButton({
	text,
	className = "",
	children,
}: {
	text: string;
	className?: string;
	/** What a screen reader says beside "Copy". */
	children?: ReactNode;
}) {
	return (
		<button
			type="button"
			className={`button ${className} needs-script`}
			data-copy={text}
			data-copied={words.copied}
			data-copy-by-hand={words.copyByHand}
		>
			{words.copy}
			{children}
		</button>
	);
}
