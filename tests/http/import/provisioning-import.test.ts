import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { CSV_BYTES_MAX } from "../../../app/domain/import/pool-file.ts";
import { someNumbers } from "../../support/groups.ts";
import { contentOf, csv, isDense, storedPool } from "../../support/imports.ts";
import { GROUPS, openProvisioningSite, type ProvisioningSite } from "../../support/provisioning.ts";

let site: ProvisioningSite;
beforeAll(async () => {
	site = await openProvisioningSite();
});
afterAll(() => site.close());

const failure = (error: keyof typeof ERRORS, says = /./) => ({
	status: ERRORS[error].status,
	body: { status: { code: ERRORS[error].code, message: expect.stringMatching(says) } },
});
const send = (
	groupId: string,
	file: string,
	query = "",
	more: object = {},
	way?: ProvisioningSite["ways"]["plainly"],
) => site.call(`/${groupId}/import${query}`, { csv: file, ...more }, way);
const pool = (groupId: string) => storedPool(site.database, groupId);
/** Possible leftovers of an import. */
const traces = async (groupId: string) => ({
	pool: await pool(groupId),
	version: await site.database.query(
		"select version, pool_version::float8 as pool from groups where id = $1",
		[groupId],
	),
	reviews: await site.database.query("select count(*)::integer as n from import_reviews", []),
	audit: await site.database.query("select count(*)::integer as n from audit_entries", []),
	remembered: await site.database.query("select count(*)::integer as n from idempotency", []),
});

