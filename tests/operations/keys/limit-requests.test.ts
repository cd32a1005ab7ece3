import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerApi } from "../../../app/api/answer.ts";
import { exchangeRequestCounts, takeRequest } from "../../../app/operations/keys/limit-requests.ts";
import { wholeBody } from "../../support/api-ways.ts";
import {
	asProcess,
	ENGINES,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertKey } from "../../support/groups.ts";

/**
 * Takes requests until a refusal, as two processes on one database would. Returns the number
 * admitted.
 */
function takeAll(process: Process, keyId: string, limit: number, now?: number): number {
	for (let admitted = 0; ; admitted += 1)
		if (!takeRequest(process.service, keyId, limit, now).admitted) return admitted;
}

describe.each(ENGINES)(
	"the calls a minute that an API key is limited to (C11), on the %s engine",
	(engine) => {
		let database: TestDatabase;
		let other: Process;
		beforeAll(async () => {
			database = await openTestDatabase(engine);
			// This object keeps the counts, so a second one stands for another process.
			other = asProcess(database);
		});
		afterAll(() => database.drop());
		const newKey = async (requestsPerMinute: number) =>
			(await insertKey(database, { secret: `limited ${requestsPerMinute}`, requestsPerMinute })).id;
		/**
		 * Well within a future minute by the process's own clock: an exchange adjusts that clock a
		 * little.
		 */
		const nextMinute = () =>
			Math.ceil((performance.timeOrigin + performance.now()) / 60_000) * 60_000 -
			performance.timeOrigin +
			10_000;

		test("are those of all processes, as soon as they have told each other", async () => {
			const [id, now] = [await newKey(100), nextMinute()];
			for (let call = 0; call < 70; call += 1) takeRequest(database.service, id, 100, now);
			await exchangeRequestCounts(database.service);
			takeRequest(other.service, id, 100, now);
			await exchangeRequestCounts(other.service);
			expect(takeRequest(other.service, id, 100, now)).toMatchObject({
				admitted: true,
				remaining: 28,
			});
			expect(takeAll(other, id, 100, now)).toBe(28);
			await exchangeRequestCounts(other.service);
			// Not exchanged yet. The exchange of every second limits the number admitted until then.
			expect(takeRequest(database.service, id, 100, now)).toMatchObject({
				admitted: true,
				remaining: 29,
			});
			await exchangeRequestCounts(database.service);
			expect(takeRequest(database.service, id, 100, now)).toMatchObject({
				admitted: false,
				remaining: 0,
			});
		});

		test("begin anew with the next minute, in every process", async () => {
			const [id, now] = [await newKey(5), nextMinute()];
			expect(takeAll(database, id, 5, now)).toBe(5);
			await exchangeRequestCounts(database.service);
			expect(takeAll(database, id, 5, now + 40_000)).toBe(0);
			expect(takeAll(database, id, 5, now + 60_000)).toBe(5);
			await Promise.all([
				exchangeRequestCounts(database.service),
				exchangeRequestCounts(database.service),
			]);
			takeRequest(other.service, id, 5, now + 60_000);
			await exchangeRequestCounts(other.service);
			expect(takeAll(other, id, 5, now + 60_000)).toBe(0);
			// A process with a slow clock does not reduce the current count.
			const late = asProcess(database);
			takeRequest(late.service, id, 5, now);
			await exchangeRequestCounts(late.service);
			expect(takeAll(other, id, 5, now + 60_000)).toBe(0);
		});

		test("are told with every answer, and a call beyond them gets 429 with when to try again; a key without a limit is told nothing", async () => {
			await newKey(3);
			await insertKey(database, { secret: "unlimited" });
			const call = async (key: string, body = "{}") =>
				answerApi(
					{
						method: "POST",
						path: "/engagement/v3/call-in/requests/create",
						headers: { "x-api-key": key, "content-type": "application/json" },
						readBody: wholeBody(new TextEncoder().encode(body)),
					},
					database.service,
				);
			for (const remaining of ["2", "1", "0"]) {
				const { status, headers } = await call("limited 3", remaining === "1" ? "no JSON" : "{}");
				expect([status, headers["ratelimit-limit"], headers["ratelimit-remaining"]]).toEqual([
					400,
					"3",
					remaining,
				]);
				expect(Number(headers["ratelimit-reset"])).toBeGreaterThanOrEqual(1);
				expect(Number(headers["ratelimit-reset"])).toBeLessThanOrEqual(60);
			}
			const refused = await call("limited 3");
			expect([
				refused.status,
				JSON.parse(refused.body).status.code,
				refused.headers["ratelimit-remaining"],
			]).toEqual([429, 42903, "0"]);
			expect(refused.headers["retry-after"]).toBe(refused.headers["ratelimit-reset"]);
			expect(
				Object.keys((await call("unlimited")).headers).filter((name) =>
					name.startsWith("ratelimit"),
				),
			).toEqual([]);
		});
	},
);
