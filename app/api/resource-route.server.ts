import type { Service } from "../platform/service.ts";
import { answerApi } from "./answer.ts";
import type { ApiRequest } from "./contract/exchange.ts";

/**
 * Answers a web Request. Resource routes export it as loader and as action, because they answer
 * every method themselves.
 */
export async function answerResource(request: Request, service?: Service): Promise<Response> {
	const { status, headers, body } = await answerApi(toApiRequest(request), service);
	const hasBody = request.method !== "HEAD" && status !== 304;
	return new Response(hasBody ? body : null, { status, headers });
}

/** A web Request as the plain functions take it. */
export function toApiRequest(request: Request): ApiRequest {
	const { pathname, search } = new URL(request.url);
	return {
		method: request.method,
		path: pathname + search,
		headers: Object.fromEntries(request.headers),
		readBody: (bytesMax) => readBody(request.body, bytesMax).catch(() => "gone" as const),
	};
}

/**
 * Counts the bytes as they arrive: Content-Length may be missing or wrong. Bytes beyond the limit
 * are not read.
 */
async function readBody(
	stream: ReadableStream<Uint8Array> | null,
	bytesMax: number,
): Promise<Uint8Array | "too-large"> {
	if (stream === null) return new Uint8Array();
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	const reader = stream.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return Buffer.concat(chunks);
		bytes += value.byteLength;
		if (bytes > bytesMax) {
			await reader.cancel();
			return "too-large";
		}
		chunks.push(value);
	}
}