describe("an import by the API (I1 to I4)", () => {
	test("a dry run tells the figures, all errors by line and the warnings, changes nothing and is not remembered, on every way", async () => {
		const [a, b, c, d, shared] = site.numbers(5) as [string, string, string, string, string];
		await site.group([shared]);
		const id = await site.group([a, b, c]);
		await site.database.query(
			"update pool_entries set description = 'old' where group_id = $1 and number <> $2",
			[id, a],
		);
		const file = `DNIS,Description\n${a},\n${b},new\n${d},"added\nhere"\n${shared},\n+15555555555,\n1.8E+10,\n+1 800 555 0000,\n${d},twice`;
		const before = await traces(id);
		for (const way of Object.values(site.ways)) {
			const answer = await send(
				id,
				file,
				"?dryRun=true&mode=replace",
				{ headers: { "idempotency-key": "dry" } },
				way,
			);
			expect(answer).toMatchObject({ status: 200, headers: { etag: '"p2"' } });
			expect(answer.body.data).toMatchObject({
				applied: false,
				applicable: false,
				mode: "replace",
				counts: { added: 2, changed: 1, emptied: 0, unchanged: 1, removed: 1, errors: 4 },
				poolSize: 4,
				removedWithLiveRequests: [],
			});
			expect(answer.body.data.errors).toEqual([
				{
					line: 4,
					number: d,
					description: "added\nhere",
					problems: [
						{ code: "character-not-allowed", message: expect.stringMatching(/a line break/) },
					],
				},
				{
					line: 8,
					number: "1.8E+10",
					description: "",
					problems: [{ code: "row-digits-lost", message: expect.stringMatching(/lost digits/) }],
				},
				{
					line: 9,
					number: "+1 800 555 0000",
					description: "",
					problems: [
						{
							code: "dnis-not-plain",
							message: expect.stringMatching(/Write it as \+18005550000/),
							suggestion: "+18005550000",
						},
					],
				},
				{
					line: 10,
					number: d,
					description: "twice",
					problems: [{ code: "row-doubled", message: expect.stringMatching(/already in line 4/) }],
				},
			]);
			expect(answer.body.data.warnings).toEqual([
				{ line: 6, number: shared, messages: [expect.stringMatching(/also in “group/)] },
				{
					line: 7,
					number: "+15555555555",
					messages: [expect.stringMatching(/^No phone company uses this number range/)],
				},
			]);
			expect(await traces(id)).toEqual(before);
		}
	});

	test("is applied as the dry run said, entries in both keep their identity, and the audit log has it with the key (O5)", async () => {
		for (const [name, way] of Object.entries(site.ways)) {
			const [a, b, c, d] = site.numbers(4) as [string, string, string, string];
			const id = await site.group([a, b, c]);
			const before = await pool(id);
			const file = csv([
				[a, ""],
				[b, "new"],
				[d, name],
			]);
			const tried = await send(id, file, "?mode=replace&dryRun=true", {}, way);
			const done = await send(
				id,
				file,
				"?mode=replace&dryRun=false",
				{ match: tried.headers.etag },
				way,
			);
			expect(done).toMatchObject({
				status: 200,
				body: { data: { ...tried.body.data, applied: true, applicable: true } },
			});
			const after = await pool(id);
			expect(contentOf(after)).toEqual({ [a]: "", [b]: "new", [d]: name });
			expect(after.map((entry) => entry.id)).toEqual([
				before[0]?.id,
				before[1]?.id,
				expect.anything(),
			]);
			expect(isDense(after)).toBe(true);
			expect((await site.call(`/${id}/entries`)).headers.etag).toBe(done.headers.etag);
			const audit = await site.database.query<{ after: string }>(
				"select action, actor_kind as kind, after from audit_entries where subject_id = $1",
				[id],
			);
			expect(audit).toEqual([
				{
					action: "pool.import",
					kind: "api-key",
					after: expect.stringContaining('"added":1,"changed":1'),
				},
			]);
		}
	});

	test("with one row in error changes nothing; the message names the first rows, `errors` all of them (I4, C14)", async () => {
		const [a, b] = site.numbers(2) as [string, string];
		const id = await site.group([a]);
		const before = await traces(id);
		const wrong = Array.from({ length: 7 }, (_, index) => [`1${index}`] as const);
		const answer = await send(id, csv([[b, "fine"], ...wrong]), "?mode=add", {
			headers: { "idempotency-key": "wrong-rows" },
		});
		expect(answer).toMatchObject(
			failure(
				"rows-wrong",
				/Line 3: “10” has 2 digits.*Line 7: .* 2 more rows have errors; dryRun=true shows all\.$/,
			),
		);
		const named: { field: string; message: string }[] = answer.body.status.errors;
		expect(named.map(({ field }) => field)).toEqual(wrong.map((_, index) => `line ${index + 3}`));
		expect(named[0]).toMatchObject({
			code: expect.stringMatching(/^[a-z-]+$/),
			message: expect.stringMatching(/“10” has 2 digits/),
		});
		expect(await traces(id)).toEqual(before);
	});

	test("is refused where the pool changed since the dry run, or the file would make it too large or empty (I4, G3)", async () => {
		const id = await site.group(site.numbers(2));
		const file = csv(site.numbers(1).map((number) => [number]));
		const { etag } = (await send(id, file, "?dryRun=true")).headers as { etag: string };
		await site.call(`/${id}/entries`, { body: { number: site.numbers(1)[0] } });
		expect(await send(id, file, "", { match: etag })).toMatchObject(failure("changed-meanwhile"));
		expect(await send(id, file, "", { match: "p1" })).toMatchObject(failure("if-match-wrong"));
		const many = csv(someNumbers(9_999, 30_000).map((number) => [number]));
		expect(await send(id, many)).toMatchObject(failure("pool-full", /10,002/));
		const dry = await send(id, many, "?dryRun=true");
		expect(dry.body.data).toMatchObject({
			applicable: false,
			poolProblem: expect.stringMatching(/10,000/),
			errors: [],
		});
		expect(await pool(id)).toHaveLength(3);
		expect(await send(id, file)).toMatchObject({ status: 200 });
	});

	test.each([
		["an empty body", "", "file-wrong", /is empty/],
		["only a header", "DNIS,Description\n", "file-wrong", /column names but no numbers/],
		["JSON", '{"number":"+18005550000"}', "file-wrong", /is JSON/],
		["NUL characters", "+18005550000,\0\n", "file-wrong", /not text/],
		[
			"10,001 rows",
			csv(someNumbers(10_001).map((number) => [number])),
			"file-too-large",
			/10,001 rows/,
		],
		["a byte more than 5 MiB", "x".repeat(CSV_BYTES_MAX + 1), "file-too-large", /5 MiB/],
	] as const)("%s is refused and said as that (I5)", async (_is, file, error, says) => {
		const id = await site.group(site.numbers(1));
		for (const query of ["?dryRun=true", "?mode=replace"])
			expect(await send(id, file, query, { match: "*" })).toMatchObject(failure(error, says));
		expect(await pool(id)).toHaveLength(1);
	});

	test("a file without a key, or with one that is unknown, is answered before it is read", async () => {
		const id = await site.group(site.numbers(1));
		for (const key of ["", "nobody's"]) {
			const headers = {
				"content-type": "text/csv",
				"x-api-key": key,
				"content-length": CSV_BYTES_MAX,
			};
			const status = await new Promise((resolve, reject) => {
				const sent = request(
					`${site.server.origin}${GROUPS}/${id}/import`,
					{ method: "POST", headers, agent: false },
					(answer) => {
						resolve(answer.statusCode);
						sent.destroy();
					},
				);
				sent.on("error", reject);
				sent.write("+1");
			});
			expect(status).toBe(401);
		}
	});

	test("sent twice with one Idempotency-Key is done once; another file, mode or query under it is refused (C7)", async () => {
		const [a, b] = site.numbers(2) as [string, string];
		const id = await site.group([a]);
		const headers = { "idempotency-key": "import-once" };
		const answers = await Promise.all(
			[1, 2, 3].map(() => send(id, csv([[b, "new"]]), "?mode=add", { headers })),
		);
		expect(
			new Set(
				answers.map((answer) => JSON.stringify([answer.status, answer.headers.etag, answer.body])),
			).size,
		).toBe(1);
		expect(answers[0]).toMatchObject({
			status: 200,
			body: { data: { applied: true, counts: { added: 1 } } },
		});
		expect(
			answers.filter((answer) => answer.headers["idempotent-replayed"] === "true"),
		).toHaveLength(2);
		expect(await send(id, csv([[b, "other"]]), "?mode=add", { headers })).toMatchObject(
			failure("idempotency-key-reused"),
		);
		expect(
			await send(id, csv([[b, "new"]]), "?mode=replace", { headers, match: "*" }),
		).toMatchObject(failure("idempotency-key-reused"));
		expect(
			await site.database.query("select 1 from audit_entries where subject_id = $1", [id]),
		).toHaveLength(1);
	});
});

