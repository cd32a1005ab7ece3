import { createHash } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { openApiDocumentAt } from "../api/openapi/document.ts";
import { getEnv } from "../platform/env.server.ts";

type Published = { text: string; etag: string };
/** By origin. Clients choose the Host header, so only the last one is kept. */
let published: { origin: string; document: Published } | undefined;

/**
 * Public (R1). It changes only with the product's version and with the address that the client
 * uses, so clients revalidate their cached copy.
 */
export function loader({ request }: LoaderFunctionArgs): Response {
	const origin = new URL(getEnv().PUBLIC_URL ?? request.url).origin;
	if (published?.origin !== origin) published = { origin, document: publish(origin) };
	const { text, etag } = published.document;
	const headers = {
		"content-type": "application/json",
		"cache-control": "public, max-age=300",
		etag,
	};
	if (request.headers.get("if-none-match")?.includes(etag))
		return new Response(null, { status: 304, headers });
	return new Response(text, {
		headers: { ...headers, "content-length": String(Buffer.byteLength(text)) },
	});
}

function publish(origin: string): Published {
	const text = JSON.stringify(openApiDocumentAt(origin));
	// A weak ETag: equal whether compressed or not.
	return {
		text,
		etag: `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 16)}"`,
	};
}
