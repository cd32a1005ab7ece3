import { type HTMLElement, parse } from "node-html-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSecretToken } from "../../app/operations/secret-token.ts";
import type { Database } from "../../db/connection/database.ts";
import { openDatabase } from "../../db/connection/open.ts";
import { insertSession } from "../../db/people/sessions.ts";
import { type Browser, openBrowser } from "../support/browser.ts";
import { cellsThatRun } from "../support/cells-that-run.ts";
import { createServerDatabase } from "../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../support/groups.ts";
import { NASTY_TEXTS } from "../support/nasty.ts";
import { addUser } from "../support/people.ts";
import { insertAttemptRow, insertLock, insertRequest } from "../support/records.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";

const HTML = `"'><script>alert(1)</script><img src=x onerror=alert(1)>\u202e&lt;`;
const FORMULA = '=HYPERLINK("http://evil.example")';
const KEY = "a key with all scopes";

let database: Database;
let server: ServerProcess;
let browser: Browser;
let drop: () => Promise<void>;
const ids = { group: "", request: "", user: "", key: "", review: "" };

beforeAll(async () => {
	const created = await createServerDatabase();
	database = await openDatabase({ url: created.url, dataDir: "", prepare: true, connections: 2 });
	server = await startServer({ url: created.url, env: { LOG_LEVEL: "error" } });
	const [number, other] = someNumbers(2) as [string, string];
	const admin = await addUser(database, "ada@x.example", "administrator");
	ids.user = await addUser(database, '"<script>alert(1)</script>"@x.example', "monitor");
	ids.group = await insertGroupWith(database, HTML.slice(0, 64), [number]);
	await insertGroupWith(database, FORMULA, [other]);
	await database.query("update pool_entries set description = $1", [FORMULA.slice(0, 32)]);
	await database.query("update pool_entries set description = $1 where number = $2", [
		HTML.slice(0, 32),
		number,
	]);
	ids.key = (
		await insertKey(database, { secret: KEY, scopes: ["create", "match", "provision"] })
	).id;
	await database.query("update api_keys set name = $1", [HTML]);
	ids.request = await insertRequest(database, {
		createdAt: new Date().toISOString(),
		expiresAt: new Date(Date.now() + 600_000).toISOString(),
		groupName: HTML,
		toNumber: number,
		accessCode: "1234",
		userData: JSON.stringify({ [HTML]: HTML, nested: [HTML] }),
	});
	await insertRequest(database, { groupName: FORMULA });
	await insertAttemptRow(database, { callId: HTML, requestId: ids.request, apiKeyId: ids.key });
	await insertAttemptRow(database, { callId: FORMULA, apiKeyId: ids.key });
	await insertLock(database, HTML, number, 600);
	const { token, tokenHash } = createSecretToken();
	await insertSession(database, tokenHash, admin);
	browser = openBrowser(server.origin);
	browser.cookies.set("call_in_session", token);
	drop = async () => {
		await server.stop();
		await database.close();
		await created.drop();
	};
});
afterAll(() => drop());

const group = () => `/tools/click-to-call-in/${ids.group}`;
/** Every page that an Administrator can open, with its query parameters. */
const pages = (): [path: string, params: string[]][] => [
	["/login", ["next"]],
	["/tools/click-to-call-in", ["q", "page", "sort"]],
	["/tools/click-to-call-in/new", []],
	["/tools/click-to-call-in/import", []],
	[group(), ["q", "page", "sort", "edit", "delete", "entry", "confirm"]],
	[`${group()}/import`, []],
	[`${group()}/pool.csv`, ["columns"]],
	["/tools/click-to-call-in/groups.json", []],
	[
		"/call-in",
		[
			"id",
			"ani",
			"dnis",
			"callback",
			"state",
			"group",
			"from",
			"to",
			"sort",
			"after",
			"before",
			"q",
			"cursor",
		],
	],
	["/call-in/requests.csv", ["ani", "dnis", "group", "from", "to", "after"]],
	[`/call-in/${ids.request}`, []],
	["/call-in/attempts", ["ani", "dnis", "callId", "outcome", "from", "to", "after", "before"]],
	["/call-in/attempts.csv", ["ani", "dnis", "callId", "outcome", "from", "to"]],
	["/call-in/locks", []],
	["/settings/api-keys", ["revoke", "limit", "numbers"]],
	["/settings/users", ["q", "page"]],
	[`/settings/users/${ids.user}`, ["ask"]],
	["/settings/account", []],
	["/developer", []],
	["/developer/console", ["endpoint", "example"]],
	["/developer/caller", ["group", "dnis", "ani", "code"]],
];

