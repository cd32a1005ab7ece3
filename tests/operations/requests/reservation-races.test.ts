import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GroupSettings } from "../../../app/domain/groups/group-settings.ts";
import { bootstrapApiKey } from "../../../app/operations/keys/bootstrap-api-key.ts";
import { createCallInRequest } from "../../../app/operations/requests/create-call-in-request.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { lockNumber, reserveWaiting } from "../../../db/requests/reservations.ts";
import {
	asProcess,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { untilSomebodyWaits } from "../../support/until.ts";

// Real connections and real commits: the embedded engine has one connection, so nothing races
// there.
describe("creates at once", () => {
	let database: TestDatabase;
	let other: Process;
	let apiKey: { id: string; limitedToGroups: boolean };
	let lastNumber = 0;

	beforeAll(async () => {
		database = await openTestDatabase("server", { connections: 20 });
		other = asProcess(
			await openDatabase({ url: database.url, dataDir: "", prepare: true, connections: 20 }),
		);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(async () => {
		await other.close();
		await database.drop();
	});

	const freshGroup = async (howMany: number, settings: Partial<GroupSettings>) => {
		const numbers = someNumbers(howMany, lastNumber);
		lastNumber += howMany;
		const name = `group of ${howMany} from ${lastNumber}`;
		await insertGroupWith(database, name, numbers, { expirySeconds: 600, ...settings });
		return { name, numbers };
	};
	const create = (
		service: Process["service"],
		request: { groupName: string; expirySeconds?: number },
	) =>
		createCallInRequest(service, {
			...{ fromPhoneNumber: null, userData: null, callbackServiceId: null },
			...{ corrId: uuidv4(), apiKey },
			...request,
		});
	/** From two clients with 20 connections each, like two processes. */
	const createAtOnce = async (groupName: string, howMany: number) => {
		const made = await Promise.all(
			Array.from({ length: howMany }, (_, index) =>
				create((index % 2 === 0 ? database : other).service, { groupName }),
			),
		);
		const reserved = made.flatMap((result) => (result.ok ? [result.value] : []));
		const refused = made.flatMap((result) => (result.ok ? [] : [result.error.code]));
		return { reserved, refused };
	};

	test.each([
		{ creates: 120, free: 40, generateAccessCode: true },
		{ creates: 120, free: 40, generateAccessCode: false },
		{ creates: 40, free: 120, generateAccessCode: true },
		{ creates: 60, free: 60, generateAccessCode: true },
		{ creates: 60, free: 60, generateAccessCode: false },
		{ creates: 100, free: 1, generateAccessCode: true },
	])(
		"$creates creates on $free free numbers give exactly the lesser number of successes, and no number twice (C3)",
		async (the) => {
			const { name, numbers } = await freshGroup(the.free, {
				uniqueDnis: true,
				generateAccessCode: the.generateAccessCode,
			});
			const { reserved, refused } = await createAtOnce(name, the.creates);
			const given = reserved.map((request) => request.toPhoneNumber);
			expect(given).toHaveLength(Math.min(the.creates, the.free));
			expect(new Set(given).size).toBe(given.length);
			expect(numbers).toEqual(expect.arrayContaining(given));
			expect(new Set(refused)).toEqual(new Set(the.creates > the.free ? ["no-number-free"] : []));
			expect(
				await database.query("select 1 from requests where group_name = $1", [name]),
			).toHaveLength(given.length);
		},
	);

	test("numbers that others lock and then let go count as undecided, never as taken (C3)", async () => {
		const { name, numbers } = await freshGroup(30, { uniqueDnis: true });
		let allLocked = () => {};
		const locked = new Promise<void>((resolve) => {
			allLocked = resolve;
		});
		let waiting = Promise.resolve({ reserved: [], refused: [] } as unknown as Awaited<
			ReturnType<typeof createAtOnce>
		>);
		const rollBack = new Error("rolled back");
		const locker = other
			.transaction(async (tx) => {
				await tx.query(
					"update numbers set busy_until = now() + interval '1 day', held_until = now() + interval '1 day' where number = any(string_to_array($1::text, ','))",
					[numbers.join(",")],
				);
				allLocked();
				await untilSomebodyWaits(tx);
				throw rollBack;
			})
			.catch((error) => {
				if (error !== rollBack) throw error;
			});
		await locked;
		waiting = createAtOnce(name, 50);
		const [{ reserved, refused }] = await Promise.all([waiting, locker]);
		expect(new Set(reserved.map((request) => request.toPhoneNumber)).size).toBe(30);
		expect(reserved).toHaveLength(30);
		expect(refused).toHaveLength(20);
	});

	test("a number that is taken while a create waits for it is not given again (C3)", async () => {
		const { name, numbers } = await freshGroup(1, { uniqueDnis: true });
		let isLocked = () => {};
		const locked = new Promise<void>((resolve) => {
			isLocked = resolve;
		});
		const taker = other.transaction(async (tx) => {
			await tx.query(
				"update numbers set busy_until = now() + interval '1 day', held_until = now() + interval '1 day' where number = $1::text",
				[numbers[0]],
			);
			isLocked();
			await untilSomebodyWaits(tx);
		});
		await locked;
		const [{ reserved, refused }] = await Promise.all([createAtOnce(name, 10), taker]);
		expect(reserved).toEqual([]);
		expect(refused).toHaveLength(10);
	});

	test("on one number that all share, no two get one code, and the last codes go to exactly as many (C5)", async () => {
		const { name, numbers } = await freshGroup(1, { accessCodeLength: 4 });
		await database.query(
			"insert into live_codes select $1::text, code::text, gen_random_uuid(), now() + interval '1 day' from generate_series(1000, 9969) as c(code)",
			[numbers[0]],
		);
		const { reserved, refused } = await createAtOnce(name, 60);
		const codes = reserved.map((request) => request.accessCode);
		expect(codes).toHaveLength(30);
		expect(new Set(codes).size).toBe(30);
		expect(refused).toEqual(Array(30).fill("no-code-free"));
	});

	test("a code that is taken while a create waits for its number is not given again: the database refuses it (C5)", async () => {
		const { name, numbers } = await freshGroup(1, { accessCodeLength: 6 });
		let isLocked = () => {};
		const locked = new Promise<void>((resolve) => {
			isLocked = resolve;
		});
		const taker = other.transaction(async (tx) => {
			await lockNumber(tx, numbers[0] as string);
			isLocked();
			await untilSomebodyWaits(tx);
			await tx.query(
				"insert into live_codes values ($1::text, '481920', gen_random_uuid(), now() + interval '1 day')",
				[numbers[0]],
			);
		});
		await locked;
		const waiting = reserveWaiting(database, {
			requestId: uuidv4(),
			groupNameKey: name,
			apiKey,
			code: "481920000000",
			codeQuarantineSeconds: 600,
			withoutCodes: [],
			fromPhoneNumber: null,
			userData: null,
			callbackServiceId: null,
			corrId: uuidv4(),
		});
		expect((await Promise.all([waiting, taker]))[0]).toEqual({
			outcome: "code-taken",
			number: numbers[0],
			codeLength: 6,
		});
		expect(await database.query("select 1 from requests where group_name = $1", [name])).toEqual(
			[],
		);
	});

	test("numbers that are shared are used evenly by creates at once, too (C4)", async () => {
		const { name, numbers } = await freshGroup(4, { generateAccessCode: false });
		const { reserved } = await createAtOnce(name, 600);
		expect(reserved).toHaveLength(600);
		const times = numbers.map(
			(number) => reserved.filter((request) => request.toPhoneNumber === number).length,
		);
		expect(Math.min(...times)).toBeGreaterThanOrEqual(75);
	});

	test("each live request on shared numbers keeps its number busy until its end, however many creates meet there (C3)", async () => {
		const { name } = await freshGroup(3, { generateAccessCode: false });
		let expirySeconds = 10;
		const oneAfterTheOther = async ({ service }: Process) => {
			const lost: string[] = [];
			for (let turn = 0; turn < 60; turn += 1) {
				expirySeconds += 1;
				const made = await create(service, { groupName: name, expirySeconds });
				if (!made.ok) throw new Error(made.error.code);
				const rows = await database.query<{ id: string }>(
					"select r.id from requests r join numbers n on n.number = r.to_number where r.id = $1 and n.busy_until < r.expires_at",
					[made.value.id],
				);
				lost.push(...rows.map(({ id }) => id));
			}
			return lost;
		};
		const clients = [database, other, database, other, database, other];
		expect((await Promise.all(clients.map(oneAfterTheOther))).flat()).toEqual([]);
	});

	test("two groups with one number, one of which has just switched unique DNIS on, never both give it (C3)", async () => {
		const { name, numbers } = await freshGroup(5, { generateAccessCode: false });
		const switchOn = database.query("update groups set unique_dnis = true where name = $1", [name]);
		const [{ reserved }] = await Promise.all([createAtOnce(name, 60), switchOn]);
		const rows = await database.query<{ to_number: string; unique_dnis: boolean }>(
			"select to_number, unique_dnis from requests where group_name = $1",
			[name],
		);
		expect(rows).toHaveLength(reserved.length);
		for (const number of numbers) {
			const onNumber = rows.filter((row) => row.to_number === number);
			// No shared request ends within the test, so a number with one must not be reserved as
			// unique.
			if (onNumber.some((row) => row.unique_dnis)) expect(onNumber).toHaveLength(1);
		}
	});

	test("processes that start together make one bootstrap key, once and for all (C11)", async () => {
		const fresh = await openTestDatabase("server", { connections: 10 });
		const env = { BOOTSTRAP_API_KEY: "a-bootstrap-key" };
		const made = await Promise.all(Array.from({ length: 10 }, () => bootstrapApiKey(fresh, env)));
		expect(made.filter(Boolean)).toHaveLength(1);
		expect(
			await fresh.query("select array_to_string(scopes, ',') as scopes from api_keys", []),
		).toEqual([{ scopes: "create,match,provision,read" }]);
		expect(await fresh.query("select actor_kind, action from audit_entries", [])).toEqual([
			{ actor_kind: "system", action: "api-key.create" },
		]);
		await fresh.query("update api_keys set revoked_at = now()", []);
		expect(await bootstrapApiKey(fresh, { BOOTSTRAP_API_KEY: "another-key" })).toBe(false);
		await fresh.drop();
	});
});
