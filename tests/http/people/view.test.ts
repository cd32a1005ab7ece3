import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, startConfigSite } from "../../support/config-site.ts";

describe("how a browser shows the pages", () => {
	let site: ConfigSite;
	let ada: Browserless;
	beforeAll(async () => {
		site = await startConfigSite();
	});
	afterAll(() => site.stop());
	beforeEach(async () => {
		ada = await site.signIn();
	});

	const html = (browser: Browserless) => browser.page.root.querySelector("html");
	const scheme = () =>
		ada.page.root.querySelector("meta[name=color-scheme]")?.getAttribute("content");

	test("is the system's, until its theme is chosen: on every page, on the sign-in page too", async () => {
		await ada.open("/settings/audit?what=sign-in.succeed");
		expect([html(ada)?.getAttribute("data-theme"), scheme()]).toEqual([undefined, "light dark"]);
		await ada.press("Dark");
		expect(ada.page.url.search).toBe("?what=sign-in.succeed");
		expect([html(ada)?.getAttribute("data-theme"), scheme()]).toEqual(["dark", "dark"]);
		await ada.press("Sign out");
		expect(ada.page.url.pathname).toBe("/login");
		expect(html(ada)?.getAttribute("data-theme")).toBe("dark");
		const other = await site.signIn();
		await other.open("/settings/account");
		expect(html(other)?.getAttribute("data-theme")).toBeUndefined();
	});

	test("has as many rows a page as chosen, and the list begins at its first page", async () => {
		await site.sql`insert into audit_entries (id, actor_kind, actor_name, action, subject_name, at)
			select gen_random_uuid(), 'user', 'ann', 'group.create', 'many', now() - n * interval '1 s'
			from generate_series(1, 60) n`;
		const rows = () => ada.page.root.querySelectorAll("tbody tr").length;
		await ada.open("/settings/audit?object=many");
		expect(rows()).toBe(50);
		await ada.follow("Next");
		expect(rows()).toBe(10);
		await ada.press("25");
		expect([rows(), ada.page.url.search]).toEqual([25, "?object=many"]);
		await ada.press("Dark");
		expect(rows()).toBe(25);
	});

	test("keys can be turned off and on again (WCAG 2.1.4)", async () => {
		await ada.open("/settings/account");
		expect(html(ada)?.getAttribute("data-keys")).toBeUndefined();
		await ada.press("Turn Keys Off");
		expect(html(ada)?.getAttribute("data-keys")).toBe("off");
		await ada.press("Turn Keys On");
		expect(html(ada)?.getAttribute("data-keys")).toBeUndefined();
	});

	test.each(["//evil.example/", "https://evil.example/", "/\\evil.example"])(
		"leads nowhere else: %s",
		async (next) => {
			await ada.post("/view", { theme: "light", next });
			expect(ada.page.url.href).toBe(`${site.origin}/settings/account`);
		},
	);
});
