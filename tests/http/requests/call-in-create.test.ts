import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerApi } from "../../../app/api/answer.ts";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { API_BODY_BYTES_MAX } from "../../../app/api/contract/exchange.ts";
import { answerResource } from "../../../app/api/resource-route.server.ts";
import { wholeBody } from "../../support/api-ways.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const CREATE = "/engagement/v3/call-in/requests/create";
const CORR_ID = "5f0c2f0e-6c2b-4a39-9a57-0d1f4f6f7b0a";
const CALLBACK_ID = "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55";

type Call = {
	method?: string;
	path?: string;
	headers?: Record<string, string>;
	body?: string | Uint8Array;
};
type Answer = { status: number; headers: Record<string, string>; body: string };
type Case = Call & {
	is: string;
	status: number;
	code: number;
	says?: RegExp;
	more?: Record<string, string>;
};

const headers = (more: Record<string, string> = {}) => ({
	"x-api-key": "all-scopes-key",
	"content-type": "application/json",
	"x-correlation-id": CORR_ID,
	...more,
});
const json = (body: unknown): string => JSON.stringify(body);
const failed = (error: keyof typeof ERRORS) => ({
	status: ERRORS[error].status,
	code: ERRORS[error].code,
});
const inGroup = (more: object) => json({ groupName: "with codes", ...more });

