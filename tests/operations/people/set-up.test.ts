import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import { bootstrapUsers } from "../../../app/operations/people/bootstrap-users.ts";
import {
	checkSetUpLink,
	createFirstAdministrator,
} from "../../../app/operations/people/create-first-administrator.ts";
import { createUser } from "../../../app/operations/people/create-user.ts";
import { readSession } from "../../../app/operations/people/read-session.ts";
import { hashSecretToken } from "../../../app/operations/secret-token.ts";
import { EnvError } from "../../../app/platform/env.server.ts";
import { listUsers } from "../../../db/people/users.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { PASSWORD, tokenOf } from "../../support/people.ts";

const NOTHING_SET = { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined };
const BY_ENVIRONMENT = { ADMIN_EMAIL: "Admin@x.example", ADMIN_PASSWORD: PASSWORD };

describe.each(ENGINES)("the first run on the %s engine (R3)", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine, { connections: 20 });
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		await database.query("truncate users, one_time_links cascade", []);
	});

	const printedToken = async (): Promise<string> => {
		const token = await bootstrapUsers(database, NOTHING_SET);
		if (token === null) throw new Error("no link");
		return token;
	};
	const submit = (token: string, email = "ann@x.example") =>
		createFirstAdministrator(database, {
			token,
			email,
			password: PASSWORD,
			clientAddress: "192.0.2.1",
		});

	test("makes the Administrator of the environment, who can sign in; a second start changes nothing", async () => {
		expect(await bootstrapUsers(database, BY_ENVIRONMENT)).toBeNull();
		expect(
			await bootstrapUsers(database, {
				ADMIN_EMAIL: "other@x.example",
				ADMIN_PASSWORD: "other password",
			}),
		).toBeNull();
		expect(await listUsers(database)).toMatchObject([
			{ email: "Admin@x.example", role: "administrator" },
		]);
		expect(await tokenOf(database, "admin@x.example")).toBeTruthy();
	});

	test("refuses a password of the environment that no user may have, without repeating it", async () => {
		const start = bootstrapUsers(database, {
			ADMIN_EMAIL: "a@x.example",
			ADMIN_PASSWORD: "😀😀😀😀",
		});
		await expect(start).rejects.toThrow(
			new EnvError("ADMIN_PASSWORD: Use at least 12 characters."),
		);
		for (const password of ["qwertyuiop123", "ADMINISTRATOR@x.example", "administrator"]) {
			const made = bootstrapUsers(database, {
				ADMIN_EMAIL: "administrator@x.example",
				ADMIN_PASSWORD: password,
			});
			await expect(made).rejects.toThrow(EnvError);
		}
	});

	test("prints a link whose page makes the Administrator and signs in; the link works once", async () => {
		const token = await printedToken();
		expect(await checkSetUpLink(database, token)).toEqual({ ok: true, value: null });
		const made = await submit(token);
		if (!made.ok) throw new Error(made.error.code);
		expect(await readSession(database, hashSecretToken(made.value.token))).toMatchObject({
			role: "administrator",
		});
		expect(await submit(token, "eve@x.example")).toEqual({
			ok: false,
			error: { code: "setup-done" },
		});
		expect(await bootstrapUsers(database, NOTHING_SET)).toBeNull();
		expect(await database.query("select * from one_time_links", [])).toEqual([]);
	});

	test("keeps the link's token as a hash, and a restart replaces it", async () => {
		const first = await printedToken();
		const second = await printedToken();
		const rows = await database.query("select * from one_time_links", []);
		expect(rows).toHaveLength(1);
		for (const token of [first, second]) expect(JSON.stringify(rows)).not.toContain(token);
		expect(await submit(first)).toEqual({ ok: false, error: { code: "setup-link-unknown" } });
		expect((await submit(second)).ok).toBe(true);
	});

	test("is over once the shell has made a user: the link that was printed does nothing", async () => {
		const token = await printedToken();
		await createUser(
			database,
			{ email: "bob@x.example", role: "administrator", password: PASSWORD },
			SHELL,
		);
		expect(await checkSetUpLink(database, token)).toEqual({
			ok: false,
			error: { code: "setup-done" },
		});
		expect((await submit(token)).ok).toBe(false);
		expect(await listUsers(database)).toHaveLength(1);
	});

	test("writes down who made the first user: the service, or whoever had the link", async () => {
		await bootstrapUsers(database, BY_ENVIRONMENT);
		await database.query("truncate users cascade", []);
		await submit(await printedToken());
		const entries = await database.query<Record<string, string>>(
			"select actor_kind, actor_name from audit_entries where action = 'user.create' order by at desc, id desc limit 2",
			[],
		);
		expect(entries.map((entry) => Object.values(entry))).toEqual([
			["nobody", "set-up link"],
			["system", "the service"],
		]);
	});

	// Contention needs several connections. The embedded engine has one.
	if (engine === "embedded") return;

	test("makes exactly one user, however many submissions come at once", async () => {
		for (let round = 1; round <= 6; round += 1) {
			const token = await printedToken();
			const results = await Promise.all(
				Array.from({ length: 4 }, (_, number) => submit(token, `user${number}@x.example`)),
			);
			expect(results.filter((result) => result.ok)).toHaveLength(1);
			expect(await listUsers(database)).toHaveLength(1);
			await database.query("truncate users cascade", []);
		}
	});

	test("makes exactly one user or link, however many processes start at once", async () => {
		await Promise.all(Array.from({ length: 6 }, () => bootstrapUsers(database, NOTHING_SET)));
		expect(await database.query("select * from one_time_links", [])).toHaveLength(1);
		await Promise.all(Array.from({ length: 6 }, () => bootstrapUsers(database, BY_ENVIRONMENT)));
		expect(await listUsers(database)).toHaveLength(1);
	});
});
