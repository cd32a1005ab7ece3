import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { insertKey } from "../../support/groups.ts";
import { openProvisioningSite, type ProvisioningSite } from "../../support/provisioning.ts";

let site: ProvisioningSite;
beforeAll(async () => {
	site = await openProvisioningSite();
});
afterAll(() => site.close());

const failure = (error: keyof typeof ERRORS, says = /./) => ({
	status: ERRORS[error].status,
	body: { status: { code: ERRORS[error].code, message: expect.stringMatching(says) } },
});
const list = (groupId: string, query = "", key = "all") =>
	site.call(`/${groupId}/entries${query}`, { key });
const change = (groupId: string, match: string | undefined, body: object, query = "") =>
	site.call(`/${groupId}/changes${query}`, { body, ...(match === undefined ? {} : { match }) });
/** The pool's ETag. */
const etagOf = async (groupId: string) => (await list(groupId)).headers.etag as string;

describe("drains and states by API (G15)", () => {
	test("an entry is drained and its drain lifted, and the list says so", async () => {
		const [one, two] = site.numbers(2) as [string, string];
		const id = await site.group([one, two]);
		const [first] = (await list(id)).body.data.entries;
		expect(first).toMatchObject({ number: one, drain: "none", state: "free", givenLastDay: 0 });
		const patch = (match: string, body: object) =>
			site.call(`/${id}/entries/${first.id}`, { method: "PATCH", match, body });
		const drained = await patch(first.etag, { drain: "keep" });
		expect(drained).toMatchObject({ status: 200, body: { data: { drain: "keep" } } });
		expect((await list(id, "?state=draining")).body.data).toMatchObject({ total: 1 });
		expect((await list(id, "?state=free")).body.data.entries).toMatchObject([{ number: two }]);
		expect((await list(id, "?state=busy")).status).toBe(400);
		const other = (await list(id)).body.data.entries[1];
		expect(
			await site.call(`/${id}/entries/${other.id}`, {
				...{ method: "PATCH", match: other.etag, body: { drain: "remove" } },
			}),
		).toMatchObject(failure("pool-all-draining", /without a number to give/));
		// A change of the description leaves the drain as it is.
		const described = await patch(drained.body.data.etag, { description: "Claims" });
		expect(described.body.data).toMatchObject({ drain: "keep", description: "Claims" });
		const lifted = await patch(described.body.data.etag, { drain: "none" });
		expect(lifted.body.data.drain).toBe("none");
	});

	test("a limited key learns of its own groups' requests alone, and only `read` of which (G6)", async () => {
		const [number] = site.numbers(1) as [string];
		const [own, other] = [await site.group([number]), await site.group([number])];
		await insertKey(site.database, { secret: "makes", scopes: ["create"] });
		await insertKey(site.database, {
			...{ secret: "limited states", scopes: ["provision"], groupIds: [own] },
		});
		await insertKey(site.database, { secret: "reads too", scopes: ["provision", "read"] });
		const [{ name }] = (await site.database.query<{ name: string }>(
			"select name from groups where id = $1::uuid",
			[other],
		)) as [{ name: string }];
		const made = await site.call("/create", {
			...{ at: "/engagement/v3/call-in/requests", key: "makes", body: { groupName: name } },
		});
		expect(made.status).toBe(200);
		const seenBy = async (key: string) => (await list(own, "", key)).body.data.entries[0];
		const seen = await seenBy("limited states");
		expect(seen).toMatchObject({ state: "free", liveRequests: 0, givenLastDay: 0 });
		expect(seen).not.toHaveProperty("lastUsedAt");
		expect(await seenBy("all")).toMatchObject({ state: "in-use", liveRequests: 1 });
		expect(await seenBy("all")).not.toHaveProperty("requestId");
		expect(await seenBy("reads too")).toMatchObject({ requestId: made.body.data.id });
		const inUse = async (key: string) => (await list(own, "?state=in-use", key)).body.data.total;
		expect([await inUse("limited states"), await inUse("all")]).toEqual([0, 1]);
	});
});

