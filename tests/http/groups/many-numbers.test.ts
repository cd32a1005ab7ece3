import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";

let site: ConfigSite;
let browser: Browserless;
beforeAll(async () => {
	site = await startConfigSite();
	browser = await site.signIn();
});
afterAll(() => site.stop());

const UNIQUE = "Do not reuse DNIS for concurrent requests";
const alertText = () => textOf(browser.page.root.querySelector("[role=alert]"));
const statusText = () => textOf(browser.page.root.querySelector("[role=status]"));
const rows = () => browser.page.root.querySelectorAll("tbody tr[id]").map(textOf);
const rowOf = (number: string) => rows().find((row) => row.includes(number)) ?? "";

/** A group of some new numbers. Its page is open. */
async function groupOf(
	name: string,
	howMany: number,
	fill: Record<string, string | boolean> = {},
): Promise<{ page: string; numbers: string[] }> {
	const numbers = Array.from({ length: howMany }, newNumber);
	const page = await site.createGroup(browser, name, numbers[0] as string, fill);
	for (const number of numbers.slice(1))
		await browser.press("Add DNIS", { fill: { "New DNIS": number } });
	await browser.open(page);
	return { page, numbers };
}
const ticked = (...numbers: string[]) =>
	Object.fromEntries(numbers.map((number) => [`Select ${number}`, true]));

describe("many numbers of a pool at once, without JavaScript (G16)", () => {
	test("are ticked, drained after a question that counts, and undone", async () => {
		const { numbers } = await groupOf("ticks", 3);
		const [one, two, three] = numbers as [string, string, string];
		await browser.press("Drain selected", { fill: ticked(one, two) });
		expect(browser.text).toContain("Drain 2 numbers?");
		expect(browser.text).toContain("None of them has a live request.");
		expect(browser.text).toContain("The group then has 3 numbers, of which 2 are draining.");
		await browser.press("Drain 2 numbers");
		expect(statusText()).toContain("2 numbers are draining.");
		expect([rowOf(one), rowOf(three)]).toEqual([
			expect.stringContaining("Draining"),
			expect.not.stringContaining("Draining"),
		]);
		expect(browser.text).toContain("2 draining");
		for (let calls = 0; calls < 6; calls += 1)
			expect((await site.call("ticks")).data?.toPhoneNumber).toBe(three);
		await browser.press("Undo");
		expect(statusText()).toContain("Undone: 2 numbers are as before.");
		expect(rowOf(one)).not.toContain("Draining");
	});

	test("are all that a search finds, and described together", async () => {
		const { page, numbers } = await groupOf("found", 3);
		await browser.open(`${page}?q=${encodeURIComponent((numbers[1] as string).slice(-5))}`);
		await browser.press("Describe selected", { fill: { "All 1 found": true } });
		await browser.press("Describe 1 number", { fill: { Description: "x".repeat(33) } });
		expect([browser.page.answered, alertText()]).toEqual([422, expect.stringContaining("33")]);
		// What was typed, and what was selected, is still there.
		expect(browser.value("Description")).toBe("x".repeat(33));
		await browser.press("Describe 1 number", { fill: { Description: "Claims" } });
		await browser.open(page);
		expect(rows().map((row) => row.includes("Claims"))).toEqual([false, true, false]);
	});

	test("are asked about again where the pool has changed meanwhile (G11)", async () => {
		const { page, numbers } = await groupOf("meanwhile", 3);
		await browser.press("Delete selected", {
			fill: ticked(numbers[0] as string, numbers[1] as string),
		});
		const other = await site.signIn();
		await other.open(page);
		await other.press("Delete", { row: numbers[0] as string });
		await browser.press("Delete 2 numbers");
		expect([browser.page.answered, alertText()]).toEqual([
			409,
			expect.stringContaining("The pool has changed since you opened this page"),
		]);
		expect(browser.text).toContain("1 number of the selected is no longer in the pool.");
		await browser.press("Delete 1 number");
		expect(statusText()).toContain("1 number deleted from the pool.");
	});

	test("with live requests are deleted after a warning that counts them (G8)", async () => {
		const { numbers } = await groupOf("live", 2, { [UNIQUE]: true });
		const given = (await site.call("live")).data?.toPhoneNumber as string;
		expect(numbers).toContain(given);
		await browser.press("Delete selected", { fill: ticked(given) });
		expect(browser.text).toContain(
			"1 of them has 1 live request. The live request stays valid until it ends.",
		);
		await browser.press("Delete 1 number");
		expect(statusText()).toContain("1 number deleted from the pool.");
	});

	test("are not changed where no number would be left to give, and nothing ticked is no dead end", async () => {
		const { page, numbers } = await groupOf("keeps one", 2);
		await browser.press("Delete selected", { fill: ticked(...numbers) });
		expect(browser.text).toContain("This would leave the group without a number.");
		await browser.open(page);
		await browser.press("Drain selected", { fill: ticked(...numbers) });
		expect(browser.text).toContain("none that is not draining");
		await browser.open(page);
		await browser.press("Drain selected");
		expect(browser.text).toContain("No number is selected.");
		await browser.open(page);
		expect(rows()).toHaveLength(2);
	});

	test("are exported as they are selected", async () => {
		const { page, numbers } = await groupOf("exported", 2);
		const ids = browser.page.root
			.querySelectorAll("input[name=pick]")
			.map((box) => box.getAttribute("value"));
		const file = await browser.open(`${page}/pool.csv?pick=${ids[0]}&columns=number&columns=drain`);
		expect(file.answered).toBe(200);
		expect(browser.text).toContain("DNIS,Draining");
		const has = numbers.map((number) => browser.text.includes(number));
		expect(has.filter(Boolean)).toHaveLength(1);
	});
});

