import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type MeasuredNow, renderMetrics } from "../../platform/metrics.server.ts";
import { texts } from "../../texts/texts.ts";
import { isLoopbackAddress, isLoopbackHost } from "./host.server.ts";
import { answerPlainly } from "./plain-answer.server.ts";
import { type Front, isHttps } from "./proxy.server.ts";
import { noPageHeaders } from "./security-headers.server.ts";

const words = texts.messages.server.metrics;

type Options = Front & {
	/** Unset: only this machine may read the metrics. */
	token: string | undefined;
	measure(): Promise<MeasuredNow>;
};

/**
 * Gives a handler for /metrics in Prometheus' text format, for authorised readers only (R1, O6).
 */
export function serveMetrics({ token, measure, ...front }: Options) {
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const byHttps = isHttps(request, front);
		const plainly = (status: number, text: string) =>
			answerPlainly(response, status, text, byHttps);
		if (request.method !== "GET" && request.method !== "HEAD") {
			response.setHeader("allow", "GET, HEAD");
			return plainly(405, words.onlyGet);
		}
		if (token === undefined && !isFromHere(request, front)) return plainly(403, words.tokenNotSet);
		if (token !== undefined && !isBearerOf(token, request)) {
			response.setHeader("www-authenticate", "Bearer");
			return plainly(401, words.tokenWrong);
		}
		const { text, contentType } = await renderMetrics(await measure());
		response.writeHead(200, {
			"content-type": contentType,
			"cache-control": "no-store",
			...noPageHeaders(byHttps),
		});
		response.end(request.method === "HEAD" ? undefined : text);
	};
}

/** Headers added by proxies. The client of a proxy may be anywhere. */
const BY_PROXY = /^(?:x-forwarded(?:-.*)?|forwarded|x-real-ip|via)$/;

/**
 * Whether the client is a program on this machine, and not a local proxy that forwards for a remote
 * client (O6). Settings that imply a proxy rule a local client out. Without those settings, three
 * signs give a proxy away: its added headers, a forwarded host, or HTTP/1.0, nginx's default
 * towards its servers.
 */
function isFromHere(request: IncomingMessage, { trustedProxies, publicUrl }: Front): boolean {
	if (trustedProxies > 0 || publicUrl !== undefined || request.httpVersion === "1.0") return false;
	if (
		!isLoopbackAddress(request.socket.remoteAddress ?? "") ||
		!isLoopbackHost(request.headers.host)
	)
		return false;
	return !Object.keys(request.headers).some((name) => BY_PROXY.test(name));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Compares digests, so that the time leaks neither the token's length nor a partial match. */
function isBearerOf(token: string, request: IncomingMessage): boolean {
	const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
	return timingSafeEqual(digest(given), digest(token));
}
