import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SHELL } from "../../app/domain/actor.ts";
import { resetPassword } from "../../app/operations/change-user.ts";
import { isPasswordRight } from "../../app/operations/hash-password.ts";
import { readSession } from "../../app/operations/read-session.ts";
import { hashSecretToken } from "../../app/operations/secret-token.ts";
import { signIn } from "../../app/operations/sign-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../support/databases.ts";
import { addUser, PASSWORD } from "../support/people.ts";

const REFUSED = { ok: false, error: { code: "sign-in-refused" } };
const CLIENT = "192.0.2.1";

describe.each(ENGINES)("signing in on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		await addUser(database.orm, "Ann@x.example", "administrator");
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		await database.run("delete from sign_in_failures", []);
	});

	const attempt = (password: string, more: { email?: string; clientAddress?: string } = {}) =>
		signIn(database.orm, { email: "ann@x.example", password, clientAddress: CLIENT, ...more });
	const failuresOf = async (): Promise<Record<string, number>> => {
		const rows = await database.run<{ key: string; failures: number }>("select key, failures from sign_in_failures", []);
		return Object.fromEntries(rows.map(({ key, failures }) => [key, failures]));
	};

	test("the right password opens a session, the address in any case; the table has the token's hash alone (R2)", async () => {
		const signedIn = await attempt(PASSWORD, { email: "ANN@X.EXAMPLE" });
		if (!signedIn.ok) throw new Error(signedIn.error.code);
		const { token } = signedIn.value;
		expect(token).toMatch(/^[\w-]{43}$/);
		expect(await readSession(database.orm, hashSecretToken(token))).toMatchObject({ email: "Ann@x.example", role: "administrator" });
		const stored = await database.run("select * from sessions where token_hash = $1", [hashSecretToken(token)]);
		expect(JSON.stringify(stored)).not.toContain(token);
	});

	test("every sign-in is a session of its own", async () => {
		const tokens = [await attempt(PASSWORD), await attempt(PASSWORD)].map((one) => one.ok && one.value.token);
		expect(new Set(tokens).size).toBe(2);
	});

	test("a wrong password, an unknown address, a disabled user and one without a password are refused in the same words", async () => {
		await addUser(database.orm, "disabled@x.example", "monitor");
		await addUser(database.orm, "invited@x.example", "monitor");
		await database.run("update users set disabled_at = now() where email_key = 'disabled@x.example'", []);
		await database.run("update users set password_hash = null where email_key = 'invited@x.example'", []);
		expect(await attempt("wrong")).toEqual(REFUSED);
		for (const email of ["nobody@x.example", "disabled@x.example", "invited@x.example"])
			expect(await attempt(PASSWORD, { email })).toEqual(REFUSED);
	});

	test("passwords are stored as argon2id with OWASP's parameters", async () => {
		const [user] = await database.run<{ password_hash: string }>("select password_hash from users where email_key = 'ann@x.example'", []);
		expect(user?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	});

	test("after five failures the pair of address and client waits, with the right password too; other clients and addresses do not", async () => {
		for (let failure = 1; failure <= 5; failure += 1) expect(await attempt(`wrong ${failure}`)).toEqual(REFUSED);
		const limited = await attempt(PASSWORD);
		if (limited.ok || limited.error.code !== "sign-in-limited") throw new Error("not limited");
		expect(limited.error.retryAfterSeconds).toBeGreaterThan(890);
		expect(limited.error.retryAfterSeconds).toBeLessThanOrEqual(900);
		expect((await attempt(PASSWORD, { email: "ANN@x.example" })).ok).toBe(false);
		expect(await attempt(PASSWORD, { email: "other@x.example" })).toEqual(REFUSED);
		expect((await attempt(PASSWORD, { clientAddress: "192.0.2.2" })).ok).toBe(true);
	});

	test("a limited attempt does not count towards the client's limit", async () => {
		for (let failure = 1; failure <= 8; failure += 1) await attempt("wrong");
		expect(await failuresOf()).toEqual({ [`client ${CLIENT}`]: 5, [`pair ${CLIENT} ann@x.example`]: 5 });
	});

	test("the count starts again when its time is over", async () => {
		for (let failure = 1; failure <= 5; failure += 1) await attempt("wrong");
		await database.run("update sign_in_failures set until = now() - interval '1 millisecond'", []);
		expect(await attempt("wrong")).toEqual(REFUSED);
		expect(await failuresOf()).toEqual({ [`client ${CLIENT}`]: 1, [`pair ${CLIENT} ann@x.example`]: 1 });
	});

	test("a success clears the pair's failures and leaves the client's", async () => {
		for (let failure = 1; failure <= 4; failure += 1) await attempt("wrong");
		expect((await attempt(PASSWORD)).ok).toBe(true);
		expect(await failuresOf()).toEqual({ [`client ${CLIENT}`]: 4 });
	});

	test("after fifty failures a client waits, whatever address it tries next; a whole /64 of IPv6 is one client", async () => {
		await database.run("insert into sign_in_failures values ($1, 49, now() + interval '1 minute')", ["client 2001:db8:0:1::/64"]);
		expect(await attempt("wrong", { email: "fiftieth@x.example", clientAddress: "2001:db8:0:1::5" })).toEqual(REFUSED);
		const limited = await attempt(PASSWORD, { clientAddress: "2001:db8:0:1:ffff::6" });
		expect(limited).toMatchObject({ ok: false, error: { code: "sign-in-limited" } });
		expect((await attempt(PASSWORD, { clientAddress: "2001:db8:0:2::5" })).ok).toBe(true);
	});

	test("while too many passwords are being hashed nobody waits: the answer is to come again, and it counts as no failure", async () => {
		const crowd = Promise.allSettled(Array.from({ length: 60 }, () => isPasswordRight(null, PASSWORD)));
		expect(await attempt(PASSWORD)).toEqual({ ok: false, error: { code: "sign-in-busy", retryAfterSeconds: 2 } });
		expect(await failuresOf()).toEqual({});
		const refused = (await crowd).filter((one) => one.status === "rejected");
		expect(refused).toHaveLength(8);
		expect((await attempt(PASSWORD)).ok).toBe(true);
		// The line filled up between the first look and the hashing: what was counted meanwhile is taken back.
		const late = attempt("wrong");
		let isOver = false;
		const keepFull = async () => {
			while (!isOver) await isPasswordRight(null, PASSWORD).catch(() => new Promise(setImmediate));
		};
		const other = Promise.all(Array.from({ length: 55 }, keepFull));
		expect(await late).toMatchObject({ ok: false, error: { code: "sign-in-busy" } });
		expect(Object.values(await failuresOf())).toEqual([0, 0]);
		isOver = true;
		await other;
	});

	test("the audit log tells successes and failures with their reason, and never a password or hash (O5)", async () => {
		const from = { clientAddress: "192.0.2.77" };
		await attempt("a-very-wrong-one", from);
		await attempt("a-very-wrong-one", { ...from, email: "stranger@x.example" });
		await attempt(PASSWORD, from);
		const entries = await database.run<Record<string, string>>(
			"select action, actor_kind, actor_name, subject_name, after from audit_entries where after like '%192.0.2.77%' order by id",
			[],
		);
		expect(entries.map(({ after, ...entry }) => [...Object.values(entry), JSON.parse(after as string).reason])).toEqual([
			["sign-in.fail", "nobody", "Ann@x.example", "Ann@x.example", "wrong-password"],
			["sign-in.fail", "nobody", "stranger@x.example", "stranger@x.example", "unknown-email"],
			["sign-in.succeed", "user", "Ann@x.example", "Ann@x.example", undefined],
		]);
		const log = JSON.stringify(await database.run("select * from audit_entries", []));
		for (const secret of ["a-very-wrong-one", PASSWORD, "$argon2id"]) expect(log).not.toContain(secret);
	});
});