/** A page has only its own script and styles, for all names and values shown. */
function expectNoneOfTheirs(root: HTMLElement, path: string): void {
	const scripts = root
		.querySelectorAll("script")
		.map((script) => [script.getAttribute("src")?.startsWith("/assets/"), script.text]);
	expect([path, scripts.filter(([own, text]) => !own || text !== "")]).toEqual([path, []]);
	expect([
		path,
		root.querySelectorAll("img[src=x], [onerror], style, base, iframe, object").length,
	]).toEqual([path, 0]);
	expect([
		path,
		root.querySelectorAll("[style]").filter((one) => one.closest("svg") === null).length,
	]).toEqual([path, 0]);
}

describe("what people and clients have written", () => {
	test("is shown as text on every page, and never becomes part of it", async () => {
		let shown = 0;
		for (const [path] of pages()) {
			const response = await browser.get(path);
			expect([path, response.status]).toEqual([path, path === "/login" ? 302 : 200]);
			if (!response.headers.get("content-type")?.startsWith("text/html")) continue;
			const html = await response.text();
			expectNoneOfTheirs(parse(html), path);
			if (html.includes("&lt;script&gt;alert(1)")) shown += 1;
		}
		expect(shown).toBeGreaterThanOrEqual(7);
	});

	test("runs as a formula in no exported file", async () => {
		for (const path of ["/call-in/requests.csv", "/call-in/attempts.csv", `${group()}/pool.csv`]) {
			expect([path, cellsThatRun(await (await browser.get(path)).text())]).toEqual([path, []]);
		}
	});
});

