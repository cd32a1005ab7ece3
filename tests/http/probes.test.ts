import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
});
