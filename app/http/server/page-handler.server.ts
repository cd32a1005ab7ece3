import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createGzip } from "node:zlib";
import { texts } from "../../texts/texts.ts";
import { CROSS_SITE_MESSAGE, isCrossSite } from "./cross-site.server.ts";
import { type Exchange, markExchange } from "./exchange.server.ts";
import { pageTurns } from "./page-turns.server.ts";
import { clientAddress, type Front, isHttps, requestOrigin } from "./proxy.server.ts";
import { BODY_BYTES_MAX, discardBody, readBody, streamBody } from "./request-body.server.ts";
import { setSecurityHeaders } from "./security-headers.server.ts";
import { RETRY_AFTER, unavailabilityOf } from "./unavailable.server.ts";

const words = texts.messages.server;

export type WebHandler = (request: Request) => Promise<Response>;

/** The rest are none that a web Request can carry, or none that a page answers. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/**
 * Never refused, nor behind many pages: whoever is told that a process is not there might end it.
 */
const PROBES = new Set(["/healthz", "/readyz"]);
const ONLY_READ = "GET, HEAD";
const READ_AND_SENT_TO = "GET, HEAD, POST";
/** Scheme, host and port, and nothing that would read as a user or a path. */
const ORIGIN = /^https?:\/\/[\w.:[\]-]+$/;
/** Routes that read their upload as it comes and count it themselves. */
const UPLOADS = /^\/tools\/click-to-call-in\/(?:[^/]+\/)?import(?:\.data)?$/;
const COMPRESSIBLE =
	/^(?:text\/(?!event-stream)|application\/(?:json|javascript|manifest\+json)|image\/svg)/;
/** Below this, gzip saves less than its own cost. */
const COMPRESSED_BYTES_MIN = 1024;

/**
 * Gives a function that answers Node's requests by a web handler: the body in (whole and at most 1
 * MiB, but for uploads), the body out as it comes, gzip where accepted, security headers on
 * everything. The handler's request is aborted when the client goes away. Pages take turns, so that
 * they do not make calls of the API wait (O7); where too many wait, the answer is 503.
 */
export function servePages(handle: WebHandler, front: Front) {
	return async (
		request: IncomingMessage,
		response: ServerResponse,
		exchange?: Exchange,
	): Promise<void> => {
		const plainly = (status: number, text: string) =>
			answerPlainly(response, status, text, isHttps(request, front));
		const gone = new AbortController();
		response.on("close", () => gone.abort());
		if (!METHODS.has(request.method ?? "")) return plainly(501, words.methodUnknown);
		const url = pageUrl(request, front);
		if (url === null) return plainly(400, words.addressInvalid);
		if (request.method === "OPTIONS") {
			response.setHeader("allow", READ_AND_SENT_TO);
			return plainly(405, words.optionsNotAllowed);
		}
		const body = await pageBody(request, url);
		if (body === "too-large") return plainly(413, words.pageBodyTooLarge);
		if (body === "too-slow") return plainly(408, words.tooSlow);
		const client = clientAddress(request, front.trustedProxies);
		const turn = PROBES.has(url.pathname) ? pageTurns.beginCheck(client) : pageTurns.begin(client);
		if (turn === null) {
			response.setHeader("retry-after", RETRY_AFTER);
			return plainly(503, words.tooManyPages);
		}
		await turn;
		if (gone.signal.aborted) return;
		const asked = new Request(url, {
			method: request.method ?? "GET",
			headers: pageHeaders(request, front.trustedProxies),
			signal: gone.signal,
			...(body === undefined ? {} : { body, duplex: "half" }),
		});
		if (exchange) markExchange(asked.headers, exchange);
		if (isCrossSite(asked, front.publicUrl)) return plainly(403, CROSS_SITE_MESSAGE);
		// Remix compares it with X-Forwarded-Host, whoever sent that, and answers 500. It has just been
		// checked.
		asked.headers.delete("origin");
		const answer = await handle(asked);
		// Files, and what else is no page.
		const unavailable = answer.status === 500 ? unavailabilityOf(asked) : undefined;
		if (unavailable !== undefined) {
			response.setHeader("retry-after", RETRY_AFTER);
			return plainly(503, unavailable);
		}
		// A file or a check that is only read: Remix says so without what RFC 9110 wants said.
		if (answer.status === 405) {
			response.setHeader("allow", ONLY_READ);
			return plainly(405, words.readOnly);
		}
		setSecurityHeaders(answer.headers, url.protocol === "https:");
		// What the page says of cookies itself goes before, such as that the session has ended.
		if (answer.headers.getSetCookie().length === 0)
			for (const cookie of exchange?.cookies ?? []) answer.headers.append("set-cookie", cookie);
		await send(answer, request, response);
		if (!request.complete) discardBody(request);
	};
}

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

