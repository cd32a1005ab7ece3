import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openApiDocumentAt } from "../../../app/api/openapi/document.ts";
import { type CutLine, layCutLine } from "../../support/cut-line.ts";
import { createServerDatabase } from "../../support/databases.ts";
import { rawRequest } from "../../support/raw-request.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

describe("what anybody may ask", () => {
	let database: Awaited<ReturnType<typeof createServerDatabase>>;
	let line: CutLine;
	let server: ServerProcess;
	beforeAll(async () => {
		database = await createServerDatabase();
		line = await layCutLine(database.url);
		server = await startServer({ url: line.url });
	});
	afterAll(async () => {
		await server.stop();
		await line.cut();
		await database.drop();
	});
	const ask = async (path: string) => {
		const answer = await fetch(server.origin + path);
		return [answer.status, await answer.text()];
	};

	test("the server says that it is alive, and ready while its database answers (O4)", async () => {
		expect(await ask("/healthz")).toEqual([200, "ok\n"]);
		expect(await ask("/readyz")).toEqual([200, "ready\n"]);
	});

	test("what is only read says so to whoever would write it (C2), and takes no notice of how pages were asked for once", async () => {
		for (const path of ["/healthz", "/readyz", "/openapi.json"]) {
			for (const method of ["PUT", "POST", "DELETE"]) {
				const refused = await fetch(server.origin + path, { method });
				expect([refused.status, refused.headers.get("allow"), await refused.text()]).toEqual([
					405,
					"GET, HEAD",
					"This page can only be read. Use GET or HEAD.\n",
				]);
			}
			expect((await fetch(`${server.origin}${path}?_data=x`)).status).toBe(200);
		}
	});

	test("whoever takes it for a proxy, and names it in full, is answered as well", async () => {
		const { status, body } = await rawRequest(server.origin, "http://calls.example/healthz");
		expect([status, body.toString()]).toEqual([200, "ok\n"]);
	});

	test("it is not ready while the database lacks a migration, and while it has one that this version does not know yet it is (O4)", async () => {
		const sql = postgres(database.url, { max: 1 });
		const [last] =
			await sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations) returning *`;
		expect(await ask("/readyz")).toEqual([503, "the database lacks migrations\n"]);
		for (const hash of [last?.hash, "of a later version"])
			await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${last?.created_at})`;
		expect(await ask("/readyz")).toEqual([200, "ready\n"]);
		await sql.end();
	});

	test("it is alive but not ready while the database is silent or away, and ready again after (O4)", async () => {
		line.silence();
		expect(await ask("/readyz")).toEqual([503, "the database cannot be reached\n"]);
		expect(await ask("/healthz")).toEqual([200, "ok\n"]);
		await line.cut();
		expect(await ask("/readyz")).toEqual([503, "the database cannot be reached\n"]);
		await line.mend();
		await vi.waitUntil(async () => (await ask("/readyz"))[0] === 200, { timeout: 30_000 });
	});

	test("the API's description is public, and sent once to those who keep it (R1, C13)", async () => {
		const address = `${server.origin}/openapi.json`;
		const first = await fetch(address);
		expect([first.status, first.headers.get("content-type")]).toEqual([200, "application/json"]);
		expect(await first.json()).toEqual(
			JSON.parse(JSON.stringify(openApiDocumentAt(server.origin))),
		);
		const etag = first.headers.get("etag")!;
		const again = await fetch(address, { headers: { "if-none-match": etag } });
		expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
		expect((await fetch(address, { headers: { "if-none-match": 'W/"other"' } })).status).toBe(200);
	});
});