describe("anything at all", () => {
	test("in any value of any address gets an answer that is no 500, and nothing of theirs in the page or its headers", async () => {
		const odd = NASTY_TEXTS.filter(
			(text) => text.length < 3000 && !/\p{Surrogate}/u.test(text),
		).map(encodeURIComponent);
		const failed: string[] = [];
		for (const [path, params] of pages().filter(([, params]) => params.length > 0))
			for (const value of [...odd, "%ff", "%ed%a0%80", "%"]) {
				// All parameters at once: each is parsed independently, and one test each would take
				// minutes.
				const query = params.map((name) => `${name}=${value}`).join("&");
				const response = await browser.get(`${path}?${query}`);
				if (response.status >= 500) failed.push(`${path}?${query}: ${response.status}`);
				expect(response.headers.get("set-cookie")).toBeNull();
				const location = response.headers.get("location");
				if (location !== null) expect(new URL(location, server.origin).origin).toBe(server.origin);
				const text = await response.text();
				if (response.headers.get("content-type")?.startsWith("text/html"))
					expectNoneOfTheirs(parse(text), `${path}?${query}`);
			}
		expect(failed).toEqual([]);
	});

	test("in any field of any form gets an answer that is no 500", async () => {
		const settings = {
			accessCodeLength: "6",
			expirySeconds: "60",
			callerId: "any",
			guard: "guard",
		};
		const forms: [path: string, form: Record<string, string>][] = [
			["/login", { email: "a@x.example", password: "wrong password", next: "/" }],
			[
				"/tools/click-to-call-in/new",
				{ name: "n", number: "+18005555554", description: "d", ...settings },
			],
			[group(), { intent: "save-settings", version: "1", ...settings }],
			[group(), { intent: "add-entry", number: "+18005555554", description: "d" }],
			[
				group(),
				{
					intent: "edit-entry",
					entryId: ids.request,
					version: "1",
					number: "+18005555554",
					description: "d",
				},
			],
			[
				group(),
				{ intent: "delete-entry", entryId: ids.request, version: "1", entry: `${ids.request} 1` },
			],
			[group(), { intent: "delete-group", version: "9", poolVersion: "9" }],
			["/call-in/locks", { lock: ids.request }],
			[
				"/settings/api-keys",
				{ intent: "set-limit", apiKeyId: ids.request, requestsPerMinute: "1" },
			],
			[
				"/settings/api-keys",
				{ intent: "set-numbers", apiKeyId: ids.request, numbersWithoutPlus: "any" },
			],
			["/settings/api-keys", { intent: "revoke", apiKeyId: ids.request }],
			[
				"/settings/api-keys",
				{
					requestId: ids.request,
					name: "n",
					scopes: "create",
					limit: "some",
					groupIds: ids.group,
					requestsPerMinute: "1",
				},
			],
			["/settings/users", { email: "b@x.example", role: "monitor" }],
			[`/settings/users/${ids.request}`, { intent: "set-role", role: "monitor" }],
			["/settings/account", { intent: "time-zone", timeZone: "UTC" }],
			[
				"/settings/account",
				{ intent: "password", present: "wrong password", password: "another password" },
			],
		];
		const failed: string[] = [];
		for (const [path, form] of forms) {
			const { intent, ...fields } = form;
			const asked: Record<string, string>[] = [
				...NASTY_TEXTS.map((text) =>
					Object.fromEntries(Object.keys(fields).map((name) => [name, text])),
				),
				...Object.keys(form).flatMap((name) =>
					["\0", "", "a\0b", "-1", "__proto__"].map((text) => ({ ...form, [name]: text })),
				),
			];
			for (const body of asked) {
				const response = await browser.post(
					path,
					intent === undefined || "intent" in body ? body : { intent, ...body },
				);
				const answered = await response.text();
				if (response.status >= 500)
					failed.push(`${path} ${JSON.stringify(body).slice(0, 200)}: ${response.status}`);
				if (response.headers.get("content-type")?.startsWith("text/html"))
					expectNoneOfTheirs(parse(answered), path);
			}
		}
		expect(failed).toEqual([]);
	});

	test("in the place of an ID in an address is found nowhere", async () => {
		const odd = NASTY_TEXTS.filter(
			(text) => text.length < 3000 && !/\p{Surrogate}/u.test(text) && !/^\.|^$/.test(text),
		).map(encodeURIComponent);
		const failed: string[] = [];
		for (const path of [
			"/tools/click-to-call-in/*",
			"/tools/click-to-call-in/*/pool.csv",
			`${group()}/import/*`,
			"/tools/click-to-call-in/import/*",
			"/call-in/*",
			"/settings/users/*",
			"/assets/*",
			"/setup/*",
		])
			for (const value of [...odd, "%ff", "%2e%2e%2fpackage.json"]) {
				const response = await browser.get(path.replace("*", value));
				if (response.status >= 500 || response.status === 200)
					failed.push(`${path} ${value}: ${response.status}`);
				expectNoneOfTheirs(parse(await response.text()), path);
			}
		expect(failed).toEqual([]);
	});

	test("as the name of a form's field is refused at once, and changes nothing", async () => {
		const names = [
			"__proto__",
			"__proto__.admin",
			"constructor.prototype.admin",
			"a[0].__proto__.b",
			"[",
			"a[999999999]",
			"__intent__",
			"",
		];
		for (const name of names)
			for (const path of ["/login", "/settings/api-keys", group(), "/settings/account"]) {
				const who = path === "/login" ? openBrowser(server.origin) : browser;
				const response = await who.post(path, {
					[name]: '{"type":"insert","payload":{"name":"a","index":999999999}}',
				});
				await response.body?.cancel();
				expect([path, name, response.status]).toEqual([path, name, 400]);
			}
		const many = await fetch(`${server.origin}/login`, {
			method: "POST",
			body: new URLSearchParams("a=&".repeat(100_000)),
		});
		expect(many.status).toBe(400);
	});
});
