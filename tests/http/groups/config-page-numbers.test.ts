import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, GROUPS, newNumber, startConfigSite } from "../../support/config-site.ts";

/** No country has a number of this length now, as after a change of its plan. */
const IMPOSSIBLE = "+59912345678901";
const ARKANSAS = "Use +14795550132 (United States)";
const NORWAY = "Use +4795550132 (Norway)";

let site: ConfigSite;
let browser: Browserless;
beforeAll(async () => {
	site = await startConfigSite();
	browser = await site.signIn();
});
afterAll(() => site.stop());

const numbersOf = async (path: string): Promise<string[]> => {
	const groupId = path.split("/").at(-1) as string;
	const rows = await site.sql<{ number: string }[]>`
		select number from pool_entries where group_id = ${groupId}::uuid order by number`;
	return rows.map(({ number }) => number);
};

/** Adds a number as an earlier version of the metadata let it in. */
async function insertImpossible(path: string, number = IMPOSSIBLE): Promise<void> {
	const groupId = path.split("/").at(-1) as string;
	await site.sql`insert into numbers (number) values (${number}) on conflict do nothing`;
	await site.sql`
		insert into pool_entries (id, group_id, number, description, position, updated_by)
		select gen_random_uuid(), id, ${number}, 'Old plan', pool_size, 'ada'
		from groups where id = ${groupId}::uuid`;
}

const add = (number: string) => browser.press("Add DNIS", { fill: { "New DNIS": number } });
const offers = (): string[] =>
	browser.page.root
		.querySelectorAll("button[name=cleanedNumber]")
		.map((button) => button.getAttribute("value") as string);

describe("digits with two readings (N6)", () => {
	test("are refused with both numbers, each with its country, and one click takes either", async () => {
		const path = await site.createGroup(browser, "twins", newNumber());
		for (const button of [ARKANSAS, NORWAY]) {
			await browser.open(path);
			await browser.press("Add DNIS", {
				fill: { "New DNIS": "4795550132", Description: "Little Rock" },
			});
			expect(browser.page.answered).toBe(422);
			expect(browser.value("New DNIS")).toBe("4795550132");
			expect(browser.messageAt("New DNIS")).toContain(
				"+14795550132 (United States) or +4795550132 (Norway)",
			);
			expect(offers()).toEqual(["+14795550132", "+4795550132"]);
			expect((await browser.press(button)).answered).toBe(303);
		}
		expect(await numbersOf(path)).toEqual(expect.arrayContaining(["+14795550132", "+4795550132"]));
		// Now that the pool has it, the digits are that number.
		await browser.open(path);
		await add("4795550132");
		expect(browser.page.answered).toBe(409);
		expect(browser.messageAt("New DNIS")).toContain("+4795550132 is already in this group");
	});

	test("are refused by the forms that create a group and edit an entry, too", async () => {
		await browser.open(`${GROUPS}/new`);
		await browser.press("Save Group", {
			fill: { "Group Name": "twin first", "New DNIS": "(609) 555-0132" },
		});
		expect([browser.page.answered, offers()]).toEqual([422, ["+16095550132", "+6095550132"]]);
		expect((await browser.press("Use +16095550132 (United States)")).answered).toBe(303);
		const path = browser.page.url.pathname;
		expect(await numbersOf(path)).toEqual(["+16095550132"]);

		await browser.press("Edit");
		await browser.press("Save", { fill: { DNIS: "6466506700" } });
		expect([browser.page.answered, offers()]).toEqual([422, ["+16466506700", "+6466506700"]]);
		expect((await browser.press("Use +6466506700 (New Zealand)")).answered).toBe(303);
		expect(await numbersOf(path)).toEqual(["+6466506700"]);
	});
});

