import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import { resetPassword } from "../../../app/operations/people/change-user.ts";
import { isPasswordRight } from "../../../app/operations/people/hash-password.ts";
import { readSession } from "../../../app/operations/people/read-session.ts";
import { signIn } from "../../../app/operations/people/sign-in.ts";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { hashSecretToken } from "../../../app/operations/secret-token.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { addUser, PASSWORD } from "../../support/people.ts";

const REFUSED = { ok: false, error: { code: "sign-in-refused" } };
const CLIENT = "192.0.2.1";

describe.each(ENGINES)("signing in on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		await addUser(database, "Ann@x.example", "administrator");
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		await database.query("delete from sign_in_failures", []);
	});

	const attempt = (
		password: string,
		more: { email?: string; clientAddress?: string; deviceToken?: string } = {},
	) =>
		signIn(database.service, { email: "ann@x.example", password, clientAddress: CLIENT, ...more });
	const failuresOf = async (): Promise<Record<string, number>> => {
		const rows = await database.query<{ key: string; failures: number }>(
			"select key, failures from sign_in_failures order by key",
			[],
		);
		return Object.fromEntries(rows.map(({ key, failures }) => [key, failures]));
	};

	test("the right password opens a session, the address in any case; the table has the token's hash alone (R2)", async () => {
		const signedIn = await attempt(PASSWORD, { email: "ANN@X.EXAMPLE" });
		if (!signedIn.ok) throw new Error(signedIn.error.code);
		const { token } = signedIn.value;
		expect(token).toMatch(/^[\w-]{43}$/);
		expect(await readSession(database, hashSecretToken(token))).toMatchObject({
			email: "Ann@x.example",
			role: "administrator",
		});
		const stored = await database.query("select * from sessions where token_hash = $1", [
			hashSecretToken(token),
		]);
		expect(JSON.stringify(stored)).not.toContain(token);
	});

	test("every sign-in is a session of its own", async () => {
		const tokens = [await attempt(PASSWORD), await attempt(PASSWORD)].map(
			(one) => one.ok && one.value.token,
		);
		expect(new Set(tokens).size).toBe(2);
	});

	test("a wrong password, an unknown address, a disabled user and one without a password are refused in the same words", async () => {
		await addUser(database, "disabled@x.example", "monitor");
		await addUser(database, "invited@x.example", "monitor");
		await database.query(
			"update users set disabled_at = now() where email_key = 'disabled@x.example'",
			[],
		);
		await database.query(
			"update users set password_hash = null where email_key = 'invited@x.example'",
			[],
		);
		expect(await attempt("wrong")).toEqual(REFUSED);
		for (const email of ["nobody@x.example", "disabled@x.example", "invited@x.example"])
			expect(await attempt(PASSWORD, { email })).toEqual(REFUSED);
	});

	test("passwords are stored as argon2id with OWASP's parameters", async () => {
		const [user] = await database.query<{ password_hash: string }>(
			"select password_hash from users where email_key = 'ann@x.example'",
			[],
		);
		expect(user?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	});

	/** As if all failures had been counted this long ago. */
	const pass = (time: string) =>
		database.query(
			"update sign_in_failures set last_at = now() - $1::interval, until = until - $1::interval",
			[time],
		);
	/** Keeps delays from running out before `pass`, however slow the machine is. */
	const hold = () =>
		database.query("update sign_in_failures set last_at = now() + interval '1 hour'", []);
	const waitOf = async (result: ReturnType<typeof attempt>) => {
		const given = await result;
		if (given.ok || given.error.code !== "sign-in-limited") throw new Error("not limited");
		return given.error.retryAfterSeconds;
	};
	const fail = async (times: number, more: Parameters<typeof attempt>[1] = {}) => {
		for (let failure = 1; failure <= times; failure += 1)
			expect(await attempt("wrong", more)).toEqual(REFUSED);
		await hold();
	};

	test("after five failures an account waits, whoever asks and with the right password too; each further one doubles the wait (R7)", async () => {
		for (let failure = 1; failure <= 5; failure += 1)
			expect(await attempt("wrong", { clientAddress: `192.0.2.${failure}` })).toEqual(REFUSED);
		await hold();
		for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
			expect(await waitOf(attempt(PASSWORD, { clientAddress: `198.51.100.${seconds}` }))).toBe(
				seconds,
			);
			expect(
				await waitOf(attempt(PASSWORD, { email: "ANN@x.example", clientAddress: "192.0.2.99" })),
			).toBe(seconds);
			expect(
				await attempt("wrong", { email: "other@x.example", clientAddress: "192.0.2.200" }),
			).toEqual(REFUSED);
			await database.query("delete from sign_in_failures where key not like 'account ann%'", []);
			await pass(`${seconds} seconds`);
			await fail(1, { clientAddress: `203.0.113.${seconds}` });
		}
		await pass("30 seconds");
		expect((await attempt(PASSWORD, { clientAddress: "198.51.100.200" })).ok).toBe(true);
	});

	test("an address that nobody has is slowed down by the same counts, and told the same (R7)", async () => {
		const answers = [];
		for (const email of ["ann@x.example", "nobody@x.example"]) {
			await database.query("delete from sign_in_failures", []);
			const given = [];
			for (let turn = 1; turn <= 8; turn += 1) {
				if (turn === 6) await hold();
				given.push(await attempt("wrong", { email }));
			}
			answers.push({ given, counts: JSON.stringify(await failuresOf()).replaceAll(email, "") });
		}
		expect(answers[0]).toEqual(answers[1]);
	});

	test("one client waits longer for one account than the account does: it cannot take all its turns (R7)", async () => {
		for (let failure = 1; failure <= 20; failure += 1) {
			await attempt("wrong");
			await pass("5 minutes");
		}
		await fail(1);
		expect(await waitOf(attempt(PASSWORD))).toBe(300);
		expect(await waitOf(attempt(PASSWORD, { clientAddress: "198.51.100.1" }))).toBe(30);
		await pass("31 seconds");
		expect(await waitOf(attempt(PASSWORD))).toBeGreaterThan(200);
		expect((await attempt(PASSWORD, { clientAddress: "198.51.100.1" })).ok).toBe(true);
	});

	test("refusals change no delay, and make no rows", async () => {
		await fail(5);
		const before = await failuresOf();
		for (let turn = 1; turn <= 10; turn += 1)
			await attempt("wrong", { clientAddress: `198.51.100.${turn}` });
		expect(await failuresOf()).toEqual(before);
		expect(await waitOf(attempt(PASSWORD))).toBe(1);
	});

	test("failures are forgotten one after the other, and cleaned up when none is left (R7)", async () => {
		await fail(5);
		await pass("10 minutes");
		await fail(1);
		await pass("1 second");
		expect(Object.values(await failuresOf())).toEqual([5, 5, 1]);
		const kept = { retentionDays: 30, auditRetentionDays: 400, pause: async () => {} };
		await cleanUp(database.service, { ...kept, now: new Date(Date.now() + 49 * 60_000) });
		expect(Object.keys(await failuresOf())).toHaveLength(2);
		await cleanUp(database.service, { ...kept, now: new Date(Date.now() + 51 * 60_000) });
		expect(await failuresOf()).toEqual({});
	});

	test("a success clears the account's failures and leaves those of the client, which may have tried others", async () => {
		await fail(4);
		expect((await attempt(PASSWORD)).ok).toBe(true);
		expect(await failuresOf()).toEqual({ [`network ${CLIENT}`]: 4 });
	});

	test.each([
		["an IPv4 address", 20, "192.0.2.1", [CLIENT, CLIENT]],
		["a /64 network", 20, "2001:db8:0:1::/64", ["2001:db8:0:1::1", "2001:db8:0:1:ffff::2"]],
		["a /56 network", 25, "2001:db8:0:0::/56", ["2001:db8:0:1::1", "2001:db8:0:ff::1"]],
		["a /48 network", 30, "2001:db8:0::/48", ["2001:db8:0:1::1", "2001:db8:0:ff00::1"]],
	])(
		"%s waits after %i failures, whatever accounts it tries, for at most half a minute (R7)",
		async (_name, free, network, clients) => {
			await database.query(
				"insert into sign_in_failures values ($1, $2::integer, now() + interval '1 hour')",
				[`network ${network}`, free - 1],
			);
			await fail(1, { email: "last@x.example", clientAddress: clients[0]! });
			expect(await waitOf(attempt(PASSWORD, { clientAddress: clients[1]! }))).toBe(1);
			await database.query("update sign_in_failures set failures = 40", []);
			const wait = await waitOf(attempt(PASSWORD, { clientAddress: clients[1]! }));
			expect([wait > 20, wait <= 30]).toEqual([true, true]);
			expect((await attempt(PASSWORD, { clientAddress: "2001:db8:1::1" })).ok).toBe(true);
		},
	);

	describe("from a device that has signed in before (R7)", () => {
		let deviceToken: string;
		beforeEach(async () => {
			await database.query("delete from known_devices", []);
			const signedIn = await attempt(PASSWORD, { clientAddress: "192.0.2.250" });
			if (!signedIn.ok) throw new Error(signedIn.error.code);
			deviceToken = signedIn.value.deviceToken;
			await database.query("delete from sign_in_failures", []);
		});
		const known = (password: string, more: object = {}) =>
			attempt(password, { deviceToken, ...more });
		const devices = () =>
			database.query<{ token_hash: string }>(
				"select token_hash from known_devices order by id",
				[],
			);

		test("strangers' failures delay nothing, neither those of the account nor those of the network", async () => {
			for (let turn = 1; turn <= 60; turn += 1)
				await attempt("wrong", { clientAddress: `198.51.100.${turn}` });
			for (let turn = 1; turn <= 25; turn += 1)
				await attempt("wrong", { email: `${turn}@x.example` });
			await hold();
			expect(await waitOf(attempt(PASSWORD))).toBeGreaterThan(0);
			expect((await known(PASSWORD)).ok).toBe(true);
		});

		test("strangers who fill the line of passwords neither keep it out nor make it wait for them", async () => {
			let checked = 0;
			const crowd = Array.from({ length: 60 }, () =>
				isPasswordRight(null, PASSWORD, "stranger").then(
					() => (checked += 1),
					() => {},
				),
			);
			const [stranger, signedIn] = await Promise.all([attempt(PASSWORD), known(PASSWORD)]);
			const checkedBefore = checked;
			await Promise.all(crowd);
			expect([stranger.ok, signedIn.ok]).toEqual([false, true]);
			expect(checkedBefore).toBeLessThan(checked);
		});

		test("its own failures delay it alone, more and more, and in the end it is not known any more", async () => {
			for (let failure = 1; failure <= 5; failure += 1)
				expect(await known("wrong")).toEqual(REFUSED);
			for (let failure = 6; failure <= 20; failure += 1) {
				await hold();
				expect(await waitOf(known(PASSWORD))).toBe(Math.min(2 ** (failure - 6), 900));
				await database.query(
					"update sign_in_failures set failures = $1::integer, last_at = now() - interval '900 seconds'",
					[failure - 1],
				);
				expect(await known("wrong")).toEqual(REFUSED);
			}
			expect(await devices()).toEqual([]);
			expect(Object.keys(await failuresOf()).filter((key) => !key.startsWith("device"))).toEqual(
				[],
			);
			expect((await attempt(PASSWORD)).ok).toBe(true);
		});

		test("its token is new with each sign-in and stored as a hash; an old one is worth nothing", async () => {
			const signedIn = await known(PASSWORD);
			if (!signedIn.ok) throw new Error(signedIn.error.code);
			expect(await devices()).toEqual([
				{ token_hash: hashSecretToken(signedIn.value.deviceToken) },
			]);
			await fail(5);
			expect((await known(PASSWORD)).ok).toBe(false);
			expect((await known(PASSWORD, { deviceToken: signedIn.value.deviceToken })).ok).toBe(true);
		});

		test("it is known for its users alone, of whom it can have several", async () => {
			await addUser(database, `zoe-${engine}@x.example`, "monitor");
			const zoe = { email: `zoe-${engine}@x.example` };
			await fail(5, zoe);
			expect((await known(PASSWORD, zoe)).ok).toBe(false);
			await database.query("delete from sign_in_failures", []);
			const both = await known(PASSWORD, zoe);
			if (!both.ok) throw new Error(both.error.code);
			await fail(5);
			await fail(5, zoe);
			const again = await known(PASSWORD, { deviceToken: both.value.deviceToken });
			if (!again.ok) throw new Error(again.error.code);
			expect((await known(PASSWORD, { ...zoe, deviceToken: again.value.deviceToken })).ok).toBe(
				true,
			);
		});

		test("it stays known for 180 days, and the 20 that signed in last do", async () => {
			await database.query(
				"insert into known_devices select gen_random_uuid(), n, user_id, now(), expires_at from known_devices, generate_series(1, 30) n",
				[],
			);
			const signedIn = await attempt(PASSWORD);
			if (!signedIn.ok) throw new Error(signedIn.error.code);
			expect(await devices()).toHaveLength(20);
			await fail(5);
			const aged = async (time: string) => {
				await database.query("update known_devices set expires_at = expires_at - $1::interval", [
					time,
				]);
				return attempt("wrong", { deviceToken: signedIn.value.deviceToken });
			};
			expect(await aged("179 days 23 hours")).toEqual(REFUSED);
			expect(await aged("1 hour")).toMatchObject({ error: { code: "sign-in-limited" } });
			await cleanUp(database.service, {
				retentionDays: 30,
				auditRetentionDays: 400,
				pause: async () => {},
			});
			expect(await devices()).toEqual([]);
		});
	});

	test("refusals add up in the audit log: one entry at the first, and their number with what comes next (O5)", async () => {
		const entries = async () =>
			(
				await database.query<{ action: string; subject: string; after: string }>(
					`select action, subject_name as subject, after from audit_entries
					where after like '%192.0.2.78%' or after like '%"refusedBefore":7}' order by id`,
					[],
				)
			).map(({ action, subject, after }) => [action, subject, JSON.parse(after)]);
		const from = { email: "Eve@x.example", clientAddress: "192.0.2.78" };
		await fail(5, from);
		for (let turn = 1; turn <= 30; turn += 1) await attempt("wrong", from);
		const failure = [
			"sign-in.fail",
			"Eve@x.example",
			{ reason: "unknown-email", client: "192.0.2.78" },
		];
		const slowed = [
			"sign-in.fail",
			"Eve@x.example",
			{ reason: "too-many-failures-of-the-account", client: "192.0.2.78", waitSeconds: 1 },
		];
		expect(await entries()).toEqual([failure, failure, failure, failure, failure, slowed]);
		await pass("1 second");
		await fail(1, from);
		expect((await entries()).at(-1)?.[2]).toEqual({
			reason: "unknown-email",
			client: "192.0.2.78",
			refusedBefore: 30,
		});
		for (let turn = 1; turn <= 7; turn += 1) await attempt("wrong", from);
		await cleanUp(database.service, {
			retentionDays: 30,
			auditRetentionDays: 400,
			pause: async () => {},
			now: new Date(Date.now() + 7200_000),
		});
		expect((await entries()).at(-1)).toEqual([
			"sign-in.fail",
			"eve@x.example",
			{ reason: "too-many-failures", refusedBefore: 7 },
		]);
		expect(await entries()).toHaveLength(9);
	});

	test.runIf(engine === "server")(
		"while too many passwords are being hashed nobody waits: the answer is to come again, and it counts as no failure",
		async () => {
			const crowd = Promise.allSettled(
				Array.from({ length: 60 }, () => isPasswordRight(null, PASSWORD, "stranger")),
			);
			expect(await attempt(PASSWORD)).toEqual({
				ok: false,
				error: { code: "sign-in-busy", retryAfterSeconds: 2 },
			});
			expect(await failuresOf()).toEqual({});
			const refused = (await crowd).filter((one) => one.status === "rejected");
			expect(refused).toHaveLength(9);
			expect((await attempt(PASSWORD)).ok).toBe(true);
			// The queue filled up between the first check and the hashing. The count made meanwhile is
			// taken back.
			const late = attempt("wrong");
			let isOver = false;
			const keepFull = async () => {
				while (!isOver)
					await isPasswordRight(null, PASSWORD, "stranger").catch(() => new Promise(setImmediate));
			};
			const other = Promise.all(Array.from({ length: 55 }, keepFull));
			expect(await late).toMatchObject({ ok: false, error: { code: "sign-in-busy" } });
			expect(Object.values(await failuresOf())).toEqual([0, 0, 0]);
			isOver = true;
			await other;
		},
	);

	test("the audit log tells successes and failures with their reason, and never a password or hash (O5)", async () => {
		const from = { clientAddress: "192.0.2.77" };
		await attempt("a-very-wrong-one", from);
		await attempt("a-very-wrong-one", { ...from, email: "stranger@x.example" });
		await attempt(PASSWORD, from);
		const entries = await database.query<Record<string, string>>(
			"select action, actor_kind, actor_name, subject_name, after from audit_entries where after like '%192.0.2.77%' order by id",
			[],
		);
		expect(
			entries.map(({ after, ...entry }) => [
				...Object.values(entry),
				JSON.parse(after as string).reason,
			]),
		).toEqual([
			["sign-in.fail", "nobody", "Ann@x.example", "Ann@x.example", "wrong-password"],
			["sign-in.fail", "nobody", "stranger@x.example", "stranger@x.example", "unknown-email"],
			["sign-in.succeed", "user", "Ann@x.example", "Ann@x.example", undefined],
		]);
		const log = JSON.stringify(await database.query("select * from audit_entries", []));
		for (const secret of ["a-very-wrong-one", PASSWORD, "$argon2id"])
			expect(log).not.toContain(secret);
	});
});

