import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readSession } from "../../../app/operations/people/read-session.ts";
import { signOut } from "../../../app/operations/people/sign-out.ts";
import { hashSecretToken } from "../../../app/operations/secret-token.ts";
import { setSessionFlash, takeSessionFlash } from "../../../db/people/sessions.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { addUser, tokenOf } from "../../support/people.ts";

describe.each(ENGINES)("a session on the %s engine", (engine) => {
	let database: TestDatabase;
	let hash: string;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		await addUser(database, "ann@x.example", "administrator");
		await addUser(database, "zoe@x.example", "administrator");
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		hash = hashSecretToken(await tokenOf(database, "ann@x.example"));
	});

	/** Lets time pass for this session alone. */
	const age = (interval: string) =>
		database.query(
			`update sessions set created_at = created_at - $2::interval, last_seen_at = last_seen_at - $2::interval, expires_at = expires_at - $2::interval
			where token_hash = $1`,
			[hash, interval],
		);
	const isLive = async () => (await readSession(database, hash)) !== null;
	const lastSeen = async () => {
		const rows = await database.query<{ at: string }>(
			"select last_seen_at::text as at from sessions where token_hash = $1",
			[hash],
		);
		return rows[0]?.at;
	};

	test("ends twelve hours after its last use", async () => {
		await age("11 hours 59 minutes");
		expect(await isLive()).toBe(true);
		await age("11 hours 59 minutes");
		expect(await isLive()).toBe(true);
		await age("12 hours");
		expect(await isLive()).toBe(false);
	});

	test("ends seven days after the sign-in, however much it is used", async () => {
		for (let halfDay = 1; halfDay <= 14; halfDay += 1) {
			await age("11 hours 59 minutes");
			expect(await isLive()).toBe(true);
		}
		await age("15 minutes");
		expect(await isLive()).toBe(false);
	});

	test("has its last use written down at most once a minute", async () => {
		const before = await lastSeen();
		await age("45 seconds");
		const aged = await lastSeen();
		expect(aged).not.toBe(before);
		await readSession(database, hash);
		expect(await lastSeen()).toBe(aged);
		await age("15 seconds");
		const due = await lastSeen();
		await readSession(database, hash);
		expect(await lastSeen()).not.toBe(due);
	});

	test("shows the role of now, and nobody once the user is disabled (R1)", async () => {
		await database.query("update users set role = 'monitor' where email_key = 'ann@x.example'", []);
		expect(await readSession(database, hash)).toMatchObject({
			role: "monitor",
			timeZone: null,
		});
		await database.query(
			"update users set disabled_at = now() where email_key = 'ann@x.example'",
			[],
		);
		expect(await isLive()).toBe(false);
		await database.query("update users set disabled_at = null, role = 'administrator'", []);
	});

	test("that is signed out is dead at once, and others live on (R2)", async () => {
		const other = hashSecretToken(await tokenOf(database, "ann@x.example"));
		await signOut(database, hash);
		await signOut(database, hash);
		expect(await isLive()).toBe(false);
		expect(await readSession(database, other)).not.toBeNull();
		const ends = await database.query(
			"select actor_name, subject_name from audit_entries where action = 'sign-out.succeed'",
			[],
		);
		expect(ends).toEqual([{ actor_name: "ann@x.example", subject_name: "ann@x.example" }]);
	});

	test("nobody's token is nobody", async () => {
		expect(await readSession(database, hashSecretToken("x"))).toBeNull();
	});

	test("gives its message to one page only, also when several ask at once", async () => {
		const left = '{"message":"“Saved” ’ \\u0000"}';
		expect(await takeSessionFlash(database, hash)).toBeNull();
		for (let round = 1; round <= 20; round += 1) {
			await setSessionFlash(database, hash, left);
			const taken = await Promise.all(
				Array.from({ length: 8 }, () => takeSessionFlash(database, hash)),
			);
			expect(taken.filter((message) => message !== null)).toEqual([left]);
		}
		expect(await takeSessionFlash(database, hash)).toBeNull();
	});
});
