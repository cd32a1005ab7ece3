import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerApi } from "../../../app/api/answer.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { wholeBody } from "../../support/api-ways.ts";
import { type CutLine, layCutLine } from "../../support/cut-line.ts";
import {
	asProcess,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { until } from "../../support/until.ts";

/** Calls must be served again within this many milliseconds while the server lives. */
const BACK_MS_MAX = 10_000;

describe("a database that cannot be reached", () => {
	let direct: TestDatabase;
	let line: CutLine;
	let database: Process;
	beforeAll(async () => {
		// The errors are expected ones.
		process.env.LOG_LEVEL = "silent";
		direct = await openTestDatabase("server");
		line = await layCutLine(direct.url as string);
		database = asProcess(
			await openDatabase({ url: line.url, dataDir: "", prepare: true, connections: 3 }),
		);
		await insertGroupWith(direct, "a group", someNumbers(1));
		await insertKey(direct, { secret: "a key" });
	});
	afterAll(async () => {
		await line.cut();
		await database.close();
		await direct.drop();
	});

	const create = async (more: Record<string, string> = {}) => {
		const readBody = wholeBody(new TextEncoder().encode('{"groupName":"a group"}'));
		const headers = { "x-api-key": "a key", "content-type": "application/json", ...more };
		const answer = await answerApi(
			{ method: "POST", path: "/engagement/v3/call-in/requests/create", headers, readBody },
			database.service,
		);
		return {
			status: answer.status,
			code: JSON.parse(answer.body).status.code,
			retryAfter: answer.headers["retry-after"],
		};
	};
	const away = { status: 503, code: 50301, retryAfter: "1" };

	test("is told as 503 with Retry-After, again and again, and works again when it is back (C2)", async () => {
		expect(await create()).toMatchObject({ status: 200 });
		await line.cut();
		for (let i = 0; i < 8; i += 1) expect(await create()).toEqual(away);
		await line.mend();
		expect(await create()).toMatchObject({ status: 200 });
	});

	test("is told as 503 too when the line is silent, and nobody hangs (C2)", async () => {
		line.silence();
		expect(await Promise.all([create(), create(), create(), create(), create()])).toEqual(
			Array(5).fill(away),
		);
		await line.cut();
		await line.mend();
		// The first call may still use a connection that is just ending.
		await create();
		expect(await create()).toMatchObject({ status: 200 });
	});

	const once = () => create({ "idempotency-key": randomUUID() });

	/**
	 * Calls until both kinds of call succeed. Until then they fail with 503. If the connection for
	 * signs of life is dead as well, recovery may take more than one round.
	 */
	async function untilServed(): Promise<void> {
		const begun = performance.now();
		await until(async () => {
			const answers = await Promise.all([create(), once()]);
			const refused = answers.filter(({ status }) => status !== 200);
			expect(refused).toEqual(refused.map(() => away));
			return refused.length === 0;
		});
		expect(performance.now() - begun).toBeLessThan(BACK_MS_MAX);
	}

	test.each([
		["while the server lives", 0],
		["along with the one for signs of life", 1.3],
	])("a connection that is dead %s is given up, and never used again (C2)", async (_name, slow) => {
		// A statement of more than a second opens the connection for signs of life.
		await database.query("select pg_sleep($1)", [slow]);
		await untilServed();
		line.deafen();
		expect(await Promise.all([create(), once()])).toEqual([away, away]);
		await untilServed();
		for (let i = 0; i < 3; i += 1)
			expect(await Promise.all([create(), once()])).toMatchObject([
				{ status: 200 },
				{ status: 200 },
			]);
	});

	test("whoever gets no connection for a transaction is told so, and nobody hangs (C2)", async () => {
		let end = () => {};
		const ended = new Promise<void>((resolve) => {
			end = resolve;
		});
		const held = database.transaction(async (tx) => {
			await tx.query("select 1", []);
			await ended;
		});
		const calls = Promise.all([once(), once()]).finally(() => end());
		// Awaits both at once, so that a rejection of either is handled.
		const [answers] = await Promise.all([calls, held]);
		expect(answers).toEqual([away, away]);
		expect(await once()).toMatchObject({ status: 200 });
	});
});
