import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { answerApi } from "../../../app/api/answer.ts";
import { isApiPath } from "../../../app/api/contract/exchange.ts";
import { serveApi } from "../../../app/http/server/api-handler.server.ts";
import { CLIENT_LIMITS, type ClientLimits } from "../../../app/http/server/client-limits.server.ts";
import { createGuardedServer } from "../../../app/http/server/guarded-server.server.ts";
import { servePages } from "../../../app/http/server/page-handler.server.ts";
import { readBody } from "../../../app/http/server/request-body.server.ts";
import { refuseBy } from "../../../app/refusals.server.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertKey } from "../../support/groups.ts";
import { openSocket, readAnswer } from "../../support/raw-socket.ts";

const CREATE = "/engagement/v3/call-in/requests/create";
/** Short enough that a test that waits is quick, and long enough not to matter in the others. */
const SHORT_MS = 150;
const LONG_MS = 60_000;

let database: TestDatabase;
beforeAll(async () => {
	process.env.LOG_LEVEL = "silent";
	database = await openTestDatabase("embedded");
	await insertKey(database, { secret: "a-key" });
});
afterAll(() => database.drop());

const closers: (() => void)[] = [];
afterEach(() => {
	for (const close of closers.splice(0)) close();
});

/**
 * The product's server with a page that reports the size of its input, and `/large`, an answer too
 * large for any buffer on the way.
 */
async function serve(
	limits: Partial<ClientLimits> = {},
): Promise<{ origin: string; nextConnection(): Promise<Socket> }> {
	const api = serveApi((request, exchange) => answerApi(request, database.service, exchange), {
		trustedProxies: 0,
	});
	const pages = servePages(
		async (request) =>
			new URL(request.url).pathname === "/large"
				? new Response(new Uint8Array(64 * 1024 * 1024))
				: new Response(`${(await request.arrayBuffer()).byteLength} bytes`),
		{ trustedProxies: 0 },
	);
	const { server } = createGuardedServer(
		(request, response) => {
			const answered = isApiPath(request.url!)
				? api(request, response, { corrId: randomUUID(), route: "" })
				: pages(request, response);
			answered.catch(() => response.destroy());
		},
		{
			limits: {
				...CLIENT_LIMITS,
				headersMs: LONG_MS,
				requestMs: LONG_MS,
				idleMs: LONG_MS,
				checkEveryMs: 30,
				...limits,
			},
			refuse: refuseBy(0),
			trustedProxies: 0,
		},
	);
	closers.push(() => server.close().closeAllConnections());
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		nextConnection: async () => (await once(server, "connection"))[0],
	};
}

/** The answer to these bytes, until the server closes the connection. */
async function sent(
	origin: string,
	...pieces: (string | Buffer)[]
): Promise<ReturnType<typeof readAnswer>> {
	const client = await openSocket(origin);
	for (const piece of pieces) client.send(piece);
	return readAnswer(await client.answer);
}

const head = (target: string, headers: string[] = [], method = "POST") =>
	`${method} ${target} HTTP/1.1\r\nhost: x\r\n${lines(headers)}\r\n`;
const lines = (headers: string[]) => headers.map((header) => `${header}\r\n`).join("");
const apiHead = (...headers: string[]) =>
	head(CREATE, ["x-api-key: a-key", "content-type: application/json", ...headers]);
const codeOf = ({ body }: { body: string }): number => JSON.parse(body).status.code;

