import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { extendCallInRequest } from "../../../app/operations/requests/extend-request.ts";
import { deleteGroupRow } from "../../../db/groups/groups.ts";
import { findRequestDetails } from "../../../db/records/request-records.ts";
import { reserve } from "../../support/call-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";

type Key = { id: string; limitedToGroups: boolean };
const CORR_ID = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";

describe.each(ENGINES)("extending on the %s engine", (engine) => {
	let database: TestDatabase;
	let apiKey: Key;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());

	const extend = (id: string) => extendCallInRequest(database.service, { id, apiKey });
	/** By how many seconds it was extended: all rows that keep its number and code say the same. */
	const extendedBy = async (request: { id: string; expirationTime: number }) => {
		const extended = await extend(request.id);
		if (!extended.ok) return extended.error.code;
		const [row] = await database.query<{ held: boolean; busy: boolean; coded: boolean | null }>(
			`select n.busy_until = r.expires_at as busy,
				not r.unique_dnis or (n.held_until = r.expires_at and n.holder_id = r.id) as held,
				(select l.live_until = r.expires_at from live_codes l where l.request_id = r.id) as coded
			from requests r join numbers n on n.number = r.to_number where r.id = $1`,
			[request.id],
		);
		expect(row).toMatchObject({ held: true, busy: true });
		if (request.expirationTime !== null) expect(row?.coded ?? true).toBe(true);
		return (extended.value.expirationTime - request.expirationTime) / 1000;
	};

	test("each call adds the request's own expiry once more, and its number and code stay taken as long (C16)", async () => {
		const settings = { expirySeconds: 600, uniqueDnis: true };
		await insertGroupWith(database, "unique", someNumbers(1), settings);
		const made = await reserve(database, { groupName: "unique", apiKey, expirySeconds: 40 });
		expect(await extendedBy(made)).toBe(40);
		expect(await extendedBy(made)).toBe(80);
		const details = await findRequestDetails(database, made.id, { showsPrivate: true });
		expect(details?.firstExpiresAt?.getTime()).toBe(made.expirationTime);
		const { createdAt, extendedAt } = details ?? { createdAt: new Date(0), extendedAt: [] };
		expect(extendedAt).toHaveLength(2);
		expect(extendedAt.every((at) => at >= createdAt && at.getTime() <= Date.now())).toBe(true);
		// Past its first expiry it is live, and nobody else gets its number.
		await letTimePass(database, 60);
		await expect(reserve(database, { groupName: "unique", apiKey })).rejects.toThrow(
			"no-number-free",
		);
		await letTimePass(database, 61);
		expect(await extend(made.id)).toMatchObject({
			error: { code: "request-ended", state: "Expired" },
		});
		expect((await reserve(database, { groupName: "unique", apiKey })).toPhoneNumber).toBe(
			made.toPhoneNumber,
		);
	});

	test("nothing is extended on a draining number, in its own group alone, and again once the drain is lifted (C16, G15)", async () => {
		const numbers = someNumbers(2, 40);
		const settings = { expirySeconds: 100, generateAccessCode: false };
		const groupId = await insertGroupWith(database, "drained", numbers, settings);
		await insertGroupWith(database, "not drained", numbers, settings);
		const [made, elsewhere] = [
			await reserve(database, { groupName: "drained", apiKey }),
			await reserve(database, { groupName: "not drained", apiKey }),
		];
		const drain = (how: string | null) =>
			database.query(
				"update pool_entries set drain = $3 where group_id = $1::uuid and number = $2",
				[groupId, made.toPhoneNumber, how],
			);
		for (const how of ["keep", "remove"]) {
			await drain(how);
			expect(await extendedBy(made)).toBe("number-draining");
		}
		expect(await extendedBy(elsewhere)).toBe(100);
		await drain(null);
		expect(await extendedBy(made)).toBe(100);
		await drain("keep");
		await letTimePass(database, 201);
		expect(await extendedBy(made)).toBe("request-ended");
	});

	test("it never lives longer than 1,800 seconds after it was made (C16)", async () => {
		await insertGroupWith(database, "long", someNumbers(1, 1), { expirySeconds: 700 });
		const made = await reserve(database, { groupName: "long", apiKey });
		const steps = [];
		for (let call = 0; call < 4; call += 1) steps.push(await extendedBy(made));
		expect(steps).toEqual([700, 1100, 1100, 1100]);
	});

	test("a group's later settings and its deletion change nothing for a request (G7, G10, C16)", async () => {
		const groupId = await insertGroupWith(database, "changes", someNumbers(1, 2), {
			expirySeconds: 100,
		});
		const made = await reserve(database, { groupName: "changes", apiKey });
		await database.query("update groups set expiry_seconds = 10 where id = $1", [groupId]);
		expect(await extendedBy(made)).toBe(100);
		await deleteGroupRow(database, groupId);
		expect(await extendedBy(made)).toBe(200);
	});

	test("of two on one number, extending one keeps the number for it alone (C3, C16)", async () => {
		const [number] = someNumbers(1, 3);
		await insertGroupWith(database, "shared", [number!], { expirySeconds: 300 });
		const short = await reserve(database, { groupName: "shared", apiKey, expirySeconds: 10 });
		const long = await reserve(database, { groupName: "shared", apiKey });
		await extend(short.id);
		const [row] = await database.query<{ busy_ms: number }>(
			"select (extract(epoch from busy_until) * 1000)::float8 as busy_ms from numbers where number = $1",
			[number],
		);
		expect(row?.busy_ms).toBe(long.expirationTime);
	});

	test("one that is cancelled, unknown, or no longer its number's holder is not extended (C3, C16)", async () => {
		const settings = { expirySeconds: 600, uniqueDnis: true };
		await insertGroupWith(database, "gone", someNumbers(2, 4), settings);
		const [cancelled, replaced] = [
			await reserve(database, { groupName: "gone", apiKey }),
			await reserve(database, { groupName: "gone", apiKey }),
		];
		await database.query("update requests set ended_at = now() where id = $1", [cancelled.id]);
		await database.query("update numbers set holder_id = gen_random_uuid() where number = $1", [
			replaced.toPhoneNumber,
		]);
		expect(await extend(cancelled.id)).toMatchObject({ error: { state: "Cancelled" } });
		expect(await extend(replaced.id)).toMatchObject({ error: { code: "request-ended" } });
		expect(await extend(CORR_ID)).toEqual({ ok: false, error: { code: "no-such-request" } });
	});

	test("a request may ask for less than its group's expiry, and not for more (C16)", async () => {
		await insertGroupWith(database, "limits", someNumbers(1, 6), { expirySeconds: 60 });
		const ask = async (expirySeconds: number | null, fromPhoneNumber: string | null) => {
			const asked = { groupName: "limits", userData: null, callbackServiceId: null };
			const caller = { fromPhoneNumber, apiKey, corrId: CORR_ID };
			const made = await createCallInRequest(database.service, {
				...{ ...asked, ...caller, expirySeconds },
			});
			if (!made.ok) return made.error;
			const [row] = await database.query<{ lasts: number }>(
				"select extract(epoch from expires_at - created_at)::float8 as lasts from requests where id = $1",
				[made.value.id],
			);
			return row?.lasts;
		};
		for (const from of [null, "+14155550132"]) {
			expect(await ask(null, from)).toBe(60);
			expect(await ask(10, from)).toBe(10);
			expect(await ask(60, from)).toBe(60);
			expect(await ask(61, from)).toEqual({ code: "expiry-too-long", maxSeconds: 60 });
		}
	});
});
