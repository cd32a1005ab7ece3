import { cpSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { answerApi } from "../../../app/api/answer.ts";
import { findObstacle } from "../../../app/operations/database-health.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { unavailability } from "../../../db/connection/unavailability.ts";
import { wholeBody } from "../../support/api-ways.ts";
import { asProcess, type Process } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { makeSmallDisk, type SmallDisk } from "../../support/small-disk.ts";
import { until } from "../../support/until.ts";

describe("the embedded database on a full disk (C2, O1)", () => {
	let disk: SmallDisk;
	let database: Process;
	beforeAll(async () => {
		// The errors are expected ones.
		process.env.LOG_LEVEL = "silent";
		disk = await makeSmallDisk(200);
		const dataDir = path.join(disk.seenAt, "data");
		cpSync(inject("embeddedTemplate"), dataDir, { recursive: true });
		database = asProcess(await openDatabase({ dataDir, prepare: true, connections: 1 }));
		await insertGroupWith(database, "a group", someNumbers(5), { generateAccessCode: false });
		await insertKey(database, { secret: "a key" });
	});
	afterAll(async () => {
		await database.close();
		disk.remove();
	});

	let made = 0;
	async function create(): Promise<object> {
		const body = JSON.stringify({ groupName: "a group", userData: { note: "n".repeat(12_000) } });
		const headers = { "x-api-key": "a key", "content-type": "application/json" };
		const readBody = wholeBody(new TextEncoder().encode(body));
		const answer = await answerApi(
			{ method: "POST", path: "/engagement/v3/call-in/requests/create", headers, readBody },
			database.service,
		);
		if (answer.status === 200) made += 1;
		return {
			status: answer.status,
			code: JSON.parse(answer.body).status.code,
			retryAfter: answer.headers["retry-after"],
		};
	}
	const unserved = { status: 503, code: 50301, retryAfter: "1" };
	const stored = async () =>
		(await database.query<{ n: number }>("select count(*)::int as n from requests", []))[0]?.n;
	async function comesBack(): Promise<void> {
		const back = performance.now();
		await until(async () => (await findObstacle(database.service)) === null);
		expect(await create()).toMatchObject({ status: 200 });
		// Reopening takes a second of this process.
		expect(performance.now() - back).toBeLessThan(5000);
		expect(await stored()).toBe(made);
	}

	test("without room for data, creates are refused with 503, it is not ready, and serves again when there is room", async () => {
		expect(await create()).toMatchObject({ status: 200 });
		expect(await findObstacle(database.service)).toBeNull();
		disk.fill();
		await until(async () => ((await create()) as { status: number }).status !== 200);
		expect(await create()).toEqual(unserved);
		expect(await findObstacle(database.service)).toBe("no-space");
		disk.free();
		await comesBack();
	});

	test.each([
		[
			"a statement",
			() =>
				database.query("select pg_logical_emit_message(true, 'a test', repeat('x', 60000000))", []),
		],
		[
			"a transaction",
			() =>
				database.transaction((tx) =>
					tx.query("select pg_logical_emit_message(true, 'a test', repeat('x', 60000000))", []),
				),
		],
	])(
		"without room for its log, it ends by %s, which takes nobody along: it is opened again when there is room",
		async (_by, end) => {
			expect(await create()).toMatchObject({ status: 200 });
			disk.fill();
			expect(unavailability(await Promise.resolve(end()).catch((error: unknown) => error))).toBe(
				"no-space",
			);
			for (let times = 0; times < 3; times += 1) expect(await create()).toEqual(unserved);
			expect(await findObstacle(database.service)).toBe("no-space");
			disk.free();
			await comesBack();
		},
	);
});
