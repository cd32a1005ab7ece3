import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waysIn } from "../../support/api-ways.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const at = (name: string) => `/engagement/v3/call-in/requests/${name}`;
const KEY = "a-key-of-a-test";

describe("the header Idempotency-Key", () => {
	let database: TestDatabase;
	let servers: ServerProcess[];
	let ways: ReturnType<typeof waysIn>;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		const start = () => startServer({ url: database.url, env: { LOG_LEVEL: "error" } });
		servers = await Promise.all([start(), start()]);
		ways = waysIn(database, servers[0]!.origin);
		await insertKey(database, { secret: KEY });
		await insertGroupWith(database, "some", someNumbers(400), {
			uniqueDnis: true,
			expirySeconds: 600,
		});
		await insertGroupWith(database, "full", someNumbers(1, 400), { uniqueDnis: true });
		await database.query(
			"update numbers set busy_until = now() + interval '1 hour' where number = $1",
			someNumbers(1, 400),
		);
	});
	afterAll(async () => {
		await Promise.all((servers ?? []).map((server) => server.stop()));
		await database.drop();
	});
	const headers = (key: string) => ({ "x-api-key": KEY, "idempotency-key": key });

	test("a repeated create gets the whole first answer, marked, on every way; so does a repeated cancel (C7)", async () => {
		for (const [name, way] of Object.entries(ways)) {
			const create = (body: unknown) =>
				way({ path: at("create"), headers: headers(`!~${name}`), body });
			const first = await create('{"groupName":"some","userData":{"a":1,"b":2}}');
			expect(first.headers).not.toHaveProperty("idempotent-replayed");
			const cancel = () =>
				way({
					path: at("cancel"),
					headers: headers(`!~${name}`),
					body: { id: first.body.data.id },
				});
			const cancelled = await cancel();
			expect(cancelled.body.data.state).toBe("Cancelled");
			const second = await create('{ "userData": {"b":2, "a":1.0}, "groupName": "some" }');
			expect(second).toMatchObject({
				status: 200,
				headers: { "idempotent-replayed": "true" },
				body: first.body,
			});
			expect(second.headers["x-correlation-id"]).not.toBe(first.headers["x-correlation-id"]);
			expect(await cancel()).toMatchObject({
				status: 200,
				headers: { "idempotent-replayed": "true" },
				body: cancelled.body,
			});
			expect(await create({ groupName: "some" })).toMatchObject({
				status: 409,
				body: { status: { code: 40901 } },
			});
		}
	});

	test.each(["", "with a space", "ü", "x".repeat(256)])("the key %j is refused", async (key) => {
		for (const way of Object.values({ plainly: ways.plainly })) {
			const answer = await way({
				path: at("create"),
				headers: headers(key),
				body: { groupName: "some" },
			});
			expect(answer).toMatchObject({ status: 400, body: { status: { code: 40004 } } });
		}
	});

	test("a key of 255 characters is accepted; refusals are not remembered, wrong bodies included (C7)", async () => {
		const long = headers("x".repeat(255));
		const create = (groupName: unknown) =>
			ways.byHttp({ path: at("create"), headers: long, body: { groupName } });
		expect((await create(5)).status).toBe(400);
		const full = await create("full");
		expect(full).toMatchObject({ status: 429 });
		expect(Number(full.headers["retry-after"])).toBeGreaterThan(3000);
		expect((await create("some")).status).toBe(200);
	});

	test("of the same calls at once in two processes one reserves, and all get its answer (C7)", async () => {
		const before = await database.query("select 1 from requests", []);
		for (let round = 1; round <= 5; round += 1) {
			const calls = Array.from({ length: 12 }, (_, index) =>
				waysIn(database, servers[index % 2]!.origin).byHttp({
					path: at("create"),
					headers: headers(`twin-${round}`),
					body: { groupName: "some" },
				}),
			);
			const answers = await Promise.all(calls);
			expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
			expect(
				answers.filter((answer) => answer.headers["idempotent-replayed"] === "true"),
			).toHaveLength(11);
			expect(await database.query("select 1 from requests", [])).toHaveLength(
				before.length + round,
			);
		}
	});
});
