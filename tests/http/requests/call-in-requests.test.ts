import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { type ApiCall, waysIn } from "../../support/api-ways.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const at = (name: string) => `/engagement/v3/call-in/requests/${name}`;
const UNKNOWN_ID = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";
const CALLBACK_ID = "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55";
const as = (key: string, more: Record<string, string> = {}) => ({ "x-api-key": key, ...more });

describe("the calls about call-in requests", () => {
	let database: TestDatabase;
	let server: ServerProcess;
	let ways: ReturnType<typeof waysIn>;
	const inEveryWay =
		(check: (way: ReturnType<typeof waysIn>["plainly"]) => Promise<void>) => async () => {
			for (const way of Object.values(ways)) await check(way);
		};

	beforeAll(async () => {
		database = await openTestDatabase("server");
		server = await startServer({
			url: database.url,
			env: { LOG_LEVEL: "error", BOOTSTRAP_API_KEY: "all-scopes-key" },
		});
		ways = waysIn(database, server.origin);
		await insertGroupWith(database, "codes", someNumbers(2), {
			generateAccessCode: true,
			expirySeconds: 600,
		});
		const other = await insertGroupWith(database, "no codes", someNumbers(1, 2), {
			generateAccessCode: false,
			uniqueDnis: true,
		});
		await insertKey(database, { secret: "create-key", scopes: ["create"] });
		await insertKey(database, { secret: "match-key", scopes: ["match"] });
		await insertKey(database, { secret: "provision-key", scopes: ["provision"] });
		await insertKey(database, {
			secret: "limited-key",
			scopes: ["create", "match"],
			groupIds: [other],
		});
	});
	afterAll(async () => {
		await server?.stop();
		await database.drop();
	});

	type Case = {
		is: string;
		error: keyof typeof ERRORS;
		says?: RegExp;
		more?: Record<string, string>;
	} & Omit<ApiCall, "path">;
	const ofAll: Case[] = [
		{ is: "no key", error: "key-missing" },
		{ is: "an unknown key", headers: as("nobody's"), error: "key-unknown" },
		{ is: "a key without the scope", headers: as("provision-key"), error: "scope-missing" },
		{ is: "no JSON", headers: as("all-scopes-key"), body: "{", error: "body-not-json" },
		{ is: "a list", headers: as("all-scopes-key"), body: [], error: "body-not-json" },
		{
			is: "a form",
			headers: as("all-scopes-key", { "content-type": "text/plain" }),
			body: {},
			error: "media-type-wrong",
		},
		{
			is: "too large a body",
			headers: as("all-scopes-key"),
			body: { x: "x".repeat(70_000) },
			error: "body-too-large",
		},
		...["GET", "PUT", "PATCH", "DELETE"].map((method) => ({
			is: method,
			method,
			headers: as("all-scopes-key"),
			error: "method-not-allowed" as const,
			more: { allow: "POST" },
		})),
	];
	const ofAnId: Case[] = [
		{ is: "no id", body: {}, error: "fields-wrong", says: /: id is missing\.$/ },
		{
			is: "an id that is null",
			body: { id: null },
			error: "fields-wrong",
			says: /: id is missing\.$/,
		},
		{
			is: "an id that is a number",
			body: { id: 5 },
			error: "fields-wrong",
			says: /: id must be a UUID/,
		},
		{
			is: "an id that is no UUID",
			body: { id: "x\0" },
			error: "fields-wrong",
			says: /: id must be a UUID/,
		},
		{ is: "an id that does not exist", body: { id: UNKNOWN_ID }, error: "no-such-request" },
	];
	const cases = [
		...["retrieve", "cancel"].flatMap((name) => [
			...ofAll.map((one) => ({ name, ...one })),
			...ofAnId.map((one) => ({ name, headers: as("all-scopes-key"), ...one })),
		]),
		{
			name: "cancel",
			is: "a key of the phone system",
			headers: as("match-key"),
			body: {},
			error: "scope-missing" as const,
		},
	];
	test.each(cases)(
		"$name with $is: $error, the same on every way (C2)",
		async ({ name, is: _is, error, says, more, ...call }) => {
			for (const way of Object.values(ways)) {
				const answer = await way({ path: at(name), ...call });
				const { errors: _errors, ...status } = answer.body.status;
				expect({ ...answer.body, status }).toEqual({
					status: {
						code: ERRORS[error].code,
						message: expect.stringMatching(says ?? /./),
						corrId: expect.stringMatching(/^[0-9a-f-]{36}$/),
					},
				});
				expect(answer.status).toBe(ERRORS[error].status);
				expect(answer.headers).toMatchObject({
					"cache-control": "no-store",
					"x-correlation-id": answer.body.status.corrId,
					...more,
				});
			}
		},
	);

	test("a request is retrieved with create's fields and its state; with its user data by the phone system's key alone (C8, C11)", () =>
		inEveryWay(async (way) => {
			const body = {
				groupName: "codes",
				fromPhoneNumber: "(415) 555-0132",
				userData: { name: "Ann" },
				callbackServiceId: CALLBACK_ID,
			};
			const made = (await way({ path: at("create"), headers: as("create-key"), body })).body.data;
			const retrieve = async (key: string) =>
				(await way({ path: at("retrieve"), headers: as(key), body: { id: made.id.toUpperCase() } }))
					.body;
			expect((await retrieve("create-key")).data).toEqual({ ...made, state: "Active" });
			expect((await retrieve("match-key")).data).toEqual({
				...made,
				state: "Active",
				userData: { name: "Ann" },
			});
			expect(made.accessCode).toBeTypeOf("number");
		})());

	test("a key limited to groups sees and cancels only theirs: others are answered like what does not exist (C2, C11)", () =>
		inEveryWay(async (way) => {
			const make = async (groupName: string) =>
				(await way({ path: at("create"), headers: as("create-key"), body: { groupName } })).body
					.data;
			const [own, foreign] = [await make("no codes"), await make("codes")];
			for (const name of ["retrieve", "cancel"]) {
				const { status, body } = await way({
					path: at(name),
					headers: as("limited-key"),
					body: { id: foreign.id },
				});
				const unknown = await way({
					path: at(name),
					headers: as("limited-key"),
					body: { id: UNKNOWN_ID },
				});
				expect(status).toBe(404);
				expect(body.status.message).toBe(unknown.body.status.message);
				expect(
					(await way({ path: at(name), headers: as("limited-key"), body: { id: own.id } })).status,
				).toBe(200);
			}
			expect(
				(await way({ path: at("retrieve"), headers: as("create-key"), body: { id: foreign.id } }))
					.body.data.state,
			).toBe("Active");
		})());

	test("a cancelled request says so, again when it is cancelled again, and its number is free at once (C6, C8)", () =>
		inEveryWay(async (way) => {
			const call = async (name: string, body: object) =>
				way({ path: at(name), headers: as("create-key"), body });
			const made = (await call("create", { groupName: "no codes" })).body.data;
			expect((await call("create", { groupName: "no codes" })).status).toBe(429);
			expect((await call("cancel", { id: made.id })).body.data).toEqual({
				...made,
				state: "Cancelled",
			});
			const next = (await call("create", { groupName: "no codes" })).body.data;
			expect(next.toPhoneNumber).toBe(made.toPhoneNumber);
			expect((await call("cancel", { id: made.id })).body.data).toEqual({
				...made,
				state: "Cancelled",
			});
			expect((await call("retrieve", { id: next.id })).body.data.state).toBe("Active");
			await call("cancel", { id: next.id });
		})());
});
