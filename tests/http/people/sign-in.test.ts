import { readdirSync, readFileSync } from "node:fs";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashPassword } from "../../../app/operations/people/hash-password.ts";
import { openBrowser } from "../../support/browser.ts";
import { createServerDatabase } from "../../support/databases.ts";
import { openSocket, readAnswer } from "../../support/raw-socket.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const GROUPS = "/tools/click-to-call-in";
const ANN = { email: "ann@x.example", password: "correct horse battery" };
const location = (response: Response) => response.headers.get("location");

/** The threads of a process: priority, and hundredths of a second of CPU time used by each. */
function threadsOf(pid: number): { id: string; nice: number; ticks: number }[] {
	return readdirSync(`/proc/${pid}/task`).map((id) => {
		// The preceding name may contain spaces, so the fields are counted from behind it (proc(5)).
		const fields = readFileSync(`/proc/${pid}/task/${id}/stat`, "utf8")
			.split(") ")
			.at(-1)!
			.split(" ");
		return { id, nice: Number(fields[16]), ticks: Number(fields[11]) + Number(fields[12]) };
	});
}

describe("the first run (R3)", () => {
	let database: Awaited<ReturnType<typeof createServerDatabase>>;
	let first: ServerProcess;
	let second: ServerProcess;
	beforeAll(async () => {
		database = await createServerDatabase();
		first = await startServer({ url: database.url, env: { BOOTSTRAP_API_KEY: "bootstrap-key" } });
		second = await startServer({ url: database.url });
	});
	afterAll(async () => {
		await Promise.all([first.stop(), second.stop()]);
		await database.drop();
	});
	const linkOf = (server: ServerProcess) =>
		/(\/setup\/\S+)/.exec(server.output())?.[1] ?? "none printed";

	test("every page leads to set-up, which says where the link is; health checks and the API work meanwhile", async () => {
		const browser = openBrowser(first.origin);
		for (const path of ["/", "/login", "/call-in", GROUPS, `${GROUPS}/new`]) {
			const response = await browser.get(path);
			expect([path, response.status, location(response)]).toEqual([path, 303, "/setup"]);
		}
		expect(location(await browser.post("/login", ANN))).toBe("/setup");
		expect(await (await browser.get("/setup")).text()).toContain(
			"Create this user with the link that the server printed",
		);
		expect((await browser.get("/healthz")).status).toBe(200);
		expect((await browser.get("/readyz")).status).toBe(200);
		const headers = { "x-api-key": "bootstrap-key", "content-type": "application/json" };
		const created = await fetch(`${first.origin}/engagement/v3/call-in/requests/create`, {
			method: "POST",
			headers,
			body: "{}",
		});
		expect(created.status).toBe(400);
	});

	test("a link that a later start replaced is told as such, on every process", async () => {
		for (const server of [first, second]) {
			const response = await openBrowser(server.origin).get(linkOf(first));
			expect(response.status).toBe(404);
			expect(await response.text()).toContain("Use the link that the server printed last.");
		}
	});

	test("what was typed wrong is told at its field, with the address still there and the password not", async () => {
		const response = await openBrowser(first.origin).post(linkOf(second), {
			email: "ann@x.example",
			password: "2 short",
		});
		const html = await response.text();
		expect(response.status).toBe(422);
		expect(html).toContain("Use at least 12 characters.");
		expect(html).toContain('value="ann@x.example"');
		expect(html).not.toContain("2 short");
	});

	test("the link makes the Administrator and signs in, on whatever process; then it does nothing but lead to sign-in", async () => {
		const browser = openBrowser(first.origin);
		const made = await browser.post(linkOf(second), ANN);
		expect([made.status, location(made)]).toEqual([303, "/"]);
		expect((await browser.get("/")).status).toBe(200);
		const other = openBrowser(second.origin);
		expect(location(await other.get("/setup"))).toBe("/login");
		const used = await other.get(linkOf(second));
		expect([
			used.status,
			/This link is no longer valid.*href="\/login"/.test(await used.text()),
		]).toEqual([404, true]);
		expect(location(await other.post("/login", ANN))).toBe("/");
	});
});