describe("an export by the API (I6)", () => {
	test("imports again without a change, on every way: what looks like a formula, quotes, other scripts and all", async () => {
		const numbers = site.numbers(6);
		const descriptions = [
			"",
			'=SUM("A1")',
			"'=guarded",
			'a, "b"',
			"  spaces  ",
			"Straße 👩‍🔬 قهوة",
		];
		const id = await site.group(numbers);
		for (const [index, description] of descriptions.entries())
			await site.database.query(
				"update pool_entries set description = $1 where group_id = $2 and number = $3",
				[description, id, numbers[index]],
			);
		const before = await traces(id);
		for (const way of Object.values(site.ways)) {
			const file = await site.call(`/${id}/entries.csv`, {}, way);
			expect(file).toMatchObject({
				status: 200,
				headers: {
					"content-type": "text/csv; charset=utf-8",
					etag: expect.stringMatching(/^"p\d+"$/),
				},
			});
			for (const mode of ["add", "replace"]) {
				const sent = {
					match: file.headers.etag as string,
					headers: { "content-type": "text/csv; charset=utf-8" },
				};
				const answer = await send(id, file.body, `?mode=${mode}`, sent, way);
				expect(answer.body.data).toMatchObject({
					applied: true,
					counts: { added: 0, changed: 0, emptied: 0, unchanged: 6, removed: 0, errors: 0 },
				});
				expect(answer.headers.etag).toBe(file.headers.etag);
			}
			expect(await traces(id)).toEqual(before);
		}
		const other = await site.group(site.numbers(1));
		const file = (await site.call(`/${id}/entries.csv`)).body;
		expect(
			(await send(other, file, "?mode=replace", { match: "*" })).body.data.counts,
		).toMatchObject({ added: 6, removed: 1 });
		expect(contentOf(await pool(other))).toEqual(contentOf(before.pool));
	});

	test("has the columns that are asked for, and keeps all descriptions when it replaces the pool", async () => {
		const [first, second] = site.numbers(2) as [string, string];
		const id = await site.group([first, second]);
		await site.database.query(
			"update pool_entries set description = '007' where group_id = $1 and number = $2",
			[id, first],
		);
		for (const way of Object.values(site.ways)) {
			const call = (query: string) => site.call(`/${id}/entries.csv${query}`, {}, way);
			const whole = (await call("")).body;
			expect((await call("?columns=number,description")).body).toBe(whole);
			const numbers = (await call("?columns=number")).body;
			expect(numbers.replace("\ufeff", "")).toBe(
				`DNIS\r\n${[first, second].sort().join("\r\n")}\r\n`,
			);
			for (const query of [
				"?columns=description",
				"?columns=",
				"?columns=number,x",
				"?column=number",
			])
				expect(await call(query)).toMatchObject(failure("fields-wrong"));
			const answer = await send(id, numbers, "?mode=replace&dryRun=true", {}, way);
			expect(answer.body.data.counts).toMatchObject({ emptied: 0, unchanged: 2 });
		}
	});

	test("what a spreadsheet rewrote is kept as it was by a decision", async () => {
		const [first] = site.numbers(1) as [string];
		const id = await site.group([first]);
		await site.database.query("update pool_entries set description = '007' where group_id = $1", [
			id,
		]);
		const saved = `DNIS,Description\n${first.slice(1)},7\n`;
		expect((await send(id, saved, "?dryRun=true")).body.data).toMatchObject({
			counts: { changed: 1 },
			repairs: [{ kind: "keep-descriptions", rows: 1 }],
		});
		expect((await send(id, saved, "?decisions=keep-descriptions")).body.data).toMatchObject({
			applied: true,
			counts: { changed: 0, unchanged: 1 },
			repaired: [{ kind: "keep-descriptions", rows: 1 }],
		});
	});

	test("HEAD tells of it without sending it", async () => {
		const id = await site.group(site.numbers(1));
		expect(await site.call(`/${id}/entries.csv`, { method: "HEAD" })).toMatchObject({
			status: 200,
			body: "",
		});
	});
});

