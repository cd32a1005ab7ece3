import { once } from "node:events";
import {
	createServer,
	type OutgoingHttpHeaders,
	type Server,
	request as startRequest,
} from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { servePages, type WebHandler } from "../../../app/http/server/page-handler.server.ts";
import { rawRequest } from "../../support/raw-request.ts";

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.closeAllConnections();
});

/** A real server whose pages are `handle`. */
async function serve(
	handle: WebHandler,
	{ trustedProxies } = { trustedProxies: 0 },
): Promise<string> {
	const pages = servePages(handle, { trustedProxies });
	const server = createServer((request, response) => {
		pages(request, response).catch(() => response.destroy());
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const page = (body: string, headers: Record<string, string> = {}) =>
	new Response(body, { headers: { "content-type": "text/html; charset=utf-8", ...headers } });
const LONG = "<p>Click-To-Call-In</p>".repeat(200);
const echo: WebHandler = async (request) =>
	Response.json({
		url: request.url,
		address: request.headers.get("x-client-address"),
		bytes: (await request.arrayBuffer()).byteLength,
	});

describe("an answer", () => {
	test("is compressed where the browser takes gzip, and only there", async () => {
		const origin = await serve(async () => page(LONG));
		const gzipped = await rawRequest(origin, "/", {
			headers: { "accept-encoding": "br, gzip;q=0.5" },
		});
		expect(gzipped.headers["content-encoding"]).toBe("gzip");
		expect(gzipped.headers.vary).toContain("accept-encoding");
		expect(gunzipSync(gzipped.body).toString()).toBe(LONG);
		for (const accepted of ["", "br", "gzip;q=0", "gzipped"]) {
			const plain = await rawRequest(origin, "/", { headers: { "accept-encoding": accepted } });
			expect(plain.headers["content-encoding"], accepted).toBeUndefined();
			expect(plain.body.toString()).toBe(LONG);
		}
	});

	test("to HEAD has the headers of GET and no body", async () => {
		const { status, headers, body } = await rawRequest(await serve(async () => page(LONG)), "/", {
			method: "HEAD",
		});
		expect(status).toBe(200);
		expect(headers["content-type"]).toBe("text/html; charset=utf-8");
		expect(body).toHaveLength(0);
	});

	test("keeps several cookies apart", async () => {
		const origin = await serve(async () => {
			const answer = page("");
			answer.headers.append("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
			answer.headers.append("set-cookie", "b=2");
			return answer;
		});
		expect((await rawRequest(origin, "/")).headers["set-cookie"]).toEqual([
			"a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
			"b=2",
		]);
	});

	test("allows no inline script, no frame and no foreign form, and is kept by no cache", async () => {
		const { headers } = await rawRequest(await serve(async () => page("")), "/");
		const policy = headers["content-security-policy"];
		for (const part of [
			"script-src 'self'",
			"style-src 'self'",
			"frame-ancestors 'none'",
			"form-action 'self'",
			"base-uri 'none'",
		])
			expect(policy).toContain(part);
		expect(policy).not.toContain("unsafe");
		expect(headers).toMatchObject({
			"x-content-type-options": "nosniff",
			"referrer-policy": "same-origin",
			"cache-control": "no-store",
		});
		expect(headers["strict-transport-security"]).toBeUndefined();
	});
});

describe("a request", () => {
	test("has the socket's address, whatever it claims itself", async () => {
		const headers = {
			"x-client-address": "198.51.100.1",
			"x-forwarded-for": "198.51.100.2",
			"x-forwarded-proto": "https",
		};
		const { body } = await rawRequest(await serve(echo), "/", { headers });
		expect(JSON.parse(body.toString())).toMatchObject({
			address: "127.0.0.1",
			url: expect.stringMatching(/^http:/),
		});
	});

	test("has the address and scheme that a trusted proxy wrote last", async () => {
		const origin = await serve(echo, { trustedProxies: 1 });
		const { body, headers } = await rawRequest(origin, "/a?b=c", {
			headers: {
				host: "call.example.com",
				"x-forwarded-for": "198.51.100.2, 203.0.113.9",
				"x-forwarded-proto": "https",
			},
		});
		expect(JSON.parse(body.toString())).toMatchObject({
			address: "203.0.113.9",
			url: "https://call.example.com/a?b=c",
		});
		expect(headers["strict-transport-security"]).toBe("max-age=31536000");
	});

	test.each([
		[1, "198.51.100.1, 203.0.113.9", "203.0.113.9"],
		[2, "192.0.2.66, 198.51.100.1, 203.0.113.9", "198.51.100.1"],
		[2, "203.0.113.9", "203.0.113.9"],
		[1, "203.0.113.9:4711", "203.0.113.9"],
		[1, "[2001:db8::1]:4711", "2001:db8::1"],
		[1, "2001:db8::1", "2001:db8::1"],
		[1, "203.0.113.9, unknown", "unknown"],
		[1, "<script>", "unknown"],
		[1, "", "127.0.0.1"],
		[0, "203.0.113.9", "127.0.0.1"],
	])(
		"behind %i proxies with X-Forwarded-For %j is counted as %s",
		async (trustedProxies, forwarded, address) => {
			const { body } = await rawRequest(await serve(echo, { trustedProxies }), "/", {
				headers: { "x-forwarded-for": forwarded },
			});
			expect(JSON.parse(body.toString()).address).toBe(address);
		},
	);

	test("has the host that it names, or that of a trusted proxy; a host that is none is refused", async () => {
		const origin = await serve(echo, { trustedProxies: 1 });
		const asked = (headers: Record<string, string>) =>
			rawRequest(origin, "/", { headers: { host: "call.example.com", ...headers } });
		expect(
			JSON.parse(
				(await asked({ "x-forwarded-host": "evil.example, calls.example" })).body.toString(),
			).url,
		).toBe("http://calls.example/");
		for (const host of ["a/b", "user@a", "a b", "a\tb", "a?b", "a#b"])
			expect([host, (await asked({ "x-forwarded-host": host })).status]).toEqual([host, 400]);
		const spoofed = await rawRequest(await serve(echo), "/", {
			headers: { host: "call.example.com", "x-forwarded-host": "evil.example" },
		});
		expect(JSON.parse(spoofed.body.toString()).url).toBe("http://call.example.com/");
	});

	test("has what the outermost trusted proxy wrote, in one header of a list or in several", async () => {
		const origin = await serve(echo, { trustedProxies: 1 });
		const urlOf = async (headers: OutgoingHttpHeaders) => {
			const { body } = await rawRequest(origin, "/", {
				headers: { host: "call.example.com", ...headers },
			});
			return JSON.parse(body.toString()).url;
		};
		for (const proto of [["http", "https"], "http, https", "http,HTTPS "])
			expect(await urlOf({ "x-forwarded-proto": proto })).toBe("https://call.example.com/");
		for (const proto of [["https", "http"], "https, http", "https, https2", "httpsx"])
			expect(await urlOf({ "x-forwarded-proto": proto })).toBe("http://call.example.com/");
		for (const host of [["evil.example", "calls.example"], "evil.example, calls.example"])
			expect(await urlOf({ "x-forwarded-host": host })).toBe("http://calls.example/");
	});

	test("with a body of 1 MiB is taken, with one byte more refused, its length stated or not", async () => {
		const origin = await serve(echo);
		const mib = Buffer.alloc(1024 * 1024, "x");
		const taken = await rawRequest(origin, "/", { method: "POST", body: mib });
		expect(JSON.parse(taken.body.toString()).bytes).toBe(1024 * 1024);
		expect(
			(
				await rawRequest(origin, "/", {
					method: "POST",
					body: Buffer.concat([mib, mib.subarray(0, 1)]),
				})
			).status,
		).toBe(413);
		expect(
			(await rawRequest(origin, "/", { method: "POST", body: [mib, mib.subarray(0, 1)] })).status,
		).toBe(413);
	});

	test("to an upload page is handed on as it comes, however long", async () => {
		const body = [Buffer.alloc(3 * 1024 * 1024, "x")];
		const answer = await rawRequest(
			await serve(echo),
			"/tools/click-to-call-in/some-group/import",
			{ method: "POST", body },
		);
		expect(JSON.parse(answer.body.toString()).bytes).toBe(3 * 1024 * 1024);
	});

	test("for an address of elsewhere stays on this origin, or is refused", async () => {
		const origin = await serve(echo);
		const { body } = await rawRequest(origin, "//elsewhere.example/x");
		expect(new URL(JSON.parse(body.toString()).url).origin).toBe(origin);
		expect((await rawRequest(origin, "http://elsewhere.example/x")).status).toBe(400);
		for (const host of ["user@localhost", "localhost/x", "local host"])
			expect((await rawRequest(origin, "/", { headers: { host } })).status, host).toBe(400);
	});

	test("with a method that no page knows is refused", async () => {
		expect((await rawRequest(await serve(echo), "/", { method: "TRACE" })).status).toBe(501);
	});

	test("is aborted for the page when the client goes away", async () => {
		let aborted: Promise<unknown> | undefined;
		let arrived = () => {};
		const arrival = new Promise<void>((resolve) => {
			arrived = resolve;
		});
		const origin = await serve(async (request) => {
			aborted = once(request.signal, "abort");
			arrived();
			await aborted;
			return page("");
		});
		const sent = startRequest(origin).on("error", () => {});
		sent.end();
		await arrival;
		sent.destroy();
		await aborted;
	});
});