describe("signing in from many connections at once", () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase("server", { connections: 20 });
		await addUser(database.orm, "ann@x.example", "administrator");
	});
	afterAll(() => database.drop());

	test("no more than five wrong passwords of a pair are tried, however many come together", async () => {
		const results = await Promise.all(
			Array.from({ length: 20 }, () => signIn(database.orm, { email: "ann@x.example", password: "wrong", clientAddress: CLIENT })),
		);
		const codes = results.map((result) => !result.ok && result.error.code);
		expect(codes.filter((code) => code === "sign-in-refused")).toHaveLength(5);
		expect(codes.filter((code) => code === "sign-in-limited")).toHaveLength(15);
	});

	test("a session never outlives a password reset that came while the old password was being checked", async () => {
		const input = (turn: number) => ({ email: "ann@x.example", password: `password ${turn}`, clientAddress: "192.0.2.9" });
		await resetPassword(database.orm, input(0), SHELL);
		for (let turn = 0; turn < 8; turn += 1) {
			const [signedIn] = await Promise.all([signIn(database.orm, input(turn)), resetPassword(database.orm, input(turn + 1), SHELL)]);
			if (signedIn.ok) expect(await readSession(database.orm, hashSecretToken(signedIn.value.token))).toBeNull();
		}
	});
});
