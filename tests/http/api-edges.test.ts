import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../app/api/contract/error-codes.ts";
import { insertKey } from "../support/groups.ts";
import { openProvisioningSite, type ProvisioningSite } from "../support/provisioning.ts";
import { rawRequest } from "../support/raw-request.ts";
import { openSocket, readAnswer } from "../support/raw-socket.ts";

const REQUESTS = "/engagement/v3/call-in/requests";
let site: ProvisioningSite;
beforeAll(async () => {
	site = await openProvisioningSite();
	await insertKey(site.database, { secret: "app", scopes: ["create", "match", "provision"] });
});
afterAll(() => site.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
	site.ways.byHttp({ path, body, headers: { "x-api-key": "app", ...headers } });
const failure = (error: keyof typeof ERRORS) => ({
	status: ERRORS[error].status,
	body: { status: { code: ERRORS[error].code } },
});
const createIn = async (groupName: string) => post(`${REQUESTS}/create`, { groupName });

describe("errors for programs (C14)", () => {
	test("name every field, parameter and header at fault, with a stable word", async () => {
		const wrong = await post(`${REQUESTS}/create`, { fromPhoneNumber: 1, callbackServiceId: "x" });
		expect(wrong).toMatchObject(failure("fields-wrong"));
		expect(wrong.body.status.errors).toEqual([
			{ field: "groupName", code: "missing", message: "is missing" },
			{ field: "fromPhoneNumber", code: "wrong-type", message: "must be a string" },
			{
				field: "callbackServiceId",
				code: "wrong-format",
				message: expect.stringContaining("UUID"),
			},
		]);
		const id = await site.group(site.numbers(1));
		const query = await site.call(`/${id}/entries?pagesize=2`, { key: "app" });
		expect(query.body.status.errors).toMatchObject([{ field: "pagesize", code: "unknown" }]);
		const header = await post(`${REQUESTS}/create`, { groupName: "x" }, { "idempotency-key": "ü" });
		expect(header.body.status.errors).toMatchObject([
			{ field: "Idempotency-Key", code: "idempotency-key-wrong" },
		]);
		const nowhere = await createIn("no such group");
		expect(nowhere.body.status.errors).toMatchObject([
			{ field: "groupName", code: "no-such-group" },
		]);
	});

	test("offer the number that was probably meant", async () => {
		const id = await site.group(site.numbers(1));
		const added = await site.call(`/${id}/entries`, { body: { number: "+1 (800) 555-5554" } });
		expect(added.body.status.errors).toMatchObject([
			{ field: "number", code: "dnis-not-plain", suggestion: "+18005555554" },
		]);
	});

	test("say that an access code may be a string or a number", async () => {
		const answer = await post(`${REQUESTS}/match`, { accessCode: true });
		expect(answer.body.status.message).toContain("accessCode must be a string or a number");
	});
});

describe("a call that misses its path (C14)", () => {
	test.each([
		["POST", `/${REQUESTS}/create`, `${REQUESTS}/create`],
		["POST", "/call-in/requests/create", `${REQUESTS}/create`],
		["POST", `${REQUESTS}/create/`, `${REQUESTS}/create`],
		["GET", "/provisioning/groups", "/engagement/v3/provisioning/groups"],
		["POST", "/v3/call-in/requests/create", `${REQUESTS}/create`],
		["POST", "/requests/create", undefined],
		["PUT", "/tools", undefined],
	])("%s %s gets 404 in the envelope, never the sign-in page", async (method, path, meant) => {
		for (const headers of [{ "x-api-key": "app" }, { "content-type": "application/json" }]) {
			const body = method === "GET" ? "" : "{}";
			const answer = await rawRequest(site.server.origin, path, { method, headers, body });
			expect(answer.status).toBe(404);
			const { status } = JSON.parse(String(answer.body));
			expect([status.code, status.errors?.[0]?.suggestion]).toEqual([40401, meant]);
			expect(answer.headers["x-correlation-id"]).toBe(status.corrId);
		}
	});

	test("a browser still gets pages, and a program the files beside the API", async () => {
		const page = await rawRequest(site.server.origin, "/call-in/requests/create");
		expect(page.status).toBe(303);
		const headers = { "x-api-key": "app" };
		for (const path of ["/openapi.json", "/healthz", "/readyz", "/favicon.svg"])
			expect((await rawRequest(site.server.origin, path, { headers })).status, path).toBe(200);
	});
});

describe("expectations of a client", () => {
	const head = (expectation: string, length: number, path = `${REQUESTS}/create`) =>
		[
			`POST ${path} HTTP/1.1`,
			...["host: localhost", "x-api-key: app", "content-type: application/json"],
			...[`content-length: ${length}`, `expect: ${expectation}`, "", ""],
		].join("\r\n");

	test("that nobody knows are refused in the envelope", async () => {
		const client = await openSocket(site.server.origin);
		client.send(head("foo", 2));
		const answer = readAnswer(await client.answer);
		expect([answer.status, JSON.parse(answer.body).status.code]).toEqual([417, 41701]);
	});

	test("100-continue is not given for a body that would be refused", async () => {
		for (const [length, key, status] of [
			[10_000_000_000, "app", 413],
			[2, "nobody", 401],
		] as const) {
			const client = await openSocket(site.server.origin);
			client.send(head("100-continue", length).replace("app", key));
			const answer = readAnswer(await client.answer);
			expect([answer.status, answer.headers.connection]).toEqual([status, "close"]);
		}
	});

	test("100-continue is given for any other body, and the connection stays open", async () => {
		const client = await openSocket(site.server.origin);
		const sent = JSON.stringify({ groupName: "nowhere" });
		const answered = (text: string) =>
			new Promise<string>((resolve) => {
				let got = "";
				client.socket.on("data", function read(chunk) {
					got += chunk.toString("latin1");
					if (!got.includes(text)) return;
					client.socket.off("data", read);
					resolve(got);
				});
			});
		for (const round of [1, 2]) {
			const goesOn = answered("HTTP/1.1 100");
			client.send(head("100-continue", sent.length));
			expect([round, (await goesOn).startsWith("HTTP/1.1 100 Continue\r\n\r\n")]).toEqual([
				round,
				true,
			]);
			const ends = answered('"corrId"');
			client.send(sent);
			expect(readAnswer(await ends)).toMatchObject({ status: 400, headers: {} });
		}
		client.socket.destroy();
	});
});

describe("a number with live requests", () => {
	test("is replaced only after a confirmation, as it is deleted (G8)", async () => {
		const [old, other] = site.numbers(2) as [string, string];
		const id = await site.group([old], { expirySeconds: 1800 });
		const { name } = (await site.call(`/${id}`)).body.data;
		for (let n = 0; n < 2; n += 1) expect((await createIn(name)).status).toBe(200);
		const [entry] = (await site.call(`/${id}/entries`)).body.data.entries;
		const patch = (query: string, body: object) =>
			site.call(`/${id}/entries/${entry.id}${query}`, {
				...{ method: "PATCH", match: entry.etag, body },
			});
		for (const query of ["", "?acceptedLiveRequests=1"]) {
			const refused = await patch(query, { number: other });
			expect(refused).toMatchObject(failure("number-live"));
			expect(refused.body.status.errors).toMatchObject([
				{ field: "acceptedLiveRequests", code: "number-live", suggestion: "2" },
			]);
		}
		expect((await site.call(`/${id}/entries`)).body.data.entries[0].number).toBe(old);
		expect((await patch("?acceptedLiveRequests=2", { number: other })).body.data.number).toBe(
			other,
		);
	});

	test("gets another description without one", async () => {
		const id = await site.group(site.numbers(1), { expirySeconds: 1800 });
		const { name } = (await site.call(`/${id}`)).body.data;
		expect((await createIn(name)).status).toBe(200);
		const [entry] = (await site.call(`/${id}/entries`)).body.data.entries;
		const changed = await site.call(`/${id}/entries/${entry.id}`, {
			...{ method: "PATCH", match: entry.etag, body: { description: "Claims" } },
		});
		expect(changed.status).toBe(200);
	});
});

describe("reading again", () => {
	test("what has not changed gets 304 without a body, on every way", async () => {
		const id = await site.group(site.numbers(2));
		const paths = ["", "/settings", "/entries", "/entries.csv"];
		for (const path of paths)
			for (const way of Object.values(site.ways)) {
				const { etag } = (await site.call(`/${id}${path}`, {}, way)).headers as { etag: string };
				for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
					const again = await site.call(
						`/${id}${path}`,
						{ headers: { "if-none-match": known } },
						way,
					);
					expect([path, known, again.status, again.body, again.headers.etag]).toEqual([
						...[path, known, 304, "", etag],
					]);
				}
				const changed = await site.call(
					`/${id}${path}`,
					{ headers: { "if-none-match": '"x"' } },
					way,
				);
				expect([path, changed.status]).toEqual([path, 200]);
			}
	});

	test("long answers are compressed for clients that take it; answers with codes never are", async () => {
		const id = await site.group(site.numbers(50));
		const ask = (path: string, more: object = {}) =>
			rawRequest(site.server.origin, path, {
				headers: {
					...{ "x-api-key": "app", "accept-encoding": "gzip", "content-type": "application/json" },
				},
				...more,
			});
		const at = `/engagement/v3/provisioning/groups/${id}`;
		const list = await ask(`${at}/entries`);
		expect(list.headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
		expect(JSON.parse(String(gunzipSync(list.body))).data.entries).toHaveLength(50);
		expect(list.headers.etag).toMatch(/^W\/"p\d+"$/);
		const short = await ask(`${at}/settings`);
		expect(short.headers["content-encoding"]).toBeUndefined();
		const { name } = JSON.parse(String((await ask(at)).body)).data;
		const userData = { note: "x".repeat(5_000) };
		const code = JSON.parse(
			String(
				(
					await ask(`${REQUESTS}/create`, {
						...{ method: "POST", body: JSON.stringify({ groupName: name, userData }) },
					})
				).body,
			),
		).data;
		const matched = await ask(`${REQUESTS}/match`, {
			method: "POST",
			body: JSON.stringify({ accessCode: code.accessCode, toPhoneNumber: code.toPhoneNumber }),
		});
		expect(JSON.parse(String(matched.body)).data.request.userData).toEqual(userData);
		expect(matched.headers["content-encoding"]).toBeUndefined();
	});
});
