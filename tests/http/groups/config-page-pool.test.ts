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

const UNIQUE = "Do not reuse DNIS for concurrent requests";
const alertText = () => textOf(browser.page.root.querySelector("[role=alert]"));
const statusText = () => textOf(browser.page.root.querySelector("[role=status]"));
const rowOf = (number: string) =>
	textOf(
		browser.page.root.querySelectorAll("tbody tr[id]").find((row) => textOf(row).includes(number)),
	);
const live = async (groupName: string) => expect((await site.call(groupName)).status).toBe(200);

describe("a number in two groups (G6)", () => {
	test("it may be added, and a warning names the other groups on both pages", async () => {
		const number = newNumber();
		const first = await site.createGroup(browser, "shared <one>", number);
		await site.createGroup(browser, "shared two", newNumber());
		await browser.press("Add DNIS", { fill: { "New DNIS": number } });
		expect(statusText()).toContain(
			"also in “shared <one>”. Without access codes, callers on it cannot be told apart.",
		);
		expect(rowOf(number)).toContain("Also in shared <one>");
		await browser.open(first);
		expect(rowOf(number)).toContain("Also in shared two");
		await site.createGroup(browser, "shared three", number);
		expect(statusText()).toContain("“shared <one>”, “shared two”");
	});

	test("a group with unique DNIS keeps its numbers: none is added, created or edited elsewhere", async () => {
		const number = newNumber();
		await site.createGroup(browser, "keeps & has", number, { [UNIQUE]: true });
		const own = newNumber();
		const other = await site.createGroup(browser, "wants", own);
		await browser.press("Add DNIS", { fill: { "New DNIS": number } });
		expect([browser.page.answered, browser.messageAt("New DNIS")]).toEqual([
			409,
			expect.stringContaining("“keeps & has”"),
		]);
		await browser.open(other);
		await browser.press("Edit", { row: own });
		await browser.press("Save", { fill: { DNIS: number } });
		expect([browser.page.answered, browser.messageAt("DNIS")]).toEqual([
			409,
			expect.stringContaining("“keeps & has”"),
		]);
		expect(browser.value("DNIS")).toBe(number);
		await browser.open(`${GROUPS}/new`);
		await browser.press("Save Group", { fill: { "Group Name": "wants too", "New DNIS": number } });
		expect([browser.page.answered, browser.messageAt("New DNIS")]).toEqual([
			409,
			expect.stringContaining("“keeps & has”"),
		]);
	});

	test("a group with unique DNIS takes no number that another group has", async () => {
		const number = newNumber();
		await site.createGroup(browser, "had it first", number);
		await browser.open(`${GROUPS}/new`);
		await browser.press("Save Group", {
			fill: { "Group Name": "exclusive", "New DNIS": number, [UNIQUE]: true },
		});
		expect([browser.page.answered, browser.messageAt("New DNIS")]).toEqual([
			409,
			expect.stringContaining("“had it first”"),
		]);
		expect(browser.value(UNIQUE)).toBe(true);
		await site.createGroup(browser, "exclusive", newNumber(), { [UNIQUE]: true });
		await browser.press("Add DNIS", { fill: { "New DNIS": number } });
		expect([browser.page.answered, browser.messageAt("New DNIS")]).toEqual([
			409,
			expect.stringContaining("“had it first”"),
		]);
	});

	test("unique DNIS is not switched on while another group has a number of the pool", async () => {
		const number = newNumber();
		const first = await site.createGroup(browser, "switch one", number);
		await site.createGroup(browser, "switch two", number);
		await browser.press("Save Settings", { fill: { [UNIQUE]: true, "Expiry (seconds)": "45" } });
		expect(browser.page.answered).toBe(409);
		expect(browser.messageAt(UNIQUE)).toContain("“switch one”");
		expect(browser.messageAt(UNIQUE)).toContain(number);
		expect([browser.value(UNIQUE), browser.value("Expiry (seconds)")]).toEqual([true, "45"]);
		await browser.open(first);
		await browser.press("Add DNIS", { fill: { "New DNIS": newNumber() } });
		await browser.press("Delete", { row: number });
		expect((await browser.press("Save Settings", { fill: { [UNIQUE]: true } })).answered).toBe(303);
	});
});

