import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { refusalOf, together } from "../../support/pool-rows.ts";
import { until } from "../../support/until.ts";

describe.each(ENGINES)("the audit log on the %s engine cannot be changed (O5)", (engine) => {
	let database: TestDatabase;
	let id: string;

	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		id = randomUUID();
		await together(
			database,
			`insert into audit_entries (id, actor_kind, actor_name, action, subject_name) values ('${id}', 'shell', 'test', 'group.create', 'a')`,
			`insert into audit_attachments (audit_entry_id, content) values ('${id}', 'rows')`,
		);
	});

	const refused = (...statements: string[]) => refusalOf(together(database, ...statements));
	const kept = async () => {
		const [row] = await database.query<{ entries: number; attachments: number }>(
			`select (select count(*)::integer from audit_entries where id = $1) as entries,
				(select count(*)::integer from audit_attachments where audit_entry_id = $1) as attachments`,
			[id],
		);
		return row;
	};
	const RETENTION = "set local call_in.retention = 'on'";

	test.each([
		["update of an entry", "update audit_entries set actor_name = 'somebody else'"],
		["update of an attachment", "update audit_attachments set content = ''"],
		["delete of entries", "delete from audit_entries"],
		["delete of attachments", "delete from audit_attachments"],
		["truncate of entries and what hangs on them", "truncate audit_entries cascade"],
		["truncate of attachments", "truncate audit_attachments"],
	])("%s is refused", async (_what, statement) => {
		expect(await refused(statement)).toBe("audit_append_only");
		expect(await kept()).toEqual({ entries: 1, attachments: 1 });
	});

	test.each([
		["update of an entry", "update audit_entries set actor_name = 'somebody else'"],
		["update of an attachment", "update audit_attachments set content = ''"],
		["truncate of entries", "truncate audit_entries cascade"],
		["truncate of attachments", "truncate audit_attachments"],
	])("%s is refused to retention too", async (_what, statement) => {
		expect(await refused(RETENTION, statement)).toBe("audit_append_only");
		expect(await kept()).toEqual({ entries: 1, attachments: 1 });
	});

	/** An entry with an attachment, written this many hours ago. */
	const insertOld = async (hours: number) => {
		id = randomUUID();
		const at = `now() - make_interval(hours => ${hours})`;
		await together(
			database,
			`insert into audit_entries (id, at, actor_kind, actor_name, action, subject_name) values ('${id}', ${at}, 'shell', 'test', 'group.create', 'a')`,
			`insert into audit_attachments (audit_entry_id, created_at, content) values ('${id}', ${at}, 'rows')`,
		);
	};
	const deleteEntry = () => refused(RETENTION, `delete from audit_entries where id = '${id}'`);
	const deleteAttachment = () =>
		refused(RETENTION, `delete from audit_attachments where audit_entry_id = '${id}'`);
	const DAYS = 120;
	const setDays = (days: number) => together(database, `update audit_retention set days = ${days}`);

	test("a session that says that it is retention can delete nothing fresh (D3)", async () => {
		for (const days of [null, DAYS]) {
			if (days !== null) await setDays(days);
			expect(await deleteAttachment()).toBe("audit_too_fresh");
			expect(await deleteEntry()).toBe("audit_too_fresh");
			expect(
				await refused(RETENTION, "delete from audit_attachments", "delete from audit_entries"),
			).toBe("audit_too_fresh");
			expect(await kept()).toEqual({ entries: 1, attachments: 1 });
		}
	});

	test("retention deletes what is as old as the processes are set to, attachments after 90 days, and nothing younger (D3)", async () => {
		await setDays(DAYS);
		await insertOld(24 * 90 - 3);
		expect(await deleteAttachment()).toBe("audit_too_fresh");
		await insertOld(24 * 90);
		expect(await deleteAttachment()).toBeNull();
		expect(await kept()).toEqual({ entries: 1, attachments: 0 });
		await insertOld(24 * DAYS - 3);
		expect(await deleteEntry()).toBe("audit_too_fresh");
		await insertOld(24 * DAYS);
		expect(await deleteEntry()).toBeNull();
		expect(await kept()).toEqual({ entries: 0, attachments: 0 });
	});

	test("an entry that is old enough goes with an attachment that is not: nothing keeps retention from it", async () => {
		await setDays(DAYS);
		await insertOld(24 * DAYS);
		await together(database, "delete from audit_attachments where false");
		expect(await deleteAttachment()).toBeNull();
		await together(
			database,
			`insert into audit_attachments (audit_entry_id, content) values ('${id}', 'fresh')`,
		);
		expect(await deleteAttachment()).toBe("audit_too_fresh");
		expect(await deleteEntry()).toBeNull();
		expect(await kept()).toEqual({ entries: 0, attachments: 0 });
	});

	test("whoever would shorten the time to delete what is younger has to wait a day, whatever the zone of the session (D3)", async () => {
		await setDays(DAYS);
		await insertOld(24 * 50);
		const shorten = "update audit_retention set days = 1";
		expect(await refused(shorten, RETENTION, `delete from audit_entries where id = '${id}'`)).toBe(
			"audit_too_fresh",
		);
		for (const cheat of [
			"update audit_retention set days = 1, lower_days = 1, lower_from = now() - interval '2 days'",
			"update audit_retention set lower_days = 1, lower_from = now() - interval '2 days'",
			"update audit_retention set lower_from = now() - interval '2 days'",
			"set local timezone = 'XXX-167'",
		]) {
			await together(database, shorten);
			expect(await refused(cheat, RETENTION, `delete from audit_entries where id = '${id}'`)).toBe(
				"audit_too_fresh",
			);
		}
		expect(await refused("delete from audit_retention")).toBe("audit_append_only");
		expect(await refused(RETENTION, "delete from audit_retention")).toBe("audit_append_only");
		expect(await refused("truncate audit_retention")).toBe("audit_append_only");
		expect(await refused("insert into audit_retention (id, days) values (false, 1)")).toBe(
			"audit_retention_one_row",
		);
		expect(await refused("insert into audit_retention (days) values (1)")).toBe(
			"audit_retention_pkey",
		);
		await setDays(DAYS);
		for (const days of ["null", "0", "36501"])
			expect(await refused(`update audit_retention set days = ${days}`)).not.toBeNull();
	});

	test.runIf(engine === "server")(
		"an old snapshot of a shorter time that was taken back since opens nothing (D3)",
		async () => {
			await setDays(DAYS);
			await insertOld(24 * 50);
			await setDays(1);
			await together(
				database,
				"alter table audit_retention disable trigger audit_retention_set",
				"update audit_retention set lower_from = clock_timestamp() + interval '200 ms'",
				"alter table audit_retention enable trigger audit_retention_set",
			);
			const work = database.transaction(async (tx) => {
				await tx.orm.execute(sql`set transaction isolation level repeatable read`);
				await tx.orm.execute(sql`select from audit_retention`);
				await setDays(DAYS);
				await until(
					async () =>
						(await tx.query("select 1 where clock_timestamp() > now() + interval '300 ms'", []))
							.length > 0,
				);
				await tx.orm.execute(sql.raw(RETENTION));
				await tx.orm.execute(sql.raw(`delete from audit_entries where id = '${id}'`));
			});
			expect(await refusalOf(work)).toBe("40001");
			expect(await kept()).toEqual({ entries: 1, attachments: 1 });
		},
	);

	test("what one transaction says of retention is not true of the next", async () => {
		expect(await refused(RETENTION, "delete from audit_entries where false")).toBeNull();
		expect(await refused("delete from audit_entries")).toBe("audit_append_only");
	});

	test.each(["off", "", "true", "ON"])("retention that is %j is none", async (value) => {
		expect(
			await refused(`set local call_in.retention = '${value}'`, "delete from audit_entries"),
		).toBe("audit_append_only");
	});
});
