import type { ReactNode } from "react";
import { texts } from "../texts/texts.ts";

const words = texts.pages.shared;

/** A button that copies `text`. It carries the script's messages for success and failure. */
export function CopyButton({
	text,
	className = "",
	children,
}: {
	text: string;
	className?: string;
	/** Follows "Copy", for screen readers. */
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
