import { type IncomingMessage, request } from "node:http";
import { request as requestByHttps } from "node:https";
import { type ConnectionOptions, connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServerDatabase } from "../../support/databases.ts";
import { findNginx, type Nginx, startNginx } from "../../support/nginx.ts";
import { freePort } from "../../support/postgres-server.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const program = findNginx();
const ANN = { email: "ann@x.example", password: "correct horse battery" };
const CALLER = "14155550132";
const SEARCH = `/call-in?ani=%2B${CALLER}`;
const SECRET = "S3cretTokenOfALink-that-nobody-may-read_0123";
const TOKEN = "a-token-of-twenty-c.";

describe.skipIf(program === null)("behind nginx as docs/operating.md has it", () => {
	let database: Awaited<ReturnType<typeof createServerDatabase>>;
	let server: ServerProcess;
	let nginx: Nginx;
	beforeAll(async () => {
		database = await createServerDatabase();
		server = await startServer({
			url: database.url,
			env: {
				...{ TRUST_PROXY: "true", PUBLIC_URL: "https://calls.example.com", METRICS_TOKEN: TOKEN },
				...{ ADMIN_EMAIL: ANN.email, ADMIN_PASSWORD: ANN.password },
			},
		});
		// The second process is missing: nginx must do with the first.
		nginx = await startNginx(program as string, [
			Number(new URL(server.origin).port),
			await freePort(),
		]);
	});
	afterAll(async () => {
		await nginx.stop();
		await server.stop();
		await database.drop();
	});

	const line = (): ConnectionOptions => ({
		host: "127.0.0.1",
		port: nginx.port,
		servername: "calls.example.com",
		ca: nginx.ca,
	});
	const ask = (
		path: string,
		options: { method?: string; headers?: Record<string, string>; body?: string } = {},
	): Promise<IncomingMessage> =>
		new Promise((resolve, reject) => {
			const { method = "GET", headers = {}, body = "" } = options;
			const sent = requestByHttps({
				...line(),
				path,
				method,
				agent: false,
				headers: { host: "calls.example.com", ...headers },
			});
			sent.on("response", (answer) => resolve(answer.resume())).on("error", reject);
			sent.end(body);
		});
	/** Sends a request exactly as written here. Returns the first line of the answer. */
	const askRaw = (text: string): Promise<string> =>
		new Promise((resolve, reject) => {
			const socket = connect(line(), () => socket.write(text));
			socket.on("error", reject).on("data", (chunk) => {
				socket.destroy();
				resolve(chunk.toString("latin1").split("\r\n", 1)[0]!);
			});
		});

	test("signing in works by HTTPS, with the cookie of this host alone; the metrics are nobody's", async () => {
		const signedIn = await ask("/login", {
			method: "POST",
			headers: {
				origin: "https://calls.example.com",
				"content-type": "application/x-www-form-urlencoded",
			},
			body: new URLSearchParams(ANN).toString(),
		});
		expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, "/"]);
		expect(signedIn.headers["strict-transport-security"]).toBe("max-age=31536000");
		const cookie = signedIn.headers["set-cookie"]![0]!.split(";", 1)[0]!;
		expect(cookie).toMatch(/^__Host-/);
		const referer = `https://calls.example.com${SEARCH}`;
		expect((await ask(SEARCH, { headers: { cookie, referer } })).statusCode).toBe(200);
		expect(
			(await ask("/metrics", { headers: { authorization: `Bearer ${TOKEN}` } })).statusCode,
		).toBe(404);
	});

	test("two hosts are refused, whoever does it", async () => {
		expect(
			await askRaw("GET / HTTP/1.1\r\nhost: calls.example.com\r\nhost: evil.example\r\n\r\n"),
		).toContain(" 400 ");
	});

	test("no log has the number of a search, or the token of a link, whatever comes of the request", async () => {
		const paths = [
			...[
				SEARCH,
				`/setup/${SECRET}`,
				`/SETUP/${SECRET}`,
				`/%73etup/${SECRET}`,
				`//setup/${SECRET}`,
				`/a/../setup/${SECRET}`,
			],
			...[
				`/setup/${SECRET}.data?x=${CALLER}`,
				`/setup%2F${SECRET}`,
				`/nothing?ani=${CALLER}`,
				`/metrics?token=${SECRET}`,
			],
		];
		const headers = { referer: `https://calls.example.com/setup/${SECRET}?ani=${CALLER}` };
		const askAll = () =>
			Promise.all(paths.map(async (path) => (await ask(path, { headers })).statusCode));
		await askAll();
		await askRaw(
			`GET https://calls.example.com/setup/${SECRET}?ani=${CALLER} HTTP/1.1\r\nhost: calls.example.com\r\n\r\n`,
		);
		// Requests that nginx itself refuses: too large, a space in the address, invalid HTTP.
		const tooMuch = `POST /setup/${SECRET}?ani=${CALLER} HTTP/1.1\r\nhost: calls.example.com\r\ncontent-length: 99999999\r\n\r\n`;
		expect(await askRaw(tooMuch)).toContain(" 413 ");
		expect(
			await askRaw(`GET ${SEARCH} ${SECRET} HTTP/1.1\r\nhost: calls.example.com\r\n\r\n`),
		).toContain(" 400 ");
		expect(
			await askRaw(
				`GET /${"a".repeat(9000)}?ani=${CALLER} HTTP/1.1\r\nhost: calls.example.com\r\n\r\n`,
			),
		).toContain(" 414 ");
		await new Promise<void>((resolve, reject) => {
			const plain = request({
				host: "127.0.0.1",
				port: nginx.port,
				path: SEARCH,
				headers,
				agent: false,
			});
			plain
				.on("response", (answer) => resolve(void answer.resume()))
				.on("error", reject)
				.end();
		});
		// Also with no upstream running.
		await server.stop();
		expect((await askAll()).slice(0, -1)).toEqual(paths.slice(1).map(() => 502));
		const logs = nginx.logs();
		for (const [file, text] of Object.entries(logs))
			for (const secret of [CALLER, SECRET, TOKEN])
				expect([file, text.includes(secret) ? secret : ""]).toEqual([file, ""]);
		const own = logs["call_in.log"] ?? "";
		expect(own).toMatch(
			/^127\.0\.0\.1 \[[^\]]+\] "GET \/call-in" 200 \d+ [\d.]+ "127[^"]+" "[^"]*200" [\w-]{36}$/m,
		);
		expect(own).toMatch(/"GET \/setup\/-" 404/);
		expect(own).toMatch(/"GET \/setup\/-" 502 /);
	});
});
