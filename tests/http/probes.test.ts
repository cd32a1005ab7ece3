import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "../../app/api/openapi/document.ts";
import { createServerDatabase } from "../support/databases.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";

describe("what anybody may ask", () => {
	let database: Awaited<ReturnType<typeof createServerDatabase>>;
	let server: ServerProcess;
	beforeAll(async () => {
		database = await createServerDatabase();
		server = await startServer({ url: database.url });
	});
	afterAll(async () => {
		await server.stop();
		await database.drop();
	});

	test("the server says that it is alive, and ready while its database answers (O4)", async () => {
		expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
		expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
	});

	test("the API's description is public, and sent once to those who keep it (R1, C13)", async () => {
		const address = `${server.origin}/openapi.json`;
		const first = await fetch(address);
		expect([first.status, first.headers.get("content-type")]).toEqual([200, "application/json"]);
		expect(await first.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
		const etag = first.headers.get("etag")!;
		const again = await fetch(address, { headers: { "if-none-match": etag } });
		expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
		expect((await fetch(address, { headers: { "if-none-match": 'W/"other"' } })).status).toBe(200);
	});
});
