import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { DEFAULT_GROUP_SETTINGS } from "../../../app/domain/groups/group-settings.ts";
import {
	GROUPS,
	openProvisioningSite,
	type ProvisioningSite,
	type Sent,
} from "../../support/provisioning.ts";

const UNKNOWN = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";

let site: ProvisioningSite;
beforeAll(async () => {
	site = await openProvisioningSite();
});
afterAll(() => site.close());

const call: ProvisioningSite["call"] = (...asked) => site.call(...asked);
const failure = (error: keyof typeof ERRORS, says = /./) => ({
	status: ERRORS[error].status,
	body: {
		status: {
			code: ERRORS[error].code,
			message: expect.stringMatching(says),
			corrId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		},
	},
});
/** A group made by the API: its ID, its ETag, and its first number's entry. */
async function make(name: string, body: object = {}) {
	const [number] = site.numbers(1);
	const made = await call("", { body: { name, number, ...body } });
	expect(made).toMatchObject({ status: 200 });
	const { id } = made.body.data;
	const entry = (await call(`/${id}/entries`)).body.data.entries[0];
	return { id, etag: made.headers.etag as string, number: number as string, entry };
}
const auditOf = (groupId: string) =>
	site.database.query(
		`select action, actor_kind as kind, actor_name as actor, before, after, (select content from audit_attachments where audit_entry_id = e.id) as rows
		from audit_entries e where subject_id = $1 order by at, id`,
		[groupId],
	);

describe("what every call of provisioning is checked for (C2), the same on every way", () => {
	const ofId = `/${UNKNOWN}`;
	const cases: [string, string, Sent, keyof typeof ERRORS, RegExp?][] = [
		["no key", "", { key: "" }, "key-missing"],
		["a key without the scope", "", { key: "create-only" }, "scope-missing", /“provision”/],
		["a path with more in it", `${ofId}/entries/${UNKNOWN}/x`, {}, "path-unknown"],
		["a slash at the end", "/", {}, "path-unknown"],
		[
			"a method that groups have not",
			"",
			{ method: "PUT", body: {} },
			"method-not-allowed",
			/GET, HEAD, POST\.$/,
		],
		[
			"a method that a group has not",
			ofId,
			{ method: "PATCH", body: {} },
			"method-not-allowed",
			/GET, HEAD, DELETE\.$/,
		],
		["no JSON", "", { body: "{" }, "body-not-json"],
		["a form", "", { body: {}, headers: { "content-type": "text/plain" } }, "media-type-wrong"],
		["JSON where a file is due", `${ofId}/import`, { body: {} }, "media-type-not-csv"],
		["too large a body", "", { body: { name: "x".repeat(70_000) } }, "body-too-large"],
		[
			"a field twice",
			"",
			{ body: '{"name":"a","settings":{"uniqueDnis":true,"uniqueDnis":false}}' },
			"json-flawed",
			/“settings\.uniqueDnis” twice/,
		],
		[
			"deep nesting",
			"",
			{ body: `{"x":${"[".repeat(30_000)}${"]".repeat(30_000)}}` },
			"json-flawed",
			/64 levels/,
		],
		["an unknown group", ofId, {}, "group-gone"],
		["an ID that is none", "/%00%ff", {}, "group-gone"],
		["the settings of an unknown group", `${ofId}/settings`, {}, "group-gone"],
		[
			"a change of the same",
			`${ofId}/settings`,
			{ method: "PATCH", match: "*", body: { uniqueDnis: true } },
			"group-gone",
		],
		["the numbers of an unknown group", `${ofId}/entries`, {}, "group-gone"],
		[
			"a number to an unknown group",
			`${ofId}/entries`,
			{ body: { number: "+18005550000" } },
			"group-gone",
		],
		["an entry of an unknown group", `${ofId}/entries/${UNKNOWN}`, {}, "group-gone"],
		["an import into an unknown group", `${ofId}/import`, { csv: "+18005550000," }, "group-gone"],
		["its dry run", `${ofId}/import?dryRun=true`, { csv: "+18005550000," }, "group-gone"],
		["the export of an unknown group", `${ofId}/entries.csv`, {}, "group-gone"],
		["a deletion without If-Match", ofId, { method: "DELETE" }, "if-match-missing"],
		[
			"a change without If-Match",
			`${ofId}/settings`,
			{ method: "PATCH", body: {} },
			"if-match-missing",
		],
		[
			"If-Match without quotation marks",
			ofId,
			{ method: "DELETE", match: "g1-1" },
			"if-match-wrong",
		],
		[
			"an unknown query parameter",
			"?search=x",
			{},
			"fields-wrong",
			/the query takes only q, name, page, pageSize/,
		],
		[
			"a slip in dryRun",
			`${ofId}/import?dryrun=true`,
			{ csv: "+18005550000," },
			"fields-wrong",
			/mode, dryRun/,
		],
		[
			"another mode",
			`${ofId}/import?mode=merge`,
			{ csv: "+18005550000," },
			"fields-wrong",
			/mode must be one of add, replace/,
		],
		["a query parameter twice", "?page=1&page=2", {}, "fields-wrong", /page is in the query twice/],
		[
			"a page 0",
			"?page=0&pageSize=501",
			{},
			"fields-wrong",
			/page must be .*; pageSize must be a whole number from 1 to 500\.$/,
		],
		[
			"a try where nothing can be tried",
			`${ofId}?dryRun=true`,
			{ method: "DELETE", match: "*" },
			"fields-wrong",
			/takes no query/,
		],
		[
			"the same of a change",
			`${ofId}/settings?dryRun=true`,
			{ method: "PATCH", match: "*", body: {} },
			"fields-wrong",
			/takes no query/,
		],
		["the same of a new group", "?dryRun=true", { body: {} }, "fields-wrong", /takes no query/],
		["a query for an export", `${ofId}/entries.csv?q=1`, {}, "fields-wrong", /takes only columns/],
		[
			"a replacing import without If-Match",
			`${ofId}/import?mode=replace`,
			{ csv: "+18005550000," },
			"if-match-missing",
		],
		[
			"a compressed body",
			"",
			{ body: {}, headers: { "content-encoding": "gzip" } },
			"media-type-wrong",
			/without content-encoding/,
		],
		[
			"a compressed file",
			`${ofId}/import`,
			{ csv: "+18005550000,", headers: { "content-encoding": "br" } },
			"media-type-not-csv",
			/as it is/,
		],
		[
			"another order",
			`${ofId}/entries?sort=id`,
			{},
			"fields-wrong",
			/sort must be one of number, -number/,
		],
	];
	test.each(cases)("%s", async (_is, path, sent, error, says) => {
		for (const way of Object.values(site.ways)) {
			const answer = await call(path, sent, way);
			expect(answer).toMatchObject(failure(error, says));
			expect(answer.body).not.toHaveProperty("data");
		}
	});

	test("invalid UTF-8 is no JSON", async () => {
		const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
		const headers = { "x-api-key": "all", "content-type": "application/json" };
		const answer = await fetch(`${site.server.origin}${GROUPS}`, { method: "POST", headers, body });
		expect(await answer.json()).toMatchObject(failure("body-not-json").body);
	});
});

