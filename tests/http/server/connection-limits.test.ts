import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertKey } from "../../support/groups.ts";
import { openSocket, readAnswer } from "../../support/raw-socket.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";
import { until } from "../../support/until.ts";

const CREATE = "/engagement/v3/call-in/requests/create";
/** One client's limit, of 5,000 connections in all. */
const ONE_CLIENTS = 500;

let database: TestDatabase;
let server: ServerProcess;
let proxied: ServerProcess;
beforeAll(async () => {
	database = await openTestDatabase("server");
	await insertKey(database, { secret: "a-key" });
	const env = { ADMIN_EMAIL: "ada@example.com", ADMIN_PASSWORD: "correct horse battery" };
	server = await startServer({ url: database.url, env });
	proxied = await startServer({ url: database.url, env: { TRUST_PROXY: "true" } });
});
afterAll(async () => {
	await Promise.all([server.kill(), proxied.kill()]);
	await database.drop();
});

const opened: Socket[] = [];
afterEach(async () => {
	for (const socket of opened.splice(0)) socket.destroy();
	// The server must have dropped them before the next test counts its own.
	for (const { origin } of [server, proxied]) await until(async () => (await get(origin)) === 200);
});

/** Connections from an address of this machine, closed when the test ends. */
async function openMany(
	{ origin }: ServerProcess,
	count: number,
	localAddress = "127.0.0.1",
): Promise<Socket[]> {
	const sockets = Array.from({ length: count }, () =>
		connect({ host: "127.0.0.1", port: Number(new URL(origin).port), localAddress }).on(
			"error",
			() => {},
		),
	);
	opened.push(...sockets);
	await Promise.all(sockets.map((socket) => once(socket, "connect")));
	for (const socket of sockets) socket.resume();
	return sockets;
}

/** A request on its own connection; 0 where the connection closed without an answer. */
async function get(origin: string): Promise<number> {
	const client = await openSocket(origin);
	client.send("GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
	return readAnswer(await client.answer).status;
}

const call = (...headers: string[]) =>
	`POST ${CREATE} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${headers.map((one) => `${one}\r\n`).join("")}content-length: 2\r\n\r\n{}`;

const login = (header: string, size: number) =>
	`POST /login HTTP/1.1\r\nhost: x\r\n${header}content-type: application/x-www-form-urlencoded\r\ncontent-length: ${size}\r\n\r\n`;

/** Sends a call on a kept-alive connection, and waits for its answer. */
async function sendOn(socket: Socket, text: string): Promise<string> {
	socket.write(text);
	const [chunk] = await once(socket, "data");
	return String(chunk).slice(9, 12);
}

const isOpen = (socket: Socket) => !socket.destroyed && !socket.readableEnded;
const openOf = (sockets: Socket[]) => sockets.filter(isOpen).length;

describe("connections that have sent no valid key or session (O7)", () => {
	test("are 500 of one client at most: the one that was idle for the longest makes room, and others do not notice", async () => {
		const first = await openMany(server, 1);
		const idle = await openMany(server, ONE_CLIENTS - 1);
		// Only connections idle for a second make room.
		await until(async () => {
			expect(await get(server.origin)).toSatisfy((status) => status === 200 || status === 503);
			return openOf(first) === 0;
		});
		expect(openOf(idle)).toBeGreaterThan(ONE_CLIENTS - 50);
		const [other] = await openMany(server, 1, "127.0.0.2");
		expect(await sendOn(other!, call("x-api-key: a-key"))).not.toBe("503");
		expect(openOf(idle)).toBeGreaterThan(ONE_CLIENTS - 50);
	});

	test("are refused while a request is under way on all others of the client: with 503, in the form of what was asked, and to come back", async () => {
		// Each has sent the head of a request, without the body.
		for (const socket of await openMany(server, ONE_CLIENTS)) socket.write(login("", 2));
		const refused = await until(async () => {
			const client = await openSocket(server.origin);
			client.send(call("x-api-key: a-key", "connection: close"));
			const answer = readAnswer(await client.answer);
			return answer.status === 503 && answer;
		});
		expect([refused.headers.connection, refused.headers["retry-after"]]).toEqual(["close", "1"]);
		expect(JSON.parse(refused.body).status.code).toBe(50304);
		expect(await get(server.origin)).toBe(503);
	});

	test("do not count any more once a request was found to have a valid key or session; a wrong one changes nothing", async () => {
		// Closed after its answer: kept alive, it would be one more stranger's connection.
		const form = await fetch(`${server.origin}/login`, {
			...{ method: "POST", headers: { connection: "close" } },
			body: new URLSearchParams({ email: "ada@example.com", password: "correct horse battery" }),
			redirect: "manual",
		});
		const cookie = form.headers.getSetCookie()[0]!.split(";", 1)[0]!;
		const known = await openMany(server, 20);
		for (const socket of known.slice(10))
			expect(await sendOn(socket, call("x-api-key: a-key"))).toBe("400");
		for (const socket of known.slice(0, 10))
			expect(
				await sendOn(
					socket,
					`GET /settings/account HTTP/1.1\r\nhost: x\r\ncookie: ${cookie}\r\n\r\n`,
				),
			).toBe("200");
		const wrong = await openMany(server, 1);
		expect(await sendOn(wrong[0]!, call("x-api-key: no-key"))).toBe("401");
		await openMany(server, ONE_CLIENTS - 1);
		await until(async () => {
			await get(server.origin);
			return openOf(wrong) === 0;
		});
		expect(openOf(known)).toBe(20);
	});
});

describe("connections of a trusted proxy (O7)", () => {
	test("are not one client's: the requests under way count for whom it names", async () => {
		await openMany(proxied, ONE_CLIENTS + 100);
		expect(await get(proxied.origin)).toBe(200);
		const slow = await openMany(proxied, ONE_CLIENTS);
		for (const socket of slow) socket.write(login("x-forwarded-for: 203.0.113.9\r\n", 2));
		const [own, neighbour, keyed] = await openMany(proxied, 3);
		// Without a key the answer is 401, until the server has read the heads of the others.
		await until(async () => (await sendOn(own!, call("x-forwarded-for: 203.0.113.9"))) === "503");
		expect(await sendOn(neighbour!, login("x-forwarded-for: 203.0.113.10\r\n", 0))).not.toBe("503");
		expect(await sendOn(keyed!, call("x-forwarded-for: 203.0.113.10", "x-api-key: a-key"))).toBe(
			"400",
		);
	});
});
