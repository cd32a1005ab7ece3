import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
// The copy that @remix-run/react itself uses: links find their router in no other.
import { StaticRouter } from "react-router-dom/server";

/** What refers to an element of the same document by its ID. */
const ID_ATTRIBUTES =
	/ (id|for|list|form|headers|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"/g;
/**
 * What acts on a whole page. Only one element may take the focus, no example is refreshed, none
 * asks before it is left, and forms come back to the page of components.
 */
const OF_A_PAGE = / (autofocus|data-focus|data-live|data-unsaved|action)="[^"]*"/g;
/** A page has one of these. */
const LANDMARK = /<(\/?)(main|header)\b/g;

/**
 * The HTML of one example. Its IDs begin with `prefix`: a component may stand on the page in many
 * states, and the IDs of a page are unique.
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
