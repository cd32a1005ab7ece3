import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { SHELL } from "../../app/domain/actor.ts";
import type { Role } from "../../app/domain/roles.ts";
import { removeUser, resetPassword, setUserRole } from "../../app/operations/change-user.ts";
import { createUser } from "../../app/operations/create-user.ts";
import { readSession } from "../../app/operations/read-session.ts";
import { hashSecretToken } from "../../app/operations/secret-token.ts";
import { listUsers } from "../../db/users.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../support/databases.ts";
import { addUser, PASSWORD, tokenOf } from "../support/people.ts";

const databases = new Map<string, TestDatabase>();
afterAll(async () => {
	for (const database of databases.values()) await database.drop();
});

async function emptyDatabase(engine: "embedded" | "server"): Promise<TestDatabase> {
	const database = databases.get(engine) ?? (await openTestDatabase(engine, { connections: 20 }));
	databases.set(engine, database);
	await database.run("delete from users", []);
	await database.run("delete from one_time_links", []);
	return database;
}

describe.each(ENGINES)("users on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeEach(async () => {
		database = await emptyDatabase(engine);
		await addUser(database.orm, "ann@x.example", "administrator");
	});

	const setRole = (email: string, role: Role) => setUserRole(database.orm, { email, role }, SHELL);
	const remove = (email: string) => removeUser(database.orm, { email }, SHELL);
	const sessionOf = async (email: string) => {
		const hash = hashSecretToken(await tokenOf(database.orm, email));
		return async () => (await readSession(database.orm, hash)) !== null;
	};

	test("are listed by address, without what their passwords are checked by", async () => {
		await addUser(database.orm, "Zoe@x.example", "monitor");
		await addUser(database.orm, "bob@x.example", "developer");
		const users = await listUsers(database.orm);
		expect(users.map(({ email, role }) => [email, role])).toEqual([
			["ann@x.example", "administrator"],
			["bob@x.example", "developer"],
			["Zoe@x.example", "monitor"],
		]);
		expect(JSON.stringify(users)).not.toContain("argon2");
	});

	test("have an address each, in whatever case", async () => {
		expect(await createUser(database.orm, { email: "ANN@x.example", role: "monitor", password: PASSWORD }, SHELL)).toEqual({
			ok: false,
			error: { code: "email-taken", email: "ANN@x.example" },
		});
	});

	test("begin with an Administrator", async () => {
		await database.run("delete from users", []);
		expect(await createUser(database.orm, { email: "bob@x.example", role: "monitor", password: PASSWORD }, SHELL)).toEqual({
			ok: false,
			error: { code: "first-user-no-administrator" },
		});
	});

	test("are signed out everywhere by a new role, a new password or their removal, and others stay signed in (R2)", async () => {
		await addUser(database.orm, "bob@x.example", "monitor");
		const [isAnnIn, ...isBobIn] = await Promise.all([sessionOf("ann@x.example"), sessionOf("bob@x.example"), sessionOf("bob@x.example")]);
		expect(await setRole("BOB@x.example", "developer")).toEqual({ ok: true, value: null });
		for (const isIn of isBobIn) expect(await isIn()).toBe(false);
		const isIn = await sessionOf("bob@x.example");
		expect(await resetPassword(database.orm, { email: "bob@x.example", password: "another password" }, SHELL)).toMatchObject({ ok: true });
		expect(await isIn()).toBe(false);
		const token = await tokenOf(database.orm, "bob@x.example", { password: "another password" });
		expect(await remove("bob@x.example")).toEqual({ ok: true, value: null });
		expect(await readSession(database.orm, hashSecretToken(token))).toBeNull();
		expect(await isAnnIn?.()).toBe(true);
	});

	test("keep their sessions when the role is the one that they have", async () => {
		const isIn = await sessionOf("ann@x.example");
		expect(await setRole("ann@x.example", "administrator")).toEqual({ ok: true, value: null });
		expect(await isIn()).toBe(true);
	});

	test("that do not exist are told as such", async () => {
		const unknown = { ok: false, error: { code: "user-unknown", email: "no@x.example" } };
		expect(await setRole("no@x.example", "monitor")).toEqual(unknown);
		expect(await remove("no@x.example")).toEqual(unknown);
		expect(await resetPassword(database.orm, { email: "no@x.example", password: PASSWORD }, SHELL)).toEqual(unknown);
	});

	test("always include an Administrator who can sign in: neither disabled, nor without a password", async () => {
		await addUser(database.orm, "disabled@x.example", "administrator");
		await addUser(database.orm, "invited@x.example", "administrator");
		await database.run("update users set disabled_at = now() where email_key = 'disabled@x.example'", []);
		await database.run("update users set password_hash = null where email_key = 'invited@x.example'", []);
		expect(await remove("ann@x.example")).toEqual({
			ok: false,
			error: { code: "last-administrator", email: "ann@x.example", change: "remove" },
		});
		expect(await setRole("ann@x.example", "developer")).toEqual({
			ok: false,
			error: { code: "last-administrator", email: "ann@x.example", change: "set-role" },
		});
		expect((await remove("disabled@x.example")).ok).toBe(true);
		expect((await setRole("invited@x.example", "monitor")).ok).toBe(true);
		await addUser(database.orm, "bob@x.example", "administrator");
		expect((await remove("ann@x.example")).ok).toBe(true);
	});

	test("leave in the audit log what was changed, by whom, from what to what (O5)", async () => {
		const [before] = await database.run<{ n: number }>("select count(*)::int as n from audit_entries", []);
		await addUser(database.orm, "bob@x.example", "monitor");
		await setRole("bob@x.example", "developer");
		await resetPassword(database.orm, { email: "bob@x.example", password: "another password" }, SHELL);
		await remove("bob@x.example");
		const entries = await database.run<Record<string, string | null>>(
			"select actor_kind, action, subject_name, before, after from audit_entries order by at, id offset $1",
			[before?.n],
		);
		expect(entries.map((entry) => Object.values(entry).map((value) => value ?? ""))).toEqual([
			["shell", "user.create", "bob@x.example", "", '{"email":"bob@x.example","role":"monitor"}'],
			["shell", "user.set-role", "bob@x.example", '{"role":"monitor"}', '{"role":"developer"}'],
			["shell", "user.reset-password", "bob@x.example", "", ""],
			["shell", "user.remove", "bob@x.example", '{"email":"bob@x.example","role":"developer"}', ""],
		]);
	});
});

describe("two changes of users at once", () => {
	const turns = Array.from({ length: 5 }, (_, turn) => turn);

	test.each(["remove", "demote"])("do not %s the last two Administrators both", async (change) => {
		const database = await emptyDatabase("server");
		for (const _turn of turns) {
			const emails = ["ann@x.example", "bob@x.example"];
			for (const email of emails) await createUser(database.orm, { email, role: "administrator", password: PASSWORD }, SHELL);
			const results = await Promise.all(
				emails.map((email) =>
					change === "remove" ? removeUser(database.orm, { email }, SHELL) : setUserRole(database.orm, { email, role: "monitor" }, SHELL),
				),
			);
			expect(results.filter((result) => result.ok)).toHaveLength(1);
			for (const email of emails) await setUserRole(database.orm, { email, role: "administrator" }, SHELL);
		}
	});

	test("do not make one address two users", async () => {
		const database = await emptyDatabase("server");
		const results = await Promise.all(
			turns.map((turn) =>
				createUser(database.orm, { email: turn % 2 ? "ANN@x.example" : "ann@x.example", role: "administrator", password: PASSWORD }, SHELL),
			),
		);
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect(await listUsers(database.orm)).toHaveLength(1);
	});
});
