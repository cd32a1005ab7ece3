import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ERRORS } from "../../../app/api/contract/error-codes.ts";
import {
	type ConnectionsSite,
	failure,
	openConnectionsSite,
	PUBLIC_URL,
	SECRETS,
	UNKNOWN,
} from "../../support/connections-api.ts";
import type { Sent } from "../../support/provisioning.ts";
import { until } from "../../support/until.ts";

let site: ConnectionsSite;
beforeAll(async () => {
	site = await openConnectionsSite();
});
afterAll(() => site.close());

const ask: ConnectionsSite["ask"] = (...asked) => site.ask(...asked);
const make: ConnectionsSite["make"] = (...asked) => site.make(...asked);
const change: ConnectionsSite["change"] = (...asked) => site.change(...asked);

describe("what every call of connections is checked for (C2)", () => {
	const one = `/${UNKNOWN}`;
	const own = `${one}/destinations/${UNKNOWN}`;
	/** Every call, right but for the connection, which does not exist. */
	const CALLS: [string, Sent][] = [
		[one, {}],
		[one, { method: "PATCH", match: "*", body: { name: "x" } }],
		[one, { method: "DELETE", match: "*" }],
		[`${one}/paused`, { method: "PUT", match: "*", body: { paused: true } }],
		[`${one}/secrets`, { match: "*", body: {} }],
		[`${one}/secrets/old`, { method: "DELETE", match: "*" }],
		[own, { method: "PUT", match: "*", body: { target: "+14155550132" } }],
		[own, { method: "DELETE", match: "*" }],
		[`${one}/calls`, {}],
		[`${one}/sentences/en`, {}],
		[`${one}/sentences/en`, { method: "PUT", match: "*", body: { sentences: {} } }],
	];
	const changes = CALLS.filter(([, { match }]) => match !== undefined);

	test.each(CALLS)(
		"%s %j: an unknown connection, no key, another scope, a query",
		async (path, sent) => {
			expect(await ask(path, sent)).toMatchObject(failure("connection-gone"));
			expect(await ask(path.replace(UNKNOWN, "%00"), sent)).toMatchObject(
				failure("connection-gone"),
			);
			expect(await ask(path, { ...sent, key: "" })).toMatchObject(failure("key-missing"));
			expect(await ask(path, { ...sent, key: "nobody's" })).toMatchObject(failure("key-unknown"));
			expect(await ask(path, { ...sent, key: "create-only" })).toMatchObject(
				failure("scope-missing", /“provision”/),
			);
			expect(await ask(`${path}?dryRun=true`, sent)).toMatchObject(
				failure("fields-wrong", /takes no query/),
			);
		},
	);

	test.each(changes)(
		"%s %j: a change needs If-Match (428), as it came (400)",
		async (path, sent) => {
			const { match: _none, ...without } = sent;
			expect(await ask(path, without)).toMatchObject(failure("if-match-missing"));
			expect(await ask(path, { ...sent, match: "c1" })).toMatchObject(failure("if-match-wrong"));
		},
	);

	const cases: [string, string, Sent, keyof typeof ERRORS, RegExp?][] = [
		["more of a path", `${one}/nothing`, {}, "path-unknown"],
		[
			"a method that the list has not",
			"",
			{ method: "PUT", body: {} },
			"method-not-allowed",
			/GET, HEAD, POST\.$/,
		],
		[
			"one that a connection has not",
			one,
			{ body: {} },
			"method-not-allowed",
			/GET, HEAD, PATCH, DELETE\.$/,
		],
		["no JSON", "", { body: "{" }, "body-not-json"],
		["a form", "", { body: {}, headers: { "content-type": "text/plain" } }, "media-type-wrong"],
		["too large a body", "", { body: { name: "x".repeat(70_000) } }, "body-too-large"],
		["a field twice", "", { body: '{"name":"a","name":"b"}' }, "json-flawed", /“name” twice/],
		["an unknown query parameter", "?search=x", {}, "fields-wrong", /only q, name, page, pageSize/],
		["a page 0", "?page=0", {}, "fields-wrong", /page must be/],
		[
			"nothing to change",
			one,
			{ method: "PATCH", match: "*", body: { unknown: 1, name: null } },
			"fields-wrong",
			/at least one of name, limitedToGroups/,
		],
	];
	test.each(cases)("%s", async (_is, path, sent, error, says) => {
		expect(await ask(path, sent)).toMatchObject(failure(error, says));
	});
});

