import type { IncomingMessage, ServerResponse } from "node:http";
import { CORRELATION_HEADER } from "../../platform/correlation-id.server.ts";
import { texts } from "../../texts/texts.ts";
import { crossSiteMessage, isCrossSite } from "./cross-site.server.ts";
import type { Exchange } from "./exchange.server.ts";
import { pageBody, pageHeaders, pageUrl } from "./page-request.server.ts";
import { pageTurns } from "./page-turns.server.ts";
import { answerPlainly, answerWithLink } from "./plain-answer.server.ts";
import { clientAddress, type Front, isHttps } from "./proxy.server.ts";
import { discardBody } from "./request-body.server.ts";
import { setSecurityHeaders } from "./security-headers.server.ts";
import { send } from "./send-answer.server.ts";
import { RETRY_AFTER, unavailabilityOf } from "./unavailable.server.ts";

const words = texts.messages.server;

/** Answers a page's request. `context` goes to every loader and action. */
export type WebHandler = (
	request: Request,
	context: { exchange: Exchange | undefined },
) => Promise<Response>;

/** All other methods cannot be in a web Request, or have no page. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/**
 * Health checks are never refused and do not queue behind pages: a supervisor may kill a process
 * that fails them.
 */
const PROBES = new Set(["/healthz", "/readyz"]);
const ONLY_READ = "GET, HEAD";
const READ_AND_SENT_TO = "GET, HEAD, POST";

/**
 * Adapts a web handler to Node's request and response. The body comes in whole, at most 1 MiB,
 * except for uploads. The answer streams out, with gzip if accepted and security headers always.
 * The handler's request is aborted when the client disconnects. Pages take turns, so that API calls
 * do not wait for them (O7). With too many pages waiting, the answer is 503.
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
		if (exchange) asked.headers.set(CORRELATION_HEADER, exchange.corrId);
		if (isCrossSite(asked, front.publicUrl)) {
			const message = crossSiteMessage(front.publicUrl);
			if (front.publicUrl === undefined) return plainly(403, message);
			return answerWithLink(response, 403, message, front.publicUrl, isHttps(request, front));
		}
		// Remix compares Origin with X-Forwarded-Host, which any client can send, and answers 500 for a
		// difference. Origin has already been checked.
		asked.headers.delete("origin");
		const answer = await handle(asked, { exchange });
		// For files and other answers that are not pages.
		const unavailable = answer.status === 500 ? unavailabilityOf(asked) : undefined;
		if (unavailable !== undefined) {
			response.setHeader("retry-after", RETRY_AFTER);
			return plainly(503, unavailable);
		}
		// Read-only files and checks: Remix answers 405 without the Allow header that RFC 9110
		// requires.
		if (answer.status === 405) {
			response.setHeader("allow", ONLY_READ);
			return plainly(405, words.readOnly);
		}
		setSecurityHeaders(answer.headers, url.protocol === "https:");
		// The page's own cookies win, for example when its session has ended.
		if (answer.headers.getSetCookie().length === 0)
			for (const cookie of exchange?.cookies ?? []) answer.headers.append("set-cookie", cookie);
		await send(answer, request, response);
		if (!request.complete) discardBody(request);
	};
}
