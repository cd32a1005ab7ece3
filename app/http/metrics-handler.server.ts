import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type MeasuredNow, renderMetrics } from "../metrics.server.ts";
import { answerPlainly } from "./page-handler.server.ts";
import { clientAddress, isHttps } from "./proxy.server.ts";
import { noPageHeaders } from "./security-headers.server.ts";

type Options = {
	/** METRICS_TOKEN; without one, only this machine may ask. */
	token: string | undefined;
	trustedProxies: number;
	measure(): Promise<MeasuredNow>;
};

/** Gives a function that answers /metrics in Prometheus' text format to whoever may read it (R1). */
export function serveMetrics({ token, trustedProxies, measure }: Options) {
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const byHttps = isHttps(request, trustedProxies);
		const plainly = (status: number, text: string) => answerPlainly(response, status, text, byHttps);
		if (request.method !== "GET" && request.method !== "HEAD") {
			response.setHeader("allow", "GET, HEAD");
			return plainly(405, "Metrics are read with GET.");
		}
		if (token === undefined && !isFromHere(request, trustedProxies))
			return plainly(403, "Metrics are for this machine alone, until METRICS_TOKEN is set.");
		if (token !== undefined && !isBearerOf(token, request)) {
			response.setHeader("www-authenticate", "Bearer");
			return plainly(401, "Send METRICS_TOKEN as a bearer token.");
		}
		const { text, contentType } = await renderMetrics(await measure());
		response.writeHead(200, { "content-type": contentType, "cache-control": "no-store", ...noPageHeaders(byHttps) });
		response.end(request.method === "HEAD" ? undefined : text);
	};
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const FORWARDED = ["x-forwarded-for", "forwarded", "x-real-ip", "via"] as const;

/**
 * Whether somebody on this machine asks, and not a proxy on it for somebody elsewhere. The socket has to say so in any case: what a header
 * says of the client counts only where a trusted proxy wrote it.
 */
function isFromHere(request: IncomingMessage, trustedProxies: number): boolean {
	if (!LOOPBACK.test(request.socket.remoteAddress ?? "")) return false;
	if (FORWARDED.every((name) => request.headers[name] === undefined)) return true;
	return trustedProxies > 0 && request.headers["x-forwarded-for"] !== undefined && LOOPBACK.test(clientAddress(request, trustedProxies));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Compares digests: neither how much of a guess is right nor its length shows in the time. */
function isBearerOf(token: string, request: IncomingMessage): boolean {
	const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
	return timingSafeEqual(digest(given), digest(token));
}
