import type { ServerResponse } from "node:http";
import { setSecurityHeaders } from "./security-headers.server.ts";

/** A whole answer in one line of plain text, for failures before routing or outside pages. */
export function answerPlainly(
	response: ServerResponse,
	status: number,
	text: string,
	isHttps: boolean,
): void {
	const { headers, body } = plainAnswer(text, isHttps);
	// A client that was too slow gets no further request on this connection.
	response
		.writeHead(status, {
			...headers,
			"content-length": Buffer.byteLength(body),
			...(status === 408 ? { connection: "close" } : {}),
		})
		.end(body);
}

/** The headers and body of such an answer. */
export function plainAnswer(
	text: string,
	isHttps: boolean,
): { headers: Record<string, string>; body: string } {
	const headers = new Headers({ "content-type": "text/plain; charset=utf-8" });
	setSecurityHeaders(headers, isHttps);
	return { headers: Object.fromEntries(headers), body: `${text}\n` };
}