describe("a group made by the API (C12)", () => {
	test("is one like any other: settings absent have their defaults, the rest is as given, on every way", async () => {
		for (const [name, way] of Object.entries(site.ways)) {
			const [number] = site.numbers(1) as [string];
			const body = {
				name: ` Ünïted ${name} `,
				number: number.slice(1),
				description: "Main, “line”",
				settings: { expirySeconds: 60, uniqueDnis: null },
			};
			const made = await call("", { body }, way);
			const group = {
				name: `Ünïted ${name}`,
				settings: { ...DEFAULT_GROUP_SETTINGS, expirySeconds: 60 },
				poolSize: 1,
				liveRequests: 0,
			};
			expect(made).toMatchObject({
				status: 200,
				body: { data: { ...group, updatedBy: "A test's key", warnings: [] } },
			});
			const { id } = made.body.data;
			const read = await call(`/${id}`, {}, way);
			const { warnings: _none, ...data } = made.body.data;
			expect(read).toMatchObject({
				status: 200,
				headers: { etag: made.headers.etag },
				body: { data },
			});
			const entries = await call(`/${id}/entries`, {}, way);
			expect(entries.body.data).toMatchObject({
				entries: [{ number, description: "Main, “line”", etag: '"e1"' }],
				page: 1,
				pageSize: 50,
				total: 1,
			});
			expect(await auditOf(id)).toEqual([
				{
					action: "group.create",
					kind: "api-key",
					actor: "A test's key",
					before: null,
					after: JSON.stringify({ settings: group.settings, numbers: 1 }),
					rows: JSON.stringify([{ number, description: "Main, “line”" }]),
				},
			]);
		}
	});

	test("is refused with all wrong fields at once, in the page's words", async () => {
		const settings = {
			accessCodeLength: 3,
			expirySeconds: "60",
			generateAccessCode: "on",
			callerId: "Equal",
			guard: false,
		};
		const answer = await call("", {
			body: {
				name: "two  spaces\0",
				number: "+1 (800) 555-5554",
				description: "x".repeat(33),
				settings,
			},
		});
		expect(answer).toMatchObject(failure("fields-wrong"));
		const { message } = answer.body.status;
		for (const said of [
			"name: Character 12 of the name is U+0000",
			"number: “+1 (800) 555-5554” must be a plus sign and digits only. Write it as +18005555554; ",
			"description: The description has 33 characters. Shorten it to 32 or fewer",
			"settings.accessCodeLength: Enter a whole number from 4 to 12",
			"settings.expirySeconds: Enter a whole number from 10 to 1,800",
			"settings.generateAccessCode must be true or false",
			"settings.callerId: Choose any, equal or attested",
			"settings.guard: Choose guard or alertOnly",
		])
			expect(message).toContain(said);
	});

	test.each([
		["no name", {}, /: name is missing; number is missing\.$/],
		["a name that is no text", { name: 5, number: "+18005555554" }, /name must be a string/],
		["a NUL in the name", { name: "a\0", number: "+18005555554" }, /U\+0000/],
		["half a surrogate pair", { name: "a\ud800", number: "+18005555554" }, /U\+D800/],
		["a number of JSON", { name: "a", number: 18005555554 }, /would lose digits/],
		[
			"settings that are a list",
			{ name: "a", number: "+18005555554", settings: [] },
			/settings must be an object/,
		],
		[
			"a fraction",
			{ name: "a", number: "+18005555554", settings: { expirySeconds: 10.5 } },
			/from 10 to 1,800/,
		],
		["a prototype", '{"__proto__":{"name":"x"},"constructor":1}', /name is missing/],
	])("with %s is a clear 400", async (_is, body, says) => {
		expect(await call("", { body })).toMatchObject(failure("fields-wrong", says));
	});

	test("has a name that nobody else has, and a number that no unique group has (409)", async () => {
		const { number } = await make("Taken", { settings: { uniqueDnis: true } });
		const [free] = site.numbers(1);
		expect(await call("", { body: { name: "TAKEN", number: free } })).toMatchObject(
			failure("name-taken", /“Taken” already exists/),
		);
		expect(await call("", { body: { name: "Other", number } })).toMatchObject(
			failure("number-exclusive-elsewhere", /is in “Taken”/),
		);
		const { number: shared } = await make("Shared");
		const unique = { name: "Other", number: shared, settings: { uniqueDnis: true } };
		expect(await call("", { body: unique })).toMatchObject(
			failure("number-not-exclusive", /is also in “Shared”/),
		);
		const warned = await call("", { body: { name: "Other", number: shared } });
		expect(warned.body.data.warnings).toEqual([expect.stringMatching(/also in “Shared”/)]);
		expect(
			(await call("", { body: { name: "x", number: "+15555555555" } })).body.data.warnings,
		).toEqual([expect.stringMatching(/^No phone company uses this number range/)]);
	});

	test("is found by its name, whole or in part, in pages", async () => {
		const made = [await make("find me 1"), await make("find me 2"), await make("find me 3")];
		const found = async (query: string) => {
			const { data } = (await call(`?${query}`)).body;
			return [data.groups.map((group: { id: string }) => group.id), data.total];
		};
		expect(await found("q=FIND&pageSize=2")).toEqual([[made[0]?.id, made[1]?.id], 3]);
		expect(await found("q=FIND&pageSize=2&page=2")).toEqual([[made[2]?.id], 3]);
		expect(await found("name=Find%20Me%202")).toEqual([[made[1]?.id], 1]);
		expect(await found("name=find%20me")).toEqual([[], 0]);
		expect(await found("name=%00&q=%ff")).toEqual([[], 0]);
	});

	test("created twice with one Idempotency-Key is one group, and the answer comes again with its ETag (C7)", async () => {
		const [number] = site.numbers(1);
		const headers = { "idempotency-key": "make-once" };
		const body = { name: "once", number };
		const [first, second] = await Promise.all([
			call("", { headers, body }),
			call("", { headers, body }),
		]);
		expect([first.status, second.status]).toEqual([200, 200]);
		expect(second.body).toEqual(first.body);
		expect(second.headers.etag).toBe('"g1-1"');
		expect(
			[first, second].filter((answer) => answer.headers["idempotent-replayed"] === "true"),
		).toHaveLength(1);
		expect(await auditOf(first.body.data.id)).toHaveLength(1);
		expect(await call("", { headers, body: { ...body, name: "twice" } })).toMatchObject(
			failure("idempotency-key-reused"),
		);
		const refused = { "idempotency-key": "refused" };
		expect(await call("", { headers: refused, body })).toMatchObject(failure("name-taken"));
		expect(
			await call("", { headers: refused, body: { ...body, name: "not remembered" } }),
		).toMatchObject({ status: 200 });
	});

	test("is deleted only as it was read (412), and its name is free again", async () => {
		const { id, etag, number } = await make("short-lived");
		await call(`/${id}/entries`, { body: { number: site.numbers(1)[0] } });
		expect(await call(`/${id}`, { method: "DELETE", match: etag })).toMatchObject(
			failure("changed-meanwhile"),
		);
		const read = await call(`/${id}`);
		const deleted = await call(`/${id}`, {
			method: "DELETE",
			match: `"g9-9", W/${read.headers.etag}`,
		});
		expect(deleted).toMatchObject({
			status: 200,
			body: { data: { id, name: "short-lived", poolSize: 2 } },
		});
		expect(await call(`/${id}`, { method: "DELETE", match: "*" })).toMatchObject(
			failure("group-gone"),
		);
		expect((await auditOf(id)).at(-1)).toMatchObject({ action: "group.delete", kind: "api-key" });
		expect(await call("", { body: { name: "Short-Lived", number } })).toMatchObject({
			status: 200,
		});
	});

	test("is read by HEAD as by GET, without a body", async () => {
		const { id, etag } = await make("headed");
		expect(await call(`/${id}`, { method: "HEAD" })).toMatchObject({
			status: 200,
			headers: { etag },
			body: "",
		});
	});
});

