import type { ReactNode } from "react";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.groups.pool;

/**
 * The further actions of a row, one tab stop until it is opened. It works without the script, which
 * adds that Escape and a press elsewhere close it. Its children are buttons and links.
 */
export function RowMenu({ describedBy, children }: { describedBy: string; children: ReactNode }) {
	return (
		<details className="menu" name="row-menu">
			<summary className="button button-quiet" aria-describedby={describedBy}>
				<svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 fill-current">
					<path d="M2 6.5h3v3H2zm4.5 0h3v3h-3zm4.5 0h3v3h-3z" />
				</svg>
				<span className="sr-only">{words.more}</span>
			</summary>
			<div className="menu-items">{children}</div>
		</details>
	);
}