const cases: Case[] = [
	{ is: "a group with codes", body: json({ groupName: "with codes" }), status: 200, code: 0 },
	{ is: "a group without codes", body: json({ groupName: "without codes" }), status: 200, code: 0 },
	{
		is: "all fields and some unknown ones",
		body: inGroup({
			fromPhoneNumber: "(415) 555-0132",
			userData: { a: "\0" },
			callbackServiceId: CALLBACK_ID.toUpperCase(),
			other: [1],
		}),
		status: 200,
		code: 0,
	},
	{
		is: "null for what may be left out",
		body: inGroup({ fromPhoneNumber: null, userData: null, callbackServiceId: null }),
		status: 200,
		code: 0,
	},
	{ is: "user data in a string", body: inGroup({ userData: '{"a":1}' }), status: 200, code: 0 },
	{
		is: "user data with lone surrogates",
		body: '{"groupName":"with codes","userData":{"a":"\\ud800"}}',
		status: 200,
		code: 0,
	},
	{
		is: "a doubled field, of which the last counts",
		body: '{"groupName":"nowhere","groupName":"with codes"}',
		status: 200,
		code: 0,
	},
	{
		is: "a byte order mark",
		body: `\ufeff${json({ groupName: "with codes" })}`,
		status: 200,
		code: 0,
	},
	{
		is: "a charset",
		headers: headers({ "content-type": 'Application/JSON; charset="UTF-8"' }),
		body: inGroup({}),
		status: 200,
		code: 0,
	},

	{ is: "no body", ...failed("body-not-json") },
	{ is: "what is no JSON", body: "{", ...failed("body-not-json") },
	{ is: "a list", body: "[]", ...failed("body-not-json") },
	{ is: "null", body: "null", ...failed("body-not-json") },
	{
		is: "invalid UTF-8",
		body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
		...failed("body-not-json"),
	},
	{ is: "deep nesting", body: "[".repeat(60_000), ...failed("body-not-json") },

	{ is: "no group name", body: "{}", ...failed("fields-wrong"), says: /: groupName is missing\.$/ },
	{
		is: "a group name that is null",
		body: '{"groupName":null}',
		...failed("fields-wrong"),
		says: /groupName is missing/,
	},
	{
		is: "an empty group name",
		body: '{"groupName":"  "}',
		...failed("fields-wrong"),
		says: /groupName must not be empty/,
	},
	{
		is: "fields under __proto__ only",
		body: '{"__proto__":{"groupName":"with codes"}}',
		...failed("fields-wrong"),
		says: /groupName is missing/,
	},
	{
		is: "every field wrong, all named at once",
		body: json({ groupName: 5, fromPhoneNumber: "home", userData: [1], callbackServiceId: "x" }),
		...failed("fields-wrong"),
		says: /: groupName must be a string; fromPhoneNumber must be a phone number: .*; userData must be an object, .*; callbackServiceId must be a UUID, /,
	},
	{
		is: "a caller's number that is a number",
		body: inGroup({ fromPhoneNumber: 4155550132 }),
		...failed("fields-wrong"),
		says: /fromPhoneNumber must be a string/,
	},
	{
		is: "a word in place of a caller's number",
		body: inGroup({ fromPhoneNumber: "call me" }),
		...failed("fields-wrong"),
		says: /fromPhoneNumber/,
	},
	...["", "\0", "anonymous", "+86282452253", "sip:anonymous@anonymous.invalid"].map((withheld) => ({
		is: `a withheld caller's number, ${JSON.stringify(withheld)}`,
		body: inGroup({ fromPhoneNumber: withheld }),
		status: 200,
		code: 0,
	})),
	...["\u202a+1 415 555 0132\u202c", "tel:4155550132", '"Ann" <sip:+14155550132@h>'].map(
		(number) => ({
			is: `a caller's number as match reads it, ${JSON.stringify(number)}`,
			body: inGroup({ fromPhoneNumber: number }),
			status: 200,
			code: 0,
		}),
	),
	{
		is: "too much user data",
		body: inGroup({ userData: { a: "x".repeat(16_384) } }),
		...failed("fields-wrong"),
		says: /userData has 16,392 bytes/,
	},
	{
		is: "user data too deep",
		body: `{"groupName":"with codes","userData":{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}}`,
		...failed("fields-wrong"),
		says: /userData/,
	},
	{
		is: "a group that is not there",
		body: json({ groupName: "nowhere" }),
		...failed("no-such-group"),
	},
	{
		is: "a group that the key may not use",
		headers: headers({ "x-api-key": "limited-key" }),
		body: inGroup({}),
		...failed("no-such-group"),
	},
	{
		is: "a NUL in the group's name",
		body: json({ groupName: "with codes\0" }),
		...failed("no-such-group"),
	},
	{
		is: "a lone surrogate as the group's name",
		body: '{"groupName":"\\udfff"}',
		...failed("no-such-group"),
	},

	{
		is: "no key",
		headers: { "content-type": "application/json", "x-correlation-id": CORR_ID },
		body: inGroup({}),
		...failed("key-missing"),
	},
	{
		is: "an unknown key",
		headers: headers({ "x-api-key": "nobody's key" }),
		body: inGroup({}),
		...failed("key-unknown"),
	},
	{
		is: "a revoked key",
		headers: headers({ "x-api-key": "revoked-key" }),
		body: inGroup({}),
		...failed("key-unknown"),
	},
	{
		is: "a key without the scope",
		headers: headers({ "x-api-key": "match-key" }),
		body: inGroup({}),
		...failed("scope-missing"),
		says: /“create”/,
	},
	{
		is: "a path that is not there",
		path: `${CREATE}/x`,
		body: inGroup({}),
		...failed("path-unknown"),
	},
	{
		is: "another version of the API",
		path: "/engagement/v4/call-in/requests/create",
		...failed("path-unknown"),
	},
	...["GET", "PUT", "DELETE", "PATCH", "OPTIONS"].map((method) => ({
		is: `method ${method}`,
		method,
		...failed("method-not-allowed"),
		says: /POST/,
		more: { allow: "POST" },
	})),
	{
		is: "a form",
		headers: headers({ "content-type": "application/x-www-form-urlencoded" }),
		body: "a=b",
		...failed("media-type-wrong"),
	},
	{
		is: "another charset",
		headers: headers({ "content-type": "application/json; charset=latin1" }),
		body: inGroup({}),
		...failed("media-type-wrong"),
	},
	{
		is: "a body at its limit",
		body: json({ groupName: "with codes", x: "" }).replace(
			'""',
			`"${"x".repeat(API_BODY_BYTES_MAX - 33)}"`,
		),
		status: 200,
		code: 0,
	},
	{
		is: "a body one byte beyond it",
		body: json({ groupName: "with codes", x: "" }).replace(
			'""',
			`"${"x".repeat(API_BODY_BYTES_MAX - 32)}"`,
		),
		...failed("body-too-large"),
	},
	{
		is: "a group whose only number is taken",
		body: json({ groupName: "all taken" }),
		...failed("no-number-free"),
		// A tenth of a second is rounded up. A few more may pass on the way.
		more: { "retry-after": expect.stringMatching(/^1(800|79\d)$/) },
	},
];

