import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAddress } from "./proxy.server.ts";
import { readBody } from "./request-body.server.ts";

type ApiRequest = { method: string; path: string; headers: Record<string, string | undefined>; body: Uint8Array | "too-large" };
type ApiAnswer = { status: number; headers: Record<string, string>; body: string | Uint8Array };

/** Gives a function that answers Node's requests by a plain one, past the page machinery. */
export function serveApi(
	answer: (request: ApiRequest) => Promise<ApiAnswer>,
	{ trustProxy, bodyBytesMax }: { trustProxy: boolean; bodyBytesMax: number },
) {
	return async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> => {
		const body = await readBody(request, bodyBytesMax);
		// Only Set-Cookie comes as a list, and no client sends that.
		const headers = { ...(request.headers as Record<string, string | undefined>), "x-client-address": clientAddress(request, trustProxy) };
		const given = await answer({ method: request.method ?? "GET", path: pathname, headers, body });
		const bytes = typeof given.body === "string" ? Buffer.from(given.body) : given.body;
		response.writeHead(given.status, { ...given.headers, "x-content-type-options": "nosniff", "content-length": bytes.byteLength });
		response.end(bytes);
	};
}
