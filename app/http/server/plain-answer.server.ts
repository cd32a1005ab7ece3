import type { ServerResponse } from "node:http";
import { setSecurityHeaders } from "./security-headers.server.ts";

/** A whole answer in one line of plain text, for what happens before or beyond the pages. */
export function answerPlainly(
	response: ServerResponse,
	status: number,
	text: string,
	isHttps: boolean,
): void {
	const { headers, body } = plainAnswer(text, isHttps);
	// Who was too slow is not listened to any more.
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
