import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { insertKey, someNumbers } from "../../support/groups.ts";
import { openProvisioningSite, type ProvisioningSite } from "../../support/provisioning.ts";

let site: ProvisioningSite;
beforeAll(async () => {
	site = await openProvisioningSite();
});
afterAll(() => site.close());

const call: ProvisioningSite["call"] = (...asked) => site.call(...asked);
const failure = (error: keyof typeof ERRORS, says = /./) => ({
	status: ERRORS[error].status,
	body: { status: { code: ERRORS[error].code, message: expect.stringMatching(says) } },
});
const add = (groupId: string, body: object, more: object = {}) =>
	call(`/${groupId}/entries`, { body, ...more });
const change = (groupId: string, entry: string, match: string, body: object) =>
	call(`/${groupId}/entries/${entry}`, { method: "PATCH", match, body });
const remove = (groupId: string, entry: string, match: string, query = "") =>
	call(`/${groupId}/entries/${entry}${query}`, { method: "DELETE", match });
const poolOf = async (
	groupId: string,
): Promise<{ id: string; number: string; description: string; etag: string }[]> =>
	(await call(`/${groupId}/entries?pageSize=500`)).body.data.entries;

describe("the entries of a pool", () => {
	test("are listed in pages, searched in any grouping, and sorted (G12)", async () => {
		const numbers = site.numbers(12);
		const id = await site.group(numbers);
		const list = async (query: string) => (await call(`/${id}/entries?${query}`)).body.data;
		expect(await list("sort=-number&page=2&pageSize=5")).toMatchObject({
			total: 12,
			page: 2,
			pageSize: 5,
			entries: numbers
				.slice(2, 7)
				.reverse()
				.map((number) => ({ number })),
		});
		const wanted = numbers[7] as string;
		const written = `(${wanted.slice(2, 5)}) ${wanted.slice(5, 8)}-${wanted.slice(8)}`;
		expect(
			(await list(`q=${encodeURIComponent(written)}`)).entries.map(
				(entry: { number: string }) => entry.number,
			),
		).toEqual([wanted]);
		expect(await list("page=99")).toMatchObject({ total: 12, entries: [] });
		expect(await list("q=%00")).toMatchObject({ total: 12 });
	});

	test("one is added, read, changed and deleted, each with its ETag, on every way (G8)", async () => {
		for (const way of Object.values(site.ways)) {
			const [first, second, third] = site.numbers(3) as [string, string, string];
			const id = await site.group([first]);
			const added = await call(
				`/${id}/entries`,
				{ body: { number: second.slice(1), description: "Claims" } },
				way,
			);
			const data = {
				number: second,
				description: "Claims",
				warnings: [],
				updatedBy: "A test's key",
				etag: '"e1"',
			};
			expect(added).toMatchObject({ status: 200, headers: { etag: '"e1"' }, body: { data } });
			const path = `/${id}/entries/${added.body.data.id}`;
			expect(await call(path, {}, way)).toMatchObject({
				headers: { etag: '"e1"' },
				body: { data: added.body.data },
			});
			const changed = await call(
				path,
				{ method: "PATCH", match: '"e1"', body: { number: third, description: null } },
				way,
			);
			expect(changed).toMatchObject({
				headers: { etag: '"e2"' },
				body: { data: { ...data, number: third, etag: '"e2"' } },
			});
			const emptied = await call(
				path,
				{ method: "PATCH", match: '"e2"', body: { description: "" } },
				way,
			);
			expect(emptied).toMatchObject({
				headers: { etag: '"e3"' },
				body: { data: { number: third, description: "" } },
			});
			expect(await call(path, { method: "DELETE", match: '"e2"' }, way)).toMatchObject(
				failure("changed-meanwhile", /by A test's key/),
			);
			expect(await call(path, { method: "DELETE", match: '"e3"' }, way)).toMatchObject({
				status: 200,
				body: { data: { number: third } },
			});
			expect(await call(path, {}, way)).toMatchObject(failure("entry-gone"));
			expect(await call(path, { method: "DELETE", match: "*" }, way)).toMatchObject(
				failure("entry-gone"),
			);
			const audit = await site.database.query(
				"select action, actor_kind as kind from audit_entries where subject_id = $1 order by at, id",
				[id],
			);
			expect(audit).toEqual(
				["dnis.add", "dnis.change", "dnis.change", "dnis.delete"].map((action) => ({
					action,
					kind: "api-key",
				})),
			);
		}
	});

	test("a number that cannot join is refused, in the page's words (409)", async () => {
		const [own, unique, shared, other] = site.numbers(4) as [string, string, string, string];
		await site.group([unique], { uniqueDnis: true });
		await site.group([shared]);
		const id = await site.group([own]);
		const exclusive = await site.group([other], { uniqueDnis: true });
		expect(await add(id, { number: own })).toMatchObject(
			failure("number-in-pool", /already in this group\./),
		);
		expect(await add(id, { number: unique })).toMatchObject(
			failure("number-exclusive-elsewhere", /is in “group/),
		);
		expect(await add(exclusive, { number: shared })).toMatchObject(failure("number-not-exclusive"));
		expect((await add(id, { number: shared })).body.data.warnings).toEqual([
			expect.stringMatching(/also in “group/),
		]);
		const [entry] = await poolOf(id);
		expect(await change(id, entry?.id as string, "*", { number: shared })).toMatchObject(
			failure("number-in-pool"),
		);
		expect(await change(id, entry?.id as string, "*", {})).toMatchObject(
			failure("fields-wrong", /number, description or drain must be given/),
		);
		expect(await add(id, { number: "1.8E+10", description: "\0" })).toMatchObject(
			failure("fields-wrong", /number: .*; description: Character 1/),
		);
	});

	test("the last one stays, and so does the 10,000th plus one out (G3)", async () => {
		const [only] = site.numbers(1) as [string];
		const id = await site.group([only]);
		const [entry] = await poolOf(id);
		expect(await remove(id, entry?.id as string, "*")).toMatchObject(
			failure("pool-last-number", /is the last number/),
		);
		const full = await site.group(someNumbers(10_000, 20_000));
		expect(await add(full, { number: only })).toMatchObject(failure("pool-full", /10,001/));
	});

	test("a number with live requests is deleted when as many are accepted; they stay valid (G8, G10)", async () => {
		const numbers = site.numbers(2) as [string, string];
		const id = await site.group(numbers, { expirySeconds: 600 });
		await insertKey(site.database, { secret: `creates in ${id}`, groupIds: [id] });
		const { body } = await call(`/${id}`);
		const create = {
			path: "/engagement/v3/call-in/requests/create",
			headers: { "x-api-key": `creates in ${id}` },
			body: { groupName: body.data.name },
		};
		for (let made = 0; made < 4; made += 1)
			expect((await site.ways.byHttp(create)).status).toBe(200);
		expect((await call(`/${id}`)).body.data.liveRequests).toBe(4);
		const [entry] = await poolOf(id);
		const refused = await remove(id, entry?.id as string, "*");
		expect(refused).toMatchObject(
			failure("number-live", /has 2 live requests.*acceptedLiveRequests=2 in the query\.$/),
		);
		expect(await remove(id, entry?.id as string, "*", "?acceptedLiveRequests=1")).toMatchObject(
			failure("number-live"),
		);
		expect(await remove(id, entry?.id as string, "*", "?acceptedLiveRequests=-1")).toMatchObject(
			failure("fields-wrong"),
		);
		expect(await remove(id, entry?.id as string, "*", "?acceptedLiveRequests=2")).toMatchObject({
			status: 200,
		});
		expect((await call(`/${id}`)).body.data.liveRequests).toBe(4);
	});

	test("of two who change the same as they read it, one wins and the other is told (G11), again and again", async () => {
		const id = await site.group(site.numbers(1));
		const [entry] = await poolOf(id);
		for (let round = 1; round <= 10; round += 1) {
			const path = entry?.id as string;
			const both = await Promise.all(
				["a", "b"].map((who) =>
					change(id, path, `"e${round}"`, { description: `${who} ${round}` }),
				),
			);
			expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
			const won = both.find(({ status }) => status === 200);
			expect((await poolOf(id))[0]).toMatchObject({
				description: won?.body.data.description,
				etag: `"e${round + 1}"`,
			});
			const settings = await Promise.all(
				[1, 2].map((who) =>
					call(`/${id}/settings`, {
						method: "PATCH",
						match: `"s${round}"`,
						body: { expirySeconds: 10 * round + who },
					}),
				),
			);
			expect(settings.map(({ status }) => status).sort()).toEqual([200, 412]);
		}
	});

	test("one added twice with one Idempotency-Key is added once; at another group the same key is another call (C7)", async () => {
		const [a, b] = [await site.group(site.numbers(1)), await site.group(site.numbers(1))];
		const [number] = site.numbers(1);
		const headers = { "idempotency-key": "add-once" };
		const answers = await Promise.all(
			Array.from({ length: 6 }, () => add(a, { number }, { headers })),
		);
		expect(
			new Set(
				answers.map((answer) => JSON.stringify([answer.status, answer.body, answer.headers.etag])),
			).size,
		).toBe(1);
		expect(answers[0]).toMatchObject({ status: 200, headers: { etag: '"e1"' } });
		expect(await add(b, { number }, { headers })).toMatchObject({ status: 200 });
		expect(await add(a, { number, description: "other" }, { headers })).toMatchObject(
			failure("idempotency-key-reused"),
		);
	});
});

describe("a key that is limited to groups (C11)", () => {
	test("sees and changes these only; the others are answered like what does not exist, and are not named", async () => {
		const [mine, theirs] = site.numbers(2) as [string, string];
		const own = await site.group([mine]);
		const foreign = await site.group([theirs]);
		const names = (await call("?pageSize=500")).body.data.groups.map(
			(group: { name: string }) => group.name,
		) as string[];
		await insertKey(site.database, { secret: "limited", scopes: ["provision"], groupIds: [own] });
		const asLimited = (path: string, sent: object = {}) => call(path, { key: "limited", ...sent });

		expect((await asLimited("")).body.data).toMatchObject({ groups: [{ id: own }], total: 1 });
		const [entry] = await poolOf(foreign);
		for (const [path, sent] of [
			["", {}],
			["", { method: "DELETE", match: "*" }],
			["/settings", {}],
			["/settings", { method: "PATCH", match: "*", body: { expirySeconds: 60 } }],
			["/entries", {}],
			["/entries", { body: { number: "+18005550000" } }],
			[`/entries/${entry?.id}`, {}],
			[`/entries/${entry?.id}`, { method: "PATCH", match: "*", body: { description: "x" } }],
			[`/entries/${entry?.id}`, { method: "DELETE", match: "*" }],
			["/import", { csv: "+18005550000," }],
			["/import?dryRun=true", { csv: "+18005550000," }],
			["/entries.csv", {}],
		] as const) {
			const unknown = await asLimited(`/0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11${path}`, sent);
			const refused = await asLimited(`/${foreign}${path}`, sent);
			expect(refused).toMatchObject(failure("group-gone"));
			expect(refused.body.status.message).toBe(unknown.body.status.message);
		}
		expect(await asLimited("", { body: { name: "new", number: "+18005550000" } })).toMatchObject(
			failure("key-limited"),
		);
		expect(await poolOf(foreign)).toEqual([entry]);

		// Added by a permitted caller: only then is one of its numbers in a group hidden from it.
		expect((await add(foreign, { number: mine })).body.data.warnings).toEqual([
			expect.stringMatching(/also in “group/),
		]);
		const listed = await asLimited(`/${own}/entries`);
		expect(JSON.stringify(listed.body)).toContain("a group that this API key may not see");
		for (const name of names) expect(JSON.stringify(listed.body)).not.toContain(`“${name}”`);
		expect(await asLimited(`/${own}`, { method: "DELETE", match: "*" })).toMatchObject({
			status: 200,
		});
		expect((await asLimited("")).body.data).toMatchObject({ groups: [], total: 0 });
	});
});
