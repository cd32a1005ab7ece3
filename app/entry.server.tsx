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

/**
 * Renders a page whole, in one string: pages are not hydrated, so nothing is gained by streaming,
 * and this gives more pages a second. root.tsx finds the entry script's address in the same
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
	const html = renderToString(<RemixServer context={context} url={request.url} />);
	headers.set("content-type", "text/html; charset=utf-8");
	if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
	return new Response(`<!DOCTYPE html>${html}`, {
		status: unavailable === undefined ? status : 503,
		headers,
	});
}

/** Puts what the error page is to say in the place of errors that say nothing. */
function tell(message: string, context: EntryContext["staticHandlerContext"]): void {
	const away = { status: 503, statusText: "", internal: false, data: message };
	context.errors = Object.fromEntries(
		Object.keys(context.errors ?? {}).map((routeId) => [routeId, away]),
	);
}

/**
 * The one place where errors of pages are written down; an answer with a status (404, 403…) is
 * none, nor is a client that went away.
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
