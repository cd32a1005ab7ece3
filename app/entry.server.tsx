import type { EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";
import { pageTurns } from "./http/server/page-turns.server.ts";
import {
	noteUnavailable,
	RETRY_AFTER,
	unavailabilityOf,
} from "./http/server/unavailable.server.ts";
import { logError } from "./platform/log.server.ts";
import { texts } from "./texts/texts.ts";

/**
 * Renders a page into one string. Pages are not hydrated, so streaming gains nothing, and one
 * string gives more pages a second. root.tsx reads the entry script's address from the same
 * context.
 */
export default async function handleRequest(
	request: Request,
	status: number,
	headers: Headers,
	context: EntryContext,
): Promise<Response> {
	const unavailable = unavailabilityOf(request);
	if (unavailable !== undefined) {
		tell(unavailable, context.staticHandlerContext);
		headers.set("retry-after", RETRY_AFTER);
	}
	await pageTurns.goOn();
	const rendered = renderToString(<RemixServer context={context} url={request.url} />);
	const html = isRefusedForm(status, context) ? withErrorTitle(rendered) : rendered;
	headers.set("content-type", "text/html; charset=utf-8");
	if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
	return new Response(`<!DOCTYPE html>${html}`, {
		status: unavailable === undefined ? status : 503,
		headers,
	});
}

/** Whether the page shows a form again that was refused (G13). An error page shows none. */
const isRefusedForm = (status: number, { staticHandlerContext: of }: EntryContext): boolean =>
	status >= 400 && of.actionData !== null && of.errors === null;

/** The page of a refused form says so first: in the tab, and to screen readers. */
const withErrorTitle = (html: string): string =>
	html.replace(/<title>(.*?)<\/title>/, (_, title: string) => {
		return `<title>${texts.pages.shared.errorTitle({ title })}</title>`;
	});

/** Replaces errors without a message by the error page's message. */
function tell(message: string, context: EntryContext["staticHandlerContext"]): void {
	const away = { status: 503, statusText: "", internal: false, data: message };
	context.errors = Object.fromEntries(
		Object.keys(context.errors ?? {}).map((routeId) => [routeId, away]),
	);
}

/**
 * The one place that logs errors of pages. An answer with a status (404, 403…) and a client's
 * disconnect are not errors.
 */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs): void {
	if (isRouteErrorResponse(error) || request.signal.aborted) return;
	const unavailable = noteUnavailable(request, error);
	const { exchange } = context;
	logError(
		error,
		{ method: request.method, route: exchange?.route, corrId: exchange?.corrId },
		unavailable,
	);
}
