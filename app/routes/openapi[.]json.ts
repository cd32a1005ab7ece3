import { createHash } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { openApiDocument } from "../api/openapi/document.ts";

type Published = { text: string; etag: string };
let published: Published | undefined;

/**
 * Public (R1). It changes only with the product's version, so it is built once, and clients
 * revalidate their cached copy.
 */
export function loader({ request }: LoaderFunctionArgs): Response {
	published ??= publish();
	const headers = {
		"content-type": "application/json",
		"cache-control": "public, max-age=300",
		etag: published.etag,
	};
	if (request.headers.get("if-none-match")?.includes(published.etag))
		return new Response(null, { status: 304, headers });
	return new Response(published.text, {
		headers: { ...headers, "content-length": String(Buffer.byteLength(published.text)) },
	});
}

function publish(): Published {
	const text = JSON.stringify(openApiDocument());
	// A weak ETag: equal whether compressed or not.
	return {
		text,
		etag: `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 16)}"`,
	};
}
