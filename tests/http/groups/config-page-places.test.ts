import type { HTMLElement } from "node-html-parser";
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

const rows = (): HTMLElement[] => browser.page.root.querySelectorAll("tbody tr[data-place]");
/** The rows of the pool as they follow each other: a number, or what stands between. */
const seen = (): string[] =>
	rows().map((row) => textOf(row.querySelector("code")) || textOf(row.querySelector("p, label")));
const focused = () => browser.page.root.querySelectorAll("[autofocus]");

/** A group of three numbers, its page open; the numbers in their order. */
async function groupOfThree(name: string): Promise<[string, string, string]> {
	const numbers = [newNumber(), newNumber(), newNumber()].sort() as [string, string, string];
	await site.createGroup(browser, name, numbers[0]);
	for (const number of numbers.slice(1))
		await browser.press("Add DNIS", { fill: { "New DNIS": number } });
	return numbers;
}

describe("the page of a group has the guide's arrangement", () => {
	test("heading, picker, buttons, pool and settings follow each other in its words", async () => {
		await site.createGroup(browser, "as in the guide", newNumber());
		expect(textOf(browser.page.root.querySelector("h1"))).toBe("Click-To-Call-In Configuration");
		const words = [
			...["as in the guide", "Create New Group", "Delete Group", "DNIS", "Optional Description"],
			...["New DNIS", "Description", "Add DNIS", "Bulk Import From File", "Settings"],
			...["Generate Access Code", "Access Code Length", "Expiry (seconds)"],
			"Do not reuse DNIS for concurrent requests",
		];
		let at = 0;
		for (const word of words) {
			const next = browser.text.indexOf(word, at);
			expect(next, `${word}, after ${browser.text.slice(at, at + 40)}`).toBeGreaterThan(-1);
			at = next + word.length;
		}
	});

	test("the picker's select and button open another group", async () => {
		const other = await site.createGroup(browser, "picked <one>", newNumber());
		await site.createGroup(browser, "where it is picked", newNumber());
		await browser.press("Open", { fill: { Group: other.split("/").at(-1)! } });
		expect([browser.page.url.pathname, browser.chosen("Group")]).toEqual([other, "picked <one>"]);
	});

	test("of hundreds of groups the page lists some and its own, and the search finds all", async () => {
		const path = await site.createGroup(browser, "zz last of all", newNumber());
		await site.sql.begin(async (sql) => {
			await sql`insert into numbers (number) select '+1888' || (5550000 + n) from generate_series(1, 300) n`;
			await sql`insert into groups (id, name, name_key, generate_access_code, access_code_length,
					expiry_seconds, unique_dnis, updated_by)
				select gen_random_uuid(), 'Many ' || n, 'many ' || n, true, 6, 30, false, 'test'
				from generate_series(1, 300) n`;
			await sql`insert into pool_entries (id, group_id, number, position, updated_by)
				select gen_random_uuid(), id, '+1888' || (5550000 + substr(name_key, 6)::int), 0, 'test'
				from groups where name_key like 'many %'`;
		});
		await browser.open(path);
		expect(browser.chosen("Group")).toBe("zz last of all");
		expect(browser.field("Group").querySelectorAll("option").length).toBeLessThan(60);
		await browser.press("Open", { fill: { Group: "" } });
		expect([browser.page.url.pathname, browser.value("Search groups")]).toEqual([GROUPS, ""]);
		const { html } = await browser.open(`${GROUPS}/names.json?q=MANY+29`);
		const found = JSON.parse(html) as { groups: { name: string }[]; hasMore: boolean };
		expect(found.groups.map(({ name }) => name)).toEqual([
			"Many 29",
			...Array.from({ length: 10 }, (_, n) => `Many 29${n}`),
		]);
		expect(found.hasMore).toBe(false);
		await browser.open(`${GROUPS}/names.json?q=many`);
		expect(JSON.parse(browser.page.html)).toMatchObject({ hasMore: true });
	});

	test.each(["not-an-id", "%00", "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11"])(
		"a picked group %s that is none leads to no error",
		async (id) => {
			expect((await browser.open(`${GROUPS}?group=${id}`)).status).toBe(
				id.length === 36 ? 404 : 200,
			);
		},
	);
});

describe("what is done in a row is asked and told there (G8)", () => {
	test("Edit makes the row a form in its place, and Save tells there what was saved", async () => {
		const [first, second, third] = await groupOfThree("edited in the row");
		await browser.press("Edit", { row: second });
		expect(seen()).toEqual([first, "DNIS", third]);
		expect(textOf(focused()[0]?.closest("tr")), "the field has the focus").toContain("DNIS");
		await browser.press("Save", { fill: { Description: "d".repeat(33) } });
		expect(browser.page.answered).toBe(422);
		expect(seen()).toEqual([first, expect.stringContaining("Not saved"), third]);
		expect(focused()[0]?.closest("tr")?.getAttribute("data-place")).toBe("1");
		await browser.press("Save", { fill: { Description: "Claims" } });
		expect(seen()).toEqual([first, `${second} was saved.`, second, third]);
		expect(focused()).toHaveLength(1);
	});

	test("giving an edit up leads back to its row", async () => {
		const [, second] = await groupOfThree("given up");
		await browser.press("Edit", { row: second });
		await browser.follow("Cancel");
		expect(browser.page.root.getElementById(browser.page.url.hash.slice(1))?.text).toContain(
			second,
		);
	});

	test("a delete is told and undone where the number was", async () => {
		const [first, second, third] = await groupOfThree("deleted from the row");
		await browser.press("Delete", { row: second });
		expect(seen()).toEqual([first, `${second} was deleted from the pool.`, third]);
		await browser.press("Undo");
		await browser.press("Delete", { row: third });
		expect(seen()).toEqual([first, second, `${third} was deleted from the pool.`]);
	});

	test("the question about live requests stands below its number", async () => {
		const number = newNumber();
		await site.createGroup(browser, "asked below", number, { "Expiry (seconds)": "1800" });
		expect((await site.call("asked below")).status).toBe(200);
		await browser.press("Add DNIS", { fill: { "New DNIS": newNumber() } });
		await browser.press("Delete", { row: number });
		expect(seen()[1]).toContain(`${number} has 1 live request.`);
		await browser.press("Yes, delete the number");
		expect(seen()[0]).toBe(`${number} was deleted from the pool.`);
	});

	test("an entry of another page is edited at the top", async () => {
		const [first] = await groupOfThree("of another page");
		const [entry] = await site.sql`select id from pool_entries where number = ${first}`;
		await browser.open(`${browser.page.url.pathname}?edit=${entry!.id}&page=2`);
		expect(browser.value("DNIS")).toBe(first);
	});

	test("what was added is told at the form, and saved settings in their panel", async () => {
		const [first] = await groupOfThree("told in place");
		const told = () => focused()[0]?.closest("[data-place]")?.getAttribute("data-place");
		await browser.press("Delete", { row: first });
		await browser.press("Add DNIS", { fill: { "New DNIS": first } });
		expect(told()).toBe("add");
		await browser.press("Save Settings", { fill: { "Expiry (seconds)": "31" } });
		expect(told()).toBe("settings");
	});
});
