import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import type { Role } from "../../../app/domain/people/roles.ts";
import {
	disableUser,
	enableUser,
	removeUser,
	resetPassword,
	setUserRole,
	signOutEverywhere,
} from "../../../app/operations/people/change-user.ts";
import { createUser } from "../../../app/operations/people/create-user.ts";
import { resetByLink } from "../../../app/operations/people/invite-user.ts";
import { readSession } from "../../../app/operations/people/read-session.ts";
import { hashSecretToken } from "../../../app/operations/secret-token.ts";
import { listUsers } from "../../../db/people/users.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { addUser, PASSWORD, tokenOf } from "../../support/people.ts";
import { refusalOf, together } from "../../support/pool-rows.ts";

const databases = new Map<string, TestDatabase>();
afterAll(async () => {
	for (const database of databases.values()) await database.drop();
});

async function emptyDatabase(engine: "embedded" | "server"): Promise<TestDatabase> {
	const database = databases.get(engine) ?? (await openTestDatabase(engine, { connections: 20 }));
	databases.set(engine, database);
	await database.query("truncate users, one_time_links cascade", []);
	return database;
}

describe.each(ENGINES)("users on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeEach(async () => {
		database = await emptyDatabase(engine);
		await addUser(database, "ann@x.example", "administrator");
	});

	const setRole = (email: string, role: Role) => setUserRole(database, { email, role }, SHELL);
	const remove = (email: string) => removeUser(database, { email }, SHELL);
	const sessionOf = async (email: string) => {
		const hash = hashSecretToken(await tokenOf(database, email));
		return async () => (await readSession(database, hash)) !== null;
	};

	test("are listed by address, without what their passwords are checked by", async () => {
		await addUser(database, "Zoe@x.example", "monitor");
		await addUser(database, "bob@x.example", "developer");
		const users = await listUsers(database);
		expect(users.map(({ email, role }) => [email, role])).toEqual([
			["ann@x.example", "administrator"],
			["bob@x.example", "developer"],
			["Zoe@x.example", "monitor"],
		]);
		expect(JSON.stringify(users)).not.toContain("argon2");
	});

	test("have an address each, in whatever case", async () => {
		expect(
			await createUser(
				database,
				{ email: "ANN@x.example", role: "monitor", password: PASSWORD },
				SHELL,
			),
		).toEqual({
			ok: false,
			error: { code: "email-taken", email: "ANN@x.example" },
		});
	});

	test("begin with an Administrator", async () => {
		await database.query("truncate users cascade", []);
		expect(
			await createUser(
				database,
				{ email: "bob@x.example", role: "monitor", password: PASSWORD },
				SHELL,
			),
		).toEqual({
			ok: false,
			error: { code: "first-user-no-administrator" },
		});
	});

	test("are signed out everywhere by a new role, a new password or their removal, and others stay signed in (R2)", async () => {
		await addUser(database, "bob@x.example", "monitor");
		const [isAnnIn, ...isBobIn] = await Promise.all([
			sessionOf("ann@x.example"),
			sessionOf("bob@x.example"),
			sessionOf("bob@x.example"),
		]);
		expect(await setRole("BOB@x.example", "developer")).toEqual({ ok: true, value: null });
		for (const isIn of isBobIn) expect(await isIn()).toBe(false);
		const isIn = await sessionOf("bob@x.example");
		expect(
			await resetPassword(
				database,
				{ email: "bob@x.example", password: "another password" },
				SHELL,
			),
		).toMatchObject({ ok: true });
		expect(await isIn()).toBe(false);
		const token = await tokenOf(database, "bob@x.example", { password: "another password" });
		expect(await remove("bob@x.example")).toEqual({ ok: true, value: null });
		expect(await readSession(database, hashSecretToken(token))).toBeNull();
		expect(await isAnnIn?.()).toBe(true);
	});

	test("are signed out everywhere when disabled, or when somebody says so; enabled, they sign in as before (R2)", async () => {
		await addUser(database, "bob@x.example", "monitor");
		const bob = { email: "bob@x.example" };
		const isIn = await sessionOf(bob.email);
		expect(await signOutEverywhere(database, bob, SHELL)).toEqual({ ok: true, value: 1 });
		expect(await isIn()).toBe(false);
		const isInAgain = await sessionOf(bob.email);
		for (const _twice of [1, 2])
			expect(await disableUser(database, bob, SHELL)).toEqual({ ok: true, value: null });
		await expect(tokenOf(database, bob.email)).rejects.toThrow("sign-in-refused");
		for (const _twice of [1, 2])
			expect(await enableUser(database, bob, SHELL)).toEqual({ ok: true, value: null });
		expect(await isInAgain()).toBe(false);
		expect(await tokenOf(database, bob.email)).toBeTruthy();
	});

	test("are listed with what can be told of them: sign-in, sessions, whether they can sign in", async () => {
		await addUser(database, "bob@x.example", "monitor");
		await tokenOf(database, "bob@x.example");
		await disableUser(database, { email: "ANN@x.example" }, SHELL);
		const told = await listUsers(database);
		expect(told).toMatchObject([
			{
				email: "ann@x.example",
				disabledAt: null,
				hasPassword: true,
				sessions: 0,
				lastSignInAt: null,
				linkUntil: null,
			},
			{
				email: "bob@x.example",
				disabledAt: null,
				hasPassword: true,
				sessions: 1,
				lastSignInAt: expect.any(Date),
			},
		]);
		expect(Math.abs(told[1]!.lastSignInAt!.getTime() - Date.now())).toBeLessThan(60_000);
	});

	test("are not given a role over one that came meanwhile (G11)", async () => {
		await addUser(database, "bob@x.example", "developer");
		expect(
			await setUserRole(
				database,
				{ email: "bob@x.example", role: "administrator", seen: "monitor" },
				SHELL,
			),
		).toEqual({
			ok: false,
			error: { code: "role-changed-meanwhile", email: "bob@x.example", role: "developer" },
		});
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
		expect(
			await resetPassword(database, { email: "no@x.example", password: PASSWORD }, SHELL),
		).toEqual(unknown);
	});

	test("always include an Administrator who can sign in: neither disabled, nor without a password", async () => {
		await addUser(database, "disabled@x.example", "administrator");
		await addUser(database, "invited@x.example", "administrator");
		await database.query(
			"update users set disabled_at = now() where email_key = 'disabled@x.example'",
			[],
		);
		await database.query(
			"update users set password_hash = null where email_key = 'invited@x.example'",
			[],
		);
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
		await addUser(database, "bob@x.example", "administrator");
		expect((await remove("ann@x.example")).ok).toBe(true);
	});

	test("leave in the audit log what was changed, by whom, from what to what (O5)", async () => {
		const [before] = await database.query<{ n: number }>(
			"select count(*)::int as n from audit_entries",
			[],
		);
		await addUser(database, "bob@x.example", "monitor");
		await setRole("bob@x.example", "developer");
		await resetPassword(database, { email: "bob@x.example", password: "another password" }, SHELL);
		await remove("bob@x.example");
		const entries = await database.query<Record<string, string | null>>(
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

	test.each(["remove", "demote", "disable", "reset"])(
		"do not %s the last two Administrators both",
		async (change) => {
			const database = await emptyDatabase("server");
			const changes: Record<string, (email: string) => Promise<{ ok: boolean }>> = {
				remove: (email) => removeUser(database, { email }, SHELL),
				demote: (email) => setUserRole(database, { email, role: "monitor" }, SHELL),
				disable: (email) => disableUser(database, { email }, SHELL),
				reset: (email) => resetByLink(database, { email }, SHELL),
			};
			for (const _turn of turns) {
				const emails = ["ann@x.example", "bob@x.example"];
				await database.query("truncate users cascade", []);
				for (const email of emails)
					await createUser(database, { email, role: "administrator", password: PASSWORD }, SHELL);
				const results = await Promise.all(emails.map((email) => changes[change]!(email)));
				expect(results.filter((result) => result.ok)).toHaveLength(1);
			}
		},
	);

	test("do not do so behind the operations' back either: the database holds it", async () => {
		const database = await emptyDatabase("server");
		for (const statement of [
			"update users set role = 'monitor'",
			"update users set disabled_at = now()",
			"delete from users",
		]) {
			await database.query("truncate users cascade", []);
			const emails = ["ann@x.example", "bob@x.example"];
			for (const email of emails) await addUser(database, email, "administrator");
			const refusals = emails.map((email) =>
				refusalOf(together(database, `${statement} where email_key = '${email}'`)),
			);
			expect((await Promise.all(refusals)).sort()).toEqual(
				[null, "users_last_administrator"].sort(),
			);
		}
	});

	test("do not make one address two users", async () => {
		const database = await emptyDatabase("server");
		const results = await Promise.all(
			turns.map((turn) =>
				createUser(
					database,
					{
						email: turn % 2 ? "ANN@x.example" : "ann@x.example",
						role: "administrator",
						password: PASSWORD,
					},
					SHELL,
				),
			),
		);
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect(await listUsers(database)).toHaveLength(1);
	});
});
