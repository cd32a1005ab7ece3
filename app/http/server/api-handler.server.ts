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
 * Gives a function that answers Node's requests by a plain one, past the page machinery. Here and
 * on the rest of an API call's way, objects are put together with what is spread into them last, or
 * by Object.assign: for fields that follow a spread, V8 11 makes hidden classes anew for each
 * object, which costs microseconds and slows down whatever reads them.
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
		// Only Set-Cookie comes as a list, and no client sends that.
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
		// Text goes out as it is: Node writes it together with the headers, at once.
		const bytes =
			typeof given.body === "string" ? Buffer.byteLength(given.body) : given.body.byteLength;
		Object.assign(given.headers, noPageHeaders(isHttps(request, front)), {
			"content-length": String(bytes),
		});
		// Who was too slow is not listened to any more.
		if (given.status === 408) given.headers.connection = "close";
		response.writeHead(given.status, given.headers);
		response.end(given.body);
		if (!request.complete) discardBody(request);
	};
}
