import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Actor, SHELL } from "../../../app/domain/audit/actor.ts";
import type { MatchOutcome } from "../../../app/domain/match/outcome.ts";
import { addEntry, deleteEntry, editEntry } from "../../../app/operations/groups/change-pool.ts";
import { importPool } from "../../../app/operations/import/import-pool.ts";
import { undoImport } from "../../../app/operations/import/undo-import.ts";
import type { InboundCall } from "../../../app/operations/match/match-answer.ts";
import { matchCall } from "../../../app/operations/match/match-call.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import { reserve } from "../../support/call-in.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";
import { untilSomebodyWaits } from "../../support/until.ts";

const NOT_AVAILABLE = { ok: false, error: { code: "number-not-available" } };
const ANN = "+14155550132";

let used = 0;
const numbers = (howMany: number): string[] => {
	used += howMany;
	return someNumbers(howMany, used - howMany);
};

/** A group with one number, and a key limited to that group. */
async function limitedGroup(database: TestDatabase) {
	const [number] = numbers(1) as [string];
	const groupId = await insertGroupWith(database, `own ${used}`, [number]);
	const key = await insertKey(database, {
		secret: `key ${used}`,
		scopes: ["create", "match", "provision"],
		groupIds: [groupId],
	});
	return { groupId, number, key, actor: { kind: "api-key", id: key.id, name: "a key" } as Actor };
}

describe.each(ENGINES)("a key that is limited to groups, on the %s engine", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		await database.query("delete from code_guesses", []);
	});

	test("takes no number that another group has or has a live request on, by whatever change; undoing included (G6)", async () => {
		const { groupId, number, actor } = await limitedGroup(database);
		const [theirs, live, back] = numbers(3) as [string, string, string];
		const outside = await insertGroupWith(database, `outside ${used}`, [theirs]);
		const gives = await insertGroupWith(database, `gives up ${used}`, [live]);
		const made = await reserve(database, {
			groupName: `gives up ${used}`,
			apiKey: await insertKey(database, { secret: `any ${used}` }),
		});
		await addEntry(database, gives, { number: numbers(1)[0] as string, description: "" }, SHELL);
		const [given] = await database.query<{ id: string }>(
			"select id from pool_entries where number = $1",
			[live],
		);
		await deleteEntry(
			database,
			gives,
			{ entryId: given?.id as string, version: 1, acceptedLiveRequests: 1 },
			SHELL,
		);
		const [entry] = await database.query<{ id: string }>(
			"select id from pool_entries where group_id = $1",
			[groupId],
		);
		for (const taken of [theirs, made.toPhoneNumber]) {
			expect(await addEntry(database, groupId, { number: taken, description: "" }, actor)).toEqual(
				NOT_AVAILABLE,
			);
			const edit = { entryId: entry?.id as string, version: 1, number: taken, description: "" };
			expect(await editEntry(database, groupId, edit, actor)).toEqual(NOT_AVAILABLE);
		}
		// Once the request is over, the number is free of callers.
		await letTimePass(database, 3600);
		expect(
			await addEntry(database, groupId, { number: made.toPhoneNumber, description: "" }, actor),
		).toMatchObject({ ok: true });

		expect(
			await addEntry(database, groupId, { number: back, description: "" }, SHELL),
		).toMatchObject({ ok: true });
		const file = {
			name: "f",
			bytes: new TextEncoder().encode(`${number},\n`),
			mode: "replace" as const,
		};
		expect(await importPool(database, groupId, file, () => true, SHELL)).toMatchObject({
			ok: true,
		});
		const [review] = await database.query<{ id: string }>(
			"select id from import_reviews where group_id = $1",
			[groupId],
		);
		await addEntry(database, outside, { number: back, description: "" }, SHELL);
		expect(await undoImport(database, groupId, review?.id as string, actor)).toEqual(NOT_AVAILABLE);
		expect(await undoImport(database, groupId, review?.id as string, SHELL)).toMatchObject({
			ok: true,
		});
	});

	const outcome = async (
		apiKey: InboundCall["apiKey"],
		given: Partial<InboundCall>,
	): Promise<MatchOutcome> => {
		const none = {
			accessCode: null,
			fromNumber: ANN,
			dialed: null,
			callId: null,
			release: false,
			corrId: randomUUID(),
		};
		const answered = await matchCall(database.service, { ...none, apiKey, ...given });
		if (!answered.ok) throw new Error(answered.error.code);
		return answered.value.outcome;
	};
	const guesses = () =>
		database.query(
			"select from_number, to_number, cardinality(failures) as failures from code_guesses",
			[],
		);
	const lock = (number: string) =>
		database.query(
			"insert into code_guesses values ($1, $2, array[now()], now() + interval '10 minutes')",
			[ANN, number],
		);

	test("is not told that a number is locked which it may not see, and counts nothing there (C10)", async () => {
		const { number, key } = await limitedGroup(database);
		const [theirs] = numbers(1) as [string];
		await insertGroupWith(database, `theirs ${used}`, [theirs], { expirySeconds: 600 });
		const all = await insertKey(database, { secret: `all ${used}`, scopes: ["create", "match"] });
		const made = await reserve(database, { groupName: `theirs ${used}`, apiKey: all });
		for (const accessCode of ["1", made.accessCode, null]) {
			expect(await outcome(key, { dialed: [theirs], accessCode })).toBe("NOTHING_MATCHED");
			expect(await guesses()).toEqual([]);
		}
		await lock(theirs);
		await lock(number);
		for (const accessCode of ["1", made.accessCode, null]) {
			for (const release of [false, true]) {
				expect(
					await outcome(key, { dialed: [theirs], accessCode, release, callId: randomUUID() }),
				).toBe("NOTHING_MATCHED");
				expect(await outcome(key, { dialed: [number], accessCode, release })).toBe("LOCKED");
				expect(await outcome(all, { dialed: [theirs], accessCode, release })).toBe("LOCKED");
			}
		}
		expect(await guesses()).toHaveLength(2);
		expect(await guesses()).toEqual([
			expect.objectContaining({ failures: 1 }),
			expect.objectContaining({ failures: 1 }),
		]);
	});

	test("sees a number that its group has given up for as long as a request of the group is live there, and ten minutes more (C10, G10)", async () => {
		const { groupId, number, key } = await limitedGroup(database);
		await reserve(database, { groupName: `own ${used}`, apiKey: key });
		await addEntry(database, groupId, { number: numbers(1)[0] as string, description: "" }, SHELL);
		await database.query("delete from pool_entries where number = $1", [number]);
		await lock(number);
		expect(await outcome(key, { dialed: [number], accessCode: "1" })).toBe("LOCKED");
		await letTimePass(database, 60);
		expect(await outcome(key, { dialed: [number], accessCode: "1" })).toBe("LOCKED");
		await letTimePass(database, 600);
		expect(await outcome(key, { dialed: [number], accessCode: "1" })).toBe("NOTHING_MATCHED");
	});
});