describe("what is too much before the body", () => {
	test("an address of 8 KiB is taken, a longer one refused with 414, within the parser's limit and beyond it", async () => {
		const { origin } = await serve();
		const get = (length: number) =>
			sent(origin, head(`/${"a".repeat(length - 1)}`, ["connection: close"], "GET"));
		expect((await get(8 * 1024)).status).toBe(200);
		for (const length of [8 * 1024 + 1, 15_000, 20_000, 60_000])
			expect([length, (await get(length)).status]).toEqual([length, 414]);
		const inApi = await sent(origin, head(`${CREATE}?${"a".repeat(9000)}`));
		expect([inApi.status, codeOf(inApi)]).toEqual([414, 41401]);
		expect(codeOf(await sent(origin, head(`${CREATE}?${"a".repeat(20_000)}`)))).toBe(41401);
	});

	test("100 headers are taken, one more refused with 431, as are headers of more than 16 KiB", async () => {
		const { origin } = await serve();
		const many = (count: number) => Array.from({ length: count }, (_, index) => `x-${index}: 1`);
		expect((await sent(origin, head("/", [...many(98), "connection: close"], "GET"))).status).toBe(
			200,
		);
		expect((await sent(origin, head("/", many(100), "GET"))).status).toBe(431);
		expect((await sent(origin, head("/", many(3000), "GET"))).status).toBe(431);
		expect((await sent(origin, head("/", [`cookie: ${"c".repeat(17_000)}`], "GET"))).status).toBe(
			431,
		);
		const inApi = await sent(origin, apiHead(`x-long: ${"c".repeat(17_000)}`));
		expect([inApi.status, codeOf(inApi), inApi.headers.connection]).toEqual([431, 43101, "close"]);
		expect(codeOf(await sent(origin, apiHead(...many(100))))).toBe(43101);
	});

	test("headers without an end are cut off, however many there are", async () => {
		const { origin } = await serve();
		const client = await openSocket(origin);
		client.send("GET / HTTP/1.1\r\nhost: x\r\n");
		const line = `x-more: ${"y".repeat(1000)}\r\n`;
		const pour = () => {
			while (client.socket.writable && client.socket.write(line));
		};
		client.socket.on("drain", pour);
		pour();
		expect(readAnswer(await client.answer).status).toBe(431);
	});
});

