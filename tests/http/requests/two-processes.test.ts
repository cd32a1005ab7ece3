import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const KEY = "a-key-of-both";

describe("two server processes on one Postgres", () => {
	let database: TestDatabase;
	let servers: ServerProcess[] = [];
	beforeAll(async () => {
		database = await openTestDatabase("server");
		const start = () =>
			startServer({ url: database.url, env: { LOG_LEVEL: "error", BOOTSTRAP_API_KEY: KEY } });
		servers = await Promise.all([start(), start()]);
	});
	afterAll(async () => {
		await Promise.all(servers.map((server) => server.stop()));
		await database.drop();
	});

	const createAtOnce = (groupName: string, howMany: number) =>
		Promise.all(
			Array.from({ length: howMany }, async (_, index) => {
				const response = await fetch(
					`${servers[index % servers.length]!.origin}/engagement/v3/call-in/requests/create`,
					{
						method: "POST",
						headers: { "x-api-key": KEY, "content-type": "application/json" },
						body: JSON.stringify({ groupName }),
					},
				);
				const { data } = (await response.json()) as {
					data?: { toPhoneNumber: string; accessCode?: number };
				};
				return {
					status: response.status,
					number: data?.toPhoneNumber,
					code: data?.accessCode,
					retryAfter: response.headers.get("retry-after"),
				};
			}),
		);

	test.each([
		{ creates: 200, free: 70, from: 0, generateAccessCode: true },
		{ creates: 90, free: 150, from: 100, generateAccessCode: false },
		{ creates: 100, free: 100, from: 300, generateAccessCode: true },
	])(
		"$creates creates on $free free numbers give exactly the lesser number of successes, and no number twice (C3)",
		async (the) => {
			const name = `${the.creates} on ${the.free}`;
			await insertGroupWith(database, name, someNumbers(the.free, the.from), {
				uniqueDnis: true,
				generateAccessCode: the.generateAccessCode,
				expirySeconds: 600,
			});
			const answers = await createAtOnce(name, the.creates);
			const successes = answers.filter(({ status }) => status === 200);
			const refusals = answers.filter(({ status }) => status === 429);
			expect(successes).toHaveLength(Math.min(the.creates, the.free));
			expect(refusals).toHaveLength(the.creates - successes.length);
			expect(new Set(successes.map(({ number }) => number)).size).toBe(successes.length);
			for (const { retryAfter } of refusals) expect(Number(retryAfter)).toBeGreaterThanOrEqual(590);
		},
	);

	test("a key's calls a minute are counted over both: one refuses what the other has used up, a second later at the latest (C11)", async () => {
		const LIMIT = 60;
		/** One call: whether it was admitted, and the key's current count. */
		const callAs = (secret: string) => async (server: ServerProcess) => {
			const response = await fetch(`${server.origin}/engagement/v3/call-in/requests/create`, {
				method: "POST",
				headers: { "x-api-key": secret, "content-type": "application/json" },
				body: "{}",
			});
			await response.body?.cancel();
			const figure = (name: string) => Number(response.headers.get(name));
			return {
				admitted: response.status !== 429,
				remaining: figure("ratelimit-remaining"),
				reset: figure("ratelimit-reset"),
			};
		};
		const [first, second] = servers as [ServerProcess, ServerProcess];
		const inOneMinute = async (secret: string) => {
			await insertKey(database, { secret, requestsPerMinute: LIMIT });
			const call = callAs(secret);
			const started = await call(first);
			for (let calls = 0; calls < 39; calls += 1) await call(first);
			let [asked, refusedLate] = [0, 0];
			await call(second);
			asked += 1;
			// Spaced calls until the second process knows of all the first's 40, or the minute is over.
			// The exchange may report them in two parts. Each call takes one of the second's own 20, so
			// they are far enough apart that a busy machine does not use them all up.
			let isSameMinute = true;
			const knowsOfFirst = async () => {
				asked += 1;
				const { remaining, reset } = await call(second);
				isSameMinute = reset <= started.reset;
				return !isSameMinute || LIMIT - asked - remaining === 40;
			};
			await expect.poll(knowsOfFirst, { interval: 800, timeout: 20_000 }).toBe(true);
			if (!isSameMinute) return null;
			for (;;) {
				const last = await call(second);
				if (!last.admitted) break;
				asked += 1;
			}
			const late = async () => {
				refusedLate += 1;
				return (await call(first)).admitted;
			};
			await expect.poll(late, { interval: 200, timeout: 20_000 }).toBe(false);
			isSameMinute = (await call(second)).reset <= started.reset;
			return isSameMinute ? { bySecond: asked, lateByFirst: refusedLate - 1 } : null;
		};
		// If a minute ended meanwhile, the next one is long enough. Another key has used none of it.
		const { bySecond, lateByFirst } =
			(await inOneMinute("limited")) ?? (await inOneMinute("limited as well"))!;
		expect(bySecond).toBe(LIMIT - 40);
		expect(lateByFirst).toBeLessThan(20);
	});

	test("on shared numbers no two live requests have one number and code (C5)", async () => {
		await insertGroupWith(database, "shared", someNumbers(2, 5000), {
			accessCodeLength: 4,
			expirySeconds: 600,
		});
		const answers = await createAtOnce("shared", 300);
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(new Set(answers.map(({ number, code }) => `${number} ${code}`)).size).toBe(300);
	});
});
