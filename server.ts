import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as build from "virtual:remix/server-build";
import { createRequestHandler } from "@remix-run/node";
import { answerApi } from "./app/api/answer.ts";
import { isApiPath } from "./app/api/exchange.ts";
import { getEnv } from "./app/env.server.ts";
import { serveApi } from "./app/http/api-handler.server.ts";
import { gracefulStop } from "./app/http/graceful-stop.server.ts";
import { answerPlainly, servePages } from "./app/http/page-handler.server.ts";
import { serveStaticFiles } from "./app/http/static-files.server.ts";
import { logError } from "./app/log.server.ts";
import { readyLines, startUp, whatTheOperatorCanMend, writeStatistics } from "./app/start-up.server.ts";

const HEADERS_MS_MAX = 15_000;
const REQUEST_MS_MAX = 120_000;
/** Longer than the minute after which proxies commonly drop an idle connection: the proxy, not we, should be the one to close. */
const KEEP_ALIVE_MS = 65_000;

async function main(): Promise<void> {
	const env = getEnv();
	const started = await startUp();
	const { database } = started;
	const files = serveStaticFiles("build/client");
	const pages = servePages(createRequestHandler(build, "production"), { trustProxy: env.TRUST_PROXY });
	const api = serveApi((request) => answerApi(request, database), { trustProxy: env.TRUST_PROXY });

	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const pathname = (request.url ?? "/").split("?", 1)[0]!;
		if (isApiPath(pathname)) return api(request, response);
		if (!files(request, response, pathname)) await pages(request, response);
	};
	const server = createServer({ headersTimeout: HEADERS_MS_MAX, requestTimeout: REQUEST_MS_MAX, keepAliveTimeout: KEEP_ALIVE_MS });
	const stop = gracefulStop(server);
	server.on("request", (request: IncomingMessage, response: ServerResponse) => {
		answer(request, response).catch((error) => fail(error, request, response));
	});

	await new Promise<void>((resolve, reject) => server.once("error", reject).listen(env.PORT, env.HOST, resolve)).catch(async (error) => {
		await database.close();
		throw error;
	});
	const { port } = server.address() as AddressInfo;
	process.stdout.write(readyLines(`http://${hostName(env.HOST)}:${port}`, started));

	for (const signal of ["SIGTERM", "SIGINT"] as const)
		process.on(signal, async () => {
			await stop();
			await writeStatistics(database);
			await database.close();
			process.exit(0);
		});
}

/** What the pages and the API did not answer themselves. A client that went away is no error; and none is told what went wrong inside. */
function fail(error: unknown, request: IncomingMessage, response: ServerResponse): void {
	if (response.destroyed || request.socket.destroyed) return;
	logError(error, { method: request.method, path: request.url?.split("?", 1)[0] });
	if (response.headersSent) response.destroy();
	else answerPlainly(response, 500, "Something went wrong here. Please try again.");
}

const EVERYWHERE_OR_HERE = new Set(["127.0.0.1", "0.0.0.0", "::", "::1"]);

function hostName(host: string): string {
	if (EVERYWHERE_OR_HERE.has(host)) return "localhost";
	return host.includes(":") ? `[${host}]` : host;
}

main().catch((error) => {
	console.error(whatTheOperatorCanMend(error) ?? error);
	process.exit(1);
});
