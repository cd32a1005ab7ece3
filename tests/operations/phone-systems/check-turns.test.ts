import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
	REFUSALS_A_MINUTE,
	WAITING_MAX,
} from "../../../app/domain/phone-systems/webhook-limits.ts";
import {
	countRefused,
	noteValid,
	type Sender,
	takeCheckTurn,
} from "../../../app/operations/phone-systems/check-turns.ts";
import { findConnection } from "../../../app/operations/phone-systems/find-connection.ts";
import { createService, type Service } from "../../../app/platform/service.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";

const NOW = 600_000;
const from = (address: string, connectionId = "one"): Sender => ({ connectionId, address });
const STRANGER = from("203.0.113.9");

describe("webhooks of strangers wait for their check, and are never refused it (O7)", () => {
	let database: TestDatabase;
	let service: Service;
	beforeAll(async () => {
		database = await openTestDatabase("embedded");
	});
	afterAll(() => database.drop());
	beforeEach(() => {
		service = createService(database);
	});

	const refused = (sender: Sender, times: number) => {
		for (let index = 0; index < times; index += 1) countRefused(service, sender, NOW);
	};
	/** Asks for a check, and notes it in `done` when it may be made. */
	const ask = (sender: Sender, done: string[], name = sender.address) => {
		const turn = takeCheckTurn(service, sender, NOW);
		if (turn === true) done.push(name);
		else void turn.then((given) => done.push(given ? name : `${name} is crowded out`));
	};
	const oneTurn = () => new Promise((resolve) => setImmediate(resolve));

	test("the first refusals of a client delay nothing, those of other clients neither", () => {
		refused(STRANGER, REFUSALS_A_MINUTE.ofClient - 1);
		expect(takeCheckTurn(service, STRANGER, NOW)).toBe(true);
		refused(STRANGER, 1);
		expect(takeCheckTurn(service, STRANGER, NOW)).not.toBe(true);
		expect(takeCheckTurn(service, from("203.0.113.10"), NOW)).toBe(true);
		expect(takeCheckTurn(service, STRANGER, NOW + 60_000)).toBe(true);
	});

	test("an IPv6 client is its /64 network", () => {
		refused(from("2001:db8::1"), REFUSALS_A_MINUTE.ofClient);
		expect(takeCheckTurn(service, from("2001:db8::ffff:2"), NOW)).not.toBe(true);
		expect(takeCheckTurn(service, from("2001:db8:0:1::1"), NOW)).toBe(true);
	});

	test("many clients with a few refusals each: new ones wait on that connection alone", () => {
		for (let client = 0; client < REFUSALS_A_MINUTE.ofConnection; client += 1)
			refused(from(`198.51.100.${client}`), 1);
		expect(takeCheckTurn(service, from("192.0.2.1"), NOW)).not.toBe(true);
		expect(takeCheckTurn(service, from("192.0.2.1", "other"), NOW)).toBe(true);
	});

	test("one check in a turn of the event loop, and the clients take turns", async () => {
		refused(STRANGER, REFUSALS_A_MINUTE.ofConnection);
		const done: string[] = [];
		for (let index = 0; index < 300; index += 1) ask(STRANGER, done);
		ask(from("192.0.2.1"), done);
		ask(from("192.0.2.2"), done);
		expect(done).toEqual([]);
		for (let turn = 1; turn <= 5; turn += 1) {
			await oneTurn();
			expect(done).toHaveLength(turn);
		}
		expect(done.slice(0, 4)).toEqual(["203.0.113.9", "192.0.2.1", "192.0.2.2", "203.0.113.9"]);
		while (done.length < 302) await oneTurn();
		expect(service.state.checkTurns.waiting.size).toBe(0);
		expect(service.state.checkTurns.waitingOfAll).toBe(0);
		ask(STRANGER, done);
		await oneTurn();
		expect(done).toHaveLength(303);
	});

	test("an address with a valid webhook never waits, whoever else sends from it", () => {
		noteValid(service, STRANGER);
		refused(STRANGER, 10_000);
		expect(takeCheckTurn(service, STRANGER, NOW)).toBe(true);
		expect(takeCheckTurn(service, from(STRANGER.address, "other"), NOW)).not.toBe(true);
	});

	test("room for those who wait is limited, and a client without one always has a place", async () => {
		const done: string[] = [];
		const clients = Math.ceil(WAITING_MAX.ofAll / WAITING_MAX.ofClient);
		for (let client = 1; client <= clients; client += 1) {
			refused(from(`198.51.100.${client}`), REFUSALS_A_MINUTE.ofClient);
			for (let index = 0; index <= WAITING_MAX.ofClient; index += 1)
				ask(from(`198.51.100.${client}`), done);
		}
		refused(STRANGER, REFUSALS_A_MINUTE.ofClient);
		ask(STRANGER, done, "first");
		ask(STRANGER, done, "second");
		await oneTurn();
		const out = done.filter((name) => name.endsWith("is crowded out"));
		expect(out).toHaveLength(clients + 1);
		expect(out).toContain("second is crowded out");
		expect(service.state.checkTurns.waitingOfAll).toBe(WAITING_MAX.ofAll);
		while (!done.includes("first")) await oneTurn();
		expect(done.length - out.length).toBeLessThanOrEqual(clients + 2);
	});

	test("what is remembered of clients and addresses is limited", () => {
		for (let client = 0; client < 11_000; client += 1) {
			const address = `10.${client >> 8}.${client & 255}.1`;
			refused(from(address), 1);
			noteValid(service, from(address));
		}
		const { refusals, known } = service.state.checkTurns;
		expect(refusals.ofClient.size).toBe(10_000);
		expect(known.get("one")?.size).toBe(1000);
		expect(takeCheckTurn(service, from("10.42.247.1"), NOW)).toBe(true);
	});

	test("a thousand unknown connections are looked up in a few statements, one at a time", async () => {
		let [sent, underWay, most] = [0, 0, 0];
		const counting = createService({
			...database,
			query: async (text, params) => {
				sent += 1;
				underWay += 1;
				most = Math.max(most, underWay);
				return database.query<never>(text, params).finally(() => {
					underWay -= 1;
				});
			},
		});
		const ids = Array.from({ length: 1000 }, () => randomUUID());
		const found = await Promise.all(ids.map((id) => findConnection(counting, id)));
		expect(found.every((one) => one === null)).toBe(true);
		expect([sent <= 11, most]).toEqual([true, 1]);
		expect(counting.state.trustedConnections.size).toBe(0);
	});
});
