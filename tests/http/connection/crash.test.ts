import { afterEach, describe, expect, test } from "vitest";
import { createEmbeddedDirectory } from "../../support/databases.ts";
import { startServer } from "../../support/server-process.ts";

const ADMINISTRATOR = { ADMIN_EMAIL: "ada@example.com", ADMIN_PASSWORD: "correct horse battery" };

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describe("kill -9 of a server on the embedded database", () => {
	test("loses nothing that was acknowledged, and the server starts again, many times over", async () => {
		const { dataDir, drop } = createEmbeddedDirectory();
		cleanUps.push(drop);
		const sessions: string[] = [];
		for (let round = 0; round < 3; round += 1) {
			const server = await startServer({ dataDir, env: ADMINISTRATOR });
			cleanUps.push(() => server.kill());
			for (const cookie of sessions) expect(await isSignedIn(server.origin, cookie)).toBe(true);
			// Writes are under way when the process dies. Only acknowledged ones count.
			const enough = sessions.length + 4;
			await new Promise<void>((resolve, reject) => {
				const write = async () => {
					for (;;) {
						sessions.push(await signIn(server.origin));
						if (sessions.length >= enough) resolve();
					}
				};
				for (let writer = 0; writer < 4; writer += 1) write().catch(reject);
			});
			await server.kill();
		}
		const server = await startServer({ dataDir, env: ADMINISTRATOR });
		cleanUps.push(() => server.kill());
		for (const cookie of sessions) expect(await isSignedIn(server.origin, cookie)).toBe(true);
		expect(await isSignedIn(server.origin, "call_in_session=nobody")).toBe(false);
	});
});

async function signIn(origin: string): Promise<string> {
	const body = new URLSearchParams({
		email: ADMINISTRATOR.ADMIN_EMAIL,
		password: ADMINISTRATOR.ADMIN_PASSWORD,
	});
	const answer = await fetch(`${origin}/login`, { method: "POST", body, redirect: "manual" });
	const cookie = answer.headers.getSetCookie().find((line) => line.startsWith("call_in_session="));
	if (cookie === undefined) throw new Error(`Not signed in: ${answer.status}`);
	return cookie.split(";", 1)[0]!;
}

async function isSignedIn(origin: string, cookie: string): Promise<boolean> {
	return (
		(await fetch(`${origin}/tools/click-to-call-in`, { headers: { cookie }, redirect: "manual" }))
			.status === 200
	);
}
