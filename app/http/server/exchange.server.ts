import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { CORRELATION_HEADER, correlationId } from "../../platform/correlation-id.server.ts";
import { logRequest } from "../../platform/log.server.ts";
import { noteRequest } from "../../platform/metrics.server.ts";
import type { Refused } from "./guarded-server.server.ts";
import { clientAddress } from "./proxy.server.ts";

/** Facts of a request and its answer, for the log and the metrics. */
export type Exchange = {
	/** Sent by the client or generated. Returned in the answer. */
	readonly corrId: string;
	/** A pattern such as /call-in/:requestId, or one of a few fixed names. */
	route: string;
	/** The API key or signed-in user, once known. */
	keyId?: string | undefined;
	userId?: string | undefined;
	/** `Set-Cookie` headers for an answer that sets none itself. */
	cookies?: readonly string[];
	/** The request's connection, marked as known once the key or session is valid. */
	readonly connection?: { becomeKnown(): void } | undefined;
};

// Extra arguments of loaders and actions. Remix copies the arguments for each loader, but they
// share one context. The context is absent outside our server.
declare module "@remix-run/server-runtime" {
	interface AppLoadContext {
		exchange?: Exchange | undefined;
	}
}

/** The route of answers given before routing. */
const NO_ROUTE = "(none)";
/** The client disconnected before the whole answer was sent. */
const CLIENT_GONE = 499;

/** Starts to track a request. Its answer is counted and logged at the end. */
export function beginExchange(
	request: IncomingMessage,
	response: ServerResponse,
	trustedProxies: number,
	connection?: Exchange["connection"],
): Exchange {
	const began = performance.now();
	const method = request.method ?? "GET";
	// A closed socket no longer has its address.
	const client = clientAddress(request, trustedProxies);
	const exchange: Exchange = { corrId: corrIdOf(request), route: NO_ROUTE, connection };
	response.on("close", () => {
		const ms = performance.now() - began;
		const { route, keyId, userId } = exchange;
		const refusal = refusals.get(response);
		const corrId = refusal?.corrId ?? exchange.corrId;
		const status =
			refusal?.status ?? (response.writableFinished ? response.statusCode : CLIENT_GONE);
		noteRequest(method, route, status, ms / 1000);
		logRequest({
			method,
			route,
			status,
			ms: Math.round(ms * 10) / 10,
			corrId,
			keyId,
			userId,
			client,
		});
	});
	return exchange;
}

/**
 * Refusals of requests whose exchange was under way. Node's response was never started, so its
 * status is meaningless.
 */
const refusals = new WeakMap<ServerResponse, { status: number; corrId: string }>();

/**
 * Counts and logs a refusal: as the end of its exchange if there is one, else as a request without
 * a route and with the known facts only. An unread head gives neither a method nor a client behind
 * a proxy. Nothing that the client sent is logged. Returns the correlation ID.
 */
export function noteRefusal(
	{ status, socket, request, response }: Refused,
	trustedProxies: number,
): string {
	const corrId = corrIdOf(request);
	if (response !== undefined) {
		refusals.set(response, { status, corrId });
		return corrId;
	}
	const method = request?.method;
	const client =
		request === undefined
			? ((socket as Socket).remoteAddress ?? "")
			: clientAddress(request, trustedProxies);
	noteRequest(method, NO_ROUTE, status, 0);
	logRequest({ method, route: NO_ROUTE, status, corrId, client });
	return corrId;
}

function corrIdOf(request: IncomingMessage | undefined): string {
	const given = request?.headers[CORRELATION_HEADER];
	return correlationId(typeof given === "string" ? given : undefined);
}
