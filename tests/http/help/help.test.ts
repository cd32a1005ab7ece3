import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browserless, textOf } from "../../support/browserless.ts";
import { type ConfigSite, startConfigSite } from "../../support/config-site.ts";

describe("the help", () => {
	let site: ConfigSite;
	beforeAll(async () => {
		site = await startConfigSite();
	});
	afterAll(() => site.stop());

	test("is for everybody who is signed in, and for nobody else (R1)", async () => {
		for (const path of ["/help", "/help/api", "/help?q=pool"]) {
			const stranger = new Browserless(site.origin);
			expect((await stranger.open(path)).url.pathname).toBe("/login");
		}
		const monitor = await site.signIn("monitor");
		expect((await monitor.open("/help")).status).toBe(200);
	});

	test("has each guide with its chapters, and leads from one to the next", async () => {
		const ada = await site.signIn();
		await ada.open("/help");
		await ada.follow("Phone systems");
		expect(ada.page.root.querySelector("h1")?.text).toBe("Phone systems");
		const chapter = ada.page.root
			.querySelectorAll("nav[data-sections] a")
			.find((link) => textOf(link) === "The conversation");
		expect(chapter?.getAttribute("href")).toBe("#the-conversation");
		expect(textOf(ada.page.root.querySelector("#the-conversation"))).toBe("The conversation");
		await ada.follow("file of all groups");
		expect(ada.page.url.pathname).toBe("/help/groups-file");
		expect((await ada.open("/help/nothing")).status).toBe(404);
		expect(ada.text).toContain("There is no such guide.");
	});

	test("is searched, and shows the words where they stand", async () => {
		const ada = await site.signIn();
		await ada.open("/help?q=withheld+callers");
		expect(ada.text).toMatch(/\d+ sections found/);
		expect(ada.page.root.querySelectorAll("mark").map((mark) => mark.text)).toContain("callers");
		await ada.open("/help?q=%3Cscript%3Ex");
		expect(ada.text).toContain("No section has all these words: <script>x.");
		expect(ada.page.html).not.toContain("<script>x");
	});

	test("is offered where it is needed", async () => {
		const ada = await site.signIn();
		for (const [page, guide] of [
			["/developer", "/help/api"],
			["/settings/phone-systems", "/help/phone-systems"],
			["/settings/phone-systems/new?kind=sip-proxy", "/help/phone-systems"],
			["/settings/api-keys", "/help/api"],
			["/nothing/here", "/help"],
		] as const) {
			await ada.open(page);
			const links = ada.page.root.querySelectorAll("main a").map((a) => a.getAttribute("href"));
			expect([page, links]).toEqual([page, expect.arrayContaining([guide])]);
		}
	});
});