describe("what is no HTTP", () => {
	test.each([
		["nonsense", "nonsense\r\n\r\n"],
		["no host", "GET / HTTP/1.1\r\n\r\n"],
		["two lengths", head("/", ["content-length: 1", "content-length: 2"])],
		[
			"a length and chunks, as smugglers send them",
			head("/", ["content-length: 4", "transfer-encoding: chunked"]),
		],
		["a negative length", head("/", ["content-length: -1"])],
		["a NUL in a header", head("/", ["x: a\0b"])],
		["a header folded over two lines", head("/", ["x: a\r\n b"])],
		["a space before the colon", head("/", ["x : a"])],
		["a line break in the address", "GET /a\nb HTTP/1.1\r\nhost: x\r\n\r\n"],
		[
			"an address of another server",
			head("http://elsewhere.example/", ["connection: close"], "GET"),
		],
		["an authority", head("elsewhere.example:80", ["connection: close"], "GET")],
		["an asterisk", head("*", ["connection: close"], "OPTIONS")],
		["HTTP/2 without its negotiation", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
		["TLS", Buffer.from("160301020001000201fc0303", "hex")],
		[
			"an address of a user at another server",
			head("http://u@elsewhere.example/", ["connection: close"], "GET"),
		],
		["an address of no server", head("http:///x", ["connection: close"], "GET")],
	])("%s is refused with 400", async (_what, bytes) => {
		expect((await sent((await serve()).origin, bytes)).status).toBe(400);
	});

	test("is refused in the envelope where the path is the API's", async () => {
		const { origin } = await serve();
		const twice = await sent(origin, head(CREATE, ["content-length: 1", "content-length: 2"]));
		expect([twice.status, codeOf(twice), twice.headers["content-type"]]).toEqual([
			400,
			40009,
			"application/json; charset=utf-8",
		]);
		expect(codeOf(await sent(origin, apiHead("transfer-encoding: chunked"), "no chunk\r\n"))).toBe(
			40009,
		);
	});

	test.each([
		["two hosts", ["host: x", "host: y"]],
		["one host twice", ["host: x", "HOST: x"]],
		["a host that a proxy has put together from two", ["host: x, y"]],
		["no host", []],
		["an empty host", ["host:"]],
		...[
			"a/b",
			"u@x",
			"a b",
			"a\tb",
			"a?b",
			"a#b",
			"a%2fb",
			"a\\b",
			"<x>",
			"x:y",
			"x:70000",
			"[::1",
			"::1",
			"1.2.3.400",
			"k\xf6ln",
		].map((host): [string, string[]] => [`the host ${host}`, [`host: ${host}`]]),
	])(
		"%s is refused with 400, in the envelope where the path is the API's (RFC 9112, 3.2)",
		async (_what, hosts) => {
			const { origin } = await serve();
			const asked = (target: string) =>
				sent(
					origin,
					Buffer.from(
						head(target, ["content-length: 0"]).replace("host: x\r\n", lines(hosts)),
						"latin1",
					),
				);
			const [page, api] = [await asked("/login"), await asked(CREATE)];
			expect([page.status, api.status, codeOf(api)]).toEqual([400, 400, 40009]);
		},
	);

	test.each([
		"x",
		"calls.example.com:3000",
		"LOCALHOST.",
		"call_in",
		"127.0.0.1",
		"[::1]:8080",
		"xn--kln-sna.example:",
	])("is not a host such as %s", async (host) => {
		const { origin } = await serve();
		const bytes = head("/", ["connection: close", "content-length: 0"]).replace(
			"host: x",
			`host: ${host}`,
		);
		expect((await sent(origin, bytes)).status).toBe(200);
	});

	test("two hosts are refused in the envelope for an address in full, too", async () => {
		const { origin } = await serve();
		const answer = await sent(origin, head(`http://x${CREATE}`, ["host: x"]));
		expect([answer.status, codeOf(answer)]).toEqual([400, 40009]);
	});

	test("is not HTTP/1.0 without a host, which is older than it; but with two", async () => {
		const { origin } = await serve();
		expect((await sent(origin, "GET / HTTP/1.0\r\n\r\n")).status).toBe(200);
		expect((await sent(origin, "GET / HTTP/1.0\r\nhost: x\r\nhost: x\r\n\r\n")).status).toBe(400);
	});

	test("such as a tunnel through this server, is cut off", async () => {
		expect(
			(await sent((await serve()).origin, head("elsewhere.example:443", [], "CONNECT"))).status,
		).not.toBe(200);
	});
});

describe("who is too slow", () => {
	test("with the headers gets 408, also who sends nothing at all", async () => {
		const { origin } = await serve({ headersMs: SHORT_MS });
		expect((await sent(origin, "GET / HTTP/1.1\r\nhost: x\r\nx-slow: ")).status).toBe(408);
		await sent(origin);
	});

	test("with the body, stops sending, and gets 408", async () => {
		const { origin } = await serve({ idleMs: SHORT_MS });
		expect((await sent(origin, head("/", ["content-length: 10"]), "a")).status).toBe(408);
		expect(
			(await sent(origin, head("/tools/click-to-call-in/import", ["content-length: 10"]), "a"))
				.status,
		).toBe(408);
		const inApi = await sent(origin, apiHead("content-length: 10"), '{"a"');
		expect([inApi.status, codeOf(inApi)]).toEqual([408, 40801]);
	});

	test("with the body, byte by byte, gets 408 when its time is over, to a page and to the API", async () => {
		const late = (request: Parameters<typeof readBody>[0]) => readBody(request, 1000, SHORT_MS);
		const { server } = createGuardedServer(
			(request, response) => void late(request).then((body) => response.end(String(body))),
			{
				limits: CLIENT_LIMITS,
				refuse: refuseBy(0),
				trustedProxies: 0,
			},
		);
		closers.push(() => server.close().closeAllConnections());
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const client = await openSocket(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		client.send(head("/", ["connection: close", "content-length: 1000"]));
		const drip = setInterval(() => client.send("x"), 10);
		expect(readAnswer(await client.answer).body).toContain("too-slow");
		clearInterval(drip);
		// The limit for a whole request also ends a slow upload.
		const { origin } = await serve({ headersMs: SHORT_MS, requestMs: SHORT_MS });
		const upload = await openSocket(origin);
		upload.send(head("/tools/click-to-call-in/import", ["content-length: 100000"]));
		const pouring = setInterval(() => upload.send("x"), 10);
		expect(readAnswer(await upload.answer).status).toBe(408);
		clearInterval(pouring);
	});

	test("to read the answer, is cut off; whoever reads it gets all of it", async () => {
		const { origin, nextConnection } = await serve({ idleMs: SHORT_MS });
		const accepted = nextConnection();
		const client = await openSocket(origin);
		client.socket.pause();
		client.send(head("/large", [], "GET"));
		await once(await accepted, "close");
		client.socket.destroy();
		const read = await fetch(`${(await serve()).origin}/large`);
		expect((await read.arrayBuffer()).byteLength).toBe(64 * 1024 * 1024);
	});

	test("between two requests, is cut off without an answer", async () => {
		const { origin } = await serve({ keepAliveMs: SHORT_MS });
		const client = await openSocket(origin);
		client.send(head("/", ["content-length: 1"]));
		client.send("a");
		expect((await client.answer).match(/HTTP\/1.1/g)).toHaveLength(1);
	});

	test("is not the client where the server takes its time", async () => {
		let answer = () => {};
		const { server } = createGuardedServer(
			(_request, response) => {
				answer = () => response.end("at last");
			},
			{ limits: { ...CLIENT_LIMITS, idleMs: SHORT_MS }, refuse: refuseBy(0), trustedProxies: 0 },
		);
		closers.push(() => server.close().closeAllConnections());
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const client = await openSocket(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		client.send(head("/", ["connection: close"], "GET"));
		const [socket] = await once(server, "timeout");
		expect(socket.destroyed).toBe(false);
		answer();
		expect(await client.answer).toContain("at last");
	});
});

describe("who sends too much", () => {
	test("to a form gets 413 after 1 MiB, and to the API after 64 KiB in the envelope, its length stated or not", async () => {
		const { origin } = await serve();
		const form = Buffer.alloc(1024 * 1024 + 1, "x");
		expect(
			(await sent(origin, head("/", ["connection: close", `content-length: ${form.length}`]), form))
				.status,
		).toBe(413);
		const json = Buffer.alloc(64 * 1024 + 1, "x");
		const stated = await sent(
			origin,
			apiHead("connection: close", `content-length: ${json.length}`),
			json,
		);
		expect([stated.status, codeOf(stated)]).toEqual([413, 41301]);
		const chunk = [`${json.length.toString(16)}\r\n`, json, "\r\n0\r\n\r\n"];
		expect(
			(await sent(origin, apiHead("connection: close", "transfer-encoding: chunked"), ...chunk))
				.status,
		).toBe(413);
	});

	test("opens no more connections than there may be: a further one takes the place of the one that is idle for the longest (O7)", async () => {
		const { origin } = await serve({ connections: 3, connectionsOfAStranger: 10 });
		const served = async () => (await sent(origin, head("/", ["connection: close"], "GET"))).status;
		const [used, idle, other] = [
			await openSocket(origin),
			await openSocket(origin),
			await openSocket(origin),
		];
		used.send(head("/", ["content-length: 1"]));
		used.send("a");
		await once(used.socket, "data");
		expect(await served()).toBe(200);
		expect(await idle.answer).toBe("");
		expect([used, other].map(({ socket }) => socket.readableEnded)).toEqual([false, false]);
	});

	test("finds no room where none of the others waits for its client, and is told so (O7)", async () => {
		const answers: (() => void)[] = [];
		const { server } = createGuardedServer(
			(_request, response) => void answers.push(() => response.end("at last")),
			{
				limits: { ...CLIENT_LIMITS, connections: 2 },
				refuse: refuseBy(0),
				trustedProxies: 0,
			},
		);
		closers.push(() => server.close().closeAllConnections());
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const others = [await openSocket(origin), await openSocket(origin)];
		for (const other of others) other.send(head("/", ["connection: close"], "GET"));
		await expect.poll(() => answers.length).toBe(2);
		const refused = await sent(origin, head("/", [], "GET"));
		expect([refused.status, refused.headers.connection, refused.headers["retry-after"]]).toEqual([
			503,
			"close",
			"1",
		]);
		for (const answer of answers) answer();
		for (const other of others) expect(await other.answer).toContain("at last");
	});
});
