import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { CORRELATION_HEADER, correlationId } from "../../platform/correlation-id.server.ts";
import { logRequest } from "../../platform/log.server.ts";
import { noteRequest } from "../../platform/metrics.server.ts";
import type { Refused } from "./guarded-server.server.ts";
import { clientAddress } from "./proxy.server.ts";

/** What is known of a request and its answer: for its line in the log, and for the metrics. */
export type Exchange = {
	/** Given by the client or made; told in the answer. */
	readonly corrId: string;
	/** A pattern such as /call-in/:requestId, or a name out of few. */
	route: string;
	/** The API key, or the signed-in user, once they are known. */
	keyId?: string | undefined;
	userId?: string | undefined;
	/** `Set-Cookie` for the answer, where that sets none itself. */
	cookies?: readonly string[];
	/** What it came by: told once the key or the session was found valid. */
	readonly connection?: { becomeKnown(): void } | undefined;
};

// What loaders and actions get beside the request: each has a copy of that, but one and the same
// context. None where no server of ours has taken the request in.
declare module "@remix-run/server-runtime" {
	interface AppLoadContext {
		exchange?: Exchange | undefined;
	}
}

/** The route of whatever is answered before any route was looked for. */
const NO_ROUTE = "(none)";
/** A client that went away before its whole answer was on its way. */
const CLIENT_GONE = 499;

/** Begins to watch a request: when it has been answered, it is counted and logged. */
export function beginExchange(
	request: IncomingMessage,
	response: ServerResponse,
	trustedProxies: number,
	connection?: Exchange["connection"],
): Exchange {
	const began = performance.now();
	const method = request.method ?? "GET";
	// The socket forgets its address when it closes.
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
 * What was refused while its exchange was under way: Node's answer was never begun, so it does not
 * tell.
 */
const refusals = new WeakMap<ServerResponse, { status: number; corrId: string }>();

/**
 * Sees to it that a refusal is counted and logged: as the end of its exchange, else as one without
 * a route, with no more than is known. A head that was not read tells neither the method nor a
 * client behind a proxy, and nothing that was sent is repeated. Gives the correlation ID.
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
