import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerApi } from "../../app/api/answer.ts";
import { ERRORS } from "../../app/api/contract/error-codes.ts";
import { API_BODY_BYTES_MAX, type Endpoint } from "../../app/api/contract/exchange.ts";
import { ENDPOINTS } from "../../app/api/endpoints.ts";
import { API_SCOPES } from "../../app/domain/people/roles.ts";
import { wholeBody } from "../support/api-ways.ts";
import { openTestDatabase, type TestDatabase } from "../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../support/groups.ts";
import { NASTY_TEXTS, NASTY_VALUES } from "../support/nasty.ts";

const KEY = "a key with all scopes";
const CODES = new Set<number>([0, ...Object.values(ERRORS).map(({ code }) => code)]);

describe("whatever an API client sends", () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		await insertKey(database, { secret: KEY, scopes: [...API_SCOPES] });
		await insertGroupWith(database, "auto_insurance", someNumbers(50), { expirySeconds: 10 });
	});
	afterAll(() => database.drop());

	const send = async (
		endpoint: Pick<Endpoint, "method" | "path">,
		body: string | Uint8Array,
		headers: Record<string, string> = {},
	) => {
		const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
		const answer = await answerApi(
			{
				method: endpoint.method,
				path: endpoint.path.replace(/\{\w+\}/g, "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11"),
				headers: { "x-api-key": KEY, "content-type": "application/json", ...headers },
				readBody: wholeBody(bytes),
			},
			database.service,
		);
		return { ...answer, body: answer.body.startsWith("{") ? JSON.parse(answer.body) : answer.body };
	};
	/** Whether an answer is free of content that no client should ever get. */
	const isClear = ({ status, body, headers }: Awaited<ReturnType<typeof send>>): boolean =>
		status < 500 &&
		(typeof body === "string" || CODES.has(body.status.code)) &&
		Object.values(headers).every((value) => !/[\r\n\0]/.test(value));

	const taking = ENDPOINTS.filter(({ takes }) => takes !== undefined && takes.type !== "text/csv");

	test.each(taking.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
		"%s: any value in any field gets an answer of the contract, and no 500",
		async (_name, endpoint) => {
			const good = endpoint.examples[0].body as Record<string, unknown>;
			const unclear: unknown[] = [];
			for (const field of [
				...new Set(endpoint.examples.flatMap(({ body }) => Object.keys((body ?? {}) as object))),
			])
				for (const value of NASTY_VALUES) {
					const answer = await send(endpoint, JSON.stringify({ ...good, [field]: value }));
					if (!isClear(answer)) unclear.push([field, value, answer.status]);
				}
			expect(unclear).toEqual([]);
		},
	);

	test.each(taking.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
		"%s: what is no JSON object in UTF-8 gets 400; a huge one 413",
		async (_name, endpoint) => {
			const deep = (times: number) => `{"groupName":${"[".repeat(times)}${"]".repeat(times)}}`;
			const none: (string | Uint8Array)[] = [
				...["", "null", "[]", '"a"', "1", "{", "{}}", "{'a':1}", '{"a":1,}', "{}\0", "undefined"],
				Buffer.from('{"groupName":"\xff"}', "latin1"),
				Buffer.from('{"groupName":"\xed\xa0\x80"}', "latin1"),
				Buffer.from('{"groupName":"\xc0\xaf"}', "latin1"),
				Buffer.from('{"groupName":"a"}', "utf16le"),
				deep(30_000).slice(0, 40_000),
			];
			for (const body of none)
				expect([body, (await send(endpoint, body)).status]).toEqual([body, 400]);
			const huge = "a".repeat(endpoint.bodyBytesMax ?? API_BODY_BYTES_MAX);
			expect((await send(endpoint, `{"groupName":"${huge}"}`)).status).toBe(413);
			for (const body of [
				deep(10),
				deep(30_000),
				`{"userData":${'{"a":'.repeat(9000)}1${"}".repeat(9000)}}`,
				'{"id":1,"id":2}',
			])
				expect(isClear(await send(endpoint, body))).toBe(true);
		},
	);

	test("any text in a header of the API gets an answer of the contract, and is in no header of it", async () => {
		const create = taking.find(({ path }) => path.endsWith("/create"))!;
		for (const name of [
			"x-correlation-id",
			"idempotency-key",
			"x-api-key",
			"content-type",
			"if-match",
		])
			for (const text of NASTY_TEXTS) {
				const answer = await send(create, '{"groupName":"auto_insurance"}', { [name]: text });
				expect([name, text, isClear(answer)]).toEqual([name, text, true]);
				if (text.length > 5) expect(JSON.stringify(answer.headers)).not.toContain(text);
			}
	});

	test("no field changes what all objects have", async () => {
		const create = taking.find(({ path }) => path.endsWith("/create"))!;
		const polluting =
			'{"groupName":"auto_insurance","__proto__":{"admitted":true},"constructor":{"prototype":{"admitted":true}},';
		const made = await send(
			create,
			`${polluting}"userData":{"__proto__":{"admitted":true},"constructor":1,"name":"Ann"}}`,
		);
		// The whole answer, because a refusal's message says why.
		expect(made).toMatchObject({ status: 200 });
		expect(({} as { admitted?: boolean }).admitted).toBeUndefined();
		const found = await send(
			{ method: "POST", path: create.path.replace("create", "retrieve") },
			JSON.stringify({ id: made.body.data.id }),
		);
		expect(found.body.data.userData.name).toBe("Ann");
		expect(Object.getPrototypeOf(found.body.data.userData)).toBe(Object.prototype);
	});

	test("a path with anything in the place of an ID is 404, or refused", async () => {
		const wellFormed = NASTY_TEXTS.filter((text) => !/\p{Surrogate}/u.test(text));
		for (const { method, path } of ENDPOINTS)
			for (const text of wellFormed) {
				const place = path.includes("{")
					? path.replace(/\{\w+\}/, encodeURIComponent(text))
					: `${path}/${encodeURIComponent(text)}`;
				const answer = await send({ method, path: place }, "{}");
				expect([place, answer.status >= 400 && answer.status < 500]).toEqual([place, true]);
			}
	});
});
