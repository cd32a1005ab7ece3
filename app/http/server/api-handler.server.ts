import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { CORRELATION_HEADER } from "../../platform/correlation-id.server.ts";
import type { Exchange } from "./exchange.server.ts";
import { clientAddress, type Front, isHttps } from "./proxy.server.ts";
import { discardBody, readBody } from "./request-body.server.ts";
import { noPageHeaders } from "./security-headers.server.ts";
import { acceptsGzip, COMPRESSED_BYTES_MIN } from "./send-answer.server.ts";

const compressed = promisify(gzip);

type ApiRequest = {
	method: string;
	path: string;
	headers: Record<string, string | undefined>;
	readBody(bytesMax: number): Promise<Uint8Array | "too-large" | "too-slow" | "gone">;
};
type ApiAnswer = {
	status: number;
	headers: Record<string, string>;
	body: string | Uint8Array;
	/** Whether it may be compressed. */
	compressible?: boolean;
};

/**
 * Adapts a plain function to Node's request and response, past the page machinery. Fast path for V8
 * 11: on the whole way of an API call, objects are built with the spread last, or by Object.assign.
 * Fields after a spread make V8 11 create new hidden classes for each object. That costs
 * microseconds and slows down every reader of the object.
 */
export function serveApi(
	answer: (request: ApiRequest, exchange: Exchange) => Promise<ApiAnswer>,
	front: Front,
) {
	return async (
		request: IncomingMessage,
		response: ServerResponse,
		exchange: Exchange,
	): Promise<void> => {
		// Only Set-Cookie comes as a list, and no client sends it.
		const headers = Object.assign({}, request.headers as Record<string, string | undefined>, {
			"x-client-address": clientAddress(request, front.trustedProxies),
			[CORRELATION_HEADER]: exchange.corrId,
		});
		const asked = {
			method: request.method ?? "GET",
			path: request.url ?? "/",
			headers,
			readBody: (bytesMax: number) => readBody(request, bytesMax).catch(() => "gone" as const),
		};
		const given = await answer(asked, exchange);
		if (given.compressible === true) await compress(given, request);
		// Text is not encoded here: Node then writes headers and body in one go.
		const bytes =
			typeof given.body === "string" ? Buffer.byteLength(given.body) : given.body.byteLength;
		Object.assign(given.headers, noPageHeaders(isHttps(request, front)));
		// The length of a 304 would be that of the answer that it stands for.
		if (given.status !== 304) given.headers["content-length"] = String(bytes);
		// A client that was too slow gets no further request on this connection.
		if (given.status === 408) given.headers.connection = "close";
		response.writeHead(given.status, given.headers);
		response.end(given.body);
		if (!request.complete) discardBody(request);
	};
}

/** Compresses a long answer if its client takes that. Its ETag becomes weak: the bytes differ. */
async function compress(given: ApiAnswer, request: IncomingMessage): Promise<void> {
	given.headers.vary = "accept-encoding";
	if (given.body.length < COMPRESSED_BYTES_MIN || !acceptsGzip(request)) return;
	given.body = await compressed(given.body);
	given.headers["content-encoding"] = "gzip";
	if (given.headers.etag?.startsWith('"')) given.headers.etag = `W/${given.headers.etag}`;
}
