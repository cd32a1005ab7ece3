import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOnce } from "../../app/operations/answer-once.ts";
import { cancelCallInRequest } from "../../app/operations/requests/cancel-call-in-request.ts";
import { createCallInRequest } from "../../app/operations/requests/create-call-in-request.ts";
import { cleanUp } from "../../app/operations/retention/clean-up.ts";
import { NOW_MS } from "../../db/clock.ts";
import type { Database } from "../../db/connection/database.ts";
import { openDatabase } from "../../db/connection/open.ts";
import {
	asProcess,
	ENGINES,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../support/groups.ts";
import { untilSomebodyWaits } from "../support/until.ts";

const KEPT = { retentionDays: 30, auditRetentionDays: 400 };

/** As if all numbers had just been released. */
const FREE_ALL = `update numbers set busy_until = ${NOW_MS}, held_until = ${NOW_MS}`;

type Key = { id: string; limitedToGroups: boolean };

/** Creates in a group with a client's idempotency key, and reports the outcome. */
const createOnce = (
	database: Process,
	apiKey: Key,
	groupName: string,
	key: string,
	more: { body?: unknown; endpoint?: string } = {},
) =>
	answerOnce(
		database.service,
		{
			apiKeyId: apiKey.id,
			endpoint: "create",
			key,
			body: { groupName },
			rememberSeconds: 86_400,
			...more,
		},
		async (one) => {
			const asked = {
				groupName,
				fromPhoneNumber: null,
				userData: null,
				callbackServiceId: null,
				apiKey,
				corrId: uuidv4(),
			};
			const made = await createCallInRequest(one, asked);
			return made.ok
				? { ok: true, response: JSON.stringify(made.value) }
				: { ok: false, refusal: made.error.code };
		},
	);
const requestsOf = (database: Database, groupName: string) =>
	database.query("select id from requests where group_name = $1", [groupName]);

describe.each(ENGINES)("a repeated call on the %s engine", (engine) => {
	let database: TestDatabase;
	let apiKey: Key;
	let lastNumber = 0;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());
	const freshGroup = async (name: string) => {
		lastNumber += 1;
		await insertGroupWith(database, name, someNumbers(1, lastNumber), {
			uniqueDnis: true,
			expirySeconds: 600,
		});
	};

	test("gets the first answer, and reserves nothing more, also when that reservation has ended since (C7)", async () => {
		await freshGroup("repeated");
		const first = await createOnce(database, apiKey, "repeated", "k1");
		expect(first.outcome).toBe("answered");
		await database.query(FREE_ALL, []);
		await database.query(`update requests set expires_at = ${NOW_MS}`, []);
		const second = await createOnce(database, apiKey, "repeated", "k1");
		expect(second).toEqual({ ...first, outcome: "replayed" });
		expect(await requestsOf(database, "repeated")).toHaveLength(1);
	});

	test("with another body is refused; at another endpoint, by another client or under another key it is another call (C7)", async () => {
		await freshGroup("others");
		await createOnce(database, apiKey, "others", "shared");
		expect(await createOnce(database, apiKey, "others", "shared", { body: {} })).toEqual({
			outcome: "other-body",
		});
		const stranger = await insertKey(database, { secret: "a stranger's key" });
		const others = [
			await createOnce(database, apiKey, "others", "shared", { endpoint: "cancel" }),
			await createOnce(database, stranger, "others", "shared"),
			await createOnce(database, apiKey, "others", "k2"),
		];
		expect(others).toEqual(Array(3).fill({ outcome: "refused", refusal: "no-number-free" }));
	});

	test("is not answered by a refusal of before: refusals are not remembered (C7)", async () => {
		await freshGroup("refused first");
		await database.query("update numbers set busy_until = now() + interval '1 hour'", []);
		expect(await createOnce(database, apiKey, "refused first", "k3")).toEqual({
			outcome: "refused",
			refusal: "no-number-free",
		});
		expect(await database.query("select 1 from idempotency where key = 'k3'", [])).toEqual([]);
		await database.query(FREE_ALL, []);
		expect((await createOnce(database, apiKey, "refused first", "k3")).outcome).toBe("answered");
	});

	test("is one transaction with work that has transactions of its own: what they did goes when the whole fails (C7)", async () => {
		await freshGroup("nested");
		const by = {
			apiKeyId: apiKey.id,
			endpoint: "cancel",
			key: "k6",
			body: {},
			rememberSeconds: 60,
		};
		const made = await createOnce(database, apiKey, "nested", "to be cancelled");
		const { id } = JSON.parse("response" in made ? made.response : "{}");
		const failing = answerOnce(database.service, by, async (one) => {
			expect(await cancelCallInRequest(one, { id, apiKey })).toMatchObject({ ok: true });
			throw new Error("died");
		});
		await expect(failing).rejects.toThrow("died");
		expect(await database.query("select ended_at from requests where id = $1", [id])).toEqual([
			{ ended_at: null },
		]);
		expect(await database.query("select 1 from idempotency where key = 'k6'", [])).toEqual([]);
	});

	test("after 24 hours is a new call, whether the old answer has been cleaned up or not (C7)", async () => {
		await freshGroup("a day later");
		await createOnce(database, apiKey, "a day later", "k4");
		const [kept] = await database.query<{ hours: number }>(
			"select extract(epoch from until - created_at)::float8 / 3600 as hours from idempotency where key = 'k4'",
			[],
		);
		expect(kept?.hours).toBe(24);
		await database.query(`update idempotency set until = ${NOW_MS}`, []);
		await database.query(FREE_ALL, []);
		expect((await createOnce(database, apiKey, "a day later", "k4")).outcome).toBe("answered");
		expect(await requestsOf(database, "a day later")).toHaveLength(2);
	});

	test("an answer that is remembered long enough is removed, with the code in it (K3)", async () => {
		await freshGroup("cleaned");
		await createOnce(database, apiKey, "cleaned", "old");
		await database.query(`update idempotency set until = ${NOW_MS}`, []);
		await createOnce(database, apiKey, "repeated", "new");
		await cleanUp(database.service, KEPT);
		const left = await database.query<{ key: string }>("select key from idempotency", []);
		expect(left.map(({ key }) => key)).not.toContain("old");
	});

	test("work that fails half-way leaves neither a reservation nor an answer (C7)", async () => {
		await freshGroup("half-way");
		const failing = answerOnce(
			database.service,
			{ apiKeyId: apiKey.id, endpoint: "create", key: "k5", body: {}, rememberSeconds: 60 },
			async (one) => {
				const asked = {
					groupName: "half-way",
					fromPhoneNumber: null,
					userData: null,
					callbackServiceId: null,
					apiKey,
					corrId: uuidv4(),
				};
				expect((await createCallInRequest(one, asked)).ok).toBe(true);
				throw new Error("died");
			},
		);
		await expect(failing).rejects.toThrow("died");
		expect(await requestsOf(database, "half-way")).toEqual([]);
		expect((await createOnce(database, apiKey, "half-way", "k5")).outcome).toBe("answered");
	});
});

