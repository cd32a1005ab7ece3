import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ENGINES, openTestDatabase, type TestDatabase } from "../support/databases.ts";
import { refusalOf, together } from "../support/pool-rows.ts";

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
		const [row] = await database.run<{ entries: number; attachments: number }>(
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

	test("retention deletes attachments before their entries, and entries with their attachments", async () => {
		expect(await refused(RETENTION, `delete from audit_attachments where audit_entry_id = '${id}'`)).toBeNull();
		expect(await kept()).toEqual({ entries: 1, attachments: 0 });
		await together(database, `insert into audit_attachments (audit_entry_id, content) values ('${id}', 'rows')`);
		expect(await refused(RETENTION, `delete from audit_entries where id = '${id}'`)).toBeNull();
		expect(await kept()).toEqual({ entries: 0, attachments: 0 });
	});

	test("what one transaction says of retention is not true of the next", async () => {
		expect(await refused(RETENTION, "delete from audit_entries where false")).toBeNull();
		expect(await refused("delete from audit_entries")).toBe("audit_append_only");
	});

	test.each(["off", "", "true", "ON"])("retention that is %j is none", async (value) => {
		expect(await refused(`set local call_in.retention = '${value}'`, "delete from audit_entries")).toBe("audit_append_only");
	});
});
