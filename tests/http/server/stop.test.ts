import { once } from "node:events";
import { request } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { keepBusy } from "../../support/busy-clients.ts";
import {
	createServerDatabase,
	openTestDatabase,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { openSocket, readAnswer } from "../../support/raw-socket.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";
import { until } from "../../support/until.ts";

describe("SIGTERM (O3)", () => {
	let database: Awaited<ReturnType<typeof createServerDatabase>>;
	let server: ServerProcess;
	beforeEach(async () => {
		database = await createServerDatabase();
		server = await startServer({ url: database.url });
	});
	afterEach(async () => {
		await server.kill();
		await database.drop();
	});

	test("ends a server with nothing to do at once, with exit code 0, kept-alive connections or not", async () => {
		expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
		expect(await server.stop()).toBe(0);
	});

	test.each(["SIGINT", "SIGHUP"] as const)("%s does the same", async (signal) => {
		process.kill(server.pid, signal);
		expect(await server.ended).toBe(0);
	});

	test("breaks nobody's request: what 16 busy clients on kept-alive connections send is answered, or refused when they connect", async () => {
		const asks = [
			{ method: "GET", path: "/login" },
			{ method: "GET", path: "/favicon.svg" },
			{ method: "GET", path: "/healthz" },
			{
				method: "POST",
				path: "/engagement/v3/call-in/requests/create",
				headers: { "content-type": "application/json" },
				body: "{}",
			},
		];
		const further = await Promise.all([
			startServer({ url: database.url }),
			startServer({ url: database.url }),
		]);
		await Promise.all(
			[server, ...further].map(async (one) => {
				const busy = keepBusy(one.origin, asks, 16);
				await until(async () => busy.count >= 64);
				expect(await one.stop()).toBe(0);
				await busy.ended;
				expect(busy.broken).toEqual([]);
				expect(busy.closing).toBe(16);
			}),
		);
	});

	test("answers what is on its way, all of several requests in a row, and in HTTP/1.0", async () => {
		const clients = [await openSocket(server.origin), await openSocket(server.origin)] as const;
		const [row, old] = clients;
		row.send("GET /favicon.svg HTTP/1.1\r\nhost: x\r\n");
		old.send("GET /healthz HTTP/1.0\r\nconnection: keep-alive\r\n");
		const onTheirWay = setInterval(() => {
			for (const { send } of clients) send("x-more: 1\r\n");
		}, 50);
		const stopped = server.stop();
		await refusesConnections(server.origin);
		clearInterval(onTheirWay);
		row.send(
			`\r\n${["/login", "/favicon.svg", "/healthz"].map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`).join("")}`,
		);
		old.send("\r\n");
		const seen = (await row.answer)
			.match(/HTTP\/1.1 \d+|connection: close/gi)
			?.map((text) => text.toLowerCase());
		expect(seen).toEqual([
			"http/1.1 200",
			"http/1.1 303",
			"http/1.1 200",
			"http/1.1 200",
			"connection: close",
		]);
		expect(readAnswer(await old.answer)).toMatchObject({
			status: 200,
			headers: { connection: "close" },
		});
		expect(await stopped).toBe(0);
	});

	test("is told once, and ends after ten seconds at most: whoever has not sent all until then is refused, and told so", async () => {
		const client = await openSocket(server.origin);
		client.send("POST /login HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n");
		await until(async () => (await fetch(`${server.origin}/healthz`)).ok);
		const stopped = server.stop();
		const began = performance.now();
		const dripping = setInterval(() => client.send("x"), 100);
		await refusesConnections(server.origin);
		for (const signal of ["SIGINT", "SIGTERM"] as const) process.kill(server.pid, signal);
		const answer = readAnswer(await client.answer);
		clearInterval(dripping);
		expect([answer.status, answer.headers.connection, answer.headers["retry-after"]]).toEqual([
			503,
			"close",
			"1",
		]);
		expect(await stopped).toBe(0);
		expect(performance.now() - began).toBeGreaterThan(9000);
	});

	test("lets a request under way finish, and takes no new one meanwhile", async () => {
		// The server has the head and waits for the rest of the body. The request stays under way as
		// long as the test wants.
		const underWay = request(`${server.origin}/login`, {
			method: "POST",
			headers: {
				"content-type": "application/x-www-form-urlencoded",
				"content-length": "20",
				expect: "100-continue",
			},
		});
		underWay.flushHeaders();
		await once(underWay, "continue");
		const stopped = server.stop();
		await refusesConnections(server.origin);
		underWay.end("email=ada&password=x");
		const [answer] = await once(underWay, "response");
		expect(answer.statusCode).toBeLessThan(500);
		expect(answer.headers.connection).toBe("close");
		answer.resume();
		await once(answer, "end");
		expect(await stopped).toBe(0);
	});
});

describe("SIGTERM with STOP_DELAY_SECONDS (O3, O4)", () => {
	let database: TestDatabase;
	let server: ServerProcess;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		server = await startServer({ url: database.url, env: { STOP_DELAY_SECONDS: "5" } });
	});
	afterAll(async () => {
		await server.kill();
		await database.drop();
	});

	test("answers everything while it tells the proxy to go elsewhere, and loses neither a request nor a figure", async () => {
		const groupId = await insertGroupWith(database, "a group", someNumbers(20));
		await insertKey(database, { secret: "a key" });
		const create = async () => {
			const answer = await fetch(`${server.origin}/engagement/v3/call-in/requests/create`, {
				method: "POST",
				headers: { "x-api-key": "a key", "content-type": "application/json" },
				body: '{"groupName":"a group"}',
			});
			return {
				status: answer.status,
				connection: answer.headers.get("connection"),
				id: (await answer.json()).data?.id as string,
			};
		};
		const made = [await create()];
		const stopped = server.stop();
		const readiness = async () => (await fetch(`${server.origin}/readyz`)).text();
		await vi.waitUntil(async () => (await readiness()) === "this process is stopping\n", {
			timeout: 30_000,
			interval: 1,
		});
		expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
		// Eight clients behind a proxy that has not switched away yet. Their requests take a small part
		// of the delay.
		await Promise.all(
			Array.from({ length: 8 }, async () => {
				for (let request = 0; request < 5; request += 1) made.push(await create());
			}),
		);
		expect(await stopped).toBe(0);
		for (const one of made.slice(1))
			expect(one).toMatchObject({ status: 200, connection: "close" });
		const [kept] = await database.query<{ requests: number; counted: number }>(
			`select (select count(*)::integer from requests) as requests,
				(select sum(created)::integer from group_minutes where group_id = $1::uuid) as counted`,
			[groupId],
		);
		expect(kept).toEqual({ requests: made.length, counted: made.length });
	});
});

/** Waits until the server stops listening: the signal takes a moment to arrive. */
async function refusesConnections(origin: string): Promise<void> {
	for (;;) {
		const answer = await fetch(`${origin}/healthz`, { headers: { connection: "close" } }).catch(
			() => null,
		);
		if (answer === null) return;
	}
}
