import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";
import { insertAttemptRow, insertGuard, insertLock, insertRequest } from "../../support/records.ts";

const ANI = "+14155550132";
const SECRETS = { fromNumber: ANI, accessCode: "481920", userData: '{"name":"<b>Ann</b>"}' };
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/;

describe("the call-in records", () => {
	let site: ConfigSite;
	let requestId: string;
	let supervisor: Browserless;
	let monitor: Browserless;
	const db = {
		query: async <Row>(text: string, params: readonly unknown[]) =>
			(await site.sql.unsafe(text, params as never[])) as unknown as Row[],
	};

	beforeAll(async () => {
		site = await startConfigSite();
		const live = {
			createdAt: new Date(Date.now() - 1000).toISOString(),
			expiresAt: new Date(Date.now() + 600_000).toISOString(),
		};
		requestId = await insertRequest(db, { ...live, ...SECRETS, groupName: "=Claims" });
		await insertAttemptRow(db, {
			requestId,
			fromNumber: ANI,
			callId: "=call",
			outcome: "WRONG_CODE",
		});
		supervisor = await site.signIn("supervisor");
		monitor = await site.signIn("monitor");
	});
	afterAll(() => site.stop());

	const lines = (csv: string) =>
		csv
			.replace(/^\ufeff/, "")
			.trimEnd()
			.split("\r\n")
			.map((line) => line.split(","));

	test("hide ANI, access code and user data from a Monitor on every page, in every file and in a refresh, and from nobody else (R4)", async () => {
		const paths = [
			"/call-in",
			`/call-in/${requestId}`,
			"/call-in/attempts",
			"/call-in/requests.csv",
			"/call-in/attempts.csv",
		];
		const all = async (browser: Browserless, isFiltered: boolean) => {
			const filterOf = (path: string) =>
				path.includes("attempts") ? "?outcome=WRONG_CODE" : "?state=Active";
			const opened = paths.map(async (path) => {
				const page = await browser.open(path + (isFiltered ? filterOf(path) : ""));
				return page.html;
			});
			return (await Promise.all(opened)).join("\n").replace(/[ +()-]/g, "");
		};
		for (const isFiltered of [false, true]) {
			const shown = await all(supervisor, isFiltered);
			const hidden = await all(monitor, isFiltered);
			for (const secret of ["4155550132", "481920", "Ann", "415555"])
				expect([secret, hidden.includes(secret)]).toEqual([secret, false]);
			for (const secret of ["4155550132", "481920", "Ann"])
				expect([secret, shown.includes(secret)]).toEqual([secret, true]);
			expect(hidden).not.toContain("ANI<");
		}
	});

	test.each([
		"ani=%2B14155550132",
		"ani=0132",
		"ani=",
		"sort=ani",
		"sort=-ani",
		"state=Active&ani=1",
	])("refuse a Monitor who searches or sorts by ANI: %s (R4)", async (query) => {
		for (const path of [
			"/call-in",
			"/call-in/attempts",
			"/call-in/requests.csv",
			"/call-in/attempts.csv",
			`/call-in/${requestId}`,
		])
			expect([path, (await monitor.open(`${path}?${query}`)).status]).toEqual([path, 403]);
		expect((await supervisor.open("/call-in?sort=ani")).status).toBe(200);
	});

	test("have the code on the request's page alone, never in a list or a file (K3)", async () => {
		for (const path of [
			"/call-in",
			"/call-in/attempts",
			"/call-in/requests.csv",
			"/call-in/attempts.csv",
		])
			expect([path, (await supervisor.open(path)).html.includes("481920")]).toEqual([path, false]);
		expect((await supervisor.open(`/call-in/${requestId}`)).html).toContain("481920");
	});

	test("show one request with its timeline, correlation IDs and user data, which no markup gets out of (K3)", async () => {
		const { html } = await supervisor.open(`/call-in/${requestId}`);
		expect(html).not.toContain("<b>Ann");
		expect(supervisor.text).toContain('{ "name": "<b>Ann</b>" }');
		expect(supervisor.text).toMatch(/Timeline.*Attempt: Wrong code.*call =call.*Correlation ID/);
		expect(supervisor.text).toContain("=Claims (deleted)");
		for (const path of [
			`/call-in/${requestId.replace(/^./, "f")}0`,
			"/call-in/nothing",
			"/call-in/0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f99",
		])
			expect((await supervisor.open(path)).status).toBe(404);
	});

	test("come as CSV with what the filter finds, in times with an offset, and nothing in it runs as a formula (K2, K5, G14)", async () => {
		const other = await insertRequest(db, { groupName: "other" });
		const [head, row, ...more] = lines(
			(await supervisor.open("/call-in/requests.csv?group=%3DClaims")).html,
		);
		expect(head).toEqual([
			"ID",
			"State",
			"Created",
			"ANI",
			"DNIS",
			"Group",
			"Expires",
			"Matched",
			"Attempts",
		]);
		const iso = expect.stringMatching(ISO);
		expect(row).toEqual([requestId, "Active", iso, ANI, "+18005550000", "'=Claims", iso, "", "1"]);
		expect(more).toEqual([]);
		const all = lines((await monitor.open("/call-in/requests.csv?sort=created")).html);
		expect(all.map((cells) => cells[0])).toEqual(["ID", other, requestId]);
		expect(all[0]).not.toContain("ANI");
		const attempts = lines(
			(await supervisor.open("/call-in/attempts.csv?outcome=WRONG_CODE")).html,
		);
		expect(attempts).toEqual([
			["Time", "Call ID", "ANI", "DNIS", "Outcome", "API key", "Request ID", "Attestation"],
			[iso, "'=call", ANI, "+18005550000", "WRONG_CODE", "", requestId, ""],
		]);
		expect((await supervisor.open("/call-in/requests.csv?dnis=nonsense")).status).toBe(400);
		await site.sql`delete from requests where id = ${other}`;
	});

	test("longer than one piece come whole, each record once (K2)", async () => {
		await site.sql`
			insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, has_access_code, api_key_id, corr_id)
			select gen_random_uuid(), timestamptz '2026-01-01Z' + n % 3 * interval '1 ms', timestamptz '2026-01-02Z', gen_random_uuid(), 'many', false,
				'+18005550000', false, gen_random_uuid(), gen_random_uuid() from generate_series(1, 4500) n`;
		const ids = lines((await supervisor.open("/call-in/requests.csv?group=many")).html).map(
			(cells) => cells[0],
		);
		expect(ids).toHaveLength(4501);
		expect(new Set(ids).size).toBe(4501);
		await supervisor.open("/call-in?group=many");
		expect(supervisor.text).toContain("4,500 requests");
		const next = supervisor.page.root.querySelectorAll("a").find((link) => link.text === "Next");
		await supervisor.open(next?.getAttribute("href")?.replaceAll("&amp;", "&") ?? "");
		expect(supervisor.page.root.querySelectorAll("tbody tr")).toHaveLength(50);
		await site.sql`delete from requests where group_name = 'many'`;
	});

	test("say at the field what cannot be looked for, and keep what was typed (G13)", async () => {
		await supervisor.open("/call-in?ani=call+me&from=2026-01-02T00:00&to=2026-01-01T00:00");
		expect(supervisor.messageAt("ANI")).toContain("is not a phone number");
		expect(supervisor.value("ANI")).toBe("call me");
		expect(supervisor.messageAt("Created to (UTC)")).toContain("before the start");
		expect(supervisor.text).toContain("The search was not run");
		await supervisor.open("/call-in?group=nobody");
		expect(supervisor.text).toContain("No request matches");
	});

	test("say of a filter that is not understood that nothing was searched, on the page and for the file (K6)", async () => {
		for (const [query, label, problem] of [
			["state=Lost", "State", "“Lost” is none of the choices."],
			["sort=name", "Order", "“name” is none of the choices."],
			["from=noon", "Created from (UTC)", "“noon” is not a time."],
			["ani=13", "ANI", "Too few digits."],
		] as const) {
			const { html } = await supervisor.open(`/call-in?${query}`);
			expect(supervisor.messageAt(label)).toContain(problem);
			expect(supervisor.text).toContain("The search was not run");
			expect(html).toContain('<details class="folded-filter" open="">');
			expect((await supervisor.open(`/call-in/requests.csv?${query}`)).status).toBe(400);
		}
		await supervisor.open("/call-in?outcome=LOCKED");
		expect(supervisor.text).toContain("This list has no filter “outcome”");
		expect((await supervisor.open("/call-in/attempts.csv?outcome=Lost")).status).toBe(400);
	});

	test("are found by last digits, the same in the file, and never for a Monitor (K6, R4)", async () => {
		await supervisor.open("/call-in?ani=0132");
		expect(supervisor.text).toContain("1 request");
		const rows = lines((await supervisor.open("/call-in/requests.csv?ani=0132")).html);
		expect(rows.map((cells) => cells[0])).toEqual(["ID", requestId]);
		expect(lines((await supervisor.open("/call-in/requests.csv?ani=0133")).html)).toHaveLength(1);
		const calls = lines((await supervisor.open("/call-in/attempts.csv?ani=%2B141555")).html);
		expect(calls).toHaveLength(2);
	});

	/** The links of the page as their texts and addresses. */
	const links = (browser: Browserless) =>
		browser.page.root
			.querySelectorAll("a")
			.map((a) => [a.text.trim(), a.getAttribute("href")?.replaceAll("&amp;", "&") ?? ""] as const);

	test("have values that lead to the records that share them; a Monitor has none for an ANI (K6, R4)", async () => {
		const ways = [
			["+1 800 555 0000", "/call-in?dnis=%2B18005550000"],
			["=Claims", "/call-in?group=%3DClaims"],
			["1", `/call-in/attempts?id=${requestId}`],
			[`…${requestId.slice(-8)}`, `/call-in/${requestId}`],
		] as const;
		const ofAni = ["+1 415 555 0132", "/call-in?ani=%2B14155550132"] as const;
		await supervisor.open("/call-in");
		for (const way of [...ways, ofAni]) expect(links(supervisor)).toContainEqual(way);
		for (const [, path] of [...ways.slice(0, 2), ofAni]) {
			await supervisor.open(path);
			expect(supervisor.text).toContain("1 request");
		}
		await monitor.open("/call-in");
		for (const way of ways) expect(links(monitor)).toContainEqual(way);
		expect(links(monitor).filter(([, path]) => path.includes("ani="))).toEqual([]);
		await supervisor.open("/call-in/attempts");
		for (const way of [
			["+1 415 555 0132", "/call-in/attempts?ani=%2B14155550132"],
			["+1 800 555 0000", "/call-in/attempts?dnis=%2B18005550000"],
			["=call", "/call-in/attempts?callId=%3Dcall"],
		] as const)
			expect(links(supervisor)).toContainEqual(way);
	});

	test("sort by their headings, which name the order in force (K6)", async () => {
		const headings = () =>
			supervisor.page.root
				.querySelectorAll("th")
				.map((th) => [th.text.replace(/ [↑↓]/, ""), th.getAttribute("aria-sort") ?? null])
				.filter(([, sort]) => sort !== null);
		await supervisor.open("/call-in?group=%3DClaims");
		expect(headings()).toEqual([["Created", "descending"]]);
		const next = links(supervisor).find(([text]) => text.startsWith("Created"));
		expect(next?.[1]).toBe("/call-in?group=%3DClaims&sort=created");
		await supervisor.open(next?.[1] ?? "");
		expect(headings()).toEqual([["Created", "ascending"]]);
		await supervisor.open("/call-in?sort=-expires");
		expect(headings()).toEqual([["Expires", "descending"]]);
		await supervisor.open("/call-in/attempts?sort=at");
		expect(headings()).toEqual([["Time", "ascending"]]);
	});

	test("each filter in force can be removed alone, and a search by number and time goes along to the other list (K6)", async () => {
		await supervisor.open("/call-in?ani=0132&state=Active&from=2026-01-31&sort=created");
		const removals = links(supervisor).filter(([text]) => text.startsWith("Remove the filter"));
		expect(removals).toEqual([
			["Remove the filter ANI: 0132×", "/call-in?state=Active&from=2026-01-31&sort=created"],
			["Remove the filter State: Active×", "/call-in?ani=0132&from=2026-01-31&sort=created"],
			["Remove the filter From: 2026-01-31×", "/call-in?ani=0132&state=Active&sort=created"],
		]);
		expect(links(supervisor)).toContainEqual([
			"Attempts",
			"/call-in/attempts?ani=0132&from=2026-01-31",
		]);
	});

	test("the last hour, today and yesterday are one press away, by the reader's clock (K6, G14)", async () => {
		const reader = await site.signIn("developer");
		// A zone where it is about noon, so that no day ends meanwhile. Its name has the sign reversed.
		const ahead = 12 - new Date().getUTCHours();
		const zone = `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
		await site.sql`update users set time_zone = ${zone} where role = 'developer'`;
		await reader.open("/call-in?state=Active");
		const day = (days: number) =>
			new Date(Date.now() + (ahead + 24 * days) * 3_600_000).toISOString().slice(0, 10);
		const [today, yesterday] = [day(0), day(-1)];
		const presets = new Map(links(reader));
		expect(presets.get("Today")).toBe(`/call-in?state=Active&from=${today}&to=${today}`);
		expect(presets.get("Yesterday")).toBe(
			`/call-in?state=Active&from=${yesterday}&to=${yesterday}`,
		);
		for (const [name, isThere] of [
			["Last hour", true],
			["Today", true],
			["Yesterday", false],
		] as const) {
			await reader.open(presets.get(name) ?? "");
			expect([name, reader.text.includes("1 request")]).toEqual([name, isThere]);
		}
	});

	test("show times, and read those of the filter, in the reader's own zone (G14)", async () => {
		const id = await insertRequest(db, { createdAt: "2026-07-01T10:30:00.000Z" });
		const browser = await site.signIn("developer");
		await site.sql`update users set time_zone = 'Europe/Berlin' where role = 'developer'`;
		await browser.open("/call-in?from=2026-07-01T12:30&to=2026-07-01T12:30");
		expect(browser.text).toContain("1 request");
		expect(browser.text).toContain("1 Jul 2026, 12:30:00 CEST");
		expect((await browser.open("/call-in/requests.csv?group=auto_insurance")).html).toContain(
			"2026-07-01T12:30:00.000+02:00",
		);
		await site.sql`delete from requests where id = ${id}`;
	});

	test("a refresh does not take the message that the next page has to say (G13)", async () => {
		const ada = await site.signIn();
		await site.sql`update sessions set flash = '{"message":"Something was saved."}'`;
		const cookie = [...(ada as unknown as { cookies: Map<string, string> }).cookies]
			.map(([name, value]) => `${name}=${value}`)
			.join("; ");
		const refreshed = await fetch(`${site.origin}/call-in`, {
			headers: { cookie, "x-live-refresh": "1" },
		});
		expect(await refreshed.text()).not.toContain("Something was saved.");
		await ada.open("/call-in");
		expect(ada.text).toContain("Something was saved.");
	});

	test("an Administrator lifts the guard of a number (C10)", async () => {
		const ada = await site.signIn();
		await ada.open("/call-in/locks");
		expect(ada.text).toContain("No number is guarded.");
		const number = newNumber();
		await insertGuard(db, number, 600);
		await ada.open("/call-in/locks");
		expect(ada.text).toContain("A code is accepted from its request’s own ANI");
		await ada.press(`Lift guard of ${number}`);
		expect(ada.text).toContain("The guard is lifted.");
		expect(ada.text).toContain("No number is guarded.");
	});

	test("an Administrator lifts a lock, and others do not see any (C10)", async () => {
		const ada = await site.signIn();
		await ada.open("/call-in/locks");
		expect(ada.text).toContain("No caller is locked out");
		const number = newNumber();
		await insertLock(db, ANI, number, 600);
		await ada.open("/call-in/locks");
		await ada.press(`Lift lock of ${ANI} on ${number}`);
		expect(ada.text).toContain(`The lock is lifted. ${ANI} can enter a code again on ${number}.`);
		expect(ada.text).toContain("No caller is locked out");
		for (const browser of [monitor, supervisor]) {
			expect((await browser.open("/call-in/locks")).status).toBe(403);
			expect((await browser.open("/call-in")).html).not.toContain("/call-in/locks");
		}
	});
});
