import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { Browserless } from "../../support/browserless.ts";
import { ADMINISTRATOR, GROUPS } from "../../support/config-site.ts";
import { asProcess, createServerDatabase, type Process } from "../../support/databases.ts";
import { pressApply, readPage, sendFile, signInAt } from "../../support/import-site.ts";
import {
	findPgBouncer,
	keepsPreparedStatements,
	type PgBouncer,
	startPgBouncer,
} from "../../support/pgbouncer.ts";
import { insertRequest } from "../../support/records.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const KEY = "a-key-through-pgbouncer";
const program = findPgBouncer();
const WAYS = [
	{ name: "without prepared statements", prepare: false, isPossible: program !== null },
	{
		name: "with its own prepared statements",
		prepare: true,
		isPossible: program !== null && keepsPreparedStatements(program),
	},
];

describe.each(WAYS.filter(({ isPossible }) => isPossible))(
	"behind PgBouncer in transaction mode, $name (O2)",
	({ prepare }) => {
		let direct: Awaited<ReturnType<typeof createServerDatabase>>;
		let bouncer: PgBouncer;
		let servers: ServerProcess[];
		let database: Process;
		let sql: postgres.Sql;
		let browser: Browserless;
		beforeAll(async () => {
			// Blank: the processes all create their tables through it at once.
			direct = await createServerDatabase({ migrated: false });
			bouncer = await startPgBouncer(program as string, direct.url, {
				preparedStatements: prepare ? 200 : 0,
			});
			const env = {
				DATABASE_PREPARE: String(prepare),
				BOOTSTRAP_API_KEY: KEY,
				ADMIN_EMAIL: ADMINISTRATOR.email,
				ADMIN_PASSWORD: ADMINISTRATOR.password,
			};
			servers = await Promise.all([1, 2].map(() => startServer({ url: bouncer.url, env })));
			database = asProcess(
				await openDatabase({ url: bouncer.url, dataDir: "", prepare, connections: 4 }),
			);
			sql = postgres(direct.url, { max: 2 });
			browser = await new Browserless(servers[0]!.origin).signIn(ADMINISTRATOR);
		});
		afterAll(async () => {
			for (const server of servers) expect(await server.stop()).toBe(0);
			await database.close();
			await sql.end();
			await bouncer.stop();
			await direct.drop();
		});

		let calls = 0;
		/** An API call, to the servers in turn. */
		async function call(name: string, body: object, headers: Record<string, string> = {}) {
			calls += 1;
			const answer = await fetch(
				`${servers[calls % 2]!.origin}/engagement/v3/call-in/requests/${name}`,
				{
					method: "POST",
					headers: { "x-api-key": KEY, "content-type": "application/json", ...headers },
					body: JSON.stringify(body),
				},
			);
			const { data } = (await answer.json()) as { data?: Record<string, string | number> };
			return { status: answer.status, data, replayed: answer.headers.get("idempotent-replayed") };
		}
		const atOnce = <T>(howMany: number, work: () => Promise<T>) =>
			Promise.all(Array.from({ length: howMany }, work));

		test("groups are made and changed by the pages, and a pool imported", async () => {
			await browser.open(`${GROUPS}/new`);
			await browser.press("Save Group", {
				fill: {
					"Group Name": "a group",
					"New DNIS": "+18005555500",
					"Do not reuse DNIS for concurrent requests": true,
					"Expiry (seconds)": "600",
				},
			});
			const groupId = browser.page.url.pathname.split("/").at(-1) as string;
			const site = { origin: servers[1]!.origin, cookie: await signInAt(servers[1]!.origin) };
			const lines = Array.from(
				{ length: 19 },
				(_, index) => `+18005555${501 + index},imported\n`,
			).join("");
			const review = await sendFile(site, groupId, "add", lines);
			expect((await pressApply(site, review, await readPage(site, review))).status).toBe(303);
			expect(await sql`select pool_size, unique_dnis from groups`).toEqual([
				{ pool_size: 20, unique_dnis: true },
			]);
		});

		test("thirty creates at once at two processes get the twenty numbers, each once (C3), and no code comes twice (C5)", async () => {
			const answers = await atOnce(30, () => call("create", { groupName: "a group" }));
			const made = answers.filter(({ status }) => status === 200);
			expect([made.length, answers.filter(({ status }) => status === 429).length]).toEqual([
				20, 10,
			]);
			expect(new Set(made.map(({ data }) => data?.toPhoneNumber)).size).toBe(20);
			const cancelled = await Promise.all(made.map(({ data }) => call("cancel", { id: data?.id })));
			expect(cancelled.map(({ data }) => data?.state)).toEqual(Array(20).fill("Cancelled"));
		});

		test("a request is made, retrieved, matched and released, once for each idempotency key and call (C7, C9)", async () => {
			const key = { "idempotency-key": randomUUID() };
			const answers = await atOnce(8, () => call("create", { groupName: "a group" }, key));
			expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
			expect(new Set(answers.map(({ data }) => data?.id)).size).toBe(1);
			expect(answers.filter(({ replayed }) => replayed === "true")).toHaveLength(7);
			const made = answers[0]?.data as Record<string, string | number>;
			expect((await call("retrieve", { id: made.id })).data).toMatchObject({
				id: made.id,
				state: "Active",
			});
			const criteria = { toPhoneNumber: made.toPhoneNumber, accessCode: made.accessCode };
			expect((await call("match", { ...criteria, accessCode: "1" })).data).toMatchObject({
				outcome: "WRONG_CODE",
			});
			const releasing = await atOnce(4, () => call("match", { ...criteria, release: true }));
			expect(releasing.map(({ data }) => data?.outcome).sort()).toEqual([
				"MATCHED",
				...Array(3).fill("NOTHING_MATCHED"),
			]);
		});

		test("retention takes its turn, and what it may do is nobody else's right afterwards", async () => {
			await insertRequest(database);
			expect(
				await cleanUp(database.service, {
					retentionDays: 1,
					auditRetentionDays: 1,
					now: new Date("2026-02-01"),
					pause: async () => {},
				}),
			).toMatchObject({
				requests: 1,
			});
			const refused = atOnce(8, () =>
				database.query("delete from audit_entries", []).then(
					() => "deleted",
					() => "refused",
				),
			);
			expect(await refused).toEqual(Array(8).fill("refused"));
		});

		test("nothing is left on the connections that change hands: no lock, setting or statement of somebody else's", async () => {
			const looks = await atOnce(24, async () => {
				const [row] = await database.query<Record<string, string | number>>(
					`select current_setting('lock_timeout') as patience, current_setting('jit') as jit, coalesce(current_setting('call_in.retention', true), '') as retention,
					pg_backend_pid() as backend`,
					[],
				);
				return row as Record<string, string | number>;
			});
			expect(new Set(looks.map(({ backend }) => backend)).size).toBeGreaterThan(1);
			const [untouched] =
				await sql`select current_setting('lock_timeout') as patience, current_setting('jit') as jit, '' as retention`;
			for (const { patience, jit, retention } of looks)
				expect({ patience, jit, retention }).toEqual(untouched);
			const [locks] = await sql`
			select count(*)::integer as held from pg_locks
			where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
			expect(locks).toEqual({ held: 0 });
			if (prepare) return;
			const statements = await atOnce(24, () =>
				database.query("select statement from pg_prepared_statements", []),
			);
			expect(statements.flat()).toEqual([]);
		});

		test("when PgBouncer dies and comes back, the processes go on without a restart", async () => {
			await bouncer.restart();
			const works = async () =>
				(await atOnce(6, () => call("create", { groupName: "a group" }))).every(
					({ status }) => status === 200,
				);
			await vi.waitUntil(works, { timeout: 30_000 });
			expect((await browser.open(GROUPS)).status).toBe(200);
			for (const { origin } of servers) expect((await fetch(`${origin}/readyz`)).status).toBe(200);
		});
	},
);

test.runIf(program === null)(
	"PgBouncer is not installed here (Debian: apt-get install pgbouncer), so nothing was tried behind it",
	() => {
		expect(process.env.CI).not.toBe("true");
	},
);
