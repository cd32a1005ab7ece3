import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { deleteOldRequests } from "../../../db/requests/requests.ts";
import { takeCleanUpTurn } from "../../../db/retention/clean-up.ts";
import { reserve } from "../../support/call-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { addUser, tokenOf } from "../../support/people.ts";
import { insertAttemptRow, insertRequest } from "../../support/records.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = new Date("2026-06-01T12:00:00.000Z");
const KEPT = { retentionDays: 30, auditRetentionDays: 400, pause: async () => {} };
const daysBefore = (days: number, more = 0) =>
	new Date(NOW.getTime() - days * DAY_MS - more).toISOString();

describe.each(ENGINES)("retention on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		for (const table of ["requests", "request_states", "attempts"])
			await database.query(`delete from ${table}`, []);
	});
	const clean = (more: object = {}) => cleanUp(database.service, { ...KEPT, now: NOW, ...more });
	const idsOf = async (table: string) =>
		(await database.query<{ id: string }>(`select id from ${table}`, []))
			.map(({ id }) => id)
			.sort();
	const count = async (table: string) =>
		(
			await database.query<{ rows: number }>(`select count(*)::integer as rows from ${table}`, [])
		)[0]?.rows;

	test("removes requests and attempts with all that is personal in them once they are so many days old, and no others (K4)", async () => {
		const kept = await insertRequest(database, {
			createdAt: daysBefore(30),
			fromNumber: "+14155550132",
		});
		await insertRequest(database, {
			createdAt: daysBefore(30, 60_000),
			fromNumber: "+14155550132",
			userData: '{"name":"Grace"}',
		});
		const keptAttempt = await insertAttemptRow(database, { at: daysBefore(30) });
		await insertAttemptRow(database, { at: daysBefore(30, 1), fromNumber: "+14155550132" });
		expect(await clean()).toMatchObject({ requests: 1, attempts: 1 });
		expect([await idsOf("requests"), await idsOf("attempts")]).toEqual([[kept], [keptAttempt]]);
		expect(await clean({ retentionDays: 29 })).toMatchObject({ requests: 1, attempts: 1 });
	});

	test("a request that was removed is in no list of a state either, and one that is kept stays there (K4)", async () => {
		const kept = [
			await insertRequest(database, { createdAt: daysBefore(30), matchedAt: daysBefore(30) }),
		];
		kept.push(
			await insertRequest(database, { createdAt: daysBefore(29), endedAt: daysBefore(29) }),
		);
		await insertRequest(database, { createdAt: daysBefore(31), matchedAt: daysBefore(31) });
		await insertRequest(database, { createdAt: daysBefore(31), endedAt: daysBefore(31) });
		expect(await clean()).toMatchObject({ requests: 2, matchedListed: 1, cancelledListed: 1 });
		expect([await idsOf("requests"), await idsOf("request_states")]).toEqual([
			kept.sort(),
			kept.sort(),
		]);
	});

	test("what an older version matched or cancelled without listing it is listed once it is over (K2)", async () => {
		const [matched, cancelled] = [
			await insertRequest(database, { createdAt: daysBefore(3), matchedAt: daysBefore(3) }),
			await insertRequest(database, { createdAt: daysBefore(2), endedAt: daysBefore(2) }),
		];
		await insertRequest(database, { createdAt: daysBefore(1) });
		await database.query("delete from request_states where state = 'matched'", []);
		expect(await clean()).toMatchObject({ listedStates: 1 });
		const listed = await database.query("select state, id from request_states order by state", []);
		expect(listed).toEqual([
			{ state: "cancelled", id: cancelled },
			{ state: "matched", id: matched },
		]);
	});

	test("removes no request that may still be live, whatever time it was made at", async () => {
		const live = await insertRequest(database, {
			createdAt: daysBefore(40),
			expiresAt: daysBefore(-1),
		});
		expect(await clean()).not.toHaveProperty("requests");
		expect(await idsOf("requests")).toEqual([live]);
	});

	test("goes in batches of a thousand; one that is interrupted has removed what it has, and the next goes on", async () => {
		await database.query(
			`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, has_access_code, api_key_id, corr_id)
			select gen_random_uuid(), $1::timestamptz, $1::timestamptz, $2::uuid, 'g', false, '+18005550000', false, $2::uuid, $2::uuid from generate_series(1, 2300)`,
			[daysBefore(31), randomUUID()],
		);
		const sizes: number[] = [];
		const interrupt = async (_what: string, howMany: number) => {
			sizes.push(howMany);
			throw new Error("interrupted");
		};
		await expect(clean({ pause: interrupt })).rejects.toThrow("interrupted");
		expect(await count("requests")).toBe(1300);
		expect(
			await clean({
				pause: async (what: string, howMany: number) =>
					void (what === "requests" && sizes.push(howMany)),
			}),
		).toMatchObject({
			requests: 1300,
		});
		expect(sizes).toEqual([1000, 1000, 300]);
		expect(await count("requests")).toBe(0);
	});

	/** An entry with an attachment, written this many days ago. */
	const insertOldEntry = async (days: number) => {
		const id = randomUUID();
		const at = `now() - make_interval(days => ${days})`;
		await database.query(
			`insert into audit_entries (id, at, actor_kind, actor_name, action, subject_name) values ($1::uuid, ${at}, 'shell', 'a test', 'group.create', 'g')`,
			[id],
		);
		await database.query(
			`insert into audit_attachments (audit_entry_id, created_at, content) values ($1::uuid, ${at}, 'rows')`,
			[id],
		);
		return id;
	};
	const attachedTo = async () =>
		(await database.query<{ id: string }>("select audit_entry_id as id from audit_attachments", []))
			.map(({ id }) => id)
			.sort();

	test("removes attachments of the audit log after 90 days, and entries after as many as are set (O5)", async () => {
		const entry = {
			action: "group.create",
			subjectId: null,
			subjectName: "a group",
			attachment: "rows",
		} as const;
		await database.transaction((tx) => insertAuditEntry(tx, SHELL, entry));
		const [fresh] = await attachedTo();
		const [d89, d91, d399, d401] = [
			await insertOldEntry(89),
			await insertOldEntry(91),
			await insertOldEntry(399),
			await insertOldEntry(401),
		];
		expect(await clean()).toMatchObject({ auditAttachments: 3, auditEntries: 1 });
		expect(await idsOf("audit_entries")).toEqual([fresh, d89, d91, d399].sort());
		expect(await attachedTo()).toEqual([fresh, d89].sort());
		expect(await idsOf("audit_entries")).not.toContain(d401);
	});

	test("removes no entry of the audit log before its time, whatever a process takes for now (D3)", async () => {
		const before = await idsOf("audit_entries");
		expect(await clean({ now: new Date(Date.now() + 500 * DAY_MS) })).not.toHaveProperty(
			"auditEntries",
		);
		expect(await idsOf("audit_entries")).toEqual(before);
	});

	test("a shorter time for the audit log holds a day after the first process asked for it, unless one asks for a longer one (D3)", async () => {
		const old = await insertOldEntry(50);
		const days = async () =>
			(await database.query<{ days: number }>("select audit_retention_days() as days", []))[0]
				?.days;
		const shortened = () =>
			database.query(
				"select before, after from audit_entries where action = 'audit.shorten-retention'",
				[],
			);
		/** Makes the pending change take effect in this many hours, or that long ago if negative. */
		const letWait = (hours: number) =>
			database.transaction(async (tx) => {
				await tx.orm.execute(sql`alter table audit_retention disable trigger audit_retention_set`);
				await tx.orm.execute(
					sql`update audit_retention set lower_from = now() + make_interval(hours => ${sql.raw(String(hours))}) where lower_from is not null`,
				);
				await tx.orm.execute(sql`alter table audit_retention enable trigger audit_retention_set`);
			});
		const shorter = () => clean({ auditRetentionDays: 30 });
		expect(await shorter()).not.toHaveProperty("auditEntries");
		expect(await days()).toBe(400);
		const [told] = (await shortened()) as { before: string; after: string }[];
		expect([JSON.parse(told?.before ?? ""), JSON.parse(told?.after ?? "")]).toEqual([
			{ days: 400 },
			{ days: 30, from: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
		]);
		await letWait(1);
		await shorter();
		expect([await days(), (await shortened()).length]).toEqual([400, 1]);
		// A process with a longer retention is still running: the wait begins again.
		await clean();
		await letWait(-1);
		expect(await days()).toBe(400);
		await shorter();
		await letWait(-1);
		expect(await days()).toBe(30);
		expect(await shorter()).toMatchObject({ auditEntries: expect.any(Number) });
		expect(await idsOf("audit_entries")).not.toContain(old);
		await clean();
		expect(await days()).toBe(400);
	});

	test("removes ended sessions and links, and not those that work", async () => {
		await addUser(database, "ada@x.example", "administrator");
		const [user] = await database.query<{ id: string }>("select id from users", []);
		await tokenOf(database, "ada@x.example");
		await database.query(
			`insert into one_time_links (token_hash, purpose, user_id, expires_at) values
				('a', 'invite', $1::uuid, now() + interval '1 day'), ('b', 'reset', $1::uuid, now() - interval '31 days')`,
			[user?.id],
		);
		expect(await clean({ now: new Date() })).toMatchObject({ links: 1 });
		expect([await count("sessions"), await count("one_time_links")]).toEqual([1, 1]);
		expect(await clean({ now: new Date(Date.now() + 100 * DAY_MS) })).toMatchObject({
			sessions: 1,
			links: 1,
		});
	});
});

