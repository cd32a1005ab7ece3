import type { ServerResponse } from "node:http";
import { texts } from "../../texts/texts.ts";
import { setSecurityHeaders } from "./security-headers.server.ts";

const words = texts.messages.server;

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

/** The same as a small page, with a link to the address that it names. */
export function answerWithLink(
	response: ServerResponse,
	status: number,
	text: string,
	address: string,
	isHttps: boolean,
): void {
	const headers = new Headers({ "content-type": "text/html; charset=utf-8" });
	setSecurityHeaders(headers, isHttps);
	const said = escapeHtml(text);
	const link = `<a href="${escapeHtml(address)}">${escapeHtml(words.openAddress)}</a>`;
	const head = `<!doctype html><html lang="en"><title>${said}</title>`;
	const body = `${head}<p>${said}</p><p>${link}</p>\n`;
	response
		.writeHead(status, {
			...Object.fromEntries(headers),
			"content-length": Buffer.byteLength(body),
		})
		.end(body);
}

const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
