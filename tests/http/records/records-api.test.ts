import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { waysIn } from "../../support/api-ways.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

const BASE = "/engagement/v3";
const REQUESTS = `${BASE}/call-in/requests`;
let database: TestDatabase;
let call: ReturnType<typeof waysIn>["plainly"];
const made: string[] = [];
beforeAll(async () => {
	database = await openTestDatabase("embedded");
	call = waysIn(database, "").plainly;
	const own = await insertGroupWith(database, "own", someNumbers(3));
	await insertGroupWith(database, "others", someNumbers(2, 10), { uniqueDnis: true });
	const scopes = ["create", "match", "read", "provision"];
	await insertKey(database, { secret: "all", scopes });
	await insertKey(database, { secret: "reads", scopes: ["read"] });
	await insertKey(database, { secret: "limited", scopes, groupIds: [own] });
	for (let n = 0; n < 5; n += 1)
		made.unshift((await send("create", { groupName: "own", fromPhoneNumber: "+14155550132" })).id);
	for (let n = 0; n < 2; n += 1) made.unshift((await send("create", { groupName: "others" })).id);
});
afterAll(() => database.drop());

async function ask(name: string, body: object | undefined, key = "all", at = REQUESTS) {
	const method = body === undefined ? "GET" : "POST";
	return call({ method, path: `${at}/${name}`, headers: { "x-api-key": key }, body });
}
const send = async (name: string, body: object, key?: string) =>
	(await ask(name, body, key)).body.data;
const failure = (error: keyof typeof ERRORS) => ({
	status: ERRORS[error].status,
	body: { status: { code: ERRORS[error].code } },
});
const idsOf = (data: { requests: { id: string }[] }) => data.requests.map(({ id }) => id);

describe("requests for programs (C15)", () => {
	test("are listed page by page, the newest first, each once, and without codes", async () => {
		const listed: string[] = [];
		let cursor: string | undefined;
		do {
			const data = await send("list", { pageSize: 3, cursor }, "reads");
			listed.push(...idsOf(data));
			cursor = data.nextCursor;
			expect(JSON.stringify(data)).not.toContain("accessCode");
		} while (cursor !== undefined);
		// Requests of one millisecond are ordered by their IDs.
		expect(new Set(listed)).toEqual(new Set(made));
		expect(listed).toHaveLength(made.length);
	});

	test("are found by ANI in any format, group, state, time and callback", async () => {
		const found = await send("list", { fromPhoneNumber: "(415) 555-0132" });
		expect(idsOf(found)).toHaveLength(5);
		expect(found.requests[0]).toMatchObject({
			...{ groupName: "own", state: "Active", fromPhoneNumber: "+14155550132" },
		});
		expect(idsOf(await send("list", { groupName: "OTHERS" }))).toHaveLength(2);
		expect(idsOf(await send("list", { state: "Cancelled" }))).toEqual([]);
		expect(idsOf(await send("list", { createdTo: 1000 }))).toEqual([]);
		const callbackServiceId = "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55";
		expect(idsOf(await send("list", { callbackServiceId }))).toEqual([]);
	});

	test("a key that is limited to groups sees theirs alone; without the scope nobody sees any", async () => {
		expect(idsOf(await send("list", {}, "limited"))).toHaveLength(5);
		expect(idsOf(await send("list", { groupName: "others" }, "limited"))).toEqual([]);
		await insertKey(database, { secret: "creates", scopes: ["create"] });
		expect(await ask("list", {}, "creates")).toMatchObject(failure("scope-missing"));
	});

	test("wrong fields are named, a cursor of somebody's own too", async () => {
		const answer = await ask("list", {
			cursor: "x",
			pageSize: 201,
			state: "gone",
			createdTo: "now",
		});
		expect(answer).toMatchObject(failure("fields-wrong"));
		expect(answer.body.status.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
			...["createdTo", "cursor", "pageSize", "state"],
		]);
	});

	test("attempts are listed by request and by call, and need one of them", async () => {
		const request = await send("create", { groupName: "own" });
		const { toPhoneNumber, accessCode, id } = request;
		await send("match", { toPhoneNumber, accessCode, callId: "call 1" });
		const byRequest = await send("attempts", { requestId: id });
		expect(byRequest.attempts).toMatchObject([{ outcome: "MATCHED", callId: "call 1" }]);
		expect(JSON.stringify(byRequest)).not.toContain(String(accessCode));
		expect(await send("attempts", { callId: "call 1" }, "limited")).toEqual(byRequest);
		expect(await ask("attempts", {})).toMatchObject(failure("fields-wrong"));
		await send("cancel", { id });
		made.unshift(id);
	});

	test("availability counts what can be given now, and reserves nothing", async () => {
		const before = await send("availability", { groupName: "Others" });
		expect(before).toMatchObject({ groupName: "others", numbers: 2, free: 0 });
		expect(before.nextFreeInSeconds).toBeGreaterThan(0);
		expect(before.nextFreeInSeconds).toBeLessThanOrEqual(30);
		expect(await send("availability", { groupName: "own" })).toEqual({
			...{ groupName: "own", numbers: 3, free: 3 },
		});
		expect(await ask("availability", { groupName: "others" }, "limited")).toMatchObject(
			failure("no-such-group"),
		);
	});
});

