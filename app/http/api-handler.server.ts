import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAddress } from "./proxy.server.ts";
import { discardBody, readBody } from "./request-body.server.ts";

type ApiRequest = {
	method: string;
	path: string;
	headers: Record<string, string | undefined>;
	readBody(bytesMax: number): Promise<Uint8Array | "too-large" | "gone">;
};
type ApiAnswer = { status: number; headers: Record<string, string>; body: string | Uint8Array };

/** Gives a function that answers Node's requests by a plain one, past the page machinery. */
export function serveApi(answer: (request: ApiRequest) => Promise<ApiAnswer>, { trustProxy }: { trustProxy: boolean }) {
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		// Only Set-Cookie comes as a list, and no client sends that.
		const headers = { ...(request.headers as Record<string, string | undefined>), "x-client-address": clientAddress(request, trustProxy) };
		const given = await answer({
			method: request.method ?? "GET",
			path: request.url ?? "/",
			headers,
			readBody: (bytesMax) => readBody(request, bytesMax).catch(() => "gone" as const),
		});
		const bytes = typeof given.body === "string" ? Buffer.from(given.body) : given.body;
		response.writeHead(given.status, { ...given.headers, "x-content-type-options": "nosniff", "content-length": bytes.byteLength });
		response.end(bytes);
		if (!request.complete) discardBody(request);
	};
}
