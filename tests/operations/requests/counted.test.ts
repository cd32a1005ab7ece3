import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findObstacle } from "../../../app/operations/database-health.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { createOnce } from "../../../app/operations/requests/count-creates.ts";
import {
	createCallInRequest,
	type NewCallInRequest,
} from "../../../app/operations/requests/create-call-in-request.ts";
import { writeTraffic } from "../../../app/operations/traffic/note-traffic.ts";
import { renderMetrics } from "../../../app/platform/metrics.server.ts";
import { createService, type Service } from "../../../app/platform/service.ts";
import { readDay } from "../../../db/traffic/group-minutes.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

describe("what calls of an operation come to is counted by itself, whichever door they come by", () => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	let lastNumber = 0;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());

	/** A group of one number, for one request. */
	const makeGroup = (name: string): Promise<string> => {
		lastNumber += 1;
		const settings = { uniqueDnis: true, generateAccessCode: false };
		return insertGroupWith(database, name, someNumbers(1, lastNumber), settings);
	};
	const asked = (groupName: string): NewCallInRequest => ({
		...{ groupName, fromPhoneNumber: null, userData: null, callbackServiceId: null },
		...{ apiKey, corrId: uuidv4() },
	});
	const create = (name: string, service: Service = database.service) =>
		createCallInRequest(service, asked(name));
	const match = (service: Service, more: object = {}) =>
		matchCall(service, {
			...{ accessCode: null, fromNumber: "+14155550132", dialed: null, callId: null },
			...{ release: false, apiKey, corrId: uuidv4(), ...more },
		});
	/** The counts of one of the metrics, by outcome. */
	async function counted(metric: string): Promise<Record<string, number>> {
		const { text } = await renderMetrics({ isDatabaseUp: true, load: null, groups: null });
		const lines = text.matchAll(new RegExp(`^${metric}\\{outcome="([^"]+)"\\} (\\d+)$`, "gm"));
		return Object.fromEntries([...lines].map(([, outcome, times]) => [outcome, Number(times)]));
	}
	/** The counts added by `work`. */
	async function adds(metric: string, work: () => Promise<unknown>) {
		const before = await counted(metric);
		await work();
		return Object.fromEntries(
			Object.entries(await counted(metric))
				.map(([outcome, times]) => [outcome, times - (before[outcome] ?? 0)] as const)
				.filter(([, times]) => times !== 0),
		);
	}
	async function trafficOf(groupId: string) {
		await writeTraffic(database.service);
		const { created, refusedNoNumber } = await readDay(database, groupId);
		return { created, refusedNoNumber };
	}
	const RESERVATIONS = "call_in_reservations_total";
	const MATCHES = "call_in_matches_total";

	test("creates, and what is refused for want of a number", async () => {
		const group = await makeGroup("counted");
		const calls = async () => {
			for (const name of ["counted", "counted", "no such group"]) await create(name);
		};
		expect(await adds(RESERVATIONS, calls)).toEqual({
			...{ reserved: 1, "no-number-free": 1, "no-such-group": 1 },
		});
		expect(await trafficOf(group)).toEqual({ created: 1, refusedNoNumber: 1 });
	});

	test("creates that are repeated, once; and what their key refuses", async () => {
		const group = await makeGroup("counted once");
		const once = (key: string, body: object = {}) =>
			createOnce(
				database.service,
				{ apiKeyId: apiKey.id, endpoint: "create", key, body, rememberSeconds: 60 },
				async (within) => {
					const made = await create("counted once", within);
					return made.ok ? { ok: true, response: "{}" } : { ok: false, refusal: made.error.code };
				},
			);
		const calls = async () => {
			for (const key of ["a", "a", "b"]) await once(key);
			await once("a", { other: true });
		};
		expect(await adds(RESERVATIONS, calls)).toEqual({
			...{ reserved: 1, replayed: 1, "no-number-free": 1, "idempotency-key-reused": 1 },
		});
		expect(await trafficOf(group)).toEqual({ created: 1, refusedNoNumber: 1 });
	});

	test("not what is undone with its transaction", async () => {
		const group = await makeGroup("undone");
		const undone = () =>
			database.transaction(async (tx) => {
				expect((await create("undone", database.service.within(tx))).ok).toBe(true);
				throw new Error("undone");
			});
		expect(await adds(RESERVATIONS, () => expect(undone()).rejects.toThrow("undone"))).toEqual({});
		expect(await trafficOf(group)).toEqual({ created: 0, refusedNoNumber: 0 });
	});

	test("matches, those that are told again too, and not those that a user makes on a page", async () => {
		const calls = async () => {
			await match(database.service, { callId: "told twice" });
			await match(database.service, { callId: "told twice" });
			await match(database.service, { madeBy: uuidv4() });
		};
		expect(await adds(MATCHES, calls)).toEqual({ ANI_MISMATCH: 2 });
	});

	test("how the database served them: the process is not ready after a failure, and is after a success", async () => {
		let isFull = false;
		const service = createService({
			...database,
			query: async (text, params) => {
				if (isFull) throw Object.assign(new Error("No space is left."), { code: "53100" });
				return database.query(text, params);
			},
		});
		for (const call of [() => create("no such group", service), () => match(service)]) {
			isFull = true;
			await expect(call()).rejects.toMatchObject({ code: "53100" });
			isFull = false;
			expect(await findObstacle(service)).toBe("no-space");
			await match(service);
			expect(await findObstacle(service)).toBeNull();
		}
	});

	test("a service and its view inside of a transaction remember the same", async () => {
		await database.transaction(async (tx) => {
			const within = database.service.within(tx);
			expect(within.state).toBe(database.service.state);
			expect([within.db === tx, within.isWithin, database.service.isWithin]).toEqual([
				...[true, true, false],
			]);
		});
	});
});
