import type { EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";
import { logError } from "./log.server.ts";

/**
 * Renders a page whole, in one string: pages are not hydrated, so nothing is gained by streaming, and this gives more pages a second.
 * root.tsx finds the entry script's address in the same context.
 */
export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext): Response {
	const html = renderToString(<RemixServer context={context} url={request.url} />);
	headers.set("content-type", "text/html; charset=utf-8");
	if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
	return new Response(`<!DOCTYPE html>${html}`, { status, headers });
}

/** The one place where errors of pages are written down; an answer with a status (404, 403…) is none, nor is a client that went away. */
export function handleError(error: unknown, { request }: { request: Request }): void {
	if (isRouteErrorResponse(error) || request.signal.aborted) return;
	logError(error, { method: request.method, path: new URL(request.url).pathname });
}