describe("deleting a number (G8, G10)", () => {
	test("the last one is refused with the reason (G3)", async () => {
		const number = newNumber();
		await site.createGroup(browser, "one left", number);
		await browser.press("Delete", { row: number });
		expect(browser.page.answered).toBe(409);
		expect(alertText()).toContain(`${number} is the last number of this group`);
		expect(rowOf(number)).not.toBe("");
	});

	test("undo brings number and description back", async () => {
		const number = newNumber();
		await site.createGroup(browser, "undone", newNumber());
		await browser.press("Add DNIS", {
			fill: { "New DNIS": number, Description: " “Claims” & 100% " },
		});
		await browser.press("Delete", { row: number });
		expect(statusText()).toContain(`${number} was deleted`);
		expect(rowOf(number)).toBe("");
		await browser.press("Undo");
		expect(rowOf(number)).not.toBe("");
		expect(await site.sql`select description from pool_entries where number = ${number}`).toEqual([
			{ description: " “Claims” & 100% " },
		]);
	});

	test("one with live requests asks first, with their number, and they stand afterwards", async () => {
		const number = newNumber();
		await site.createGroup(browser, "live numbers", number, { "Expiry (seconds)": "1800" });
		await live("live numbers");
		await live("live numbers");
		await browser.press("Add DNIS", { fill: { "New DNIS": newNumber() } });
		await browser.press("Delete", { row: number });
		expect(browser.page.answered).toBe(409);
		expect(alertText()).toContain(`${number} has 2 live requests.`);
		// Requested through another group with this number alone: the number's requests count,
		// whichever group made them.
		await site.createGroup(await site.signIn(), "live elsewhere", number, {
			"Expiry (seconds)": "1800",
		});
		await live("live elsewhere");
		await browser.press("Yes, delete the number");
		expect(browser.page.answered, "asked again: a third came").toBe(409);
		expect(alertText()).toContain(`${number} has 3 live requests.`);
		await browser.press("Yes, delete the number");
		expect(browser.page.answered).toBe(303);
		const left =
			await site.sql`select count(*)::int as n from requests where to_number = ${number} and expires_at > now() and ended_at is null`;
		expect(left).toEqual([{ n: 3 }]);
		await browser.press("Undo");
		expect(rowOf(number)).not.toBe("");
	});

	test("one deleted twice is told to be gone", async () => {
		const number = newNumber();
		const path = await site.createGroup(browser, "twice", newNumber());
		await browser.press("Add DNIS", { fill: { "New DNIS": number } });
		const other = await site.signIn();
		await other.open(path);
		await browser.press("Delete", { row: number });
		await other.press("Delete", { row: number });
		expect(other.page.answered).toBe(409);
		expect(other.text).toContain("from the group. Add it again if you still need it.");
	});
});