describe("signing in", () => {
	let database: Awaited<ReturnType<typeof createServerDatabase>>;
	let server: ServerProcess;
	let sql: postgres.Sql;
	beforeAll(async () => {
		database = await createServerDatabase();
		sql = postgres(database.url, { max: 1, onnotice: () => {} });
		const env = { ADMIN_EMAIL: ANN.email, ADMIN_PASSWORD: ANN.password, TRUST_PROXY: "true" };
		server = await startServer({ url: database.url, env });
	});
	afterAll(async () => {
		await sql.end();
		await server.stop();
		await database.drop();
	});
	const from = (address: string) => ({ "x-forwarded-for": address });

	test("a page that needs it leads there, and on to itself afterwards", async () => {
		const browser = openBrowser(server.origin);
		const asked = await browser.get("/call-in?q=%2B1");
		expect([asked.status, location(asked)]).toEqual([303, "/login?next=%2Fcall-in%3Fq%3D%252B1"]);
		const html = await (await browser.get(location(asked) ?? "")).text();
		const next = /name="next" value="([^"]*)"/.exec(html)?.[1] ?? "";
		expect(next).toBe("/call-in?q=%2B1");
		expect(location(await browser.post("/login", { ...ANN, next }))).toBe("/call-in?q=%2B1");
		expect(location(await browser.get("/login"))).toBe("/");
		expect(
			location(await openBrowser(server.origin).post("/login", { ...ANN, next: "//evil.example" })),
		).toBe("/");
	});

	test("the cookie is out of reach for scripts and other sites (R2)", async () => {
		const plain = (await openBrowser(server.origin).post("/login", ANN)).headers.getSetCookie();
		expect(plain).toEqual([
			expect.stringMatching(
				/^call_in_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/,
			),
			expect.stringMatching(
				/^call_in_device=[\w-]{43}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/,
			),
		]);
	});

	describe("behind HTTPS", () => {
		const OLD = "call_in_session";
		const NEW = "__Host-call_in_session";
		const BY_HTTPS = { "x-forwarded-proto": "https" };
		const signIn = async () => {
			const browser = openBrowser(server.origin);
			await browser.post("/login", ANN, BY_HTTPS);
			return browser;
		};
		/** The home page by HTTPS, for a browser with these cookies, in this order. */
		const home = (...cookies: [string, string | undefined][]) =>
			fetch(server.origin + GROUPS, {
				headers: {
					...BY_HTTPS,
					cookie: cookies.map(([name, value]) => `${name}=${value}`).join("; "),
				},
				redirect: "manual",
			});

		test("the cookie is Secure and of this host alone, and set by its former name too for processes of the version before (R2, R7)", async () => {
			const lines = (
				await openBrowser(server.origin).post("/login", ANN, BY_HTTPS)
			).headers.getSetCookie();
			const attributes = "; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure";
			const token = /^__Host-call_in_session=([\w-]{43});/.exec(lines[0] ?? "")?.[1];
			expect(lines).toEqual([
				`${NEW}=${token}${attributes}`,
				`${OLD}=${token}${attributes}`,
				expect.stringMatching(
					/^__Host-call_in_device=[\w-]{43}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure$/,
				),
			]);
		});

		test("a session of the version before goes on, and gets the new cookie with the next answer", async () => {
			const token = (await signIn()).cookies.get(OLD);
			const answer = await home([OLD, token]);
			expect(answer.status).toBe(200);
			expect(answer.headers.getSetCookie().map((line) => line.split(";", 1)[0])).toEqual([
				`${NEW}=${token}`,
				`${OLD}=${token}`,
			]);
			const next = await home([NEW, token], [OLD, token]);
			expect([next.status, next.headers.getSetCookie()]).toEqual([200, []]);
		});

		test("a sign-out and a sign-in by a process of the version before count", async () => {
			const [before, after] = [await signIn(), await signIn()];
			const ended = before.cookies.get(OLD);
			await fetch(`${server.origin}/logout`, {
				method: "POST",
				headers: { ...BY_HTTPS, cookie: `${OLD}=${ended}` },
				redirect: "manual",
			});
			expect((await home([NEW, ended])).status).toBe(303);
			const answer = await home([NEW, ended], [OLD, after.cookies.get(OLD)]);
			expect([answer.status, answer.headers.getSetCookie()[0]]).toEqual([
				200,
				expect.stringContaining(`${NEW}=${after.cookies.get(OLD)};`),
			]);
		});

		test("a cookie of the former name that another host has planted neither beats nor replaces a valid one", async () => {
			const [own, planted] = [(await signIn()).cookies.get(NEW), (await signIn()).cookies.get(OLD)];
			for (const cookies of [
				[
					[NEW, own],
					[OLD, planted],
				],
				[
					[OLD, planted],
					[NEW, own],
				],
			] as [string, string | undefined][][]) {
				const answer = await home(...cookies);
				expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
			}
			const account = await fetch(`${server.origin}/logout`, {
				method: "POST",
				headers: {
					...BY_HTTPS,
					cookie: `${OLD}=${planted}; ${OLD}=${"x".repeat(43)}; ${NEW}=${own}`,
				},
				redirect: "manual",
			});
			// Signing out ends both sessions, so that no person continues as another.
			expect(account.status).toBe(303);
			for (const token of [own, planted]) expect((await home([NEW, token])).status).toBe(303);
		});

		test("of two cookies of the former name, one that opens nothing does not hide the other", async () => {
			const token = (await signIn()).cookies.get(OLD);
			expect((await home([OLD, "x".repeat(43)], [OLD, token])).status).toBe(200);
		});

		test("signing out forgets both cookies, in whatever way", async () => {
			const forgotten = (name: string) =>
				`${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`;
			for (const [path, form] of [
				["/logout", {}],
				["/settings/account", { intent: "sign-out-everywhere" }],
			] as [string, Record<string, string>][]) {
				const out = await (await signIn()).post(path, form, BY_HTTPS);
				expect([path, out.status, out.headers.getSetCookie()]).toEqual([
					path,
					303,
					[forgotten(NEW), forgotten(OLD)],
				]);
			}
		});
	});

	test("a wrong password and an unknown address get the same page but for the address, which stays typed", async () => {
		const answers = ["ann@x.example", "eve@x.example"].map(async (email) => {
			const response = await openBrowser(server.origin).post(
				"/login",
				{ email, password: "wrong password" },
				from("192.0.2.10"),
			);
			const html = await response.text();
			expect(html).toContain("The e-mail address or the password is wrong.");
			expect(html).toContain(`value="${email}"`);
			expect(html).not.toContain("wrong password");
			return [response.status, html.replaceAll(email, "")];
		});
		expect(await answers[0]).toEqual(await answers[1]);
		expect((await answers[0])?.[0]).toBe(401);
	});

	test("what is no address is told at its field", async () => {
		const response = await openBrowser(server.origin).post("/login", {
			email: "ann",
			password: "x",
		});
		expect(response.status).toBe(422);
		expect(await response.text()).toContain("Enter an e-mail address, such as name@example.com.");
	});

	test("after too many failures the answer is when to try again, with the address still typed; a known browser goes on (R7)", async () => {
		const known = openBrowser(server.origin);
		await known.post("/login", ANN, from("192.0.2.20"));
		await known.post("/logout");
		for (let failure = 1; failure <= 9; failure += 1)
			await sql`update sign_in_failures set last_at = last_at - interval '1 minute'`.then(() =>
				openBrowser(server.origin).post(
					"/login",
					{ ...ANN, password: "a wrong password" },
					from(`10.0.0.${failure}, 192.0.2.20`),
				),
			);
		// Keeps the delay from running out on a slow machine.
		await sql`update sign_in_failures set last_at = now() + interval '1 hour'`;
		const spoofed = { ...from("10.0.0.9, 192.0.2.20"), "x-client-address": "10.0.0.9" };
		const limited = await openBrowser(server.origin).post(
			"/login?next=%2Fcall-in",
			{ ...ANN, next: "/call-in" },
			spoofed,
		);
		const html = await limited.text();
		expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "16"]);
		expect(html).toContain("Try again in 16 seconds.");
		expect(html).toContain('name="next" value="/call-in"');
		expect(html).toContain(`value="${ANN.email}"`);
		expect(html).not.toContain(ANN.password);
		expect((await openBrowser(server.origin).post("/login", ANN, from("192.0.2.21"))).status).toBe(
			429,
		);
		expect((await known.post("/login", ANN, from("192.0.2.20"))).status).toBe(303);
		await sql`delete from sign_in_failures`;
	});

	test("a table that refreshes itself, or a page that is fetched in advance, keeps no session alive; a person does (R7)", async () => {
		const browser = openBrowser(server.origin);
		await browser.post("/login", ANN);
		const seen = async () =>
			(await sql`select max(last_seen_at) as at from sessions`)[0]?.at.getTime();
		await sql`update sessions set last_seen_at = last_seen_at - interval '11 hours', expires_at = expires_at - interval '11 hours'`;
		const before = await seen();
		for (const [name, value] of [
			["x-live-refresh", "1"] as const,
			["sec-purpose", "prefetch;prerender"] as const,
		])
			expect((await browser.get("/call-in", { [name]: value })).status).toBe(200);
		expect(await seen()).toBe(before);
		await browser.get("/call-in");
		expect(await seen()).toBeGreaterThan(before);
		await sql`update sessions set last_seen_at = last_seen_at - interval '12 hours', expires_at = expires_at - interval '12 hours'`;
		expect((await browser.get("/call-in", { "x-live-refresh": "1" })).status).toBe(303);
	});

	test("who signs in with a password of before the rules is let in, and asked for a new one (R7)", async () => {
		const old = await hashPassword("8 chars!");
		await sql`insert into users (id, email, email_key, password_hash, role) values (gen_random_uuid(), 'old@x.example', 'old@x.example', ${old}, 'monitor')`;
		const browser = openBrowser(server.origin);
		expect(
			(await browser.post("/login", { email: "old@x.example", password: "8 chars!" })).status,
		).toBe(303);
		expect(await (await browser.get(GROUPS)).text()).toContain("Use at least 12 characters.");
		expect(await (await browser.get(GROUPS)).text()).not.toContain("Use at least 12 characters.");
	});

	test("a session is always a new one: a planted cookie opens nothing, and the browser's session from before ends (R2)", async () => {
		const browser = openBrowser(server.origin);
		const planted = "a".repeat(43);
		browser.cookies.set("call_in_session", planted);
		expect((await browser.get(GROUPS)).status).toBe(303);
		await browser.post("/login", ANN);
		const first = browser.cookies.get("call_in_session")!;
		expect(first).not.toBe(planted);
		await browser.post("/login", ANN);
		expect(browser.cookies.get("call_in_session")).not.toBe(first);
		const statuses = [browser.cookies.get("call_in_session")!, first, planted].map(
			async (token) => {
				const holder = openBrowser(server.origin);
				holder.cookies.set("call_in_session", token);
				return (await holder.get(GROUPS)).status;
			},
		);
		expect(await Promise.all(statuses)).toEqual([200, 303, 303]);
	});

	test("every kind of answer has its security headers, with HSTS where the proxy has HTTPS", async () => {
		const browser = openBrowser(server.origin);
		await browser.post("/login", ANN);
		const answers = {
			page: browser.get(GROUPS),
			"page that is not there": browser.get("/nothing"),
			"somebody not signed in": openBrowser(server.origin).get(GROUPS),
			redirect: browser.get("/"),
			download: browser.get("/call-in/requests.csv"),
			"JSON download": browser.get(`${GROUPS}/groups.json`),
			"static file": browser.get("/favicon.svg"),
			"health check": browser.get("/healthz"),
			"API without a key": fetch(`${server.origin}/engagement/v3/call-in/requests/create`, {
				method: "POST",
			}),
			"API's 404": browser.get("/engagement/nothing"),
			"too large a form": browser.post("/login", { email: "a".repeat(1024 * 1024 + 1) }),
			"no form": browser.post("/login", { "[": "" }),
			"another site's form": browser.post("/login", ANN, { "sec-fetch-site": "cross-site" }),
		};
		for (const [name, answer] of Object.entries(answers)) {
			const { headers } = await answer;
			const told = [
				headers.get("x-content-type-options"),
				headers.get("cross-origin-resource-policy"),
				headers.get("strict-transport-security"),
			];
			expect([name, ...told]).toEqual([name, "nosniff", "same-origin", null]);
			expect([name, headers.get("content-security-policy")]).toEqual([
				name,
				expect.stringMatching(/default-src 'none';.*frame-ancestors 'none'/),
			]);
			expect([name, headers.get("content-security-policy")]).not.toEqual([
				name,
				expect.stringContaining("unsafe"),
			]);
			expect([name, headers.get("referrer-policy")]).toEqual([
				name,
				expect.stringMatching(/^(?:same-origin|no-referrer)$/),
			]);
			if (name !== "static file")
				expect([name, headers.get("cache-control")]).toEqual([
					name,
					expect.stringMatching(/no-store|private, no-cache/),
				]);
		}
		for (const path of ["/login", "/favicon.svg", "/engagement/nothing"])
			expect(
				(await browser.get(path, { "x-forwarded-proto": "https" })).headers.get(
					"strict-transport-security",
				),
			).toBe("max-age=31536000");
	});

	test("failures count over all processes", async () => {
		const other = await startServer({ url: database.url, env: { TRUST_PROXY: "true" } });
		const attempt = async (at: ServerProcess, password: string) =>
			(await openBrowser(at.origin).post("/login", { ...ANN, password }, from("192.0.2.40")))
				.status;
		const tried: number[] = [];
		await sql`delete from sign_in_failures`;
		for (const at of [server, other, server, other, other])
			tried.push(await attempt(at, "wrong password"));
		expect(tried).toEqual([401, 401, 401, 401, 401]);
		await sql`update sign_in_failures set failures = 20, last_at = now() + interval '1 hour'`;
		expect([await attempt(server, ANN.password), await attempt(other, ANN.password)]).toEqual([
			429, 429,
		]);
		await sql`delete from sign_in_failures`;
		await other.stop();
	});

	test("signing out ends the session on the server, not only in the browser", async () => {
		const browser = openBrowser(server.origin);
		await browser.post("/login", ANN);
		const kept = new Map(browser.cookies);
		const out = await browser.post("/logout");
		expect([out.status, location(out), [...browser.cookies.keys()]]).toEqual([
			303,
			"/login",
			["call_in_device"],
		]);
		for (const [name, value] of kept) browser.cookies.set(name, value);
		expect((await browser.get(GROUPS)).status).toBe(303);
	});

	test("with PUBLIC_URL by HTTPS, cookies, HSTS and links are of HTTPS whatever the headers say (O6)", async () => {
		const PUBLIC = "https://calls.example.com";
		const own = await startServer({ url: database.url, env: { PUBLIC_URL: PUBLIC } });
		try {
			for (const headers of [{}, { "x-forwarded-proto": "http" }] as Record<string, string>[]) {
				const browser = openBrowser(own.origin);
				const signedIn = await browser.post("/login", ANN, headers);
				expect([signedIn.status, signedIn.headers.getSetCookie().length]).toEqual([303, 3]);
				for (const line of signedIn.headers.getSetCookie())
					expect(line).toMatch(
						/^(?:(?:__Host-)?call_in_session|__Host-call_in_device)=[\w-]{43};.*; Secure$/,
					);
				for (const path of [
					"/login",
					"/nothing",
					"/favicon.svg",
					"/healthz",
					"/openapi.json",
					"/engagement/nothing",
					"/metrics",
					GROUPS,
				])
					expect([
						path,
						(await browser.get(path, headers)).headers.get("strict-transport-security"),
					]).toEqual([path, "max-age=31536000"]);
				expect(await (await browser.get("/developer/console", headers)).text()).not.toContain(
					"http://127.0.0.1",
				);
			}
			const client = await openSocket(own.origin);
			client.send("no HTTP\r\n\r\n");
			expect(readAnswer(await client.answer).headers["strict-transport-security"]).toBe(
				"max-age=31536000",
			);
			// A form of the public address, through a proxy that passes on another host; and forms of
			// other origins.
			const origins = {
				[PUBLIC]: 303,
				"http://calls.example.com": 403,
				"https://calls.example.com.evil.example": 403,
				null: 403,
			};
			for (const [origin, status] of Object.entries(origins)) {
				const answer = await fetch(`${own.origin}/login`, {
					...{ method: "POST", body: new URLSearchParams(ANN), redirect: "manual" },
					headers: { origin },
				});
				expect([origin, answer.status]).toEqual([origin, status]);
			}
		} finally {
			await own.stop();
		}
	});

	test("an address in full counts before the Host header (RFC 9112, 3.2.2)", async () => {
		const ask = async (target: string, host: string) => {
			const client = await openSocket(server.origin);
			client.send(
				`POST ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\norigin: http://calls.example\r\ncontent-length: 0\r\n\r\n`,
			);
			return readAnswer(await client.answer).status;
		};
		expect(await ask("http://calls.example/login", "evil.example")).not.toBe(403);
		expect(await ask("http://evil.example/login", "calls.example")).toBe(403);
	});

	test("a form from elsewhere is refused before anything is looked at, by its origin where the browser says no more (R2)", async () => {
		const browser = openBrowser(server.origin);
		for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }]) {
			const refused = await browser.post("/login", ANN, headers);
			expect([refused.status, refused.headers.get("set-cookie")]).toEqual([403, null]);
		}
		for (const [origin, status] of Object.entries({
			"http://evil.example": 403,
			null: 403,
			[server.origin]: 303,
		})) {
			const response = await fetch(`${server.origin}/login`, {
				...{ method: "POST", body: new URLSearchParams(ANN), redirect: "manual" },
				headers: { origin },
			});
			expect([origin, response.status]).toEqual([origin, status]);
		}
	});

	// Only where each thread has its own priority and the kernel reports it.
	if (process.platform === "linux")
		test("passwords are hashed by one thread, which gives way to calls (O7)", async () => {
			const people = Array.from({ length: 12 }, (_, turn) => ({
				email: `${turn}@x.example`,
				password: "a wrong password",
			}));
			const before = threadsOf(server.pid);
			await Promise.all(
				people.map((person, turn) =>
					openBrowser(server.origin).post("/login", person, from(`203.0.113.${turn}`)),
				),
			);
			const after = threadsOf(server.pid);
			expect(after.filter(({ nice }) => nice > 0)).toHaveLength(1);
			const worked = after.map((thread) => ({
				...thread,
				ticks: thread.ticks - (before.find(({ id }) => id === thread.id)?.ticks ?? 0),
			}));
			// Twelve hashes take a quarter of a second, whether one or two run at once.
			const [busiest, ...others] = worked
				.filter(({ id }) => id !== String(server.pid))
				.sort((a, b) => b.ticks - a.ticks);
			expect(busiest?.nice).toBeGreaterThan(0);
			expect(others.reduce((sum, { ticks }) => sum + ticks, 0)).toBeLessThan(busiest!.ticks);
			await sql`delete from sign_in_failures`;
		});

	test("what is no form is refused, and does not end in an error page of the server", async () => {
		const headers = { "content-type": "application/json" };
		expect(
			(await fetch(`${server.origin}/login`, { method: "POST", headers, body: "{}" })).status,
		).toBe(415);
		const twice = await fetch(`${server.origin}/login`, {
			method: "POST",
			body: new URLSearchParams("email=a@b.c&email=d@e.f&password=x"),
		});
		expect(twice.status).toBe(422);
	});
});