describe("the columns of a file by the API (I5, I8)", () => {
	const two = (a: string, b: string) => `owner;number;place\nAnn;${a};Main\nBob;${b};Fax\n`;

	test("what the file does not say is asked by a dry run, and refused by an import", async () => {
		const [first, a, b] = site.numbers(3) as [string, string, string];
		const id = await site.group([first]);
		const dry = await send(id, two(a, b), "?dryRun=true");
		expect(dry.body.data).toMatchObject({
			applicable: false,
			detected: {
				separator: "semicolon",
				headerLine: 1,
				numberColumn: { position: 2, name: "number" },
				unclear: ["separator", "descriptionColumn"],
				columns: [
					{ position: 1, name: "owner", values: ["Ann", "Bob"] },
					{ position: 2, name: "number", values: [a, b] },
					{ position: 3, name: "place", values: ["Main", "Fax"] },
				],
			},
		});
		expect(await send(id, two(a, b))).toMatchObject(
			failure("columns-unclear", /separator, descriptionColumn.*2 “number”/),
		);
		expect(await pool(id)).toHaveLength(1);
	});

	test.each([
		["by name", "descriptionColumn=Place"],
		["by position", "descriptionColumn=3&numberColumn=2"],
	])("they are named %s", async (_how, query) => {
		const [first, a, b] = site.numbers(3) as [string, string, string];
		const id = await site.group([first]);
		const sent = await send(id, two(a, b), `?separator=semicolon&${query}`);
		expect(sent).toMatchObject({
			status: 200,
			body: { data: { detected: { descriptionColumn: { position: 3 }, unclear: [] } } },
		});
		expect(contentOf(await pool(id))).toEqual({ [first]: "", [a]: "Main", [b]: "Fax" });
	});

	test("a column that is not there is refused, in a dry run too", async () => {
		const [first, a, b] = site.numbers(3) as [string, string, string];
		const id = await site.group([first]);
		for (const query of [
			"numberColumn=dnis",
			"numberColumn=4",
			"numberColumn=2&descriptionColumn=2",
		])
			expect(await send(id, two(a, b), `?dryRun=true&separator=semicolon&${query}`)).toMatchObject(
				failure("columns-unclear", /no such column/),
			);
	});

	test("decisions make repairs before the import, and a dry run offers them (I9, N6)", async () => {
		const [first, a] = site.numbers(2) as [string, string];
		const id = await site.group([first]);
		const file = `${a.slice(0, 5)} ${a.slice(5)},Main\n4795550132,Little Rock\n${a},Main\n`;
		const dry = await send(id, file, "?dryRun=true&decisions=safe");
		expect(dry.body.data).toMatchObject({
			applicable: false,
			repaired: [
				{ kind: "clean-numbers", rows: 1 },
				{ kind: "leave-out-doubles", rows: 1 },
			],
			repairs: [
				{ kind: "read-as-dialed", rows: 1 },
				{ kind: "keep-as-written", rows: 1 },
				{ kind: "leave-out-errors", rows: 1 },
			],
		});
		expect(await send(id, file, "?decisions=safe,guess")).toMatchObject(failure("fields-wrong"));
		expect(await send(id, file, "?decisions=safe,read-as-dialed")).toMatchObject({ status: 200 });
		expect(contentOf(await pool(id))).toEqual({
			...{ [first]: "", [a]: "Main", "+14795550132": "Little Rock" },
		});
	});
});
