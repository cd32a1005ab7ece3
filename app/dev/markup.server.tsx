import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
// The same copy of react-router-dom as in @remix-run/react. Links find no router of another copy.
import { StaticRouter } from "react-router-dom/server";

/** Attributes that define an ID or refer to one in the same document. */
const NAMES = [
	...["id", "for", "list", "form", "headers", "popovertarget"],
	...["aria-labelledby", "aria-describedby", "aria-controls"],
];
const ID_ATTRIBUTES = new RegExp(` (${NAMES.join("|")})="([^"]+)"`, "g");
/**
 * Attributes that act on a whole page. Without them, no example takes the focus, refreshes itself
 * or asks before the page is left, and its forms submit to the component page.
 */
const OF_A_PAGE = / (autofocus|data-focus|data-live|data-picker|data-unsaved|action)="[^"]*"/g;
/** Landmarks that a page may have only once. */
const LANDMARK = /<(\/?)(main|header)\b/g;

/**
 * The HTML of one example. Its IDs begin with `prefix`, because the page shows a component in many
 * states and IDs must be unique.
 */
export function markupOf(node: ReactNode, prefix: string): string {
	const idsOf = (ids: string) =>
		ids
			.split(" ")
			.map((id) => `${prefix}-${id}`)
			.join(" ");
	return renderToStaticMarkup(<StaticRouter location="/call-in">{node}</StaticRouter>)
		.replace(OF_A_PAGE, "")
		.replace(LANDMARK, "<$1div")
		.replace(ID_ATTRIBUTES, (_, name: string, ids: string) => ` ${name}="${idsOf(ids)}"`)
		.replace(/ href="#([^"]+)"/g, (_, id: string) => ` href="#${idsOf(id)}"`);
}