describe("a connection made by the API (P1, C12)", () => {
	test("a SIP proxy's key is in the one answer that makes it, and works; nothing else has it (D2)", async () => {
		const group = await site.group(site.numbers(1));
		const made = await ask("", {
			body: {
				name: " Kamailio, Frankfurt ",
				kind: "sip-proxy",
				groupIds: [group.toUpperCase(), group],
				target: "sip:agents@pbx.example.com",
				secondTarget: "sip:night@pbx.example.com",
				fallback: null,
				userDataKeys: ["policy", "policy"],
			},
		});
		expect(made.status).toBe(200);
		const { secret, ...data } = made.body.data;
		expect(secret).toMatch(/^ctp_[\w-]{43}$/);
		expect(data).toMatchObject({
			...{ name: "Kamailio, Frankfurt", kind: "sip-proxy", paused: false },
			...{ path: `/phone-systems/${data.id}`, url: `${PUBLIC_URL}/phone-systems/${data.id}` },
			...{ limitedToGroups: true, groupIds: [group], numbersWithoutPlus: "any" },
			...{ releasesOnAnswer: true, target: "sip:agents@pbx.example.com", userDataKeys: ["policy"] },
			secondTarget: "sip:night@pbx.example.com",
			...{ destinations: [], warnings: [], secrets: [{ slot: "key" }], updatedBy: "A test's key" },
		});
		expect(data).not.toHaveProperty("fallback");
		const read = await ask(`/${data.id}`);
		expect(read).toMatchObject({ status: 200, headers: { etag: made.headers.etag } });
		expect(read.body.data).toEqual(data);
		const listed = (await ask(`?name=${encodeURIComponent("KAMAILIO, frankfurt")}`)).body.data;
		const { destinations, secrets, warnings, ...inList } = data;
		expect(listed).toEqual({ connections: [inList], page: 1, pageSize: 50, total: 1 });
		expect(await site.asProxy(data.id, secret)).toBe(404);
		expect(await site.asProxy(data.id, "ctp_another")).toBe(401);
		const entries = await site.audit(data.id);
		expect(entries).toMatchObject([
			{ action: "connection.create", kind: "api-key", actor: "A test's key" },
		]);
		expect(JSON.stringify(entries)).not.toContain(secret);
		expect(site.server.output()).not.toContain(secret);
		expect([destinations, warnings, secrets.length]).toEqual([[], [], 1]);
	});

	test.each(Object.entries(SECRETS))(
		"%s takes its platform's secret, and no answer, log, audit entry or remembered answer has it (D2)",
		async (kind, secret) => {
			const headers = { "idempotency-key": `make-${kind}` };
			const body = { name: `The ${kind}`, kind, secret: ` ${secret} ` };
			const made = await ask("", { headers, body });
			expect(made).toMatchObject({ status: 200, body: { data: { kind, limitedToGroups: false } } });
			expect(made.body.data).not.toHaveProperty("groupIds");
			expect(made.body.data).not.toHaveProperty("secret");
			const { id } = made.body.data;
			const kept = await site.database.query(
				"select t::text as all from audit_entries t union all select t::text from idempotency t",
				[],
			);
			for (const text of [made, await ask(`/${id}`), await ask(""), kept, site.server.output()])
				expect(JSON.stringify(text)).not.toContain(secret);
		},
	);

	test("is refused with all wrong fields at once, in the page's words", async () => {
		const answer = await ask("", {
			body: {
				name: "",
				kind: "twilio",
				secret: "short",
				limitedToGroups: false,
				groupIds: [UNKNOWN],
				numbersWithoutPlus: "national",
				releasesOnAnswer: "on",
				target: "sip:agents@pbx.example.com?X-A=1",
				fallback: "+1 (415) 555-0132",
				userDataKeys: ["policy", "bad-key"],
			},
		});
		expect(answer).toMatchObject(failure("fields-wrong"));
		for (const said of [
			"name: Enter a name that says which phone system this is",
			"secret: This is no auth token",
			"groupIds must be left out if limitedToGroups is false",
			"numbersWithoutPlus must be one of any, international",
			"releasesOnAnswer must be true or false",
			"target: Remove the question mark and what follows it",
			"fallback: Write the number without spaces and punctuation: +14155550132",
			"userDataKeys: “bad-key” cannot be the name of a header",
		])
			expect(answer.body.status.message).toContain(said);
	});

	const plain = (more: object) => ({ name: "Never made", kind: "sip-proxy", ...more });
	test.each([
		["nothing", {}, /: name is missing; kind is missing\.$/],
		[
			"a kind that there is not",
			{ name: "x", kind: "asterisk" },
			/kind must be one of twilio, signalwire/,
		],
		[
			"no secret where one is needed",
			plain({ kind: "signalwire" }),
			/secret: Enter the signing key/,
		],
		[
			"a secret where the service makes one",
			plain({ secret: "my-own-key-0123456789" }),
			/secret must be left out/,
		],
		["a secret that is no text", plain({ kind: "twilio", secret: 7 }), /secret must be a string/],
		["a secret one short", plain({ kind: "twilio", secret: "x".repeat(15) }), /no auth token/],
		["a secret one long", plain({ kind: "twilio", secret: "x".repeat(201) }), /no auth token/],
		["a name of 65 characters", plain({ name: "x".repeat(65) }), /65 characters. Shorten it to 64/],
		["a NUL in the name", plain({ name: "a\0" }), /invisible character/],
		["no group", plain({ groupIds: [] }), /groupIds must name at least one group/],
		[
			"limited to no group",
			plain({ limitedToGroups: true }),
			/groupIds: Choose at least one group/,
		],
		["a group that is no ID", plain({ groupIds: ["cars"] }), /groupIds\.0 must be a UUID/],
		["groups that are no list", plain({ groupIds: UNKNOWN }), /groupIds must be a list/],
		[
			"a group that there is not",
			plain({ groupIds: [UNKNOWN] }),
			/do not exist or that this API key may not use: 0190c2a8/,
		],
		[
			"an address of 255 characters",
			plain({ target: `sip:${"a".repeat(239)}@example.com` }),
			/254 characters/,
		],
		[
			"21 keys",
			plain({ userDataKeys: Array.from({ length: 21 }, (_, at) => `k${at}`) }),
			/at most 20 keys/,
		],
		[
			"a key of 33 characters",
			plain({ userDataKeys: ["k".repeat(33)] }),
			/more than 32 characters/,
		],
		[
			"keys that are no list",
			plain({ userDataKeys: "policy" }),
			/userDataKeys must be a list of strings/,
		],
	])("with %s is a clear 400", async (_is, body, says) => {
		expect(await ask("", { body })).toMatchObject(failure("fields-wrong", says));
		expect((await ask("?name=Never%20made")).body.data.total).toBe(0);
	});

	test("is made at each limit", async () => {
		const body = {
			...{ name: "x".repeat(64), kind: "twilio", secret: "x".repeat(200) },
			target: `sip:${"a".repeat(238)}@example.com`,
			userDataKeys: Array.from({ length: 20 }, (_, at) => `k${String(at).padStart(31, "0")}`),
		};
		const made = await make(body);
		expect(made).toMatchObject({ target: body.target, userDataKeys: body.userDataKeys });
	});

	test("has a name of its own (409), and is one however often its Idempotency-Key comes; a replay has no secret (C7)", async () => {
		const headers = { "idempotency-key": "one-proxy" };
		const body = { name: "Only one", kind: "sip-proxy" };
		const both = await Promise.all([ask("", { headers, body }), ask("", { headers, body })]);
		expect(both.map(({ status }) => status)).toEqual([200, 200]);
		const [[first], [again]] = [false, true].map((isReplayed) =>
			both.filter((answer) => (answer.headers["idempotent-replayed"] === "true") === isReplayed),
		) as [typeof both, typeof both];
		expect(first?.body.data.secret).toMatch(/^ctp_/);
		const { secret, ...data } = first?.body.data ?? {};
		expect(again?.body.data).toEqual(data);
		expect(again?.headers.etag).toBe(first?.headers.etag);
		const stored = await site.database.query(
			"select t::text as all from idempotency t where t::text like '%Only one%'",
			[],
		);
		expect(stored).toHaveLength(1);
		expect(JSON.stringify(stored)).not.toContain(secret);
		expect(await ask("", { body: { ...body, name: "ONLY ONE" } })).toMatchObject(
			failure("connection-name-taken"),
		);
		expect(await site.audit(data.id)).toHaveLength(1);
		const { id } = await make();
		const renamed = await change(`/${id}`, "PATCH", "*", { name: "only one" });
		expect(renamed).toMatchObject(failure("connection-name-taken"));
	});

	test("a kind that needs a setting which the installation lacks is refused, and the message names it (D2, P5)", async () => {
		// This process, unlike the server's, has neither PUBLIC_URL nor SECRETS_KEY.
		const { plainly } = site.ways;
		const at = "/engagement/v3/provisioning/connections";
		const body = { name: "Not ready", kind: "twilio", secret: SECRETS.twilio };
		expect(await site.call("", { at, body }, plainly)).toMatchObject(
			failure("installation-not-ready", /PUBLIC_URL/),
		);
		const { id, etag, secrets } = await make({ kind: "twilio", secret: SECRETS.twilio });
		const rotate = { at, match: etag, body: { secret: "another-token-0123456789" } };
		expect(await site.call(`/${id}/secrets`, rotate, plainly)).toMatchObject(
			failure("installation-not-ready", /SECRETS_KEY/),
		);
		const there = (await ask(`/${id}`)).body.data;
		expect([there.etag, there.secrets]).toEqual([etag, secrets]);
	});

	test("is found by its name, whole or in part, in pages", async () => {
		const made = [];
		for (const n of [1, 2, 3]) made.push(await make({ name: `find me ${n}` }));
		const found = async (query: string) => {
			const { data } = (await ask(`?${query}`)).body;
			return [data.connections.map(({ id }: { id: string }) => id), data.total];
		};
		expect(await found("q=FIND&pageSize=2")).toEqual([[made[0].id, made[1].id], 3]);
		expect(await found("q=FIND&pageSize=2&page=2")).toEqual([[made[2].id], 3]);
		expect(await found("name=find%20me")).toEqual([[], 0]);
		expect(await found("name=%00&q=%ff")).toEqual([[], 0]);
	});
});