describe("POST …/create", () => {
	let database: TestDatabase;
	let server: ServerProcess;

	const plainly = ({
		method = "POST",
		path = CREATE,
		headers: given = headers(),
		body = "",
	}: Call): Promise<Answer> =>
		answerApi(
			{
				method,
				path,
				headers: given,
				readBody: wholeBody(typeof body === "string" ? new TextEncoder().encode(body) : body),
			},
			database.service,
		);
	const request = (
		origin: string,
		{ method = "POST", path = CREATE, headers: given = headers(), body }: Call,
	): Request =>
		new Request(origin + path, {
			method,
			headers: given,
			...(method === "GET" || body === undefined ? {} : { body: body as BodyInit }),
		});
	const asAnswer = async (response: Response): Promise<Answer> => ({
		status: response.status,
		headers: Object.fromEntries(response.headers),
		body: await response.text(),
	});
	const byRoute = async (call: Call): Promise<Answer> =>
		asAnswer(await answerResource(request("http://localhost", call), database.service));
	const byHttp = async (call: Call): Promise<Answer> =>
		asAnswer(await fetch(request(server.origin, call)));
	const ways = { plainly, byRoute, byHttp };

	beforeAll(async () => {
		database = await openTestDatabase("server");
		server = await startServer({
			url: database.url,
			env: { LOG_LEVEL: "error", BOOTSTRAP_API_KEY: "all-scopes-key" },
		});
		await insertGroupWith(database, "with codes", someNumbers(2), { generateAccessCode: true });
		const without = await insertGroupWith(database, "without codes", someNumbers(2, 2), {
			generateAccessCode: false,
		});
		await insertGroupWith(database, "all taken", someNumbers(1, 4), {
			uniqueDnis: true,
			expirySeconds: 1800,
		});
		await insertKey(database, { secret: "limited-key", groupIds: [without] });
		await insertKey(database, { secret: "match-key", scopes: ["match", "provision"] });
		const revoked = await insertKey(database, { secret: "revoked-key" });
		await database.query("update api_keys set revoked_at = now() where id = $1", [revoked.id]);
		await database.query(
			"update numbers set busy_until = now() + interval '1799.9 s' where number = $1",
			someNumbers(1, 4),
		);
	});
	afterAll(async () => {
		await server?.stop();
		await database.drop();
	});

	test.each(cases)(
		"$is: $status, code $code, the same on every way (C2)",
		async ({ is: _is, status, code, says, more = {}, ...call }) => {
			for (const way of Object.values(ways)) {
				// The hint decreases while the test runs.
				if (more["retry-after"])
					await database.query(
						"update numbers set busy_until = now() + interval '1799.9 s' where number = $1",
						someNumbers(1, 4),
					);
				const answer = await way(call);
				const body = JSON.parse(answer.body);
				const { errors: _errors, ...given } = body.status;
				expect(given).toEqual({
					code,
					message: expect.stringMatching(says ?? /./),
					corrId: CORR_ID,
				});
				expect(answer.status).toBe(status);
				expect(answer.headers).toMatchObject({
					"content-type": "application/json; charset=utf-8",
					"cache-control": "no-store",
					"x-correlation-id": CORR_ID,
					...more,
				});
				expect("data" in body).toBe(status === 200);
			}
		},
	);

	test("the answer of a call with everything has everything, in the types that clients read (C1)", async () => {
		for (const way of Object.values(ways)) {
			const before = Date.now();
			const answer = await way({
				body: inGroup({
					fromPhoneNumber: "(415) 555-0132",
					userData: { name: "Ann", "not-kept": 1 },
					callbackServiceId: CALLBACK_ID,
				}),
			});
			const { data } = JSON.parse(answer.body);
			expect(data).toEqual({
				id: expect.stringMatching(
					/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
				),
				toPhoneNumber: expect.stringMatching(/^\+1800555000[01]$|^\+18005550000$|^\+1800555\d{4}$/),
				groupName: "with codes",
				expirationTime: expect.any(Number),
				accessCode: expect.any(Number),
				fromPhoneNumber: "+14155550132",
				callbackServiceId: CALLBACK_ID,
			});
			expect(String(data.accessCode)).toMatch(/^[1-9]\d{5}$/);
			expect(data.expirationTime - before).toBeGreaterThan(25_000);
			expect(data.expirationTime - before).toBeLessThan(40_000);
			const [stored] = await database.query(
				"select user_data, from_number, callback_service_id, corr_id from requests where id = $1",
				[data.id],
			);
			expect(stored).toEqual({
				user_data: '{"name":"Ann"}',
				from_number: "+14155550132",
				callback_service_id: CALLBACK_ID,
				corr_id: CORR_ID,
			});
		}
	});

	test("a field without a value is left out (C1)", async () => {
		for (const way of Object.values(ways)) {
			const { data } = JSON.parse((await way({ body: json({ groupName: "without codes" }) })).body);
			expect(Object.keys(data)).toEqual(["id", "toPhoneNumber", "groupName", "expirationTime"]);
		}
	});

	test("a correlation ID that is no UUID is replaced, and one in capitals is the same in small letters", async () => {
		for (const way of Object.values(ways)) {
			const made = await way({
				headers: headers({ "x-correlation-id": "mine" }),
				body: inGroup({}),
			});
			expect(made.headers["x-correlation-id"]).toMatch(/^[0-9a-f]{8}-/);
			expect(JSON.parse(made.body).status.corrId).toBe(made.headers["x-correlation-id"]);
			const given = await way({
				headers: headers({ "x-correlation-id": CORR_ID.toUpperCase() }),
				body: inGroup({}),
			});
			expect(given.headers["x-correlation-id"]).toBe(CORR_ID);
		}
	});

	test("HEAD is refused with Allow, and without a body (C2)", async () => {
		for (const way of [byRoute, byHttp]) {
			expect(await way({ method: "HEAD" })).toMatchObject({
				status: 405,
				headers: { allow: "POST" },
				body: "",
			});
		}
	});

	test("a body sent in chunks, without a length, is counted as it comes (C2)", async () => {
		let sent = 0;
		const endless = () =>
			new ReadableStream<Uint8Array>({
				pull(controller) {
					sent += 1;
					if (sent > 40) controller.close();
					else controller.enqueue(new Uint8Array(4096).fill(32));
				},
			});
		for (const send of [
			(body: Request) => answerResource(body, database.service),
			(body: Request) => fetch(body),
		]) {
			sent = 0;
			const response = await send(
				new Request(`${server.origin}${CREATE}`, {
					method: "POST",
					headers: headers(),
					body: endless(),
					duplex: "half",
				} as RequestInit),
			);
			expect(response.status).toBe(413);
		}
	});

	test("nothing that a client sent is in the log (O4)", () => {
		for (const secret of ["all-scopes-key", "limited-key", "Ann", "4155550132", "+1800555"])
			expect(server.output()).not.toContain(secret);
	});
});
