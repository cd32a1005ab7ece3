import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as build from "virtual:remix/server-build";
import { createRequestHandler } from "@remix-run/node";
import { answerApi } from "./app/api/answer.ts";
import { isApiPath, isMisdirected } from "./app/api/contract/exchange.ts";
import { answerPhoneSystem, isPhoneSystemPath } from "./app/doors/serving/answer-phone-system.ts";
import { serveApi } from "./app/http/server/api-handler.server.ts";
import { CLIENT_LIMITS } from "./app/http/server/client-limits.server.ts";
import type { Connection } from "./app/http/server/connections.server.ts";
import { beginExchange, type Exchange } from "./app/http/server/exchange.server.ts";
import { gracefulStop } from "./app/http/server/graceful-stop.server.ts";
import { createGuardedServer } from "./app/http/server/guarded-server.server.ts";
import { takeAbsoluteTarget } from "./app/http/server/host.server.ts";
import { serveMetrics } from "./app/http/server/metrics-handler.server.ts";
import { servePages } from "./app/http/server/page-handler.server.ts";
import { pageTurns } from "./app/http/server/page-turns.server.ts";
import { answerPlainly } from "./app/http/server/plain-answer.server.ts";
import { isHttps } from "./app/http/server/proxy.server.ts";
import { NOWHERE, routePatterns } from "./app/http/server/route-patterns.server.ts";
import { serveStaticFiles } from "./app/http/server/static-files.server.ts";
import { measureNow } from "./app/operations/traffic/measure-now.ts";
import { CORRELATION_HEADER } from "./app/platform/correlation-id.server.ts";
import { getEnv } from "./app/platform/env.server.ts";
import { logError, logWhatNodePrints } from "./app/platform/log.server.ts";
import { measureProcess } from "./app/platform/metrics.server.ts";
import { refuseBy } from "./app/refusals.server.ts";
import { CannotListenError, whatTheOperatorCanMend } from "./app/start-failures.server.ts";
import { readyLines, startUp, writeStatistics } from "./app/start-up.server.ts";

const METRICS_PATH = "/metrics";
/** One route for all static files. */
const FILES = "(file)";

async function startServing(): Promise<void> {
	const env = getEnv();
	logWhatNodePrints();
	const started = await startUp();
	const { service } = started;
	const front = { trustedProxies: env.TRUST_PROXY, publicUrl: env.PUBLIC_URL };
	const files = serveStaticFiles("build/client", front);
	const pages = servePages(createRequestHandler(build, "production"), front);
	const api = serveApi((request, exchange) => answerApi(request, service, exchange), front);
	const phoneSystems = serveApi(
		(request, exchange) => answerPhoneSystem(request, service, exchange),
		front,
	);
	const metrics = serveMetrics({
		token: env.METRICS_TOKEN,
		...front,
		measure: measureNow(service),
	});
	const patternOf = routePatterns(build.routes);
	measureProcess();

	const answer = async (
		request: IncomingMessage,
		response: ServerResponse,
		exchange: Exchange,
	): Promise<void> => {
		takeAbsoluteTarget(request);
		const pathname = request.url!.split("?", 1)[0]!;
		if (isApiPath(pathname)) {
			pageTurns.noteCall();
			return api(request, response, exchange);
		}
		if (isPhoneSystemPath(pathname)) {
			pageTurns.noteCall();
			return phoneSystems(request, response, exchange);
		}
		response.setHeader(CORRELATION_HEADER, exchange.corrId);
		if (pathname === METRICS_PATH) {
			exchange.route = METRICS_PATH;
			return metrics(request, response);
		}
		exchange.route = FILES;
		if (files(request, response, pathname)) return;
		const pattern = patternOf(pathname);
		if (isMisdirected(pathname, request.headers, pattern !== NOWHERE))
			return api(request, response, exchange);
		exchange.route = pattern;
		await pages(request, response, exchange);
	};
	const listener = (
		request: IncomingMessage,
		response: ServerResponse,
		connection: Connection,
	): void => {
		const exchange = beginExchange(request, response, env.TRUST_PROXY, connection);
		answer(request, response, exchange).catch((error) => fail(error, request, response, exchange));
	};
	const guarded = createGuardedServer(listener, {
		limits: CLIENT_LIMITS,
		refuse: refuseBy(env.TRUST_PROXY, env.PUBLIC_URL),
		...front,
	});
	const { server } = guarded;
	const stop = gracefulStop(guarded, env.STOP_DELAY_SECONDS * 1000);

	await new Promise<void>((resolve, reject) =>
		server.once("error", reject).listen(env.PORT, env.HOST, resolve),
	).catch(async (cause) => {
		await service.database.close();
		throw new CannotListenError("The server cannot listen.", { cause });
	});
	let isEnding = false;
	const end = async () => {
		// A second signal has no effect.
		if (isEnding) return;
		isEnding = true;
		await stop();
		await writeStatistics(service);
		await service.database.close();
		process.exit(0);
	};
	for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, end);

	// Printed after the signal handlers are set: a supervisor that reads the line may stop the
	// process at once.
	const { port } = server.address() as AddressInfo;
	process.stdout.write(readyLines(`http://${hostName(env.HOST)}:${port}`, started));
}

/**
 * Handles errors that the pages and the API did not answer themselves. A client's disconnect is not
 * an error. No client sees internal details.
 */
function fail(
	error: unknown,
	request: IncomingMessage,
	response: ServerResponse,
	{ route, corrId }: Exchange,
): void {
	if (response.destroyed || request.socket.destroyed) return;
	logError(error, { method: request.method, route, corrId });
	if (response.headersSent) return void response.destroy();
	response.setHeader(CORRELATION_HEADER, corrId);
	const { TRUST_PROXY, PUBLIC_URL } = getEnv();
	const byHttps = isHttps(request, { trustedProxies: TRUST_PROXY, publicUrl: PUBLIC_URL });
	answerPlainly(response, 500, "Something went wrong here. Please try again.", byHttps);
}

const EVERYWHERE_OR_HERE = new Set(["127.0.0.1", "0.0.0.0", "::", "::1"]);

function hostName(host: string): string {
	if (EVERYWHERE_OR_HERE.has(host)) return "localhost";
	return host.includes(":") ? `[${host}]` : host;
}

/** Serves until a signal ends the process. A start that fails ends it with code 1. */
export function serve(): void {
	startServing().catch((error) => {
		const line = whatTheOperatorCanMend(error);
		if (line === undefined) logError(error, {}, "The server could not start");
		console.error(
			line ?? "The server could not start, by no fault of its settings; the log says where.",
		);
		process.exit(1);
	});
}
