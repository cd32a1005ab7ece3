import { once } from "node:events";
import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createServerDatabase } from "../support/databases.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";

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

	test("lets a request under way finish, and takes no new one meanwhile", async () => {
		// The server has the head and waits for the rest of the body: a request under way for as long as the test wants.
		const underWay = request(`${server.origin}/login`, {
			method: "POST",
			headers: { "content-type": "application/x-www-form-urlencoded", "content-length": "20", expect: "100-continue" },
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

/** Waits until nobody listens any more: the signal takes a moment to arrive. */
async function refusesConnections(origin: string): Promise<void> {
	for (;;) {
		const answer = await fetch(`${origin}/healthz`, { headers: { connection: "close" } }).catch(() => null);
		if (answer === null) return;
	}
}
