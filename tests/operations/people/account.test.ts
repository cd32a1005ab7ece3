import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../../app/domain/audit/actor.ts";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import {
	changeOwnPassword,
	setOwnTimeZone,
} from "../../../app/operations/people/change-own-account.ts";
import {
	disableUser,
	enableUser,
	removeUser,
	resetPassword,
} from "../../../app/operations/people/change-user.ts";
import {
	checkPasswordLink,
	choosePassword,
} from "../../../app/operations/people/choose-password.ts";
import { inviteUser, resetByLink } from "../../../app/operations/people/invite-user.ts";
import { readSession } from "../../../app/operations/people/read-session.ts";
import { hashSecretToken } from "../../../app/operations/secret-token.ts";
import { findUserByEmail, listUsers } from "../../../db/people/users.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { addUser, PASSWORD, tokenOf } from "../../support/people.ts";

const NEW_PASSWORD = "a password of my own";
const UNKNOWN = { ok: false, error: { code: "link-unknown" } };

describe.each(ENGINES)("people's own accounts on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		await database.query("truncate users, one_time_links, sign_in_failures cascade", []);
		await addUser(database, "ann@x.example", "administrator");
	});

	const invite = async (email = "bob@x.example"): Promise<string> => {
		const invited = await inviteUser(database, { email, role: "monitor" }, SHELL);
		if (!invited.ok) throw new Error(invited.error.code);
		return invited.value.token;
	};
	const choose = (token: string, password = NEW_PASSWORD) =>
		choosePassword(database, { token, password, clientAddress: "192.0.2.1" });
	const isUserOf = async (token: string) =>
		(await readSession(database, hashSecretToken(token)))?.email;

	describe("a one-time link", () => {
		test("lets an invited person choose a password, signs in, and works once", async () => {
			const token = await invite();
			await expect(tokenOf(database, "bob@x.example")).rejects.toThrow("sign-in-refused");
			expect(await checkPasswordLink(database, token)).toMatchObject({
				value: { email: "bob@x.example", purpose: "invite" },
			});
			const chosen = await choose(token);
			expect(chosen.ok && (await isUserOf(chosen.value.token))).toBe("bob@x.example");
			expect(await choose(token, "another password")).toEqual(UNKNOWN);
			expect(await tokenOf(database, "bob@x.example", { password: NEW_PASSWORD })).toBeTruthy();
		});

		test("is kept as a hash, and ends after seven days", async () => {
			const token = await invite();
			const rows = await database.query("select * from one_time_links", []);
			expect(JSON.stringify(rows)).not.toContain(token);
			const pass = (time: string) =>
				database.query("update one_time_links set expires_at = expires_at - $1::interval", [time]);
			await pass("6 days 23 hours 59 minutes");
			expect((await checkPasswordLink(database, token)).ok).toBe(true);
			expect((await listUsers(database))[1]?.linkUntil).toBeInstanceOf(Date);
			await pass("2 minutes");
			expect(await choose(token)).toEqual(UNKNOWN);
			expect((await listUsers(database))[1]?.linkUntil).toBeNull();
		});

		test("gives way to a newer one", async () => {
			const first = await invite();
			const second = await resetByLink(database, { email: "bob@x.example" }, SHELL);
			expect(await choose(first)).toEqual(UNKNOWN);
			expect(second.ok && (await choose(second.value.token)).ok).toBe(true);
		});

		test("for a reset ends the present password and all sessions at once, before it is used (R2)", async () => {
			await addUser(database, "bob@x.example", "monitor");
			const session = await tokenOf(database, "bob@x.example");
			const reset = await resetByLink(database, { email: "bob@x.example" }, SHELL);
			expect(await isUserOf(session)).toBeUndefined();
			await expect(tokenOf(database, "bob@x.example")).rejects.toThrow("sign-in-refused");
			expect(reset.ok && (await choose(reset.value.token)).ok).toBe(true);
		});

		test("dies with a password set otherwise, with the user, and when the user is disabled, enabled again or not", async () => {
			const [reset, disabled, removed] = [
				await invite(),
				await invite("c@x.example"),
				await invite("d@x.example"),
			];
			await resetPassword(database, { email: "bob@x.example", password: PASSWORD }, SHELL);
			await disableUser(database, { email: "c@x.example" }, SHELL);
			await removeUser(database, { email: "d@x.example" }, SHELL);
			for (const token of [reset, disabled, removed]) expect(await choose(token)).toEqual(UNKNOWN);
			expect(await resetByLink(database, { email: "c@x.example" }, SHELL)).toMatchObject({
				error: { code: "user-disabled" },
			});
			await enableUser(database, { email: "c@x.example" }, SHELL);
			expect(await choose(disabled)).toEqual(UNKNOWN);
		});

		test("does not leave the last Administrator without a password", async () => {
			expect(await resetByLink(database, { email: "ann@x.example" }, SHELL)).toEqual({
				ok: false,
				error: { code: "last-administrator", email: "ann@x.example", change: "reset-password" },
			});
			expect(await tokenOf(database, "ann@x.example")).toBeTruthy();
		});

		test("is for new addresses, and not for the first user", async () => {
			expect(
				await inviteUser(database, { email: "ANN@x.example", role: "monitor" }, SHELL),
			).toMatchObject({
				error: { code: "email-taken" },
			});
			await database.query("truncate users cascade", []);
			expect(
				await inviteUser(database, { email: "ann@x.example", role: "administrator" }, SHELL),
			).toMatchObject({
				error: { code: "first-user-no-administrator" },
			});
		});

		// Contention needs several connections. The embedded engine has one.
		if (engine === "server")
			test("chooses one password, however many are sent at once", async () => {
				const token = await invite();
				const passwords = [
					"first password",
					"second password",
					"third password",
					"fourth password",
				];
				const results = await Promise.all(passwords.map((password) => choose(token, password)));
				expect(results.filter((result) => result.ok)).toHaveLength(1);
				const chosen = passwords[results.findIndex((result) => result.ok)];
				expect(await tokenOf(database, "bob@x.example", { password: chosen! })).toBeTruthy();
			});
	});

	describe("a change of the own password", () => {
		let actor: Actor;
		let session: string;
		beforeEach(async () => {
			const ann = await findUserByEmail(database, "ann@x.example");
			actor = { kind: "user", id: ann!.id, name: ann!.email };
			session = await tokenOf(database, "ann@x.example");
		});
		const change = (present: string, password = NEW_PASSWORD) =>
			changeOwnPassword(
				database.service,
				{ userId: actor.id!, sessionHash: hashSecretToken(session), present, password },
				actor,
			);

		test("wants the present one, ends the other sessions and keeps this one", async () => {
			const other = await tokenOf(database, "ann@x.example");
			expect(await change("wrong")).toEqual({ ok: false, error: { code: "password-wrong" } });
			expect(await isUserOf(other)).toBe("ann@x.example");
			expect(await change(PASSWORD)).toMatchObject({ ok: true, value: { ended: 1 } });
			expect([await isUserOf(session), await isUserOf(other)]).toEqual([
				"ann@x.example",
				undefined,
			]);
			await expect(tokenOf(database, "ann@x.example")).rejects.toThrow("sign-in-refused");
			expect(await tokenOf(database, "ann@x.example", { password: NEW_PASSWORD })).toBeTruthy();
		});

		test("is no way to guess: after five wrong ones the right one has to wait too", async () => {
			for (let guess = 1; guess <= 5; guess += 1) expect((await change("wrong")).ok).toBe(false);
			await database.query("update sign_in_failures set last_at = now() + interval '1 hour'", []);
			expect(await change(PASSWORD)).toMatchObject({
				error: { code: "sign-in-limited", retryAfterSeconds: 1 },
			});
			await database.query("update sign_in_failures set last_at = now() - interval '1 second'", []);
			expect((await change(PASSWORD)).ok).toBe(true);
			expect((await change(NEW_PASSWORD)).ok).toBe(true);
		});
	});

	test("a time zone is the user's own, and none is the installation's (G14)", async () => {
		const ann = await findUserByEmail(database, "ann@x.example");
		for (const zone of ["Asia/Kolkata", null]) {
			await setOwnTimeZone(database, ann!.id, zone, SHELL);
			expect((await findUserByEmail(database, "ann@x.example"))?.timeZone).toBe(zone);
		}
	});
});
