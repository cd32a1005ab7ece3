import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browserless } from "../../support/browserless.ts";
import { type CutLine, layCutLine } from "../../support/cut-line.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { readPage, sendFile } from "../../support/import-site.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const ADA = { email: "ada@x.example", password: "correct horse battery staple" };
const BOOTSTRAP_KEY = "bootstrap-key-of-the-log-test";
const METRICS_TOKEN = "metrics-token-of-the-log-test";
const CORR_ID = "5f0c2f0e-6c2b-4a39-9a57-0d1f4f6f7b0a";
const CALLER = "+14155550132";
const GROUPS = "/tools/click-to-call-in";
const CALLS = "/engagement/v3/call-in/requests";

type Line = {
	level: string;
	method?: string;
	route?: string;
	status?: number;
	ms?: number;
	corrId?: string;
	keyId?: string;
	userId?: string;
	client?: string;
};

describe("the log (O4)", () => {
	let database: TestDatabase;
	let line: CutLine;
	let server: ServerProcess;
	/** Secrets that must not appear anywhere in the log. */
	const secrets = new Set([ADA.password, BOOTSTRAP_KEY, METRICS_TOKEN]);
	const answers: { path: string; corrId: string | null }[] = [];

	beforeAll(async () => {
		database = await openTestDatabase("server");
		line = await layCutLine(database.url as string);
		server = await startServer({
			url: line.url,
			env: { LOG_LEVEL: "trace", BOOTSTRAP_API_KEY: BOOTSTRAP_KEY, METRICS_TOKEN },
		});
		await doEverything();
		await server.stop();
	});
	afterAll(async () => {
		await server.kill();
		await line.cut();
		await database.drop();
	});

	async function ask(path: string, init: RequestInit = {}): Promise<Response> {
		const answer = await fetch(server.origin + path, { redirect: "manual", ...init });
		answers.push({ path, corrId: answer.headers.get("x-correlation-id") });
		return answer;
	}
	async function call(name: string, body: unknown, headers: Record<string, string> = {}) {
		const answer = await ask(`${CALLS}/${name}`, {
			method: "POST",
			headers: { "x-api-key": BOOTSTRAP_KEY, "content-type": "application/json", ...headers },
			body: typeof body === "string" ? body : JSON.stringify(body),
		});
		return (await answer.json()) as {
			status: { code: number };
			data?: Record<string, string | number>;
		};
	}

	/** Every action of people and clients that involves secrets, and its errors. */
	async function doEverything(): Promise<void> {
		const setUp = /\/setup\/([\w-]+)/.exec(server.output())?.[1] as string;
		secrets.add(setUp);
		await ask(`/setup/${setUp}`);
		await ask("/setup/a-guessed-token-of-set-up");
		secrets.add("a-guessed-token-of-set-up");
		const browser = new Browserless(server.origin);
		await browser.open(`/setup/${setUp}`);
		await browser.post(`/setup/${setUp}`, ADA);
		secrets.add("a wrong password of Ada");
		await ask("/login", {
			method: "POST",
			body: new URLSearchParams({ email: ADA.email, password: "a wrong password of Ada" }),
		});
		const signedIn = await ask("/login", { method: "POST", body: new URLSearchParams({ ...ADA }) });
		const cookie = signedIn.headers.getSetCookie()[0]?.split(";", 1)[0] as string;
		secrets.add(cookie.split("=")[1] as string);

		await browser.open(`${GROUPS}/new`);
		await browser.press("Save Group", {
			fill: {
				"Group Name": "a group",
				"New DNIS": "+18005555501",
				"Do not reuse DNIS for concurrent requests": true,
			},
		});
		const groupId = browser.page.url.pathname.split("/").at(-1) as string;
		await browser.post(`${GROUPS}/${groupId}`, {
			intent: "add-entry",
			number: "+18005555502",
			description: "a secret line",
		});
		await browser.post(`${GROUPS}/${groupId}`, {
			intent: "add-entry",
			number: "+1 800 555-5502",
			description: "a secret line",
		});
		const site = { origin: server.origin, cookie };
		const review = await sendFile(
			site,
			groupId,
			"add",
			"+18005555503,a secret line\n+18005555504 a secret line\n",
		);
		await readPage(site, review);
		await readPage(site, `${GROUPS}/${groupId}/pool.csv`);
		await readPage(site, `${GROUPS}/groups.json`);
		await ask(`${GROUPS}?search=${encodeURIComponent("+18005555501")}`, { headers: { cookie } });

		const key = { requestId: randomUUID(), name: "App", scopes: "create" };
		const shown = await ask("/settings/api-keys", {
			method: "POST",
			headers: { cookie },
			body: new URLSearchParams(key),
		});
		secrets.add(/<code[^>]*>([^<]+)<\/code>/.exec(await shown.text())?.[1] as string);

		const post = (path: string, fields: Record<string, string>, own = cookie) =>
			ask(path, { method: "POST", headers: { cookie: own }, body: new URLSearchParams(fields) });
		const invited = await post("/settings/users", { email: "ann@x.example", role: "supervisor" });
		const invitation = /\/setup\/([\w-]{20,})/.exec(await invited.text())?.[1] as string;
		await ask(`/setup/${invitation}`);
		const joined = await post(
			`/setup/${invitation}`,
			{ password: "the password of Ann, twice" },
			"",
		);
		expect(joined.status).toBe(303);
		const hers = joined.headers.getSetCookie()[0]?.split(";", 1)[0] as string;
		await post(
			"/settings/account",
			{ intent: "change-password", present: "the password of Ann, twice", password: "2 short" },
			hers,
		);
		for (const secret of [invitation, "the password of Ann, twice", hers.split("=")[1] as string])
			secrets.add(secret);
		const file = await ask(`${GROUPS}/groups.json`, { headers: { cookie } });
		const upload = new FormData();
		upload.set("existing", "update");
		upload.set("file", new File([await file.text()], "a secret file name.json"));
		expect(
			(await ask(`${GROUPS}/import`, { method: "POST", headers: { cookie }, body: upload })).status,
		).toBe(303);
		secrets.add("a secret file name");

		const asked = {
			groupName: "a group",
			fromPhoneNumber: CALLER,
			userData: { name: "Grace Hopper", account: "9876-54321" },
		};
		const { data } = await call("create", asked, {
			"idempotency-key": "idempotency-of-a-client",
			"x-correlation-id": CORR_ID,
		});
		await call("create", asked, { "idempotency-key": "idempotency-of-a-client" });
		await call("create", { ...asked, fromPhoneNumber: "not a number 4155550133" });
		await call("create", `{"groupName":"a group","userData":{"name":"Grace Hopper"`);
		await call("create", asked, { "x-api-key": "a-key-that-is-unknown" });
		await call("match", {
			toPhoneNumber: data?.toPhoneNumber,
			fromPhoneNumber: CALLER,
			accessCode: "111111",
		});
		await call("match", {
			toPhoneNumber: data?.toPhoneNumber,
			fromPhoneNumber: CALLER,
			accessCode: data?.accessCode,
			callId: "call-4155550199",
		});
		await call("retrieve", { id: data?.id });
		await ask(`/call-in/${data?.id}`, { headers: { cookie } });
		await ask(`/call-in?ani=${encodeURIComponent(CALLER)}`, { headers: { cookie } });
		await ask("/call-in/requests.csv", { headers: { cookie } });
		await call("cancel", { id: data?.id });
		await ask("/metrics", { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
		await ask("/metrics", { headers: { authorization: "Bearer a-wrong-metrics-token" } });
		await ask(`/engagement/v3/nothing/${CALLER}`);
		await ask(`/nothing/${CALLER}`);
		// Malformed addresses, refused before routing: the router would print them unchanged.
		for (const path of [
			`/call-in/${CALLER}%ff`,
			"/login%c0%af/a-token-in-a-path",
			"/setup/a-token-in-a-path%e0",
		])
			expect((await ask(path)).status).toBe(400);
		secrets.add("a-token-in-a-path");
		await ask("/favicon.svg");
		await ask("/healthz");
		await ask("/readyz");
		secrets
			.add(String(data?.accessCode))
			.add("111111")
			.add("a-key-that-is-unknown")
			.add("a-wrong-metrics-token");
		for (const secret of [
			"Grace Hopper",
			"9876-54321",
			"idempotency-of-a-client",
			"call-4155550199",
			"a secret line",
		])
			secrets.add(secret);
		for (const digits of [
			"4155550132",
			"4155550133",
			"8005555501",
			"8005555502",
			"8005555503",
			"8005555504",
		])
			secrets.add(digits);

		await line.cut();
		await call("create", asked);
		await ask(`/setup/${setUp}`);
		await ask("/login", { method: "POST", body: new URLSearchParams({ ...ADA }) });
		await ask(`/call-in?ani=${encodeURIComponent(CALLER)}`, { headers: { cookie } });
	}

	/** The server's stderr and stdout, except the lines for the operator at the start. */
	const logged = () =>
		server
			.output()
			.split("\n")
			.filter(
				(text) =>
					text !== "" &&
					!/^(Database: |Secrets: |Set up the first |Click-To-Call-In is )/.test(text),
			);
	const lines = () => logged().map((text) => JSON.parse(text) as Line);

	test("has one JSON object a line, one for each request, with its route and never its path", () => {
		const requests = lines().filter((one) => one.status !== undefined);
		for (const one of requests) {
			expect(one).toMatchObject({ level: "info", client: "127.0.0.1" });
			expect(one.ms).toBeGreaterThan(0);
			expect(one.corrId).toMatch(/^[0-9a-f-]{36}$/);
		}
		const told = requests.map(({ method, route, status }) => `${method} ${route} ${status}`);
		expect(told).toEqual(
			expect.arrayContaining([
				"POST /login 401",
				"POST /login 303",
				"POST /setup/:token 303",
				"POST /tools/click-to-call-in/:groupId 303",
				"GET /tools/click-to-call-in/groups.json 200",
				"GET /call-in/:requestId 200",
				"POST /engagement/v3/call-in/requests/create 200",
				"POST /engagement/v3/call-in/requests/create 401",
				"POST /engagement/v3/call-in/requests/create 503",
				"GET /engagement/* 404",
				"GET (file) 200",
				"GET /healthz 200",
			]),
		);
	});

	test("names the client of each: its key or its user", async () => {
		const [key] = await database.query<{ id: string }>(
			"select id from api_keys where name = 'bootstrap' or created_by is not null order by created_at limit 1",
			[],
		);
		const [user] = await database.query<{ id: string }>("select id from users", []);
		const one = (route: string, status: number) =>
			lines().find((entry) => entry.route === route && entry.status === status);
		expect(one(`${CALLS}/create`, 200)?.keyId).toBe(key?.id);
		expect(one(`${CALLS}/create`, 401)?.keyId).toBeUndefined();
		expect(one("/call-in/:requestId", 200)?.userId).toBe(user?.id);
		expect(one("/healthz", 200)?.userId).toBeUndefined();
	});

	test("has the correlation ID of every answer, a page's and a file's too, as it was given or made", () => {
		const ids = new Set(lines().map(({ corrId }) => corrId));
		for (const { path, corrId } of answers)
			expect([path, ids.has(corrId ?? "none")]).toEqual([path, true]);
		expect(ids.has(CORR_ID)).toBe(true);
	});

	test("tells what failed while the database was away by the same correlation ID", () => {
		const failed = lines().filter(({ level }) => level === "error");
		expect(failed.length).toBeGreaterThanOrEqual(3);
		const answered = new Map(
			lines().flatMap((one) => (one.status === undefined ? [] : [[one.corrId, one.status]])),
		);
		for (const one of failed.filter(({ corrId }) => corrId !== undefined))
			expect(answered.get(one.corrId)).toBeGreaterThanOrEqual(500);
	});

	test("holds no password, key, token, access code, full phone number, or user data, at its lowest level", () => {
		const text = logged().join("\n");
		expect(secrets.size).toBeGreaterThanOrEqual(20);
		for (const secret of secrets) {
			expect(secret.length).toBeGreaterThan(5);
			expect(text).not.toContain(secret);
		}
	});

	test("has what came right before a crash", async () => {
		const crash = "process.on('SIGUSR2',()=>{throw new Error('a '+'crash')})";
		const crashing = await startServer({
			url: database.url,
			nodeArgs: ["--import", `data:text/javascript,${crash}`],
		});
		await fetch(`${crashing.origin}/healthz`);
		// A request's line is written after its answer, and before the answer to the next one.
		await fetch(`${crashing.origin}/readyz`);
		process.kill(crashing.pid, "SIGUSR2");
		expect(await crashing.ended).not.toBe(0);
		expect(crashing.output()).toContain('"route":"/healthz"');
		expect(crashing.output()).toContain('"level":"fatal"');
		expect(crashing.output()).not.toContain("a crash");
	});
});