describe("signing in from many connections at once", () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase("server", { connections: 20 });
		await addUser(database, "ann@x.example", "administrator");
	});
	afterAll(() => database.drop());

	/**
	 * How many of a hundred concurrent sign-ins had their password checked, and the permitted
	 * maximum. The maximum is higher where they take longer than the delays.
	 */
	const hundredAtOnce = async (
		free: number,
		of: (turn: number) => { email: string; clientAddress: string },
	) => {
		const began = performance.now();
		const results = await Promise.all(
			Array.from({ length: 100 }, (_, turn) =>
				signIn(database.service, { password: "wrong", ...of(turn) }),
			),
		);
		const seconds = (performance.now() - began) / 1000;
		await database.query("delete from sign_in_failures", []);
		const limited = results.filter(
			(result) => !result.ok && result.error.code === "sign-in-limited",
		);
		return {
			checked: results.length - limited.length,
			most: free + Math.ceil(Math.log2(seconds + 1)),
		};
	};

	test("no more than five wrong passwords of an account are tried, however many come together and from wherever (R7)", async () => {
		const ann = (turn: number) => ({ email: "ann@x.example", clientAddress: `198.51.100.${turn}` });
		const { checked, most } = await hundredAtOnce(5, ann);
		expect(checked).toBeLessThanOrEqual(most);
	});

	test("no more than thirty of a /48 network are, whatever their accounts (R7)", async () => {
		const any = (turn: number) => ({
			email: `${turn}@x.example`,
			clientAddress: `2001:db8:0:${turn}00::1`,
		});
		const { checked, most } = await hundredAtOnce(30, any);
		expect(checked).toBeLessThanOrEqual(most);
	});

	test("a session never outlives a password reset that came while the old password was being checked", async () => {
		const input = (turn: number) => ({
			email: "ann@x.example",
			password: `a new password ${turn}`,
			clientAddress: "192.0.2.9",
		});
		await resetPassword(database, input(0), SHELL);
		for (let turn = 0; turn < 8; turn += 1) {
			const [signedIn] = await Promise.all([
				signIn(database.service, input(turn)),
				resetPassword(database, input(turn + 1), SHELL),
			]);
			if (signedIn.ok)
				expect(await readSession(database, hashSecretToken(signedIn.value.token))).toBeNull();
		}
	});
});
