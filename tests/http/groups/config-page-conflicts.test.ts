import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import {
	ADMINISTRATOR,
	type ConfigSite,
	newNumber,
	startConfigSite,
} from "../../support/config-site.ts";

let site: ConfigSite;
let ada: Browserless;
let bob: Browserless;
beforeAll(async () => {
	site = await startConfigSite();
	ada = await site.signIn();
	bob = await site.signIn("administrator", "bob@example.com");
});
afterAll(() => site.stop());

const alertOf = (browser: Browserless) => textOf(browser.page.root.querySelector("[role=alert]"));
const UNIQUE = "Do not reuse DNIS for concurrent requests";

describe("two people who edit the settings (G11)", () => {
	const conflict = async (name: string): Promise<string> => {
		const path = await site.createGroup(ada, name, newNumber());
		await bob.open(path);
		await ada.press("Save Settings", {
			fill: { "Expiry (seconds)": "1800", "Access Code Length": "8" },
		});
		await bob.press("Save Settings", {
			fill: { "Expiry (seconds)": "60", "Generate Access Code": false },
		});
		expect(bob.page.answered).toBe(409);
		return path;
	};

	test("the later save is refused and told who saved, when, and both values", async () => {
		const path = await conflict("told");
		const told = alertOf(bob);
		expect(told).toContain(`Not saved: ${ADMINISTRATOR.email} changed these settings at`);
		expect(told).toMatch(/\d{1,2} \w{3,4} \d{4}, \d\d:\d\d:\d\d UTC/);
		const rows = bob.page.root
			.querySelectorAll("[role=alert] tbody tr")
			.map((row) => row.querySelectorAll("th, td").map(textOf));
		expect(rows).toEqual([
			["Generate Access Code", "On", "Off"],
			["Access Code Length", "8", "6"],
			["Expiry (seconds)", "1,800", "60"],
		]);
		expect(bob.page.root.querySelector("[role=alert]")?.hasAttribute("autofocus")).toBe(true);
		expect([bob.value("Expiry (seconds)"), bob.value("Generate Access Code")]).toEqual([
			"60",
			false,
		]);
		await ada.open(path);
		expect(ada.value("Expiry (seconds)")).toBe("1800");
	});

	test("the person may put theirs in place", async () => {
		const path = await conflict("mine");
		await bob.press("Save Settings");
		expect(bob.page.answered).toBe(303);
		await ada.open(path);
		expect([ada.value("Expiry (seconds)"), ada.value("Access Code Length")]).toEqual(["60", "6"]);
		expect(ada.text).toContain("Last saved by bob@example.com");
	});

	test("or keep what is saved", async () => {
		await conflict("theirs");
		const keep = bob.page.root
			.querySelectorAll("a")
			.find((link) => textOf(link) === "Keep what is saved");
		await bob.open(keep!.getAttribute("href")!);
		expect([bob.value("Expiry (seconds)"), bob.value("Access Code Length")]).toEqual(["1800", "8"]);
	});

	test("a mistake in between does not make the newer values seen", async () => {
		await site.createGroup(ada, "mistake", newNumber());
		await bob.open(ada.page.url.pathname);
		await ada.press("Save Settings", { fill: { "Expiry (seconds)": "90" } });
		expect((await bob.press("Save Settings", { fill: { "Expiry (seconds)": "9" } })).answered).toBe(
			422,
		);
		expect(
			(await bob.press("Save Settings", { fill: { "Expiry (seconds)": "10" } })).answered,
		).toBe(409);
	});

	test("an undo does not undo what somebody saved after it either", async () => {
		await site.createGroup(ada, "late undo", newNumber());
		await ada.press("Save Settings", { fill: { "Expiry (seconds)": "90" } });
		await bob.open(ada.page.url.pathname);
		await bob.press("Save Settings", { fill: { "Expiry (seconds)": "91" } });
		await ada.press("Undo");
		expect(ada.page.answered).toBe(409);
		expect(alertOf(ada)).toContain("bob@example.com changed these settings");
	});

	test("both saving the same is no conflict", async () => {
		await site.createGroup(ada, "agreed", newNumber());
		await bob.open(ada.page.url.pathname);
		await ada.press("Save Settings", { fill: { [UNIQUE]: true } });
		expect((await bob.press("Save Settings", { fill: { [UNIQUE]: true } })).answered).toBe(303);
	});
});

