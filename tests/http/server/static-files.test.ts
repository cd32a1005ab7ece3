import { readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServerDatabase } from "../../support/databases.ts";
import { rawRequest } from "../../support/raw-request.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

describe("static files", () => {
	let database: Awaited<ReturnType<typeof createServerDatabase>>;
	let server: ServerProcess;
	const stylesheet = () =>
		`/assets/${readdirSync("build/client/assets").find((name) => name.endsWith(".css"))}`;
	beforeAll(async () => {
		database = await createServerDatabase();
		server = await startServer({ url: database.url });
	});
	afterAll(async () => {
		await server.stop();
		await database.drop();
	});

	test("with a hash in the name are kept for ever, others for an hour", async () => {
		const { headers } = await rawRequest(server.origin, stylesheet());
		expect(headers).toMatchObject({
			"content-type": "text/css; charset=utf-8",
			"cache-control": "public, max-age=31536000, immutable",
			"x-content-type-options": "nosniff",
		});
		expect((await rawRequest(server.origin, "/favicon.svg")).headers["cache-control"]).toBe(
			"public, max-age=3600",
		);
	});

	test("are compressed where that is taken, and not sent again to who has them", async () => {
		const plain = await rawRequest(server.origin, stylesheet());
		const gzipped = await rawRequest(server.origin, stylesheet(), {
			headers: { "accept-encoding": "gzip" },
		});
		expect(gunzipSync(gzipped.body)).toEqual(plain.body);
		expect(gzipped.headers.etag).not.toBe(plain.headers.etag);
		const again = await rawRequest(server.origin, stylesheet(), {
			headers: { "if-none-match": plain.headers.etag! },
		});
		expect(again.status).toBe(304);
		expect(again.body).toHaveLength(0);
	});

	test.each([
		"/../package.json",
		"/assets/../../server/server.cjs",
		"/assets/..%2f..%2fserver%2fserver.cjs",
		"/%2e%2e/package.json",
		"/assets\\..\\..\\server\\server.cjs",
		"/.vite/manifest.json",
		"/package.json",
		"/assets/",
		"/assets/%00",
	])("are only those of the build: %s is none", async (path) => {
		// Like every page that needs a sign-in: the answer does not reveal whether the page exists.
		const { status, body } = await rawRequest(server.origin, path);
		expect([303, 404]).toContain(status);
		expect(body.toString()).not.toMatch(/"name"|"file"|import/);
	});

	test("are not written to: POST is no file's method", async () => {
		expect(
			(await rawRequest(server.origin, "/favicon.svg", { method: "POST" })).body.toString(),
		).not.toContain("<svg");
	});
});