describe("a change of a connection (G11)", () => {
	test("changes what is given: null and unknown fields say nothing, an empty text removes", async () => {
		const [cars, homes] = [await site.group(site.numbers(1)), await site.group(site.numbers(1))];
		const { id, etag, ...before } = await make({
			...{ groupIds: [cars], target: "+14155550132", fallback: "+14155550133" },
			...{ userDataKeys: ["policy"], releasesOnAnswer: false, numbersWithoutPlus: "international" },
		});
		expect(before.warnings).toEqual([expect.stringMatching(/^No data reaches a phone number: \+/)]);
		const body = { fallback: "", groupIds: [homes], name: null, target: null, unheardOf: 1 };
		const changed = await change(`/${id}`, "PATCH", etag, body);
		expect(changed).toMatchObject({ status: 200, headers: { etag: '"c2"' } });
		const { secret: _once, fallback, ...rest } = before;
		expect(changed.body.data).toEqual({
			...{ ...rest, id, groupIds: [homes], etag: '"c2"' },
			updatedAt: expect.any(String),
		});
		expect(fallback).toBe("+14155550133");
		const more = { userDataKeys: [], releasesOnAnswer: true, limitedToGroups: false };
		const all = await change(`/${id}`, "PATCH", '"c2"', more);
		expect(all.body.data).toMatchObject({ ...more, warnings: [], etag: '"c3"' });
		expect(all.body.data).not.toHaveProperty("groupIds");
		const limited = await change(`/${id}`, "PATCH", '"c3"', { limitedToGroups: true });
		expect(limited).toMatchObject(failure("fields-wrong", /groupIds: Choose at least one group/));
		// The same again changes nothing, also not the version.
		const same = await change(`/${id}`, "PATCH", '"c3"', more);
		expect(same).toMatchObject({ status: 200, headers: { etag: '"c3"' } });
		const entries = await site.audit(id);
		expect(entries.map(({ action }) => action)).toEqual([
			...["connection.create", "connection.change", "connection.change"],
		]);
		expect(entries[1]?.all).toContain("+14155550133");
	});

	test("of an older version is refused, and says who changed it (412)", async () => {
		const { id, etag } = await make();
		await change(`/${id}`, "PATCH", etag, { target: "+14155550132" });
		for (const [path, method, body] of [
			["", "PATCH", { target: "+14155550133" }],
			["", "DELETE"],
			["/paused", "PUT", { paused: true }],
			["/secrets", "POST", {}],
			["/secrets/old", "DELETE"],
		] as [string, string, object?][])
			expect(await change(`/${id}${path}`, method, etag, body)).toMatchObject(
				failure("changed-meanwhile", /by A test's key at 20/),
			);
		expect((await ask(`/${id}`)).body.data).toMatchObject({ target: "+14155550132", etag: '"c2"' });
	});

	test("of several at once on one version, exactly one happens (G11)", async () => {
		const group = await site.group(site.numbers(1));
		const races: [string, string, (n: number) => object | undefined][] = [
			["", "PATCH", (n) => ({ target: `sip:agent${n}@pbx.example.com` })],
			["/paused", "PUT", () => ({ paused: true })],
			["/secrets", "POST", () => ({})],
			[`/destinations/${group}`, "PUT", (n) => ({ target: `sip:own${n}@pbx.example.com` })],
			["", "DELETE", () => undefined],
		];
		for (const [path, method, body] of races) {
			const { id, etag } = await make();
			const answers = await Promise.all(
				[1, 2, 3, 4].map((n) => change(`/${id}${path}`, method, etag, body(n))),
			);
			const statuses = answers.map(({ status }) => status).sort();
			expect(statuses[0], path).toBe(200);
			for (const status of statuses.slice(1))
				expect(method === "DELETE" ? [404, 412] : [412], path).toContain(status);
			expect(await site.audit(id), path).toHaveLength(2);
		}
	});

	test("pauses it and lets it work again, as the page does; twice is once", async () => {
		const { id, etag, secret } = await make();
		const paused = await change(`/${id}/paused`, "PUT", etag, { paused: true });
		expect(paused.body.data).toMatchObject({ paused: true, etag: '"c2"' });
		const again = await change(`/${id}/paused`, "PUT", "*", { paused: true });
		expect(again.body.data.etag).toBe('"c2"');
		await site.asProxy(id, secret);
		const calls = (await ask(`/${id}/calls`)).body.data.calls;
		expect(calls[0]).toMatchObject({ refusal: "paused" });
		const resumed = await change(`/${id}/paused`, "PUT", '"c2"', { paused: false });
		expect(resumed.body.data).toMatchObject({ paused: false });
		expect(await site.asProxy(id, secret)).toBe(404);
		expect((await site.audit(id)).map(({ action }) => action)).toEqual([
			...["connection.create", "connection.pause", "connection.resume"],
		]);
		for (const body of [{}, { paused: "yes" }, { paused: null }])
			expect(await change(`/${id}/paused`, "PUT", "*", body)).toMatchObject(
				failure("fields-wrong", /paused/),
			);
	});

	test("gives it a new secret beside the old one, until that is ended (D2)", async () => {
		const { id, etag, secret: first } = await make();
		for (const oldSecretSeconds of [1, -1, "0"])
			expect(await change(`/${id}/secrets`, "POST", etag, { oldSecretSeconds })).toMatchObject(
				failure("fields-wrong", /oldSecretSeconds must be one of 0, 3600, 86400, 604800/),
			);
		expect(
			await change(`/${id}/secrets`, "POST", etag, { secret: "mine-0123456789" }),
		).toMatchObject(failure("fields-wrong", /secret must be left out/));
		const rotated = await change(`/${id}/secrets`, "POST", etag, {});
		const { secret: second, secrets } = rotated.body.data;
		expect(second).toMatch(/^ctp_/);
		expect(secrets).toEqual([
			{ slot: "key", createdAt: expect.any(String) },
			{ slot: "key", createdAt: expect.any(String), validUntil: expect.any(String) },
		]);
		const day = Date.parse(secrets[1].validUntil) - Date.parse(secrets[0].createdAt);
		expect(Math.round(day / 60_000)).toBe(24 * 60);
		expect([await site.asProxy(id, first), await site.asProxy(id, second)]).toEqual([404, 404]);
		const ended = await change(`/${id}/secrets/old`, "DELETE", rotated.headers.etag as string);
		expect(ended.body.data.secrets).toHaveLength(1);
		expect([await site.asProxy(id, first), await site.asProxy(id, second)]).toEqual([401, 404]);
		const atOnce = await change(`/${id}/secrets`, "POST", "*", { oldSecretSeconds: 0 });
		expect(atOnce.body.data.secrets).toHaveLength(1);
		expect(await site.asProxy(id, second)).toBe(401);
		const entries = await site.audit(id);
		expect(entries.map(({ action }) => action)).toEqual([
			...["connection.create", "connection.rotate-secret", "connection.end-old-secret"],
			"connection.rotate-secret",
		]);
		for (const secret of [first, second, atOnce.body.data.secret])
			expect(JSON.stringify(entries) + site.server.output()).not.toContain(secret);
	});

	test("is given one new secret however often its Idempotency-Key comes; a replay has none (C7)", async () => {
		const { id, etag, secret: first } = await make();
		const rotate = { match: etag, headers: { "idempotency-key": `rotate-${id}` }, body: {} };
		const given = await ask(`/${id}/secrets`, rotate);
		const again = await ask(`/${id}/secrets`, rotate);
		const { secret, ...data } = given.body.data;
		expect([given.status, again.status, again.headers["idempotent-replayed"]]).toEqual([
			...[200, 200],
			"true",
		]);
		expect(again.body.data).toEqual(data);
		expect(again.headers.etag).toBe('"c2"');
		expect([await site.asProxy(id, first), await site.asProxy(id, secret)]).toEqual([404, 404]);
		expect((await site.audit(id)).map(({ action }) => action)).toEqual([
			"connection.create",
			"connection.rotate-secret",
		]);
		const other = await ask(`/${id}/secrets`, { ...rotate, body: { oldSecretSeconds: 0 } });
		expect(other).toMatchObject(failure("idempotency-key-reused"));
	});

	test("a platform's secret is changed to one of its kind only", async () => {
		const { id, etag } = await make({ kind: "telnyx-texml", secret: SECRETS["telnyx-texml"] });
		expect(await change(`/${id}/secrets`, "POST", etag, {})).toMatchObject(
			failure("fields-wrong", /secret: Enter the public key/),
		);
		expect(await change(`/${id}/secrets`, "POST", etag, { secret: SECRETS.twilio })).toMatchObject(
			failure("fields-wrong", /secret: This is no public key/),
		);
		const secret = `${"B".repeat(43)}=`;
		const rotated = await change(`/${id}/secrets`, "POST", etag, {
			secret,
			oldSecretSeconds: 3600,
		});
		expect(rotated).toMatchObject({ status: 200, headers: { etag: '"c2"' } });
		expect(JSON.stringify(rotated.body)).not.toContain(secret);
		expect(rotated.body.data.secrets).toHaveLength(2);
	});

	test("sets a group's own destinations, and removes them (P3)", async () => {
		const [cars, homes] = [await site.group(site.numbers(1)), await site.group(site.numbers(1))];
		const { id, etag } = await make({ groupIds: [cars] });
		const own = (group: string) => `/${id}/destinations/${group}`;
		for (const body of [{}, { target: "", fallback: null }])
			expect(await change(own(cars), "PUT", etag, body)).toMatchObject(
				failure("fields-wrong", /target or secondTarget, fallback or language must be given/),
			);
		expect(await change(own(cars), "PUT", etag, { target: "agents" })).toMatchObject(
			failure("fields-wrong", /target: Enter a phone number/),
		);
		for (const group of [homes, UNKNOWN, "%00"])
			expect(await change(own(group), "PUT", etag, { target: "+14155550132" })).toMatchObject(
				failure("group-gone", /serves no such group/),
			);
		const set = await change(own(cars), "PUT", etag, { target: "sip:cars@pbx.example.com" });
		const [group] = await site.database.query<{ name: string }>(
			"select name from groups where id = $1",
			[cars],
		);
		expect(set.body.data.destinations).toEqual([
			{ groupId: cars, groupName: group?.name, target: "sip:cars@pbx.example.com" },
		]);
		// The whole of it is replaced.
		const other = { secondTarget: "+14155550133", fallback: "+14155550132" };
		const replaced = await change(own(cars), "PUT", '"c2"', other);
		expect(replaced.body.data.destinations).toEqual([
			{ groupId: cars, groupName: group?.name, ...other },
		]);
		// Those of a group that is not served any more are still there, and can go.
		await change(`/${id}`, "PATCH", '"c3"', { groupIds: [homes] });
		const removed = await change(own(cars), "DELETE", '"c4"');
		expect(removed.body.data.destinations).toEqual([]);
		expect((await site.audit(id)).map(({ action }) => action).slice(1)).toEqual([
			...["connection.set-destination", "connection.set-destination", "connection.change"],
			"connection.set-destination",
		]);
	});

	test("deletes it with what depends on it, and its name is free again", async () => {
		const group = await site.group(site.numbers(1));
		const { id, name, etag, secret } = await make();
		await change(`/${id}/destinations/${group}`, "PUT", etag, { target: "+14155550132" });
		await site.asProxy(id, secret);
		await until(async () => (await ask(`/${id}/calls`)).body.data.calls.length === 1);
		const deleted = await change(`/${id}`, "DELETE", '"c2"');
		expect(deleted).toMatchObject({ status: 200, body: { data: { id, name } } });
		for (const path of [`/${id}`, `/${id}/calls`])
			expect(await ask(path)).toMatchObject(failure("connection-gone"));
		expect(await site.asProxy(id, secret)).toBe(404);
		for (const table of ["connection_secrets", "connection_destinations", "connection_calls"])
			expect(
				await site.database.query(`select 1 from ${table} where connection_id = $1::uuid`, [id]),
			).toEqual([]);
		expect((await site.audit(id)).at(-1)).toMatchObject({ action: "connection.delete" });
		await make({ name });
	});
});

test("the last calls say what came, what was answered, and why one was refused, without whole numbers (P1)", async () => {
	const { id, secret } = await make();
	expect((await ask(`/${id}/calls`)).body.data).toEqual({ calls: [], refused: [] });
	await site.asProxy(id, secret);
	await site.asProxy(id, "wrong");
	await site.asProxy(id, "wrong");
	const listed = await until(async () => {
		const { data } = (await ask(`/${id}/calls`)).body;
		return data.calls.length === 1 && data.refused[0]?.times === 2 ? data : null;
	});
	expect(listed).toEqual({
		calls: [expect.objectContaining({ outcome: "NOTHING_MATCHED", status: 404, event: "start" })],
		refused: [expect.objectContaining({ refusal: "wrong-key", times: 2, status: 401 })],
	});
	expect(JSON.stringify(listed)).not.toMatch(/4155550132|8005559999/);
});
