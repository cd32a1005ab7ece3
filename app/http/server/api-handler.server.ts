import type { IncomingMessage, ServerResponse } from "node:http";
import { CORRELATION_HEADER } from "../../platform/correlation-id.server.ts";
import type { Exchange } from "./exchange.server.ts";
import { clientAddress, type Front, isHttps } from "./proxy.server.ts";
import { discardBody, readBody } from "./request-body.server.ts";
import { noPageHeaders } from "./security-headers.server.ts";

type ApiRequest = {
	method: string;
	path: string;
	headers: Record<string, string | undefined>;
	readBody(bytesMax: number): Promise<Uint8Array | "too-large" | "too-slow" | "gone">;
};
type ApiAnswer = { status: number; headers: Record<string, string>; body: string | Uint8Array };

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
		// Text is not encoded here: Node then writes headers and body in one go.
		const bytes =
			typeof given.body === "string" ? Buffer.byteLength(given.body) : given.body.byteLength;
		Object.assign(given.headers, noPageHeaders(isHttps(request, front)), {
			"content-length": String(bytes),
		});
		// A client that was too slow gets no further request on this connection.
		if (given.status === 408) given.headers.connection = "close";
		response.writeHead(given.status, given.headers);
		response.end(given.body);
		if (!request.complete) discardBody(request);
	};
}