describe("two people who edit an entry (G11)", () => {
	const open = async (name: string): Promise<string> => {
		const number = newNumber();
		await site.createGroup(ada, name, newNumber());
		await ada.press("Add DNIS", { fill: { "New DNIS": number, Description: "first" } });
		await bob.open(ada.page.url.pathname);
		await ada.press("Edit", { row: number });
		await bob.press("Edit", { row: number });
		return number;
	};

	test("the later save is refused with both values, and then put in place", async () => {
		const number = await open("entry, mine");
		await ada.press("Save", { fill: { Description: "Ada’s <i>" } });
		await bob.press("Save", { fill: { Description: "Bob’s" } });
		expect(bob.page.answered).toBe(409);
		expect(alertOf(bob)).toMatch(
			new RegExp(`Not saved: ${ADMINISTRATOR.email} changed this entry at .* UTC`),
		);
		expect(alertOf(bob)).toContain(`${number}, “Ada’s <i>”`);
		expect(bob.value("Description")).toBe("Bob’s");
		expect((await bob.press("Save")).answered).toBe(303);
		expect(await site.sql`select description from pool_entries where number = ${number}`).toEqual([
			{ description: "Bob’s" },
		]);
	});

	test("or what is saved is kept", async () => {
		const number = await open("entry, theirs");
		await ada.press("Save", { fill: { Description: "kept" } });
		await bob.press("Save", { fill: { Description: "given up" } });
		const keep = bob.page.root
			.querySelectorAll("a")
			.find((link) => textOf(link) === "Keep what is saved");
		await bob.open(keep!.getAttribute("href")!);
		expect(bob.text).toContain("kept");
		expect(bob.text).not.toContain("given up");
		expect(await site.sql`select description from pool_entries where number = ${number}`).toEqual([
			{ description: "kept" },
		]);
	});

	test("a delete of what somebody changed meanwhile is refused", async () => {
		const number = newNumber();
		await site.createGroup(ada, "changed before delete", newNumber());
		await ada.press("Add DNIS", { fill: { "New DNIS": number } });
		await bob.open(ada.page.url.pathname);
		await ada.press("Edit", { row: number });
		await ada.press("Save", { fill: { Description: "needed" } });
		expect((await bob.press("Delete", { row: number })).answered).toBe(409);
		expect(alertOf(bob)).toContain(`Not deleted: ${ADMINISTRATOR.email} changed this entry`);
		expect(alertOf(bob)).toContain("“needed”");
		expect((await bob.press("Delete", { row: number })).answered).toBe(303);
	});

	test("of an entry that was deleted meanwhile, what was typed can be added again", async () => {
		const number = await open("entry, gone");
		await ada.open(ada.page.url.pathname);
		await ada.press("Delete", { row: number });
		await bob.press("Save", { fill: { Description: "typed" } });
		expect(bob.page.answered).toBe(409);
		expect(alertOf(bob)).toContain("Someone deleted");
		expect([bob.value("New DNIS"), bob.value("Description")]).toEqual([number, "typed"]);
		expect((await bob.press("Add DNIS")).answered).toBe(303);
		expect(await site.sql`select description from pool_entries where number = ${number}`).toEqual([
			{ description: "typed" },
		]);
	});

	test("a group deleted meanwhile is a page that says so", async () => {
		await open("group, gone");
		await ada.open(`${ada.page.url.pathname}?delete-group=ask`);
		expect((await ada.press("Yes, delete the group")).answered).toBe(303);
		expect((await bob.press("Save", { fill: { Description: "late" } })).status).toBe(404);
		expect(bob.text).toContain("Someone deleted this group.");
	});
});
