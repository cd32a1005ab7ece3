import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveMetrics } from "../../../app/http/server/metrics-handler.server.ts";
import { measureNow } from "../../../app/operations/traffic/measure-now.ts";
import { noteLiveInMinutes } from "../../../db/traffic/group-minutes.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { openSocket, readAnswer } from "../../support/raw-socket.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const KEY = "a-key-to-be-counted";
const TOKEN = "a-token-of-twenty-c.";

describe("who may read the metrics (R1, O6)", () => {
	const servers: Server[] = [];
	afterAll(() => {
		for (const server of servers) server.closeAllConnections();
	});
	type Settings = { token?: string; trustedProxies?: number; publicUrl?: string };

	/** The answer to a client at the socket address `address` that asks for this host. */
	async function asked(
		address: string,
		headers: Record<string, string> = {},
		{ token, trustedProxies = 0, publicUrl }: Settings = {},
		httpVersion = "1.1",
	): Promise<ReturnType<typeof readAnswer>> {
		const measured = { isDatabaseUp: true, load: null, groups: null };
		const metrics = serveMetrics({
			token,
			trustedProxies,
			publicUrl,
			measure: async () => measured,
		});
		const server = createServer((request, response) => {
			Object.defineProperty(request.socket, "remoteAddress", { value: address });
			metrics(request, response).catch(() => response.destroy());
		});
		servers.push(server);
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const client = await openSocket(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		const lines = Object.entries({ host: "localhost", connection: "close", ...headers }).map(
			([name, value]) => `${name}: ${value}\r\n`,
		);
		client.send(`GET /metrics HTTP/${httpVersion}\r\n${lines.join("")}\r\n`);
		return readAnswer(await client.answer);
	}
	const statusFor = async (...given: Parameters<typeof asked>) => (await asked(...given)).status;
	const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

	test.each(["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])(
		"this machine (%s), while no token is set",
		async (address) => {
			expect(await statusFor(address)).toBe(200);
		},
	);

	test.each(["192.0.2.1", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1", ""])(
		"not another machine (%s), whatever it claims",
		async (address) => {
			expect(await statusFor(address)).toBe(403);
			expect(
				await statusFor(address, { "x-forwarded-for": "127.0.0.1" }, { trustedProxies: 1 }),
			).toBe(403);
			expect(await statusFor(address, bearer(TOKEN))).toBe(403);
		},
	);

	test.each([
		...[
			"localhost",
			"LocalHost:3000",
			"localhost.",
			"localhost.:3000",
			"127.0.0.1",
			"127.0.0.1:3000",
			"127.9.8.7",
			"[::1]",
			"[::1]:3000",
		],
		...["[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]:3000", "[::FFFF:7f00:1]"],
	])("by a name of this machine (%s)", async (host) => {
		expect(await statusFor("127.0.0.1", { host })).toBe(200);
	});

	test.each([
		...[
			"calls.example.com",
			"call_in",
			"localhost.example.com",
			"127.0.0.1.example.com",
			"128.0.0.1",
			"10.0.0.1:3000",
			"0.0.0.0",
			"[::]",
		],
		...[
			"[::2]",
			"[::ffff:10.0.0.1]",
			"localhosts",
			"xlocalhost",
			"",
			"localhost@evil.example",
			"evil.example#localhost",
		],
	])(
		"not by another name (%s), which a proxy or a page of elsewhere would bring along",
		async (host) => {
			expect(await statusFor("127.0.0.1", { host })).toBe(403);
		},
	);

	test.each([
		...[
			{ "x-forwarded-for": "203.0.113.9" },
			{ "x-forwarded-for": "127.0.0.1" },
			{ "x-forwarded-for": "" },
			{ forwarded: "for=127.0.0.1" },
		],
		...[
			{ "x-real-ip": "127.0.0.1" },
			{ via: "1.1 proxy" },
			{ "X-Forwarded-Proto": "https" },
			{ "x-forwarded-host": "localhost" },
		],
		...[{ "x-forwarded-server": "x" }, { "X-Forwarded": "for=127.0.0.1" }],
	])("nobody through a proxy on this machine (%j)", async (headers) => {
		expect(await statusFor("127.0.0.1", headers as unknown as Record<string, string>)).toBe(403);
	});

	test("nobody by HTTP/1.0, as a proxy without any settings asks", async () => {
		expect(await statusFor("127.0.0.1", {}, {}, "1.0")).toBe(403);
		expect(await statusFor("127.0.0.1", bearer(TOKEN), { token: TOKEN }, "1.0")).toBe(200);
	});

	test.each<Settings>([
		{ trustedProxies: 1 },
		{ publicUrl: "https://calls.example.com" },
		{ publicUrl: "http://localhost:3000" },
	])(
		"nobody without a token where the settings say that there is more than this machine (%j)",
		async (settings) => {
			expect(await statusFor("127.0.0.1", {}, settings)).toBe(403);
			expect(await statusFor("127.0.0.1", { "x-forwarded-for": "127.0.0.1" }, settings)).toBe(403);
			expect(await statusFor("192.0.2.1", bearer(TOKEN), { ...settings, token: TOKEN })).toBe(200);
		},
	);

	test("whoever is refused is told what to do", async () => {
		const { body } = await asked("192.0.2.1");
		expect(body).toBe("To read the metrics, set METRICS_TOKEN and send it as a bearer token.\n");
	});

	test("whoever has the token, from anywhere, and then nobody without it", async () => {
		expect(
			await statusFor(
				"192.0.2.1",
				{ host: "calls.example.com", ...bearer(TOKEN) },
				{ token: TOKEN },
			),
		).toBe(200);
		expect(await statusFor("127.0.0.1", {}, { token: TOKEN })).toBe(401);
		for (const wrong of ["", TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase()])
			expect(await statusFor("127.0.0.1", bearer(wrong), { token: TOKEN })).toBe(401);
		expect(await statusFor("127.0.0.1", { authorization: TOKEN }, { token: TOKEN })).toBe(401);
	});
});

describe("the metrics of a server (O4)", () => {
	let database: TestDatabase;
	let server: ServerProcess;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		server = await startServer({ url: database.url, env: { METRICS_TOKEN: TOKEN } });
		await insertKey(database, { secret: KEY, scopes: ["create", "match"] });
	});
	afterAll(async () => {
		await server.stop();
		await database.drop();
	});

	const scrape = async (): Promise<string> => {
		const answer = await fetch(`${server.origin}/metrics`, {
			headers: { authorization: `Bearer ${TOKEN}` },
		});
		expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
		return answer.text();
	};
	/** The value of a line, named with all its labels. */
	const value = (text: string, line: string): number =>
		Number(
			text
				.split("\n")
				.find((one) => one.startsWith(`${line} `))
				?.slice(line.length),
		);
	const call = (name: string, body: object) =>
		fetch(`${server.origin}/engagement/v3/call-in/requests/${name}`, {
			method: "POST",
			headers: { "x-api-key": KEY, "content-type": "application/json" },
			body: JSON.stringify(body),
		});

	test("tell requests by route, reservations and matches by outcome, and how much each group is used", async () => {
		await insertGroupWith(database, 'a "group"', someNumbers(3), {
			uniqueDnis: true,
			expirySeconds: 600,
		});
		await insertGroupWith(database, "another", someNumbers(2, 10));
		for (let i = 0; i < 4; i += 1) await call("create", { groupName: 'a "group"' });
		await call("create", { groupName: "nowhere" });
		await call("match", { toPhoneNumber: "+18005559999" });
		await fetch(`${server.origin}/setup/a-secret-token`, { redirect: "manual" });
		await fetch(`${server.origin}/engagement/v3/${"x".repeat(50)}`);
		await fetch(`${server.origin}/favicon.svg`);
		await noteLiveInMinutes(database);
		const text = await scrape();
		const http = (labels: string) =>
			value(text, `call_in_http_request_duration_seconds_count{${labels}}`);
		const create = 'method="POST",route="/engagement/v3/call-in/requests/create"';
		expect([
			http(`${create},status="200"`),
			http(`${create},status="429"`),
			http(`${create},status="400"`),
		]).toEqual([3, 1, 1]);
		expect(http('method="GET",route="/setup/:token",status="404"')).toBe(1);
		expect(http('method="GET",route="/engagement/*",status="404"')).toBe(1);
		expect(http('method="GET",route="(file)",status="200"')).toBe(1);
		expect(value(text, 'call_in_reservations_total{outcome="reserved"}')).toBe(3);
		expect(value(text, 'call_in_reservations_total{outcome="no-number-free"}')).toBe(1);
		expect(value(text, 'call_in_reservations_total{outcome="no-such-group"}')).toBe(1);
		expect(value(text, 'call_in_matches_total{outcome="NOTHING_MATCHED"}')).toBe(1);
		expect(value(text, "call_in_reservation_batch_size_sum")).toBeGreaterThanOrEqual(4);
		expect(value(text, "call_in_groups")).toBe(2);
		const group = '{group="a \\"group\\""}';
		expect([
			value(text, `call_in_group_numbers${group}`),
			value(text, `call_in_group_numbers_in_use${group}`),
		]).toEqual([3, 3]);
		expect(value(text, `call_in_group_live_requests${group}`)).toBe(3);
		expect(value(text, 'call_in_group_numbers_in_use{group="another"}')).toBe(0);
		expect(value(text, "call_in_database_up")).toBe(1);
		expect(value(text, 'call_in_database_connections_max{use="statements"}')).toBe(5);
		expect(value(text, "nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
		expect(value(text, "process_cpu_seconds_total")).toBeGreaterThan(0);
		for (const sent of ["a-secret-token", "xxxxx", "8005559999"]) expect(text).not.toContain(sent);
	});

	test("have no more lines for it, whatever paths and methods clients think of", async () => {
		const visit = async (path: string, method = "GET") =>
			(await fetch(server.origin + path, { method, redirect: "manual" })).text();
		const series = async () =>
			(await scrape()).split("\n").filter((line) => line.startsWith("call_in_http")).length;
		await visit("/nothing/here");
		await visit("/call-in/1");
		await visit("/call-in/1", "DELETE");
		await visit("/call-in/1", "PROPFIND");
		await scrape();
		const before = await series();
		for (let i = 0; i < 10; i += 1) {
			await visit(`/nothing/${i}`);
			await visit(`/call-in/${i}`);
			await visit(`/call-in/${i}`, "DELETE");
			await visit(`/call-in/${i}`, ["MKCOL", "LOCK", "PROPFIND"][i % 3]);
		}
		expect(await series()).toBe(before);
	});
});

test("a database that is away is told as such, and nothing of it", async () => {
	const database = await openTestDatabase("server");
	await insertGroupWith(database, "a group", someNumbers(1));
	const measure = measureNow(database.service);
	expect(await measure()).toMatchObject({
		isDatabaseUp: true,
		groups: { count: 1, told: [{ name: "a group", numbers: 1 }] },
	});
	await database.drop();
	expect(await measure()).toMatchObject({ isDatabaseUp: false, groups: null });
});
