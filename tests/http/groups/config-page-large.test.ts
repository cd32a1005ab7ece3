import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";

const PAGE_GZIP_BYTES_MAX = 20 * 1024;

let site: ConfigSite;
let browser: Browserless;
let full: string;
let onePage: string;
beforeAll(async () => {
	site = await startConfigSite();
	browser = await site.signIn();
	onePage = await groupOf("one page", 50, 1_000_000);
	full = await groupOf("full", 10_000, 5_550_000);
});
afterAll(() => site.stop());

/** A group of `count` numbers from +1 800 `first` on, each described by its position. */
async function groupOf(name: string, count: number, first: number): Promise<string> {
	const path = await site.createGroup(browser, name, `+1800${first}`, { Description: "no. 0" });
	const id = path.split("/").at(-1)!;
	await site.sql`
		insert into numbers (number) select '+1800' || (${first}::int + n) from generate_series(1, ${count - 1}::int) as n on conflict do nothing`;
	await site.sql`
		insert into pool_entries (id, group_id, number, description, position, updated_by)
		select gen_random_uuid(), ${id}::uuid, '+1800' || (${first}::int + n), 'no. ' || n, n, 'test' from generate_series(1, ${count - 1}::int) as n`;
	return path;
}

const shown = (): string[] => browser.page.root.querySelectorAll("tbody tr code").map(textOf);
const descriptions = (): string[] =>
	browser.page.root.querySelectorAll("tbody tr td:nth-child(2)").map((cell) => cell.text);
const search = (q: string) => browser.press("Search", { fill: { "Search the pool": q } });
const follow = (link: string) => {
	const found = browser.page.root.querySelectorAll("main a").find((one) => textOf(one) === link);
	return browser.open(found!.getAttribute("href")!.replaceAll("&amp;", "&"));
};

describe("a group of 10,000 numbers (G12)", () => {
	test("its page is about as large as that of 50 numbers, and at most 20 KB gzip", async () => {
		const small = gzipSync((await browser.open(onePage)).html).length;
		const large = gzipSync((await browser.open(full)).html).length;
		expect(shown()).toHaveLength(50);
		expect(large).toBeLessThan(small * 1.15);
		expect(large).toBeLessThanOrEqual(PAGE_GZIP_BYTES_MAX);
		expect(browser.text).toContain("1–50 of 10,000");
	});

	test("pages and sorts go through all of them, once each", async () => {
		await browser.open(full);
		expect(shown()[0]).toBe("+18005550000");
		await follow("DNIS ↑");
		expect(shown()[0]).toBe("+18005559999");
		await follow("200");
		expect(shown().at(-1)).toBe("+18005550000");
		expect(browser.text).toContain("9,951–10,000 of 10,000");
		await follow("Optional Description");
		expect(descriptions()).toEqual([...descriptions()].sort());
		await follow("Optional Description ↑");
		expect(descriptions()[0]).toBe("no. 9999");
		const seen = new Set<string>();
		for (let page = 1; page <= 200; page += 1) {
			await browser.open(`${full}?sort=description&page=${page}`);
			for (const number of shown()) seen.add(number);
		}
		expect(seen.size).toBe(10_000);
		await browser.open(`${full}?page=201`);
		expect(browser.text).toContain("There are no numbers on this page.");
		await follow("Previous");
		expect(shown().at(-1)).toBe("+18005559999");
	});

	test.each([
		["(800) 555-5554", 1],
		["+1 800 555 5554", 1],
		["5555554", 1],
		["555.5554", 1],
		["800 555 99", 100],
		["no. 5554", 1],
		["NO. 555", 11],
		["nothing of the kind", 0],
		["%", 0],
		["_", 0],
		["'", 0],
		["\\", 0],
	])("a search for “%s” finds %i", async (q, found) => {
		await browser.open(full);
		await search(q);
		expect(browser.page.status).toBe(200);
		expect(shown()).toHaveLength(Math.min(found, 50));
		if (found > 50) expect(browser.text).toContain(`1–50 of ${found}`);
		if (found === 0) expect(browser.text).toContain(`contains “${q}”`);
		if (found === 1) expect(shown()).toEqual(["+18005555554"]);
	});

	test("a search is in any case, and takes what SQL and addresses would not", async () => {
		const path = await site.createGroup(browser, "searched", newNumber(), {
			Description: "100% off_peak",
		});
		const others = { "O'Brien \\ Söhne": newNumber(), "STRASSE & Co? #1": newNumber() };
		for (const [description, number] of Object.entries(others)) {
			await browser.press("Add DNIS", { fill: { "New DNIS": number, Description: description } });
		}
		for (const [q, description] of [
			["100%", "100% off_peak"],
			["OFF_p", "100% off_peak"],
			["o'b", "O'Brien \\ Söhne"],
			["\\", "O'Brien \\ Söhne"],
			["SÖHNE", "O'Brien \\ Söhne"],
			["so\u0308hne", "O'Brien \\ Söhne"],
			["& co? #", "STRASSE & Co? #1"],
		]) {
			await browser.open(`${path}?${new URLSearchParams({ q: q! })}`);
			expect(descriptions(), q).toEqual([description]);
		}
	});

	test("an edit and a delete come back to the same page of the same search", async () => {
		await browser.open(`${full}?q=800555&sort=-number&page=3`);
		const number = shown()[0]!;
		await browser.press("Edit", { row: number });
		expect(browser.value("DNIS")).toBe(number);
		await browser.press("Save", { fill: { Description: "changed" } });
		expect(browser.page.url.search).toBe("?q=800555&sort=-number&page=3");
		expect(descriptions()[0]).toBe("changed");
		await browser.press("Delete", { row: number });
		expect(browser.page.url.search).toBe("?q=800555&sort=-number&page=3");
		await browser.press("Undo");
		expect(shown()[0]).toBe(number);
	});

	test("it takes no number 10,001, and of two writers at once one gets the last place (G3)", async () => {
		await browser.open(full);
		expect(browser.buttons("Add DNIS"), "a full pool offers no Add").toHaveLength(0);
		expect(browser.text).toContain("The pool is full: a group has at most 10,000 numbers.");
		expect(browser.buttons("Bulk Import From File")).toHaveLength(1);
		await browser.post(full, {
			...{ intent: "add-entry", number: "+18004440000", description: "one more" },
		});
		expect(browser.page.answered).toBe(409);
		expect(textOf(browser.page.root.querySelector("[role=alert]"))).toContain(
			"at most 10,000 numbers, and this would make 10,001",
		);
		expect([browser.value("New DNIS"), browser.value("Description")]).toEqual([
			"+18004440000",
			"one more",
		]);

		await browser.open(full);
		await browser.press("Delete", { row: "+18005550000" });
		const writers = [await site.signIn(), await site.signIn("administrator", "bob@example.com")];
		await Promise.all(writers.map((writer) => writer.open(full)));
		await Promise.all(
			writers.map((writer, index) =>
				writer.press("Add DNIS", { fill: { "New DNIS": `+1800444000${index}` } }),
			),
		);
		expect(writers.map((writer) => writer.page.answered).sort()).toEqual([303, 409]);
		expect(await site.sql`select pool_size from groups where name = 'full'`).toEqual([
			{ pool_size: 10_000 },
		]);
	});
});
