import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestState } from "../../../app/domain/requests/request-state.ts";
import { cancelCallInRequest } from "../../../app/operations/requests/cancel-call-in-request.ts";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { retrieveCallInRequest } from "../../../app/operations/requests/retrieve-call-in-request.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { deleteGroupRow } from "../../../db/groups/groups.ts";
import { reserve } from "../../support/call-in.ts";
import {
	asProcess,
	ENGINES,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";

type Key = { id: string; limitedToGroups: boolean };

describe.each(ENGINES)("cancelling on the %s engine", (engine) => {
	let database: TestDatabase;
	let apiKey: Key;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());

	const cancel = async (id: string) => {
		const cancelled = await cancelCallInRequest(database.service, { id, apiKey });
		if (!cancelled.ok) throw new Error(cancelled.error.code);
		return requestState(cancelled.value);
	};
	const numberRow = async (number: string) => {
		const [row] = await database.query<Record<string, unknown>>(
			`select busy_until <= now() as free, held_until <= now() as let_go, holder_id,
				(extract(epoch from busy_until) * 1000)::float8 as busy_ms from numbers where number = $1`,
			[number],
		);
		return row;
	};

	test("a number is free once the last of its live requests has ended, and taken until then (C3, C8)", async () => {
		const numbers = someNumbers(1);
		const groupId = await insertGroupWith(database, "shared", numbers, { expirySeconds: 600 });
		const first = await reserve(database, { groupName: "shared", apiKey });
		await database.query("update groups set expiry_seconds = 60 where id = $1", [groupId]);
		const second = await reserve(database, { groupName: "shared", apiKey });
		expect(await cancel(first.id)).toBe("Cancelled");
		expect(await numberRow(numbers[0]!)).toMatchObject({
			free: false,
			busy_ms: second.expirationTime,
		});
		expect(await cancel(second.id)).toBe("Cancelled");
		expect(await numberRow(numbers[0]!)).toMatchObject({ free: true });
	});

	test("a cancelled request of a unique-DNIS group holds its number no more; another's hold stays (C3)", async () => {
		const numbers = someNumbers(1, 1);
		await insertGroupWith(database, "unique", numbers, { uniqueDnis: true });
		const first = await reserve(database, { groupName: "unique", apiKey });
		await cancel(first.id);
		expect(await numberRow(numbers[0]!)).toMatchObject({
			free: true,
			let_go: true,
			holder_id: null,
		});
		const second = await reserve(database, { groupName: "unique", apiKey });
		expect(await cancel(first.id)).toBe("Cancelled");
		expect(await numberRow(numbers[0]!)).toMatchObject({
			free: false,
			let_go: false,
			holder_id: second.id,
		});
	});

	test("a limited key has the live requests of a deleted group until they end, unless that was its last group (G10, C11)", async () => {
		const [gone, left] = [
			await insertGroupWith(database, "goes", someNumbers(1, 90), { expirySeconds: 600 }),
			await insertGroupWith(database, "stays", someNumbers(1, 91)),
		];
		const keys = [
			await insertKey(database, { secret: "of both", groupIds: [gone, left] }),
			await insertKey(database, { secret: "of one", groupIds: [gone] }),
		] as const;
		const made = [];
		for (const key of keys) made.push(await reserve(database, { groupName: "goes", apiKey: key }));
		await deleteGroupRow(database, gone);
		expect(
			await cancelCallInRequest(database.service, { id: made[1]!.id, apiKey: keys[1] }),
		).toMatchObject({ ok: false });
		expect(
			await retrieveCallInRequest(database, { id: made[1]!.id, apiKey: keys[0] }),
		).toMatchObject({ ok: true });
		expect(
			await cancelCallInRequest(database.service, { id: made[0]!.id, apiKey: keys[0] }),
		).toMatchObject({ ok: true });
		await insertGroupWith(database, "goes", someNumbers(1, 92));
		await expect(reserve(database, { groupName: "goes", apiKey: keys[0] })).rejects.toThrow(
			"no-such-group",
		);
	});

	test("the code of a cancelled request rests for ten minutes from then (C5)", async () => {
		await insertGroupWith(database, "rests", someNumbers(1, 2), { expirySeconds: 1800 });
		const made = await reserve(database, { groupName: "rests", apiKey });
		await cancel(made.id);
		const rest =
			"select live_until between now() - interval '1 minute' and now() as rests from live_codes where request_id = $1";
		expect(await database.query(rest, [made.id])).toEqual([{ rests: true }]);
	});

	test("one that has expired stays expired, one that was matched stays matched, and an unknown one is no failure (C8, K1)", async () => {
		await insertGroupWith(database, "states", someNumbers(1, 3), { expirySeconds: 600 });
		const matched = await reserve(database, { groupName: "states", apiKey });
		await database.query("update requests set matched_at = now() where id = $1", [matched.id]);
		expect(await cancel(matched.id)).toBe("Matched");
		expect(
			await database.query("select 1 from requests where id = $1 and ended_at is not null", [
				matched.id,
			]),
		).toHaveLength(1);
		const expired = await reserve(database, { groupName: "states", apiKey });
		await letTimePass(database, 600);
		expect(await cancel(expired.id)).toBe("Expired");
		expect(
			await database.query("select 1 from requests where id = $1 and ended_at is null", [
				expired.id,
			]),
		).toHaveLength(1);
		const unknown = { id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11", apiKey };
		expect(await cancelCallInRequest(database.service, unknown)).toEqual({
			ok: false,
			error: { code: "no-such-request" },
		});
		expect(await retrieveCallInRequest(database, unknown)).toEqual({
			ok: false,
			error: { code: "no-such-request" },
		});
	});

	test("a request of a unique-DNIS group that its number does not name is live no more (C3)", async () => {
		await insertGroupWith(database, "not the holder", someNumbers(1, 4), {
			uniqueDnis: true,
			expirySeconds: 600,
		});
		const made = await reserve(database, { groupName: "not the holder", apiKey });
		await database.query("update numbers set holder_id = gen_random_uuid() where number = $1", [
			made.toPhoneNumber,
		]);
		expect(await cancel(made.id)).toBe("Expired");
	});
});

describe("cancels and creates at once", () => {
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

	test("on one number of a unique-DNIS group no two are live, and the number is taken exactly when one is (C3)", async () => {
		const [number] = someNumbers(1);
		await insertGroupWith(database, "one number", [number!], {
			uniqueDnis: true,
			expirySeconds: 600,
		});
		let live = await reserve(database, { groupName: "one number", apiKey });
		for (let round = 0; round < 40; round += 1) {
			const create = (on: Process) =>
				createCallInRequest(on.service, {
					...{
						groupName: "one number",
						fromPhoneNumber: null,
						userData: null,
						callbackServiceId: null,
					},
					...{ apiKey, corrId: live.id },
				});
			const [, ...made] = await Promise.all([
				cancelCallInRequest(other.service, { id: live.id, apiKey }),
				create(database),
				create(other),
				create(database),
				cancelCallInRequest(database.service, { id: live.id, apiKey }),
			]);
			const rows = await database.query<{ id: string; holds: boolean }>(
				`select r.id, n.holder_id = r.id and n.busy_until = r.expires_at and n.held_until = r.expires_at as holds
				from requests r join numbers n on n.number = r.to_number where r.to_number = $1 and r.ended_at is null`,
				[number],
			);
			const reserved = made.flatMap((one) =>
				one.ok && "accessCode" in one.value && !("isPast" in one.value) ? [one.value] : [],
			);
			expect(rows.map(({ id }) => id)).toEqual(reserved.map(({ id }) => id));
			expect(rows.every(({ holds }) => holds)).toBe(true);
			live = reserved[0] ?? (await reserve(database, { groupName: "one number", apiKey }));
		}
	});

	test("on a shared number what stays live keeps it taken, whatever is cancelled and created meanwhile (C3)", async () => {
		const [number] = someNumbers(1, 1);
		await insertGroupWith(database, "shared number", [number!], { expirySeconds: 600 });
		const first = await Promise.all(
			Array.from({ length: 30 }, () => reserve(database, { groupName: "shared number", apiKey })),
		);
		await Promise.all([
			...first.map(({ id }, index) =>
				cancelCallInRequest((index % 2 === 0 ? database : other).service, { id, apiKey }),
			),
			...Array.from({ length: 20 }, () => reserve(other, { groupName: "shared number", apiKey })),
		]);
		const [row] = await database.query<Record<string, unknown>>(
			`select count(*)::integer as live, max(r.expires_at) = max(n.busy_until) as exact from requests r join numbers n on n.number = r.to_number
			where r.to_number = $1 and r.ended_at is null`,
			[number],
		);
		expect(row).toEqual({ live: 20, exact: true });
	});
});
