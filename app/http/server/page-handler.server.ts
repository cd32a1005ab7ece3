import type { IncomingMessage, ServerResponse } from "node:http";
import { CORRELATION_HEADER } from "../../platform/correlation-id.server.ts";
import { texts } from "../../texts/texts.ts";
import { CROSS_SITE_MESSAGE, isCrossSite } from "./cross-site.server.ts";
import type { Exchange } from "./exchange.server.ts";
import { pageBody, pageHeaders, pageUrl } from "./page-request.server.ts";
import { pageTurns } from "./page-turns.server.ts";
import { answerPlainly } from "./plain-answer.server.ts";
import { clientAddress, type Front, isHttps } from "./proxy.server.ts";
import { discardBody } from "./request-body.server.ts";
import { setSecurityHeaders } from "./security-headers.server.ts";
import { send } from "./send-answer.server.ts";
import { RETRY_AFTER, unavailabilityOf } from "./unavailable.server.ts";

const words = texts.messages.server;

/** Answers a page's request; `context` goes to all that has a part in it. */
export type WebHandler = (
	request: Request,
	context: { exchange: Exchange | undefined },
) => Promise<Response>;

/** The rest are none that a web Request can carry, or none that a page answers. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/**
 * Never refused, nor behind many pages: whoever is told that a process is not there might end it.
 */
const PROBES = new Set(["/healthz", "/readyz"]);
const ONLY_READ = "GET, HEAD";
const READ_AND_SENT_TO = "GET, HEAD, POST";

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
		if (exchange) asked.headers.set(CORRELATION_HEADER, exchange.corrId);
		if (isCrossSite(asked, front.publicUrl)) return plainly(403, CROSS_SITE_MESSAGE);
		// Remix compares it with X-Forwarded-Host, whoever sent that, and answers 500. It has just been
		// checked.
		asked.headers.delete("origin");
		const answer = await handle(asked, { exchange });
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
