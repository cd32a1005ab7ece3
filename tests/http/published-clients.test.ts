import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../support/groups.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";

// The vendor publishes clients for JavaScript and Java, generated from its own description, and
// samples without a generated client. These tests send their requests on the wire, and parse the
// answers as they do.

const BASE_PATH = "/engagement/v3";
const CALLBACK_ID = "7D1C0D7E-0B1F-4D52-8D0E-6A4F2F8F0C55";

/** How each kind of client writes its requests, beside `x-api-key`. */
const CLIENTS = {
	javascript: {
		accept: "application/json",
		"accept-encoding": "gzip, deflate",
		"content-type": "application/json",
		"user-agent": "node-superagent/3.7.0",
		cookie: "session=of-another-service",
	},
	java: {
		accept: "application/json",
		"accept-encoding": "gzip",
		"content-type": "application/json; charset=utf-8",
		"user-agent": "Swagger-Codegen/1.0.0/java",
	},
	sample: { "content-type": "application/json", ccid: "217576a6-52b6-4ca6-8094-a29b726f7e9f" },
};

type Received = { status: number; type: string | undefined; text: string };

describe("the vendor's clients work unchanged (C)", () => {
	let database: TestDatabase;
	let server: ServerProcess;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		server = await startServer({ url: database.url, env: { LOG_LEVEL: "error" } });
		await insertGroupWith(database, "technical_help", someNumbers(8));
		await insertGroupWith(database, "no codes", someNumbers(8, 8), { generateAccessCode: false });
		await insertKey(database, { secret: "vendor-client-key", scopes: ["create", "match"] });
	});
	afterAll(async () => {
		await server?.stop();
		await database.drop();
	});

	describe.each(Object.entries(CLIENTS))("%s", (_name, headers) => {
		const post = (path: string, body: object, key = "vendor-client-key") =>
			new Promise<Received>((resolve, reject) => {
				const text = JSON.stringify(body);
				const sent = request(server.origin + BASE_PATH + path, {
					method: "POST",
					headers: { ...headers, "x-api-key": key, "content-length": Buffer.byteLength(text) },
				});
				sent.on("error", reject).on("response", async (answer) => {
					const parts: Buffer[] = [];
					for await (const part of answer) parts.push(part);
					resolve({
						status: answer.statusCode ?? 0,
						type: answer.headers["content-type"],
						text: Buffer.concat(parts).toString(),
					});
				});
				sent.end(text);
			});

		test.each([
			["an object", { customerId: "C-1", "not a name": 1 }],
			["a text that holds one, as its models have it", '{"customerId":"C-1","not a name":1}'],
		])(
			"creates a request with its user data as %s, and reads every field in its own type",
			async (_is, userData) => {
				const given = await post("/call-in/requests/create", {
					groupName: "technical_help",
					fromPhoneNumber: "9059683457",
					userData,
					callbackServiceId: CALLBACK_ID,
				});
				expect([given.status, given.type]).toEqual([
					200,
					expect.stringMatching(/^application\/json(;.*)?$/i),
				]);
				const { status, data } = JSON.parse(given.text);
				expect(status).toEqual({ code: 0, message: "Successful", corrId: asUuid(status.corrId) });
				expect(Object.values(data).every((value) => value !== null)).toBe(true);
				expect({
					id: asUuid(data.id),
					callbackServiceId: asUuid(data.callbackServiceId),
					expirationTime: asWholeNumber(given.text, "expirationTime"),
					accessCode: String(asWholeNumber(given.text, "accessCode")).length,
					fromPhoneNumber: data.fromPhoneNumber,
					groupName: data.groupName,
				}).toEqual({
					id: data.id,
					callbackServiceId: CALLBACK_ID.toLowerCase(),
					expirationTime: data.expirationTime,
					accessCode: 6,
					fromPhoneNumber: "+19059683457",
					groupName: "technical_help",
				});
				const kept = JSON.parse((await post("/call-in/requests/retrieve", { id: data.id })).text);
				expect(kept.data.userData).toEqual({ customerId: "C-1" });
			},
		);

		test("leaves what it does not use null, and finds absent what there is not", async () => {
			const given = await post("/call-in/requests/create", {
				groupName: "no codes",
				fromPhoneNumber: null,
				userData: null,
				callbackServiceId: null,
			});
			expect(given.status).toBe(200);
			for (const field of ["accessCode", "fromPhoneNumber", "callbackServiceId"])
				expect(JSON.parse(given.text).data).not.toHaveProperty(field);
		});

		test.each([
			["a group that is not there", { groupName: "nowhere" }, "vendor-client-key", 400],
			[
				"a number that is none",
				{ groupName: "technical_help", fromPhoneNumber: "home" },
				"vendor-client-key",
				400,
			],
			[
				"user data that its model has made a text of",
				{ groupName: "technical_help", userData: "[object Object]" },
				"vendor-client-key",
				400,
			],
			["a key that is not known", { groupName: "technical_help" }, "nobody's key", 401],
		])("reads why it was refused: %s", async (_is, body, key, expected) => {
			const given = await post("/call-in/requests/create", body, key);
			expect([given.status, given.type]).toEqual([
				expected,
				expect.stringMatching(/^application\/json/),
			]);
			const { status, ...rest } = JSON.parse(given.text);
			expect(rest).toEqual({});
			const { errors: _errors, ...known } = status;
			expect(known).toEqual({
				code: asWholeNumber(given.text, "code"),
				message: expect.stringMatching(/\.$/),
				corrId: asUuid(status.corrId),
			});
		});
	});
});

/** A UUID as Java's `UUID.fromString` reads it and writes it again. */
function asUuid(text: unknown): string {
	expect(text).toEqual(
		expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
	);
	return text as string;
}

/** A number as written: without quotation marks, fraction or exponent, and exact as a double. */
function asWholeNumber(text: string, field: string): number {
	const written = new RegExp(`"${field}":([^,}]*)`).exec(text)?.[1] ?? "";
	expect(written).toMatch(/^(0|[1-9][0-9]{0,14})$/);
	return Number.parseFloat(written);
}
