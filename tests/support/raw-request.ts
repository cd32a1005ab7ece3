import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";

export type RawAnswer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/**
 * A request exactly as given, its path unchanged and its answer still compressed: fetch would
 * normalise both. A list of chunks is sent chunked, without a content-length.
 */
export function rawRequest(
	origin: string,
	path: string,
	options: {
		method?: string;
		headers?: OutgoingHttpHeaders;
		body?: string | Buffer | readonly Buffer[];
	} = {},
): Promise<RawAnswer> {
	const { hostname, port } = new URL(origin);
	return new Promise((resolve, reject) => {
		const { body = "", ...rest } = options;
		const sent = request({ hostname, port, path, agent: false, ...rest }, (answer) => {
			const chunks: Buffer[] = [];
			answer.on("data", (chunk: Buffer) => chunks.push(chunk));
			answer.on("end", () =>
				resolve({
					status: answer.statusCode ?? 0,
					headers: answer.headers,
					body: Buffer.concat(chunks),
				}),
			);
			answer.on("error", reject);
		});
		sent.on("error", reject);
		if (Array.isArray(body)) for (const chunk of body) sent.write(chunk);
		sent.end(Array.isArray(body) ? undefined : body);
	});
}
