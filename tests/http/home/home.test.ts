import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";

describe("the home page (G17)", () => {
	let site: ConfigSite;
	beforeAll(async () => {
		site = await startConfigSite();
	});
	afterAll(() => site.stop());
	const steps = (browser: Browserless): string[] =>
		browser.page.root.querySelectorAll("section[aria-labelledby=steps-heading] li").map(textOf);
	const section = (browser: Browserless, id: string): string =>
		textOf(browser.page.root.querySelector(`section[aria-labelledby=${id}-heading]`));

	test("a new installation: the next step is a link, and the done ones say so", async () => {
		const browser = await site.signIn();
		await browser.open("/");
		// The site's own key exists already.
		expect(steps(browser)).toEqual([
			expect.stringContaining("Create a group"),
			expect.stringContaining("Done: Make an API key"),
			expect.stringContaining("Make the first request"),
			expect.stringContaining("Connect a phone system"),
			expect.stringContaining("Let a call come through"),
		]);
		expect(section(browser, "groups")).toContain("There is no group yet.");
		await site.createGroup(browser, "a_b <sales>", newNumber(), {
			"Do not reuse DNIS for concurrent requests": true,
		});
		await browser.open("/");
		expect(steps(browser)[0]).toContain("Done: Create a group");
	});

	test("a group without a free number is named, with the way to it", async () => {
		expect((await site.call("a_b <sales>")).status).toBe(200);
		expect((await site.call("a_b <sales>")).status).toBe(429);
		const browser = await site.signIn();
		await browser.open("/");
		expect(section(browser, "needs")).toContain("a_b <sales>: no number is free.");
		expect(section(browser, "groups")).toContain("No number is free");
		const link = browser.page.root.querySelector("section[aria-labelledby=needs-heading] a");
		await browser.open(link?.getAttribute("href") ?? "");
		expect(browser.page.status).toBe(200);
	});

	test.each(["developer", "supervisor", "monitor"] as const)(
		"a %s sees figures, and nothing that only others may do",
		async (role) => {
			const browser = await site.signIn(role);
			await browser.open("/");
			expect(browser.page.status).toBe(200);
			expect(steps(browser)).toEqual([]);
			expect(section(browser, "groups")).toContain("a_b <sales>");
			expect(browser.page.html).not.toContain("/call-in/locks");
		},
	);

	test.each([
		["administrator", "/"],
		["developer", "/"],
		["supervisor", "/"],
		["monitor", "/call-in"],
	] as const)("after sign-in, the role %s is at %s", async (role, path) => {
		expect((await site.signIn(role)).page.url.pathname).toBe(path);
	});
});
