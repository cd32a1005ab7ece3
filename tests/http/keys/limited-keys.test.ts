import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { insertKey } from "../../support/groups.ts";
import { openProvisioningSite, type ProvisioningSite } from "../../support/provisioning.ts";

const NOT_AVAILABLE = {
	status: ERRORS["number-not-available"].status,
	code: ERRORS["number-not-available"].code,
	message: ERRORS["number-not-available"].message,
};

let site: ProvisioningSite;
let keys = 0;
beforeAll(async () => {
	site = await openProvisioningSite();
});
afterAll(() => site.close());

/** A key limited to these groups. */
async function limitedTo(...groupIds: string[]) {
	keys += 1;
	const key = `limited ${keys}`;
	const { id } = await insertKey(site.database, { secret: key, scopes: ["provision"], groupIds });
	const call = async (path: string, sent: object = {}) => {
		const { status, body } = await site.call(path, { key, ...sent });
		return { status, ...body.status, ...body } as {
			status: number;
			code: number;
			message: string;
			data: never;
		};
	};
	return { id, call };
}
type Call = Awaited<ReturnType<typeof limitedTo>>["call"];

const add = (call: Call, group: string, number: string) =>
	call(`/${group}/entries`, { body: { number } });
const numbersOf = async (group: string) =>
	(
		await site.database.query<{ number: string }>(
			"select number from pool_entries where group_id = $1 order by number",
			[group],
		)
	).map(({ number }) => number);
const entryIdOf = async (group: string) =>
	(
		await site.database.query<{ id: string }>(
			"select id from pool_entries where group_id = $1 limit 1",
			[group],
		)
	)[0]?.id;

/** Inserts a live request of a group directly, without its pool. */
async function insertLive(group: string, number: string, howMany = 1): Promise<void> {
	await site.database.query(
		`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, has_access_code, api_key_id, corr_id)
		select gen_random_uuid(), now(), now() + interval '10 minutes', $1::uuid, 'g', false, $2::text, false, $1::uuid, $1::uuid
		from generate_series(1, $3::integer)`,
		[group, number, howMany],
	);
}