describe("a key that is limited to groups, beside others", () => {
	let database: TestDatabase;
	let other: Awaited<ReturnType<typeof openDatabase>>;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		other = await openDatabase({ url: database.url, dataDir: "", prepare: true, connections: 4 });
	});
	afterAll(async () => {
		await other.close();
		await database.drop();
	});

	test("takes no number that another group is just taking: it waits, and looks then (G6)", async () => {
		const { groupId, actor } = await limitedGroup(database);
		const [number] = numbers(1) as [string];
		const outside = await insertGroupWith(database, `taking ${used}`, numbers(1));
		let waiting: ReturnType<typeof addEntry> | undefined;
		await database.transaction(async (tx) => {
			await lockPools(tx);
			await tx.query("insert into numbers (number) values ($1)", [number]);
			await tx.query(
				"insert into pool_entries (id, group_id, number, position, updated_by) values (gen_random_uuid(), $1, $2, 1, 'a test')",
				[outside, number],
			);
			waiting = addEntry(other, groupId, { number, description: "" }, actor);
			await untilSomebodyWaits(database);
		});
		expect(await waiting).toEqual(NOT_AVAILABLE);
	});

	test("takes no number on which a request of another group is just being made (G6)", async () => {
		const { groupId, actor } = await limitedGroup(database);
		const [given, stays] = numbers(2) as [string, string];
		const outside = await insertGroupWith(database, `giving ${used}`, [given, stays]);
		const file = {
			name: "f",
			bytes: new TextEncoder().encode(`${given},\n`),
			mode: "add" as const,
		};
		for (const take of [
			() => addEntry(other, groupId, { number: given, description: "" }, actor),
			() => importPool(other, groupId, file, () => true, actor),
		]) {
			let waiting: Promise<unknown> | undefined;
			await database.transaction(async (tx) => {
				// Like a reservation that saw the number in the pool before its removal.
				await tx.query("select 1 from numbers where number = $1 for no key update", [given]);
				await other.transaction((pools) =>
					pools.query("delete from pool_entries where group_id = $1 and number = $2", [
						outside,
						given,
					]),
				);
				waiting = take();
				await untilSomebodyWaits(database);
				await tx.query(
					`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, has_access_code, api_key_id, corr_id)
					values (gen_random_uuid(), now(), now() + interval '1 minute', $1, 'g', false, $2, false, $1, $1)`,
					[outside, given],
				);
			});
			expect(await waiting).toMatchObject({
				ok: false,
				error: { code: expect.stringMatching(/number-not-available|import-has-errors/) },
			});
			await database.query("delete from requests where to_number = $1", [given]);
		}
	});

	test("of a key and somebody else who take a number at once, the key is first or gets nothing (G6)", async () => {
		const { groupId, actor } = await limitedGroup(database);
		const outside = await insertGroupWith(database, `racing ${used}`, numbers(1));
		for (const number of numbers(30)) {
			const take = (on: typeof other, group: string, as: Actor) =>
				addEntry(on, group, { number, description: "" }, as);
			const [mine] = await Promise.all([
				take(database, groupId, actor),
				take(other, outside, SHELL),
			]);
			const at =
				"select group_id, xmin::text::bigint::float8 as made from pool_entries where number = $1 order by xmin::text::bigint";
			const rows = await database.query<{ group_id: string }>(at, [number]);
			expect(rows.map(({ group_id }) => group_id)).toEqual(
				mine.ok ? [groupId, outside] : [outside],
			);
		}
	});
});