describe("a number in another writing (N1, N6, N7)", () => {
	test.each([
		["(800) 555-5554", ["+18005555554"]],
		["8005555554", ["+18005555554"]],
		["tel:+1-800-555-5554;ext=12", ["+18005555554"]],
		["sip:+18005555554@trunk.example", ["+18005555554"]],
		['"Sales" <sip:+18005555554@trunk.example>', ["+18005555554"]],
		["\u202a+1 800 555 5554\u202c", ["+18005555554"]],
		["\u2066+18005555554\u2069", ["+18005555554"]],
		["+1800\u200b5555554", ["+18005555554"]],
		["+4930123456;12", ["+4930123456"]],
		["+18005555554 x12", ["+18005555554"]],
		["+39 (0)331 123456", ["+390331123456"]],
		["+378 (0)549 882345", ["+3780549882345"]],
		["+225 (0)7 59 00 56 08", ["+2250759005608"]],
		["+44 (0)20 7946 0958", ["+442079460958"]],
		["call me", []],
		["18005555554, 18005555555", []],
	])("%s: %s is offered", async (typed, offered) => {
		await browser.open(`${GROUPS}/new`);
		await browser.press("Save Group", { fill: { "Group Name": "writings", "New DNIS": typed } });
		expect([browser.page.answered, offers()]).toEqual([422, offered]);
		for (const number of offered) expect(browser.messageAt("New DNIS")).toContain(number);
	});

	test("18005555554 stays what it is", async () => {
		const path = await site.createGroup(browser, "stays", "18005555554");
		expect(await numbersOf(path)).toEqual(["+18005555554"]);
	});
});

describe("a number that is impossible by now (G4)", () => {
	test("is refused where no pool has had it", async () => {
		const path = await site.createGroup(browser, "never there", newNumber());
		await browser.open(path);
		await add("+59912345678902");
		expect(browser.page.answered).toBe(422);
	});

	test("gets another description, is saved again, deleted, and back by Undo", async () => {
		const path = await site.createGroup(browser, "old plan", newNumber());
		await insertImpossible(path);
		await browser.open(path);
		expect(browser.text).toContain("Number range not in use");
		const row = "Old plan";
		await browser.press("Edit", { row });
		expect((await browser.press("Save", { fill: {} })).answered).toBe(303);
		await browser.press("Edit", { row });
		expect(
			(await browser.press("Save", { fill: { DNIS: IMPOSSIBLE.slice(1), Description: "Kept" } }))
				.answered,
		).toBe(303);
		await browser.press("Delete", { row: "Kept" });
		expect(await numbersOf(path)).not.toContain(IMPOSSIBLE);
		expect((await browser.press("Undo")).answered).toBe(303);
		expect(await numbersOf(path)).toContain(IMPOSSIBLE);
		await add("tel:59912345678901");
		expect([browser.page.answered, offers()]).toEqual([422, [IMPOSSIBLE]]);
	});
});

test("the pool is searched in any writing, complete or in part (G4)", async () => {
	const numbers = ["+14795550132", "+4795550132", "+442079460958", "+390331123456"];
	const path = await site.createGroup(browser, "searched", newNumber());
	for (const number of [...numbers, ...Array.from({ length: 8 }, newNumber)]) {
		await browser.open(path);
		expect((await add(number)).answered).toBe(303);
	}
	const found = async (q: string): Promise<string[]> => {
		await browser.open(`${path}?q=${encodeURIComponent(q)}`);
		return numbers.filter((number) => browser.page.root.innerHTML.includes(number));
	};
	expect(await found("4795550132")).toEqual(["+14795550132", "+4795550132"]);
	expect(await found("tel:+14795550132")).toEqual(["+14795550132"]);
	expect(await found("sip:+442079460958@trunk.example")).toEqual(["+442079460958"]);
	expect(await found("\u202a+1 (479) 555-0132\u202c")).toEqual(["+14795550132"]);
	expect(await found("١٤٧٩ ٥٥٥")).toEqual(["+14795550132"]);
	expect(await found("+44 (0)20 7946 0958")).toEqual(["+442079460958"]);
	expect(await found("011 44 20 79")).toEqual(["+442079460958"]);
	expect(await found("331 123")).toEqual(["+390331123456"]);
	expect(await found("0132")).toEqual(["+14795550132", "+4795550132"]);
});
