import { gzipSync } from "node:zlib";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browserless, textOf } from "../../support/browserless.ts";
import { createServerDatabase } from "../../support/databases.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const ADMINISTRATOR = { email: "ada@example.com", password: "correct horse battery staple" };
const API_KEY = "test-key-with-all-scopes";
const PAGE_GZIP_BYTES_MAX = 20 * 1024;
const UNIQUE_DNIS = "Do not reuse DNIS for concurrent requests";
const GROUPS = "/tools/click-to-call-in";

let database: Awaited<ReturnType<typeof createServerDatabase>>;
let sql: postgres.Sql;
let server: ServerProcess;
let browser: Browserless;

async function start(): Promise<void> {
	server = await startServer({
		url: database.url,
		env: {
			ADMIN_EMAIL: ADMINISTRATOR.email,
			ADMIN_PASSWORD: ADMINISTRATOR.password,
			BOOTSTRAP_API_KEY: API_KEY,
		},
	});
	browser = await new Browserless(server.origin).signIn(ADMINISTRATOR);
}

beforeAll(async () => {
	database = await createServerDatabase();
	sql = postgres(database.url, { max: 1, onnotice: () => {} });
	await start();
});
afterAll(async () => {
	await sql.end();
	await server.stop();
	await database.drop();
});

async function createGroup(
	name: string,
	number: string,
	fill: Record<string, string | boolean>,
): Promise<string> {
	await browser.open(`${GROUPS}/new`);
	const { answered, url } = await browser.press("Save Group", {
		fill: { "Group Name": name, "New DNIS": number, ...fill },
	});
	if (answered !== 303) throw new Error(browser.text);
	return url.pathname;
}

async function call(groupName: string, headers: Record<string, string> = {}): Promise<number> {
	const answer = await fetch(`${server.origin}/engagement/v3/call-in/requests/create`, {
		method: "POST",
		headers: { "x-api-key": API_KEY, "content-type": "application/json", ...headers },
		body: JSON.stringify({ groupName }),
	});
	await answer.body?.cancel();
	return answer.status;
}

/** The figures at the top of the panel: label, value, and explanation. */
const figures = (): string[] =>
	browser.page.root
		.querySelectorAll("section[aria-labelledby=usage-heading] dl > div")
		.map((one) => one.querySelectorAll("dt, dd").map(textOf).join(": "));
/** The panel's text. */
const panel = (): string =>
	textOf(browser.page.root.querySelector("section[aria-labelledby=usage-heading]"));
/** The figures in the table of minutes by row, without the time. */
const minutes = (): string[][] =>
	browser.page.root
		.querySelectorAll("section[aria-labelledby=steps-caption] tbody tr")
		.map((row) => row.querySelectorAll("td").map(textOf));
/** Their sums: the calls may fall into two minutes. */
const sums = (): number[] =>
	[0, 1, 2].map((column) => minutes().reduce((sum, row) => sum + Number(row[column]), 0));

