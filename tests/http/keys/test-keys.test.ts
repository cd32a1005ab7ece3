import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import { TEST_GROUPS } from "../../../app/domain/requests/test-groups.ts";
import { createApiKey } from "../../../app/operations/keys/change-api-key.ts";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { waysIn } from "../../support/api-ways.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

const BASE = "/engagement/v3";
const ANI = "+14155550132";
type Body = Record<string, unknown>;

describe.each(ENGINES)("test keys on the %s engine (C17)", (engine) => {
	let database: TestDatabase;
	let call: ReturnType<typeof waysIn>["plainly"];
	let secret: string;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		call = waysIn(database, "").plainly;
		const made = await createApiKey(
			database,
			{
				...{ requestId: randomUUID(), name: "CI", scopes: ["create", "match", "read"] },
				...{ groupIds: null, requestsPerMinute: null, numbersWithoutPlus: "any", isTest: true },
			},
			SHELL,
		);
		if (!made.ok) throw new Error(made.error.code);
		secret = made.value;
		await insertKey(database, { secret: "live", scopes: ["create", "match", "read", "provision"] });
		await insertGroupWith(database, "own", someNumbers(2));
	});
	afterAll(() => database.drop());

	const ask = (name: string, body: Body, key = secret, headers: Record<string, string> = {}) =>
		call({
			path: `${BASE}/call-in/requests/${name}`,
			headers: { "x-api-key": key, ...headers },
			body,
		});
	const send = async (name: string, body: Body, key?: string) =>
		(await ask(name, body, key)).body.data;
	const outcomeOf = async (body: Body) => (await send("match", body)).outcome;
	const make = (groupName: string, more: Body = {}) => send("create", { groupName, ...more });

	test("have every answer to a create on demand", async () => {
		expect(await make("test_codes")).toMatchObject({
			...{ isTest: true, groupName: "test_codes" },
			...{ toPhoneNumber: expect.stringMatching(/^\+1202555010\d$/) },
			...{ accessCode: expect.any(Number) },
		});
		const [one, other] = [await make("TEST_unique"), await make("test_unique")];
		expect(one.toPhoneNumber).not.toBe(other.toPhoneNumber);
		const codeOf = async (groupName: string, more: Body = {}) => {
			const { status, headers, body } = await ask("create", { groupName, ...more });
			return { status, code: body.status.code, wait: headers["retry-after"] };
		};
		const wait = "30";
		expect(await codeOf("test_exhausted")).toEqual({ status: 429, code: 42901, wait });
		expect(await codeOf("test_no_codes")).toEqual({ status: 429, code: 42902, wait });
		expect(await codeOf("test_caller_id")).toMatchObject({ status: 400, code: 40010 });
		expect(await codeOf("test_nothing")).toMatchObject({ status: 400, code: 40003 });
		expect(await codeOf("own")).toMatchObject({ status: 400, code: 40003 });
		expect(await codeOf("test_codes", { expirySeconds: 301 })).toMatchObject({ code: 40002 });
		expect(await codeOf("test_codes", { expirySeconds: 9 })).toMatchObject({ code: 40002 });
		expect(await send("availability", { groupName: "test_exhausted" })).toEqual({
			...{ groupName: "test_exhausted", numbers: 1, free: 0, nextFreeInSeconds: 30 },
		});
	});

	test("have every outcome of match on demand", async () => {
		const coded = await make("test_codes", { fromPhoneNumber: ANI });
		const to = { toPhoneNumber: coded.toPhoneNumber, fromPhoneNumber: ANI };
		expect(await outcomeOf(to)).toBe("CODE_REQUIRED");
		const wrong = coded.accessCode === 999_999 ? 111_111 : coded.accessCode + 1;
		expect(await outcomeOf({ ...to, accessCode: wrong })).toBe("WRONG_CODE");
		const matched = await send("match", { ...to, accessCode: coded.accessCode });
		expect(matched).toMatchObject({ outcome: "MATCHED", request: { id: coded.id, isTest: true } });

		const own = await make("test_caller_id", { fromPhoneNumber: ANI });
		const toOwn = { toPhoneNumber: own.toPhoneNumber };
		expect(await outcomeOf({ ...toOwn, fromPhoneNumber: "+14155550199" })).toBe("ANI_MISMATCH");
		expect(await outcomeOf({ ...toOwn, fromPhoneNumber: ANI })).toBe("MATCHED");

		const [shared] = [await make("test_shared"), await make("test_shared")];
		expect(await outcomeOf({ toPhoneNumber: shared.toPhoneNumber })).toBe("AMBIGUOUS");

		const over = await make("test_unique", { expirySeconds: 0, fromPhoneNumber: ANI });
		expect(await send("retrieve", { id: over.id })).toMatchObject({ state: "Expired" });
		expect(await outcomeOf({ toPhoneNumber: over.toPhoneNumber })).toBe("EXPIRED");

		const locked = await make("test_locked", { fromPhoneNumber: ANI });
		for (const callId of [undefined, "a call", "a call"]) {
			const { toPhoneNumber, accessCode } = locked;
			const sent = { toPhoneNumber, fromPhoneNumber: ANI, accessCode, callId };
			expect(await outcomeOf(sent)).toBe("LOCKED");
		}
		expect(await outcomeOf({ toPhoneNumber: "+12025550199" })).toBe("NOTHING_MATCHED");
	});

	test("retrieve, extend, cancel and repeat as live keys do", async () => {
		const again = { "idempotency-key": "once" };
		const body = { groupName: "test_unique", expirySeconds: 20 };
		const first = await ask("create", body, secret, again);
		const second = await ask("create", body, secret, again);
		expect(second).toMatchObject({ headers: { "idempotent-replayed": "true" }, body: first.body });
		const { id, expirationTime } = first.body.data;
		const extended = await send("extend", { id });
		expect(extended).toMatchObject({ isTest: true, expirationTime: expirationTime + 20_000 });
		expect(await send("cancel", { id })).toMatchObject({ isTest: true, state: "Cancelled" });
		expect((await ask("extend", { id })).body.status.code).toBe(40916);
	});

	test("neither see nor touch anything live, and no live key anything of theirs", async () => {
		const [live, tested] = [
			await send("create", { groupName: "own" }, "live"),
			await make("test_codes"),
		];
		expect(live).not.toHaveProperty("isTest");
		for (const [key, id] of [
			[secret, live.id],
			["live", tested.id],
		]) {
			for (const name of ["retrieve", "cancel", "extend"])
				expect((await ask(name, { id }, key)).status).toBe(404);
			const { requests } = await send("list", { pageSize: 200 }, key);
			expect(requests.map((one: { id: string }) => one.id)).not.toContain(id);
			expect((await send("attempts", { requestId: id }, key)).attempts).toEqual([]);
		}
		const { requests } = await send("list", {});
		expect(requests.every((one: { isTest: boolean }) => one.isTest)).toBe(true);
		const { toPhoneNumber, accessCode } = live;
		expect(await outcomeOf({ toPhoneNumber, accessCode })).toBe("NOTHING_MATCHED");
		const theirs = { toPhoneNumber: tested.toPhoneNumber, accessCode: tested.accessCode };
		expect((await send("match", theirs, "live")).outcome).toBe("NOTHING_MATCHED");
		for (const groupName of TEST_GROUPS)
			expect((await ask("create", { groupName }, "live")).body.status.code).toBe(40003);
		expect((await ask("create", { groupName: "own", expirySeconds: 0 }, "live")).status).toBe(400);
	});

	test("have the built-in group where a live one has its name; a live key keeps the live one", async () => {
		await insertGroupWith(database, "test_codes", someNumbers(1, 10));
		const [live, tested] = [
			await send("create", { groupName: "test_codes" }, "live"),
			await make("test_codes"),
		];
		expect(live.toPhoneNumber).toBe(someNumbers(1, 10)[0]);
		expect(tested.toPhoneNumber).toMatch(/^\+1202555010\d$/);
		expect(tested.isTest).toBe(true);
	});

	test("leave no trace in live tables and figures", async () => {
		const counts = () =>
			database.query(
				`select (select count(*) from requests) as requests, (select count(*) from attempts) as attempts,
					(select count(*) from numbers) as numbers, (select count(*) from code_guesses) as guesses,
					(select count(*) from idempotency) as answers, (select count(*) from audit_entries) as audit`,
				[],
			);
		const before = await counts();
		const { state } = database.service;
		const traffic = JSON.stringify([...state.traffic]);
		const made = await make("test_codes", { fromPhoneNumber: ANI });
		await send("match", { toPhoneNumber: made.toPhoneNumber, accessCode: 1 });
		await send("match", { toPhoneNumber: made.toPhoneNumber, accessCode: 999_999 });
		await ask("create", { groupName: "test_exhausted" }, secret, { "idempotency-key": "trace" });
		expect(await counts()).toEqual(before);
		expect(JSON.stringify([...state.traffic])).toBe(traffic);
		expect(database.service.tests.state.traffic.size).toBe(0);
	});

	test("have their requests for a day", async () => {
		const { tests } = database.service;
		await make("test_codes");
		const live = await database.query("select id from requests order by id", []);
		await tests.db.query(
			"update requests set created_at = created_at - interval '2 days', expires_at = expires_at - interval '2 days'",
			[],
		);
		await cleanUp(tests, { retentionDays: 1, auditRetentionDays: 400, pause: async () => {} });
		expect(await tests.db.query("select 1 from requests", [])).toEqual([]);
		expect(await database.query("select id from requests order by id", [])).toEqual(live);
	});

	test("reach no group, lock, connection or entry of the audit log, and say what they are", async () => {
		for (const path of ["provisioning/groups", "audit/list", "locks", "connections"]) {
			const method = path === "audit/list" ? "POST" : "GET";
			const { status } = await call({
				...{ method, path: `${BASE}/${path}`, headers: { "x-api-key": secret } },
				...(method === "POST" && { body: {} }),
			});
			expect([403, 404], path).toContain(status);
		}
		const me = await call({
			...{ method: "GET", path: `${BASE}/keys/me`, headers: { "x-api-key": secret } },
		});
		expect(me.body.data).toMatchObject({ isTest: true, warnings: [] });
		expect(secret).toMatch(/^cti_test_/);
	});
});
