import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { type ConfigSite, GROUPS, newNumber, startConfigSite } from "../../support/config-site.ts";

let site: ConfigSite;
let browser: Browserless;
beforeAll(async () => {
	site = await startConfigSite();
	browser = await site.signIn();
});
afterAll(() => site.stop());

const rowOf = (name: string): string[] =>
	(
		browser.page.root.querySelectorAll("tbody tr").find((row) => textOf(row).includes(name)) ??
		browser.page.root
	)
		.querySelectorAll("td")
		.map(textOf);

describe("the list of groups", () => {
	test("without groups, gives an Administrator the first steps in order, and the button", async () => {
		await browser.open(GROUPS);
		expect(browser.page.root.querySelectorAll("ol li").map(textOf)).toEqual([
			expect.stringContaining("Create a group"),
			expect.stringContaining("numbers of its pool"),
			expect.stringContaining("API key"),
		]);
		expect(browser.buttons("Create New Group")).toHaveLength(1);
		const reader = await site.signIn("supervisor");
		await reader.open(GROUPS);
		expect(reader.buttons("Create New Group")).toHaveLength(0);
		expect(reader.text).toContain("An Administrator creates the first group.");
	});

	test("shows what is live and in use, refusals of the last day, and risks", async () => {
		await site.createGroup(browser, "busy", newNumber(), {
			"Expiry (seconds)": "1800",
			"Access Code Length": "4",
		});
		await site.createGroup(browser, "quiet", newNumber());
		await site.createGroup(browser, "risky", newNumber(), { "Generate Access Code": false });
		for (let calls = 0; calls < 3; calls += 1) await site.call("busy");
		await site.sql`insert into group_minutes (group_id, minute, refused_no_number, refused_no_code)
			select id, date_trunc('minute', now()) - interval '2 hours', 40, 2 from groups where name = 'busy'`;
		await site.sql`insert into group_minutes (group_id, minute, refused_no_number)
			select id, date_trunc('minute', now()) - interval '25 hours', 1 from groups where name = 'quiet'`;
		await browser.open(GROUPS);
		expect(rowOf("busy").slice(0, 4)).toEqual(["1", "1", "3", "42"]);
		expect(rowOf("quiet").slice(0, 4)).toEqual(["1", "0", "0", "0"]);
		const risks = browser.page.root
			.querySelectorAll("tbody tr")
			.map((row) => row.querySelectorAll(".tag").map(textOf));
		expect(risks).toEqual([["Refuses callers", "Codes too short"], [], ["Callers not told apart"]]);
	});
});