describe("many numbers at once by API (G16)", () => {
	test("a list of numbers is changed with the pool's ETag, once per Idempotency-Key, and undone", async () => {
		const numbers = site.numbers(4);
		const id = await site.group(numbers);
		const body = { action: "drain", drain: "remove", numbers: numbers.slice(0, 2) };
		expect(await change(id, undefined, body)).toMatchObject(failure("if-match-missing"));
		const match = await etagOf(id);
		const asked = { body, match, headers: { "idempotency-key": `drain-${id}` } };
		const done = await site.call(`/${id}/changes`, asked);
		expect(done).toMatchObject({
			status: 200,
			body: { data: { applied: true, changed: 2, unchanged: 0, poolSize: 4, draining: 2 } },
		});
		expect((await site.call(`/${id}/changes`, asked)).headers["idempotent-replayed"]).toBe("true");
		expect(await change(id, match, { action: "lift-drain", numbers })).toMatchObject(
			failure("changed-meanwhile"),
		);
		const undo = `/${id}/changes/${done.body.data.changeId}/undo`;
		expect(await site.call(undo, { body: {} })).toMatchObject({
			...{ status: 200, body: { data: { undone: true, numbers: 2 } } },
		});
		expect((await list(id, "?state=draining")).body.data.total).toBe(0);
		const unknown = `/${id}/changes/${id}/undo`;
		expect(await site.call(unknown, { body: {} })).toMatchObject(failure("undo-impossible"));
	});

	test("all that a search finds, if it finds as many as were seen; a dry run changes nothing", async () => {
		const numbers = site.numbers(3);
		const id = await site.group(numbers);
		const match = await etagOf(id);
		const found = (count: number) => ({ action: "describe", description: "all", found: { count } });
		expect(await change(id, match, found(2))).toMatchObject(
			failure("fields-wrong", /finds 3 numbers, not 2/),
		);
		const dry = await change(id, undefined, found(3), "?dryRun=true");
		expect(dry.body.data).toMatchObject({ applied: false, changed: 3 });
		expect(dry.headers.etag).toBe(match);
		expect((await change(id, match, found(3))).body.data).toMatchObject({ changed: 3 });
		expect((await list(id, "?q=all")).body.data.total).toBe(3);
	});

	test("refusals name what is wrong, and change nothing (G3, G8)", async () => {
		const numbers = site.numbers(2);
		const id = await site.group(numbers);
		const match = await etagOf(id);
		expect(await change(id, match, { action: "delete", numbers })).toMatchObject(
			failure("pool-last-number", /Keep at least one/),
		);
		expect(await change(id, match, { action: "drain", numbers })).toMatchObject(
			failure("pool-all-draining"),
		);
		expect(await change(id, match, { action: "delete", numbers: ["+15550000000"] })).toMatchObject(
			failure("fields-wrong", /does not have \+15550000000/),
		);
		expect(await change(id, match, { action: "delete" })).toMatchObject(
			failure("fields-wrong", /exactly one of numbers and found/),
		);
		expect(await change(id, match, { action: "describe", numbers })).toMatchObject(
			failure("fields-wrong", /description/),
		);
		await site.database.query(
			`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis,
				to_number, has_access_code, api_key_id, corr_id)
			select gen_random_uuid(), now(), now() + interval '1 hour', $1::uuid, 'g', false,
				$2::text, false, $1::uuid, $1::uuid`,
			[id, numbers[0]],
		);
		const one = { action: "delete", numbers: numbers.slice(0, 1) };
		expect(await change(id, match, one)).toMatchObject(
			failure("number-live", /acceptedLiveRequests=1/),
		);
		const accepted = await change(id, match, one, "?acceptedLiveRequests=1");
		expect(accepted.body.data).toMatchObject({ changed: 1, liveRequests: 1, poolSize: 1 });
	});
});
