import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createGzip } from "node:zlib";

const COMPRESSIBLE =
	/^(?:text\/(?!event-stream)|application\/(?:json|javascript|manifest\+json)|image\/svg)/;
/** Below this, gzip saves less than its own cost. */
export const COMPRESSED_BYTES_MIN = 1024;

export function acceptsGzip(request: IncomingMessage): boolean {
	return /(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:$|,)))/i.test(
		String(request.headers["accept-encoding"] ?? ""),
	);
}

export async function send(
	answer: Response,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const length = answer.headers.get("content-length");
	const worthIt = length === null || Number(length) >= COMPRESSED_BYTES_MIN;
	const compressible =
		COMPRESSIBLE.test(answer.headers.get("content-type") ?? "") &&
		!answer.headers.has("content-encoding");
	if (compressible) answer.headers.append("vary", "accept-encoding");
	const compressed = compressible && worthIt && answer.body !== null && acceptsGzip(request);
	if (compressed) {
		answer.headers.set("content-encoding", "gzip");
		answer.headers.delete("content-length");
	}
	response.statusCode = answer.status;
	for (const [name, value] of answer.headers)
		if (name !== "set-cookie") response.setHeader(name, value);
	const cookies = answer.headers.getSetCookie();
	if (cookies.length > 0) response.setHeader("set-cookie", cookies);
	if (answer.body === null || request.method === "HEAD") {
		await answer.body?.cancel();
		response.end();
		return;
	}
	const body = Readable.fromWeb(answer.body as ReadableStream);
	await (compressed ? pipeline(body, createGzip(), response) : pipeline(body, response));
}
