import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { waysIn } from "../../support/api-ways.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../../support/groups.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const MATCH = "/engagement/v3/call-in/requests/match";
const CREATE = "/engagement/v3/call-in/requests/create";
const CANCEL = "/engagement/v3/call-in/requests/cancel";
const CALLBACK_ID = "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55";
const headers = { "x-api-key": "all-scopes-key" };
const [CODED, OPEN] = someNumbers(2) as [string, string];

describe("POST …/match", () => {
	let database: TestDatabase;
	let server: ServerProcess;
	let ways: ReturnType<typeof waysIn>;
	beforeAll(async () => {
		database = await openTestDatabase("server");
		server = await startServer({
			url: database.url,
			env: { LOG_LEVEL: "info", BOOTSTRAP_API_KEY: "all-scopes-key" },
		});
		ways = waysIn(database, server.origin);
		await insertGroupWith(database, "coded", [CODED], { expirySeconds: 600 });
		await insertGroupWith(database, "open", [OPEN], {
			generateAccessCode: false,
			uniqueDnis: true,
			expirySeconds: 600,
		});
		await insertKey(database, { secret: "create-key", scopes: ["create", "provision"] });
	});
	afterAll(async () => {
		await server?.stop();
		await database.drop();
	});

	const wrong: [is: string, body: unknown, says: RegExp][] = [
		["nothing to go by", {}, /: toPhoneNumber or fromPhoneNumber or accessCode must be given\.$/],
		[
			"nothing but null",
			{ toPhoneNumber: null, fromPhoneNumber: null, accessCode: null, callId: "x" },
			/must be given/,
		],
		[
			"fields of other types",
			{ toPhoneNumber: {}, fromPhoneNumber: [], accessCode: true },
			/toPhoneNumber must .*fromPhoneNumber must .*accessCode must/,
		],
		[
			"a callId that is too long",
			{ toPhoneNumber: CODED, callId: "x".repeat(1025) },
			/: callId must be a string or a number of at most 1,024 characters/,
		],
		["a callId that is no text", { toPhoneNumber: CODED, callId: {} }, /: callId must/],
		[
			"a release that is a word",
			{ toPhoneNumber: CODED, release: "yes" },
			/: release must be true or false/,
		],
	];
	test.each(wrong)("%s is refused, the same on every way (C2, C9)", async (_is, body, says) => {
		for (const way of Object.values(ways)) {
			const answer = await way({ path: MATCH, headers, body });
			expect(answer.status).toBe(400);
			expect(answer.body.status).toMatchObject({
				code: ERRORS["fields-wrong"].code,
				message: expect.stringMatching(says),
			});
			expect(answer.body).not.toHaveProperty("data");
		}
	});

	test.each([
		["no key", {}, "{}", "key-missing"],
		["an unknown key", { "x-api-key": "nobody's" }, "{}", "key-unknown"],
		["a key without the scope", { "x-api-key": "create-key" }, "{}", "scope-missing"],
		["no JSON", headers, "{", "body-not-json"],
		["a form", { ...headers, "content-type": "text/plain" }, "{}", "media-type-wrong"],
		["too large a body", headers, `{"x":"${"x".repeat(70_000)}"}`, "body-too-large"],
	] as const)("%s is refused, the same on every way (C2)", async (_is, given, body, error) => {
		for (const way of Object.values(ways)) {
			const answer = await way({ path: MATCH, headers: given, body });
			expect([answer.status, answer.body.status.code]).toEqual([
				ERRORS[error].status,
				ERRORS[error].code,
			]);
		}
		expect((await ways.byHttp({ path: MATCH, method: "GET", headers })).headers.allow).toBe("POST");
	});

	test("Caller ID asks create for a number, and match for that number with attestation A; any attestation is read (G7, C9)", async () => {
		const [number] = someNumbers(1, 40) as [string];
		await insertGroupWith(database, "attested", [number], {
			...{ generateAccessCode: false, callerId: "attested", expirySeconds: 600 },
		});
		const fromPhoneNumber = "+14155550132";
		for (const way of Object.values(ways)) {
			for (const withheld of [undefined, null, "anonymous", "+10000000000"]) {
				const body = { groupName: "attested", fromPhoneNumber: withheld };
				const { code, message } = (await way({ path: CREATE, headers, body })).body.status;
				expect(code).toBe(ERRORS["caller-number-required"].code);
				expect(message).toMatch(/^Send fromPhoneNumber .*Caller ID/);
			}
			const ask = async (path: string, body: object) =>
				(await way({ path, headers, body })).body.data;
			const { id } = await ask(CREATE, { groupName: "attested", fromPhoneNumber });
			const call = { toPhoneNumber: number, fromPhoneNumber };
			for (const attestation of ["B", "C", "failed", "a", " A", "", null, 1, {}, ["A"], undefined])
				expect(await ask(MATCH, { ...call, attestation })).toMatchObject({
					...{ admitted: false, outcome: "ANI_MISMATCH" },
				});
			expect(await ask(MATCH, { toPhoneNumber: number, attestation: "A" })).toMatchObject({
				outcome: "ANI_MISMATCH",
			});
			expect((await ask(MATCH, { ...call, attestation: "A" })).request.id).toBe(id);
			await ask(CANCEL, { id });
		}
	});

	test("a caller is the same in either writing, bare, and behind a long call ID; a twin is no caller of ours (N2, N3)", async () => {
		for (const way of Object.values(ways)) {
			const ask = async (path: string, body: object) =>
				(await way({ path, headers, body })).body.data;
			const make = (fromPhoneNumber: string) =>
				ask(CREATE, { groupName: "coded", fromPhoneNumber });
			const wrongFrom = async (fromPhoneNumber: string) =>
				ask(MATCH, {
					...{ toPhoneNumber: CODED, fromPhoneNumber, accessCode: "0", callId: "x".repeat(1024) },
				});
			const mobile = await make("+5491123456789");
			expect(mobile.fromPhoneNumber).toBe("+5491123456789");
			expect((await wrongFrom("+541123456789")).matched.fromPhoneNumber).toBe(true);
			const twin = await make("+4795550132");
			expect((await wrongFrom("4795550132")).matched.fromPhoneNumber).toBe(false);
			const bare = await make("4795550132");
			expect(bare.fromPhoneNumber).toBe("+14795550132");
			expect((await wrongFrom("+14795550132")).matched.fromPhoneNumber).toBe(true);
			const { outcome, request, expiresInSeconds } = await ask(MATCH, {
				...{ toPhoneNumber: CODED, fromPhoneNumber: 541123456789, accessCode: mobile.accessCode },
				callId: 12,
			});
			expect([outcome, request.fromPhoneNumber]).toEqual(["MATCHED", "+5491123456789"]);
			expect(expiresInSeconds).toBeGreaterThan(0);
			for (const { id } of [mobile, twin, bare]) await ask(CANCEL, { id });
		}
	});

	test("an admitted call gets its request, as clients read it; one that is not gets none (C1, C9)", async () => {
		for (const way of Object.values(ways)) {
			const body = {
				groupName: "coded",
				fromPhoneNumber: "(415) 555-0132",
				userData: { a: [1] },
				callbackServiceId: CALLBACK_ID,
			};
			const made = (await way({ path: CREATE, headers, body })).body.data;
			const { accessCode, ...told } = made;
			const match = async (given: object) =>
				(await way({ path: MATCH, headers, body: given })).body.data;
			const spelled = {
				toPhoneNumber: `sip:${CODED.slice(1)}@sbc;user=phone`,
				fromPhoneNumber: "tel:415-555-0132",
				accessCode: ` ${accessCode}#`,
			};
			expect(await match(spelled)).toEqual({
				admitted: true,
				outcome: "MATCHED",
				matched: { accessCode: true, fromPhoneNumber: true, toPhoneNumber: true },
				expiresInSeconds: expect.any(Number),
				request: { ...told, userData: { a: [1] } },
			});
			expect(await match({ toPhoneNumber: OPEN, accessCode })).toEqual({
				admitted: false,
				outcome: "NOTHING_MATCHED",
				matched: { accessCode: true, fromPhoneNumber: false, toPhoneNumber: false },
			});
			// A code sent as a number is the same code. Without user data and the other values, the
			// fields are left out.
			expect((await match({ accessCode, release: true, callId: "a call" })).outcome).toBe(
				"MATCHED",
			);
			expect((await match({ accessCode, release: true, callId: "a call" })).outcome).toBe(
				"MATCHED",
			);
			expect((await match({ accessCode, release: true })).outcome).toBe("NOTHING_MATCHED");
			const open = (await way({ path: CREATE, headers, body: { groupName: "open" } })).body.data;
			expect((await match({ toPhoneNumber: OPEN, release: true })).request).toEqual(open);
			await database.query("delete from code_guesses", []);
		}
	});

	test("formats never make a 400 (C9)", async () => {
		const odd = [
			"",
			" ",
			"anonymous",
			"sip:",
			"\0",
			"\ud800",
			"0000",
			"+",
			"<<<",
			"tel:;;",
			"9".repeat(5000),
			0,
			-1,
			1e300,
			12.5,
		];
		for (const value of odd)
			for (const field of ["toPhoneNumber", "fromPhoneNumber", "accessCode"]) {
				const answer = await ways.plainly({
					path: MATCH,
					headers,
					body: { [field]: value, callId: `${field} of ${odd.indexOf(value)}` },
				});
				expect([answer.status, answer.body.data?.admitted]).toEqual([200, false]);
			}
	});

	test("the log holds no code, number or user data (O4)", () => {
		for (const secret of ["4155550132", CODED.slice(1), "all-scopes-key"])
			expect(server.output()).not.toContain(secret);
	});
});