describe("a key that is limited to groups takes no number of a group that it may not see (G6)", () => {
	/** The ways in which such a group can conflict. */
	const CONFLICTS: [string, (number: string) => Promise<unknown>][] = [
		["has it", (number) => site.group([number])],
		["has it for itself alone", (number) => site.group([number], { uniqueDnis: true })],
		[
			"has given it up, with a live request on it",
			async (number) => insertLive(await site.group(site.numbers(1)), number),
		],
		[
			"was deleted, with a live request on it",
			async (number) => {
				const gone = await site.group([number]);
				await insertLive(gone, number);
				await site.database.query("delete from groups where id = $1", [gone]);
			},
		],
	];

	test.each(CONFLICTS)(
		"another group %s: add, edit and import get one 409, which names neither the group nor the reason",
		async (_, stand) => {
			const [mine, theirs, free] = site.numbers(3) as [string, string, string];
			await stand(theirs);
			for (const uniqueDnis of [false, true]) {
				const own = await site.group([site.numbers(1)[0] as string], { uniqueDnis });
				const { call } = await limitedTo(own);
				const before = await numbersOf(own);
				const entry = await entryIdOf(own);
				const { status, code, message } = NOT_AVAILABLE;
				for (const refused of [
					await add(call, own, theirs),
					await call(`/${own}/entries/${entry}`, {
						method: "PATCH",
						match: "*",
						body: { number: theirs, description: "x" },
					}),
					await call(`/${own}/import`, { csv: `${theirs},\n` }),
					await call(`/${own}/import`, { csv: `${theirs},x\n${free},\n` }),
					await call(`/${own}/import?mode=replace`, {
						csv: `${theirs},\n${before[0]},\n`,
						match: "*",
					}),
				])
					expect(refused).toEqual({
						status: { code, message, corrId: expect.any(String) },
						code,
						message,
						corrId: expect.any(String),
					});
				expect(status).toBe(409);
				const tried = await call(`/${own}/import?dryRun=true`, {
					csv: `${theirs},\n${before[0]},again\n`,
				});
				expect(tried.data).toMatchObject({
					applicable: false,
					counts: { errors: 1, changed: 1 },
					errors: [{ line: 1, problems: [{ code: "number-not-available", message }] }],
					warnings: [],
				});
				// An invalid row is reported as such beside the conflict.
				const wrong = await call(`/${own}/import`, { csv: `${theirs},\nabc,\n` });
				expect(wrong).toMatchObject({
					code: ERRORS["rows-wrong"].code,
					message: expect.stringContaining(`Line 1: ${message} Line 2: `),
				});
				expect(await numbersOf(own)).toEqual(before);
				expect(mine).not.toBe(theirs);
			}
		},
	);

	test("a group within its limits is named as ever, and shared with; and a number of its own is no conflict (G6)", async () => {
		const [a, b, alone] = site.numbers(3) as [string, string, string];
		const [own, other] = [await site.group([a]), await site.group([b])];
		const unique = await site.group([alone], { uniqueDnis: true });
		const { call } = await limitedTo(own, other, unique);
		await insertLive(other, b);
		expect(await add(call, own, b)).toMatchObject({
			data: { warnings: [expect.stringMatching(/^It is also in “group/)] },
		});
		expect(await add(call, own, alone)).toMatchObject({
			code: ERRORS["number-exclusive-elsewhere"].code,
			message: expect.stringContaining("“group"),
		});
		expect(await add(call, own, a)).toMatchObject({ code: ERRORS["number-in-pool"].code });
		expect(
			await call(`/${own}/settings`, { method: "PATCH", match: "*", body: { uniqueDnis: true } }),
		).toMatchObject({
			code: ERRORS["number-shared-elsewhere"].code,
			message: expect.stringContaining("“group"),
		});
	});

	test("unique DNIS is not switched on over a number that such a group has: the same 409 (G6)", async () => {
		const [mine, both] = site.numbers(2) as [string, string];
		const [own, inside] = [await site.group([mine, both]), await site.group([both])];
		const { call } = await limitedTo(own, inside);
		// A permitted caller adds it, and gets the warning.
		const outside = await site.group(site.numbers(1));
		expect(
			(await site.call(`/${outside}/entries`, { body: { number: both } })).body.data.warnings,
		).toHaveLength(1);
		expect(
			await call(`/${own}/settings`, { method: "PATCH", match: "*", body: { uniqueDnis: true } }),
		).toMatchObject((({ code, message }) => ({ code, message }))(NOT_AVAILABLE));
		expect(
			await call(`/${own}/settings`, { method: "PATCH", match: "*", body: { expirySeconds: 60 } }),
		).toMatchObject({ code: 0 });
		// A number already in the pool stays allowed: a new description adds no number.
		const entry = await entryIdOf(own);
		expect(
			await call(`/${own}/entries/${entry}`, {
				method: "PATCH",
				match: "*",
				body: { description: "mine" },
			}),
		).toMatchObject({
			code: 0,
		});
		expect(await call(`/${own}/import`, { csv: `${both},ours\n` })).toMatchObject({
			data: { counts: { changed: 1 } },
		});
	});

	test("a key without limits takes such numbers as before, with the warning that names the group (G6)", async () => {
		const [mine, theirs] = site.numbers(2) as [string, string];
		const own = await site.group([mine]);
		await site.group([theirs]);
		const added = await site.call(`/${own}/entries`, { body: { number: theirs } });
		expect(added.body.data.warnings).toEqual([
			expect.stringMatching(/^It is also in “group \d+”\. /),
		]);
	});

	test("live requests of other groups are not counted for it when it gives a number up (C11)", async () => {
		const [mine, shared] = site.numbers(2) as [string, string];
		const own = await site.group([mine, shared]);
		const outside = await site.group([shared]);
		await insertLive(outside, shared, 3);
		const { call } = await limitedTo(own);
		const replaced = await call(`/${own}/import?mode=replace&dryRun=true`, { csv: `${mine},\n` });
		expect(replaced.data).toMatchObject({ removedWithLiveRequests: [] });
		await insertLive(own, shared, 2);
		const counted = await call(`/${own}/import?mode=replace&dryRun=true`, { csv: `${mine},\n` });
		expect(counted.data).toMatchObject({
			removedWithLiveRequests: [{ number: shared, liveRequests: 2 }],
		});
		const [entry] = await site.database.query<{ id: string }>(
			"select id from pool_entries where group_id = $1 and number = $2",
			[own, shared],
		);
		const asked = `/${own}/entries/${entry?.id}`;
		expect(await call(asked, { method: "DELETE", match: "*" })).toMatchObject({
			message: expect.stringContaining("2 live requests"),
		});
		expect(
			await call(`${asked}?acceptedLiveRequests=2`, { method: "DELETE", match: "*" }),
		).toMatchObject({ code: 0 });
	});
});