describe("retention beside others", () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase("server");
	});
	afterAll(() => database.drop());
	const clean = () => cleanUp(database.service, { ...KEPT, now: NOW });

	test("is one process's at a time: another leaves it to that one, and can do it afterwards", async () => {
		await insertRequest(database, { createdAt: daysBefore(31) });
		const other = await openDatabase({
			url: database.url as string,
			dataDir: "",
			prepare: true,
			connections: 2,
		});
		await other.transaction(async (tx) => {
			expect(await takeCleanUpTurn(tx)).toBe(true);
			expect(await clean()).toEqual({});
		});
		await other.close();
		expect(await clean()).toMatchObject({ requests: 1 });
	});

	test("an Administrator is disabled while a batch is under way", async () => {
		await addUser(database, "one@x.example", "administrator");
		const two = await addUser(database, "two@x.example", "administrator");
		await database.transaction(async (tx) => {
			expect(await takeCleanUpTurn(tx)).toBe(true);
			await database.query("update users set disabled_at = now() where id = $1::uuid", [two]);
		});
	});

	test("holds up neither a create nor a match: while a batch is not yet committed, they wait for nothing", async () => {
		const numbers = someNumbers(3);
		await insertGroupWith(database, "a group", numbers, { uniqueDnis: true });
		const apiKey = await insertKey(database, { secret: "a key", scopes: ["create", "match"] });
		for (const toNumber of numbers)
			await insertRequest(database, { createdAt: daysBefore(31), toNumber });
		await database.transaction(async (tx) => {
			expect((await deleteOldRequests(tx, { days: 30, now: NOW }, null)).deleted).toBe(3);
			const made = await reserve(database, { groupName: "a group", apiKey });
			const call = {
				accessCode: made.accessCode,
				fromNumber: null,
				dialed: [made.toPhoneNumber],
				callId: null,
				release: true,
				apiKey,
			};
			expect(await matchCall(database.service, { ...call, corrId: randomUUID() })).toMatchObject({
				value: { outcome: "MATCHED" },
			});
			// Of this database only: other tests share the server.
			const waiting =
				"select count(*)::integer as waits from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
			const [waits] = await database.query<{ waits: number }>(waiting, []);
			expect(waits?.waits).toBe(0);
		});
	});
});
