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
	/** METRICS_TOKEN; without one, only this machine may ask. */
	token: string | undefined;
	measure(): Promise<MeasuredNow>;
};

/**
 * Gives a function that answers /metrics in Prometheus' text format to whoever may read it (R1,
 * O6).
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

/** What a proxy adds; its client may be anywhere. */
const BY_PROXY = /^(?:x-forwarded(?:-.*)?|forwarded|x-real-ip|via)$/;

/**
 * Whether a program on this machine asks, and no proxy on it for somebody elsewhere (O6). Settings
 * that mean a proxy rule that out. Without them, a proxy shows by what it adds, by the host that it
 * passes on, or by HTTP/1.0, which nginx speaks to servers unless told otherwise.
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

/** Compares digests: neither how much of a guess is right nor its length shows in the time. */
function isBearerOf(token: string, request: IncomingMessage): boolean {
	const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
	return timingSafeEqual(digest(given), digest(token));
}
