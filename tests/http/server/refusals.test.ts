import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CLIENT_LIMITS, type ClientLimits } from "../../../app/http/server/client-limits.server.ts";
import { beginExchange } from "../../../app/http/server/exchange.server.ts";
import { createGuardedServer } from "../../../app/http/server/guarded-server.server.ts";
import type { AnsweredRequest } from "../../../app/platform/log.server.ts";
import { renderMetrics } from "../../../app/platform/metrics.server.ts";
import { refuseBy } from "../../../app/refusals.server.ts";
import { openSocket, readAnswer } from "../../support/raw-socket.ts";

const logged = vi.hoisted(() => {
	// Modules imported by an earlier test file of this process hold the real log.
	vi.resetModules();
	return [] as AnsweredRequest[];
});
vi.mock("../../../app/platform/log.server.ts", async (original) => ({
	...(await original<object>()),
	logRequest: (one: AnsweredRequest) => logged.push(one),
}));

const CREATE = "/engagement/v3/call-in/requests/create";
const CORR_ID = "5f0c2f0e-6c2b-4a39-9a57-0d1f4f6f7b0a";
const SECRET = "4155550132";
const BY_HTTPS = [
	"x-forwarded-proto: https",
	"x-forwarded-for: 203.0.113.9",
	`x-correlation-id: ${CORR_ID}`,
];
const UUID = /^[0-9a-f-]{36}$/;
const SHORT_MS = 150;

const closers: (() => void)[] = [];
afterAll(() => void vi.resetModules());
beforeEach(() => void logged.splice(0));
afterEach(() => {
	for (const close of closers.splice(0)) close();
});

/** The product's server behind one trusted proxy. It never answers accepted requests. */
async function serve(limits: Partial<ClientLimits> = {}): Promise<string> {
	const { server } = createGuardedServer(
		(request, response) => {
			beginExchange(request, response, 1).route = "/a-route";
			request.resume();
		},
		{
			limits: { ...CLIENT_LIMITS, checkEveryMs: 30, ...limits },
			refuse: refuseBy(1),
			trustedProxies: 1,
		},
	);
	closers.push(() => server.close().closeAllConnections());
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const head = (target: string, headers: string[] = [], method = "POST") =>
	`${method} ${target} HTTP/1.1\r\nhost: x\r\n${[...BY_HTTPS, ...headers].map((header) => `${header}\r\n`).join("")}\r\n`;

async function sent(origin: string, ...pieces: string[]): Promise<ReturnType<typeof readAnswer>> {
	const client = await openSocket(origin);
	for (const piece of pieces) client.send(piece);
	return readAnswer(await client.answer);
}

/** The count of a status for a method and route. */
async function counted(method: string, route: string, status: number): Promise<number> {
	const { text } = await renderMetrics({ isDatabaseUp: true, load: null, groups: null });
	const name = `call_in_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"} `;
	const line = text.split("\n").find((one) => one.startsWith(name));
	return Number(line?.slice(name.length) ?? 0);
}

describe("what is refused before any route is asked has a line in the log, and is counted (O4)", () => {
	test.each([
		["an address that is too long", 414, head(`/${SECRET}?${"a".repeat(9000)}`)],
		["too many headers", 431, head(`/${SECRET}`, Array<string>(100).fill(`x-number: ${SECRET}`))],
		["no host", 400, head(`/${SECRET}`).replace("host: x\r\n", "")],
	])(
		"%s: with method, client and correlation ID, which its answer has too, and HSTS where a trusted proxy says HTTPS",
		async (_what, status, bytes) => {
			const before = await counted("POST", "(none)", status);
			const answer = await sent(await serve(), bytes);
			expect(answer.status).toBe(status);
			expect(answer.headers).toMatchObject({
				"strict-transport-security": "max-age=31536000",
				"x-correlation-id": CORR_ID,
			});
			expect(logged).toEqual([
				{ method: "POST", route: "(none)", status, corrId: CORR_ID, client: "203.0.113.9" },
			]);
			expect(await counted("POST", "(none)", status)).toBe(before + 1);
		},
	);

	test.each([
		["no HTTP", 400, `${SECRET}\r\n\r\n`],
		["two lengths", 400, head(`/${SECRET}`, ["content-length: 1", "content-length: 2"])],
		["an address beyond the parser's limit", 414, head(`/${SECRET}${"a".repeat(20_000)}`)],
		[
			"headers beyond the parser's limit",
			431,
			head(`/${SECRET}`, [`cookie: ${SECRET.repeat(2000)}`]),
		],
		["a head that never ends", 408, `POST /${SECRET} HTTP/1.1\r\nhost: x\r\n`],
	])(
		"%s: with nothing of what was sent, since its head was not read, and so without HSTS",
		async (_what, status, bytes) => {
			const before = await counted("other", "(none)", status);
			const answer = await sent(await serve({ headersMs: SHORT_MS, requestMs: 60_000 }), bytes);
			expect(answer.status).toBe(status);
			expect(answer.headers["strict-transport-security"]).toBeUndefined();
			expect(logged).toEqual([
				{ route: "(none)", status, corrId: expect.stringMatching(UUID), client: "127.0.0.1" },
			]);
			expect(answer.headers["x-correlation-id"]).toBe(logged[0]?.corrId);
			expect(await counted("other", "(none)", status)).toBe(before + 1);
		},
	);

	test.each([
		["a body that stops", 408, ["content-length: 10"], "a"],
		["a body that is no chunk", 400, ["transfer-encoding: chunked"], "no chunk\r\n"],
	])(
		"%s: once, as the end of the request that was under way, and with HSTS",
		async (_what, status, headers, body) => {
			const before = await counted("POST", "/a-route", status);
			const origin = await serve({ idleMs: SHORT_MS });
			const answer = await sent(origin, head(CREATE, headers), body);
			expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
			expect([answer.status, JSON.parse(answer.body).status.corrId]).toEqual([status, CORR_ID]);
			await expect.poll(() => logged).toHaveLength(1);
			expect(logged[0]).toMatchObject({
				method: "POST",
				route: "/a-route",
				status,
				corrId: CORR_ID,
				client: "203.0.113.9",
			});
			expect(await counted("POST", "/a-route", status)).toBe(before + 1);
		},
	);
});