describe("repeated calls at once", () => {
	let database: TestDatabase;
	let other: Process;
	let apiKey: Key;
	beforeAll(async () => {
		database = await openTestDatabase("server", { connections: 10 });
		other = asProcess(
			await openDatabase({ url: database.url, dataDir: "", prepare: true, connections: 10 }),
		);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(async () => {
		await other.close();
		await database.drop();
	});

	test("one is answered, all others get its answer, in whatever process (C7)", async () => {
		await insertGroupWith(database, "twins", someNumbers(50), { uniqueDnis: true });
		for (let round = 0; round < 5; round += 1) {
			const calls = Array.from({ length: 16 }, (_, index) =>
				createOnce(index % 2 === 0 ? database : other, apiKey, "twins", `twin ${round}`),
			);
			const outcomes = await Promise.all(calls);
			expect(outcomes.filter(({ outcome }) => outcome === "answered")).toHaveLength(1);
			expect(new Set(outcomes.map((one) => "response" in one && one.response)).size).toBe(1);
			expect(await requestsOf(database, "twins")).toHaveLength(round + 1);
		}
	});

	test("a second call whose first one is refused is tried for itself, with what is free by then (C7)", async () => {
		await insertGroupWith(database, "free meanwhile", someNumbers(1, 60), { uniqueDnis: true });
		const call = {
			apiKeyId: apiKey.id,
			endpoint: "create",
			key: "w",
			body: { groupName: "free meanwhile" },
			rememberSeconds: 60,
		};
		let second: ReturnType<typeof createOnce> | undefined;
		const first = answerOnce(database.service, call, async (one) => {
			await database.query(
				"update numbers set busy_until = clock_timestamp() + interval '100 ms' where number = $1",
				someNumbers(1, 60),
			);
			second = createOnce(other, apiKey, "free meanwhile", "w");
			await untilSomebodyWaits(one.db);
			for (let busy = true; busy; ) {
				const [row] = await one.db.query<{ busy: boolean }>(
					"select busy_until > clock_timestamp() as busy from numbers where number = $1",
					someNumbers(1, 60),
				);
				busy = row?.busy ?? false;
			}
			return { ok: false, refusal: "no-number-free" };
		});
		expect(await first).toEqual({ outcome: "refused", refusal: "no-number-free" });
		expect((await second)?.outcome).toBe("answered");
	});

	test("a second call does not wait for ever for one under way (C7)", async () => {
		const call = {
			apiKeyId: apiKey.id,
			endpoint: "create",
			key: "slow",
			body: {},
			rememberSeconds: 60,
		};
		const first = answerOnce(database.service, call, async () => {
			expect(
				await answerOnce(other.service, call, () => Promise.reject(new Error("must not run"))),
			).toEqual({ outcome: "under-way" });
			return { ok: true, response: "{}" };
		});
		expect((await first).outcome).toBe("answered");
	});
});