describe("a group's settings", () => {
	const change = (id: string, match: string, body: object) =>
		call(`/${id}/settings`, { method: "PATCH", match, body });

	test("are changed one by one, by who has read the newest; changes of the pool do not matter (G7, G11)", async () => {
		const { id, etag } = await make("settings");
		const read = await call(`/${id}/settings`);
		expect(read).toMatchObject({
			status: 200,
			headers: { etag: '"s1"' },
			body: { data: DEFAULT_GROUP_SETTINGS },
		});
		await call(`/${id}/entries`, { body: { number: site.numbers(1)[0] } });
		const changed = await change(id, '"s1"', { expirySeconds: 10, accessCodeLength: null });
		const settings = { ...DEFAULT_GROUP_SETTINGS, expirySeconds: 10 };
		expect(changed).toMatchObject({
			status: 200,
			headers: { etag: '"s2"' },
			body: { data: settings },
		});
		expect(await change(id, '"s1"', { expirySeconds: 1800 })).toMatchObject(
			failure("changed-meanwhile", /by A test's key at 20/),
		);
		expect(await change(id, etag, { expirySeconds: 1800 })).toMatchObject(
			failure("changed-meanwhile"),
		);
		expect(await change(id, '"s2"', { expirySeconds: 10 })).toMatchObject({
			status: 200,
			headers: { etag: '"s2"' },
		});
		expect(await change(id, "*", { expirySeconds: 1800 })).toMatchObject({
			status: 200,
			headers: { etag: '"s3"' },
		});
		const [, , first, second, ...more] = await auditOf(id);
		expect(first).toMatchObject({
			action: "settings.change",
			kind: "api-key",
			before: JSON.stringify(DEFAULT_GROUP_SETTINGS),
			after: JSON.stringify(settings),
		});
		expect(second).toMatchObject({ action: "settings.change" });
		expect(more).toEqual([]);
	});

	test.each([
		[{ accessCodeLength: 3 }, /accessCodeLength: Enter a whole number from 4 to 12\.$/],
		[{ accessCodeLength: 13 }, /from 4 to 12/],
		[{ expirySeconds: 9 }, /from 10 to 1,800/],
		[{ expirySeconds: 1801 }, /from 10 to 1,800/],
		[{}, /at least one of generateAccessCode/],
		[{ name: "another" }, /at least one of/],
	])("of %j are refused", async (body, says) => {
		const { id } = await make(`refused ${JSON.stringify(body)}`);
		expect(await change(id, "*", body)).toMatchObject(failure("fields-wrong", says));
		expect(await change(id, "*", { accessCodeLength: 4, expirySeconds: 10 })).toMatchObject({
			status: 200,
		});
	});

	test("unique DNIS is not switched on while another group has a number (G6)", async () => {
		const { id, number } = await make("not unique");
		await call("", { body: { name: "shares it", number } });
		expect(await change(id, "*", { uniqueDnis: true })).toMatchObject(
			failure("number-shared-elsewhere", /“shares it”/),
		);
	});
});
