import type { EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";

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
