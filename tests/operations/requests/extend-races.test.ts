import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOnce } from "../../../app/operations/answer-once.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { cancelCallInRequest } from "../../../app/operations/requests/cancel-call-in-request.ts";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { extendCallInRequest } from "../../../app/operations/requests/extend-request.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { reserve } from "../../support/call-in.ts";
import {
	asProcess,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";

const CORR_ID = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";

// Real connections and real commits of two processes.
describe("extends at once with others", () => {
	let database: TestDatabase;
	let other: Process;
	let apiKey: { id: string; limitedToGroups: boolean };
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

	const create = (on: Process, groupName: string) =>
		createCallInRequest(on.service, {
			...{ groupName, fromPhoneNumber: null, userData: null, callbackServiceId: null },
			...{ apiKey, corrId: CORR_ID },
		});
	const extend = (on: Process, id: string) => extendCallInRequest(on.service, { id, apiKey });
	/** Lets all that lives on a number end within a few milliseconds. */
	const endsSoon = (number: string, ms: number) =>
		database.query(
			`with soon as (select date_trunc('milliseconds', clock_timestamp())
				+ $2::integer * interval '1 ms' as at),
			asked as (
				update requests r set created_at = s.at - interval '600 s', expires_at = s.at,
					first_expires_at = null
				from soon s where r.to_number = $1 and r.ended_at is null and r.expires_at > now()
			),
			coded as (
				update live_codes set live_until = s.at from soon s where number = $1 and live_until > now()
			)
			update numbers set busy_until = s.at, held_until = case when holder_id is null
				then held_until else s.at end
			from soon s where number = $1`,
			[number, ms],
		);

	test("at its very end a number goes on with the extended request, or to another one, never both (C3, C16)", async () => {
		const [number] = someNumbers(1);
		const settings = { uniqueDnis: true, expirySeconds: 600 };
		await insertGroupWith(database, "its end", [number!], settings);
		let live = await reserve(database, { groupName: "its end", apiKey });
		const ends = { extended: 0, taken: 0 };
		// Follows the machine, so that the end comes while the calls are under way.
		let ms = 8;
		for (let round = 0; round < 60; round += 1) {
			await endsSoon(number!, ms);
			const [extended, again, ...made] = await Promise.all([
				extend(database, live.id),
				extend(other, live.id),
				create(other, "its end"),
				create(database, "its end"),
				create(other, "its end"),
			]);
			const isExtended = extended.ok || again.ok;
			const taken = made.flatMap((one) => (one.ok ? [one.value] : []));
			expect(taken.length + Number(isExtended)).toBeLessThanOrEqual(1);
			const rows = await database.query<{ id: string; holds: boolean }>(
				`select r.id, n.holder_id = r.id and n.busy_until = r.expires_at
					and n.held_until = r.expires_at as holds
				from requests r join numbers n on n.number = r.to_number
				where r.to_number = $1 and r.ended_at is null and r.expires_at > now()`,
				[number],
			);
			const expected = isExtended ? [live.id] : taken.map(({ id }) => id);
			expect(rows).toEqual(expected.map((id) => ({ id, holds: true })));
			ends.extended += Number(isExtended);
			ends.taken += taken.length;
			ms = isExtended ? Math.floor(ms / 2) : 2 * ms + 1;
			if (isExtended) continue;
			live = taken[0] ?? (await reserve(database, { groupName: "its end", apiKey }));
		}
		// Both happen, or the rounds show nothing.
		expect(Math.min(ends.extended, ends.taken)).toBeGreaterThan(0);
	});

	test("what is cancelled or released meanwhile is over: nothing extends it, and its number is free (C8, C16)", async () => {
		const numbers = someNumbers(1, 1);
		const settings = { uniqueDnis: true, expirySeconds: 600, generateAccessCode: false };
		await insertGroupWith(database, "over", numbers, settings);
		for (let round = 0; round < 30; round += 1) {
			const { id, toPhoneNumber } = await reserve(database, { groupName: "over", apiKey });
			const end =
				round % 2 === 0
					? cancelCallInRequest(other.service, { id, apiKey })
					: matchCall(other.service, {
							...{ accessCode: null, fromNumber: null, dialed: [toPhoneNumber], callId: null },
							...{ release: true, apiKey, corrId: CORR_ID },
						});
			const [, first, second] = await Promise.all([end, extend(database, id), extend(other, id)]);
			for (const one of [first, second]) if (!one.ok) expect(one.error.code).toBe("request-ended");
			expect(await extend(database, id)).toMatchObject({ error: { code: "request-ended" } });
			const [row] = await database.query(
				"select busy_until <= now() and held_until <= now() as free from numbers where number = $1",
				[toPhoneNumber],
			);
			expect(row).toEqual({ free: true });
		}
	});

	test("many extends at once add its own expiry once each, and a repeated one nothing (C7, C16)", async () => {
		await insertGroupWith(database, "many", someNumbers(1, 2), { expirySeconds: 100 });
		const made = await reserve(database, { groupName: "many", apiKey });
		await Promise.all([1, 2, 3, 4, 5].map((n) => extend(n % 2 ? database : other, made.id)));
		const once = (on: Process) =>
			answerOnce(
				on.service,
				{
					...{ apiKeyId: apiKey.id, endpoint: "extend", key: "k", body: {} },
					rememberSeconds: 60,
				},
				async (within) => {
					const extended = await extendCallInRequest(within, { id: made.id, apiKey });
					return extended.ok
						? { ok: true, response: String(extended.value.expirationTime) }
						: { ok: false, refusal: extended.error };
				},
			);
		const answers = await Promise.all([once(database), once(other), once(database), once(other)]);
		expect(new Set(answers.map((one) => "response" in one && Number(one.response)))).toEqual(
			new Set([made.expirationTime + 600_000]),
		);
	});
});