export function acceptsGzip(request: IncomingMessage): boolean {
	return /(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:$|,)))/i.test(
		String(request.headers["accept-encoding"] ?? ""),
	);
}

/**
 * How Remix was asked for one loader of a page before it fetched them all: nobody of ours asks so,
 * and it makes no sense of public routes.
 */
const LEGACY_DATA = "_data";

/** Put together as text: resolving `//elsewhere/` against our own origin would leave it. */
function pageUrl(request: IncomingMessage, front: Front): URL | null {
	if (!request.url?.startsWith("/")) return null;
	const origin = requestOrigin(request, front);
	const text = origin + request.url;
	if (!ORIGIN.test(origin) || !URL.canParse(text)) return null;
	const url = new URL(text);
	if (!isDecodable(url.pathname)) return null;
	if (url.searchParams.has(LEGACY_DATA)) url.searchParams.delete(LEGACY_DATA);
	return url;
}

/** The router prints a path that is not, whole. */
function isDecodable(pathname: string): boolean {
	try {
		decodeURIComponent(pathname);
		return true;
	} catch {
		return false;
	}
}

async function pageBody(
	request: IncomingMessage,
	url: URL,
): Promise<BodyInit | undefined | "too-large" | "too-slow"> {
	if (request.method === "GET" || request.method === "HEAD") return undefined;
	if (UPLOADS.test(url.pathname)) return streamBody(request);
	return readBody(request, BODY_BYTES_MAX);
}

function pageHeaders(request: IncomingMessage, trustedProxies: number): Headers {
	const headers = new Headers();
	for (let at = 0; at < request.rawHeaders.length; at += 2)
		headers.append(request.rawHeaders[at]!, request.rawHeaders[at + 1]!);
	headers.set("x-client-address", clientAddress(request, trustedProxies));
	return headers;
}

async function send(
	answer: Response,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const length = answer.headers.get("content-length");
	const worthIt = length === null || Number(length) >= COMPRESSED_BYTES_MIN;
	const compressible =
		COMPRESSIBLE.test(answer.headers.get("content-type") ?? "") &&
		!answer.headers.has("content-encoding");
	if (compressible) answer.headers.append("vary", "accept-encoding");
	const compressed = compressible && worthIt && answer.body !== null && acceptsGzip(request);
	if (compressed) {
		answer.headers.set("content-encoding", "gzip");
		answer.headers.delete("content-length");
	}
	response.statusCode = answer.status;
	for (const [name, value] of answer.headers)
		if (name !== "set-cookie") response.setHeader(name, value);
	const cookies = answer.headers.getSetCookie();
	if (cookies.length > 0) response.setHeader("set-cookie", cookies);
	if (answer.body === null || request.method === "HEAD") {
		await answer.body?.cancel();
		response.end();
		return;
	}
	const body = Readable.fromWeb(answer.body as ReadableStream);
	await (compressed ? pipeline(body, createGzip(), response) : pipeline(body, response));
}