describe("Delete Group (G9, G10)", () => {
	test("it asks, naming the group, its numbers and live requests; it asks again when the pool changed; live requests stand", async () => {
		const path = await site.createGroup(browser, "to go", newNumber(), {
			"Expiry (seconds)": "1800",
		});
		await live("to go");
		await browser.press("Delete Group");
		expect(browser.page.status).toBe(200);
		expect(alertText()).toContain("“to go” and its 1 number?");
		expect(alertText()).toContain("1 live request.");
		const other = await site.signIn();
		await other.open(path);
		await other.press("Add DNIS", { fill: { "New DNIS": newNumber() } });
		await browser.press("Yes, delete the group");
		expect(browser.page.answered).toBe(409);
		expect(alertText()).toContain("changed since you opened this page");
		expect(alertText()).toContain("and its 2 numbers?");
		await browser.press("Yes, delete the group");
		expect(browser.page.answered).toBe(303);
		expect(statusText()).toBe("Group “to go” was deleted.Undo");
		expect((await browser.open(path)).status).toBe(404);
		expect((await site.call("to go")).status).toBe(400);
		const kept =
			await site.sql`select group_name, expires_at > now() and ended_at is null as live from requests where group_name = 'to go'`;
		expect(kept).toEqual([{ group_name: "to go", live: true }]);
	});

	test("the question changes nothing by itself", async () => {
		const path = await site.createGroup(browser, "stays", newNumber());
		await browser.press("Delete Group");
		expect((await browser.open(path)).status).toBe(200);
	});

	test("Undo brings it back with its ID, numbers and settings, at once or from the list of groups", async () => {
		const number = newNumber();
		const path = await site.createGroup(browser, "to come back", number, {
			"Expiry (seconds)": "77",
		});
		for (const where of ["at once", "from the list"]) {
			await browser.open(path);
			await browser.press("Delete Group");
			await browser.press("Yes, delete the group");
			if (where === "from the list") await browser.open(GROUPS);
			expect(browser.text).toContain("Deleted in the last day");
			await browser.press(where === "at once" ? "Undo" : "Restore to come back");
			expect(statusText()).toBe("Group “to come back” is back, with its numbers and settings.");
			expect(browser.page.url.pathname).toBe(path);
			expect(rowOf(number)).not.toBe("");
			expect(browser.value("Expiry (seconds)")).toBe("77");
			expect((await site.call("to come back")).data?.toPhoneNumber).toBe(number);
		}
		await browser.open(GROUPS);
		expect(browser.text).not.toContain("Restore to come back");
	});

	test("what stands in the way of a restore is told, and nothing changes", async () => {
		await site.createGroup(browser, "name in use", newNumber());
		await browser.press("Delete Group");
		await browser.press("Yes, delete the group");
		await site.createGroup(browser, "NAME in use", newNumber());
		await browser.open(GROUPS);
		await browser.press("Restore name in use");
		expect(browser.page.answered).toBe(409);
		expect(alertText()).toContain("“NAME in use”");
		expect(browser.text).toContain("Restore name in use");
	});

	test("more than 100 numbers go only when their group's name is typed", async () => {
		const path = await site.createGroup(browser, "Large one", newNumber());
		const [{ id }] =
			(await site.sql`select id from groups where name = 'Large one'`) as unknown as [
				{ id: string },
			];
		await site.sql`insert into numbers (number) select '+1888' || (7000000 + n) from generate_series(1, 100) n`;
		await site.sql`insert into pool_entries (id, group_id, number, position, updated_by)
			select gen_random_uuid(), ${id}, '+1888' || (7000000 + n), n, 'test' from generate_series(1, 100) n`;
		await browser.open(path);
		await browser.press("Delete Group");
		const field = "Type the name of the group, “Large one”";
		expect(browser.page.root.querySelector("[role=alert] a[download]")?.getAttribute("href")).toBe(
			`${path}/pool.csv`,
		);
		for (const typed of ["", "Large"]) {
			await browser.press("Yes, delete the group", { fill: { [field]: typed } });
			expect(browser.page.answered).toBe(422);
			expect(browser.messageAt(field)).toContain("Type the name of the group here");
			expect(browser.value("Expiry (seconds)")).toBe("30");
		}
		await browser.press("Yes, delete the group", { fill: { [field]: " large ONE " } });
		expect(browser.page.answered).toBe(303);
		expect(statusText()).toContain("was deleted");
		await browser.press("Undo");
		expect(browser.text).toContain("101");
	});

	test("a group made anew under the old name is another group (G10)", async () => {
		const number = newNumber();
		const old = await site.createGroup(browser, "phoenix", number, { "Expiry (seconds)": "1800" });
		await live("phoenix");
		await browser.press("Delete Group");
		await browser.press("Yes, delete the group");
		const anew = await site.createGroup(browser, "Phoenix", number);
		expect(anew).not.toBe(old);
		await browser.press("Delete Group");
		expect(alertText()).toContain("no live requests");
		expect((await browser.open(old)).status).toBe(404);
	});
});