describe("locks and the audit log for programs", () => {
	test("a lock is listed and lifted; a key limited to groups may do neither", async () => {
		const [lock] = await database.query<{ id: string }>(
			`insert into code_guesses values ('+14155550132', '+18005550000', array[now()],
				now() + interval '10 minutes') returning id`,
			[],
		);
		const list = () => ask("locks", undefined, "reads", `${BASE}/call-in`);
		expect((await list()).body.data.locks).toMatchObject([{ id: lock?.id }]);
		const lift = (body: object, key?: string) => ask("lift", body, key, `${BASE}/call-in/locks`);
		expect(await lift({ lockId: lock?.id }, "limited")).toMatchObject(failure("key-limited"));
		expect(await lift({})).toMatchObject(failure("fields-wrong"));
		expect((await lift({ lockId: lock?.id })).body.data).toEqual({ lifted: true });
		expect(await lift({ lockId: lock?.id })).toMatchObject(failure("lock-gone"));
		expect((await list()).body.data).toEqual({ locks: [], guards: [] });
	});

	test("the audit log is listed and filtered, for keys of all groups", async () => {
		const list = (body: object, key = "reads") => ask("list", body, key, `${BASE}/audit`);
		const found = (await list({ what: "locks" })).body.data;
		expect(found.entries).toMatchObject([{ action: "code-lock.lift", actorKind: "api-key" }]);
		expect((await list({ what: "nothing" })).status).toBe(400);
		expect(await list({}, "limited")).toMatchObject(failure("key-limited"));
	});
});

describe("the key of a call (C11a, C15)", () => {
	const KEYS = `${BASE}/keys`;
	const me = async (key: string) => (await ask("me", undefined, key, KEYS)).body.data;

	test("is told what it may do, what is left of its limit, and what will stop it soon", async () => {
		const { id } = await insertKey(database, { secret: "soon", requestsPerMinute: 10 });
		await database.query(
			"update api_keys set expires_at = now() + interval '1 day' where id = $1",
			[id],
		);
		const key = await me("soon");
		expect(key).toMatchObject({ id, scopes: ["create"], limit: { requestsPerMinute: 10 } });
		expect(key.limit.remaining).toBe(9);
		expect(key.warnings).toEqual([expect.stringContaining(key.expiresAt)]);
		expect((await me("limited")).groups).toMatchObject([{ name: "own" }]);
	});

	test("gets a new secret; its old one works on, and cannot make another", async () => {
		await insertKey(database, { secret: "old", scopes: ["create"] });
		const rotated = await ask("rotate", {}, "old", `${KEYS}/me`);
		const { secret } = rotated.body.data;
		expect(await me(secret)).toMatchObject({ usesOldSecret: false, warnings: [] });
		// Also within the seconds in which a process trusts the key as it was.
		expect(await me("old")).toMatchObject({ usesOldSecret: true });
		expect(await ask("rotate", {}, "old", `${KEYS}/me`)).toMatchObject(failure("key-secret-old"));
		database.service.state.trustedKeys.clear();
		expect(await me("old")).toMatchObject({ usesOldSecret: true });
		expect(await me(secret)).toMatchObject({ usesOldSecret: false });
		const wrong = await ask("rotate", { oldSecretSeconds: 0 }, secret, `${KEYS}/me`);
		expect(wrong).toMatchObject(failure("fields-wrong"));
	});
});