describe("the state of a number (G15)", () => {
	test("stands in its row, is filtered by, and leads to its request and records", async () => {
		const { page, numbers } = await groupOf("states", 2, { [UNIQUE]: true });
		const given = (await site.call("states")).data?.toPhoneNumber as string;
		const free = numbers.find((number) => number !== given) as string;
		await browser.open(page);
		expect(rowOf(given)).toMatch(/In use until .* Request ?Last used .* · 1 in 24 h/);
		expect(rowOf(free)).toContain("FreeNever used");
		const byGiven = browser.page.root
			.querySelectorAll("thead a")
			.find((link) => textOf(link) === "Given in 24 h");
		await browser.open(`${page}${byGiven?.getAttribute("href")}`);
		expect(rows().map((row) => row.includes(given))).toEqual([false, true]);
		const sorted = browser.page.root.querySelector("th[aria-sort=ascending]");
		expect(textOf(sorted)).toContain("Given in 24 h ↑");
		await browser.open(`${page}?state=in-use`);
		expect(rows()).toHaveLength(1);
		await browser.open(`${page}?state=late-callers`);
		expect(browser.text).toContain("No number is in this state.");
		const link = `/call-in?dnis=${encodeURIComponent(given)}`;
		await browser.open(page);
		expect(browser.page.root.querySelector(`a[href="${link}"]`)).not.toBeNull();
		// A Monitor sees the state, and not which request it is.
		const monitor = await site.signIn("monitor");
		await monitor.open(page);
		const row = monitor.page.root
			.querySelectorAll("tbody tr[id]")
			.find((one) => textOf(one).includes(given));
		expect(textOf(row)).toContain("In use until");
		expect(row?.querySelectorAll("a[href^='/call-in/']")).toHaveLength(0);
		expect(monitor.page.root.querySelectorAll("input[name=pick]")).toHaveLength(0);
	});

	test("is drained from the row's menu, then removed once its request has ended", async () => {
		const { page, numbers } = await groupOf("row menu", 2, { [UNIQUE]: true });
		const given = (await site.call("row menu")).data?.toPhoneNumber as string;
		await browser.open(page);
		const drain = browser.page.root
			.querySelectorAll("tbody tr[id]")
			.find((row) => textOf(row).includes(given))
			?.querySelector("a[href*='do=drain']")
			?.getAttribute("href");
		await browser.open(drain ?? "");
		await browser.press("Drain 1 number", { fill: { "Remove them once they are free": true } });
		expect(rowOf(given)).toContain("Draining, then removed");
		await site.sql`
			update requests set ended_at = date_trunc('milliseconds', now()) where to_number = ${given}`;
		await expect
			.poll(
				async () => {
					await browser.open(page);
					return rows().length;
				},
				{ timeout: 30_000, interval: 500 },
			)
			.toBe(1);
		expect(numbers).toHaveLength(2);
		await browser.open("/settings/audit");
		expect(browser.text).toContain("Drained numbers removed");
	});
});