describe("the utilisation on a group's page", () => {
	test("says that there was nothing, and advises nothing", async () => {
		await browser.open(await createGroup("nothing", "+18005550100", { [UNIQUE_DNIS]: true }));
		expect(figures()[0]).toBe(
			"Live requests now: 0: Highest: 0 in the last hour, 0 in the last day",
		);
		expect(panel()).toContain("This group had no requests in the last hour");
		expect(panel()).not.toContain("In the busiest hour");
		expect(
			browser.page.root.querySelector("section[aria-labelledby=usage-heading] svg"),
		).toBeNull();
	});

	test("tells what was created and refused through the API, a repeated answer not being a new one, also after the server was stopped", async () => {
		const path = await createGroup("claims", "+18005550101", {
			[UNIQUE_DNIS]: true,
			"Expiry (seconds)": "1800",
		});
		const answers = [
			await call("claims", { "idempotency-key": "one" }),
			await call("claims", { "idempotency-key": "one" }),
		];
		for (let index = 0; index < 3; index += 1) answers.push(await call("Claims"));
		answers.push(
			await call("claims", { "idempotency-key": "another" }),
			await call("no such group"),
		);
		expect(answers).toEqual([200, 200, 429, 429, 429, 429, 400]);
		expect(await server.stop()).toBe(0);
		await start();
		await browser.open(path);
		expect(sums()).toEqual([1, 4, 0]);
		expect(figures()).toEqual([
			"Live requests now: 1: Highest: 1 in the last hour, 1 in the last day",
			"Numbers in use now: 1: Highest: 1 in the last hour, 1 in the last day",
			"Created in the last day: 1",
			"Refused in the last day: 4: No free number: 4. No free code: 0.",
		]);
		// The calls may fall into two minutes.
		expect(panel()).toMatch(
			/Busiest minute: [3-5] requests, 1,800 s each\. 1\d numbers keep refusals under 1 in 1,000; you have 1\./,
		);
		const charts = browser.page.root
			.querySelectorAll("main svg[role=img]")
			.map((chart) => chart.getAttribute("aria-label"));
		expect(charts).toHaveLength(2);
		expect(charts[0]).toMatch(/^Requests: last hour, at most [1-5] requests? in a minute\.$/);
		expect(charts[1]).toBe("Live requests: at most 1 at once.");
		expect(browser.page.html).not.toContain("style=");
	});

	test("with every minute of an hour in it, the page has at most 20 KB gzip, and shows the minutes in the reader's time zone", async () => {
		const path = await createGroup("all day", "+18005550102", {});
		const id = path.split("/").at(-1)!;
		await sql`
			insert into group_minutes select ${id}::uuid, date_trunc('minute', now()) - make_interval(mins => n), n * 37, n * 3, n * 5, n * 11, 7
			from generate_series(1, 1439) as n`;
		await browser.open(path);
		// The clock may have reached the next minute.
		expect(minutes().length).toBeGreaterThanOrEqual(58);
		expect(minutes()[0]).toEqual(["37", "3", "5", "11"]);
		expect(panel()).toContain("Times are in UTC");
		expect(gzipSync(browser.page.html).length).toBeLessThanOrEqual(PAGE_GZIP_BYTES_MAX);
		for (const [span, most, sum] of [
			["day", 96, 15],
			["week", 168, 60],
		] as const) {
			await browser.follow(`Last ${span}`);
			expect(minutes().length).toBeGreaterThanOrEqual(Math.min(most, 1439 / sum) - 1);
			expect(minutes().length).toBeLessThanOrEqual(Math.min(most, Math.ceil(1439 / sum) + 1));
			const [, whole] = minutes();
			expect(Number(whole![0]!.replaceAll(",", "")) / Number(whole![1]!.replaceAll(",", ""))).toBe(
				37 / 3,
			);
			expect(gzipSync(browser.page.html).length).toBeLessThanOrEqual(PAGE_GZIP_BYTES_MAX);
		}
	});

	test("the same figures are a file, in the reader's time zone and the oldest first", async () => {
		const path = await createGroup("as a file", "+18005550104", {});
		const id = path.split("/").at(-1)!;
		await sql`
			insert into group_minutes values (${id}::uuid, date_trunc('minute', now()) - interval '5 minutes', 7, 2, 1, 4, 3),
			(${id}::uuid, date_trunc('minute', now()) - interval '9 minutes', 1, 0, 0, 1, 1)`;
		const { html } = await browser.open(`${path}/usage.csv`);
		const [head, ...rows] = html.trim().split("\r\n");
		expect(head).toContain("Began,Created,Refused: no number,Refused: no code,Most live at once");
		expect(rows).toEqual([
			expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00.*(Z|\+00:00),1,0,0,1$/),
			expect.stringMatching(/,7,2,1,4$/),
		]);
	});

	test("warns of codes that are too dense, with the figures and the length that would help (C10)", async () => {
		const path = await createGroup("dense", "+18005550103", {
			"Access Code Length": "4",
			"Expiry (seconds)": "1800",
		});
		for (let index = 0; index < 9; index += 1) await call("dense");
		await browser.open(path);
		expect(browser.text).not.toContain("possible codes");
		await call("dense");
		await browser.open(path);
		expect(browser.text).toContain(
			"+18005550103 has 10 live access codes of 4 digits, more than 1 in 1,000 of the 9,000 " +
				"possible codes",
		);
		expect(browser.text).toContain("Set Access Code Length to 6 or more, or add numbers.");
	});
});
