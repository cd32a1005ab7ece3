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

/**
 * Nothing was saved. The page reports it as in G13: focus on the summary, with links to existing
 * fields.
 */
function expectRefused(status: number, ...labels: string[]): void {
	expect(browser.page.answered).toBe(status);
	const summary = browser.page.root.querySelector("[role=alert]");
	expect(summary?.hasAttribute("autofocus")).toBe(true);
	expect(summary?.getAttribute("tabindex")).toBe("-1");
	for (const label of labels) {
		// The message's own words; a remedy, such as a button, follows at the field alone.
		const link = summary
			?.querySelectorAll("a")
			.find((one) => `${label}: ${browser.messageAt(label)}`.startsWith(textOf(one)));
		expect(link, `a link to ${label}`).toBeDefined();
		const target = browser.page.root.getElementById(link!.getAttribute("href")!.slice(1));
		expect(target?.outerHTML).toBe(browser.field(label).outerHTML);
		expect(browser.messageAt(label), `a message at ${label}`).not.toBe("");
	}
	expect(browser.page.root.querySelectorAll("[autofocus]")).toHaveLength(1);
	expect(browser.page.root.querySelector("title")?.text).toMatch(/^Error: /);
}

const SETTINGS = {
	"Access Code Length": { accepted: ["4", "12"], refused: ["3", "13", "", "6.5", "six", "1e1"] },
	"Expiry (seconds)": { accepted: ["10", "1800"], refused: ["9", "1801", "", "-30", "1,800"] },
};

describe("the settings of a group", () => {
	for (const [label, { accepted, refused }] of Object.entries(SETTINGS)) {
		test(`${label} is taken at its edges and refused one beyond, by both forms (G7)`, async () => {
			const path = await site.createGroup(browser, `edges of ${label}`, newNumber());
			for (const value of refused) {
				await browser.open(path);
				await browser.press("Save Settings", {
					fill: { [label]: value, "Generate Access Code": false },
				});
				expectRefused(422, label);
				expect(browser.value(label)).toBe(value);
				expect(browser.value("Generate Access Code")).toBe(false);
				await browser.open(`${GROUPS}/new`);
				await browser.press("Save Group", {
					fill: { "Group Name": `x ${label} ${value}`, "New DNIS": newNumber(), [label]: value },
				});
				expectRefused(422, label);
				expect(browser.value("Group Name")).toBe(`x ${label} ${value}`);
			}
			for (const value of accepted) {
				await browser.open(path);
				expect((await browser.press("Save Settings", { fill: { [label]: value } })).answered).toBe(
					303,
				);
				expect(browser.value(label)).toBe(value);
				await site.createGroup(browser, `x ${label} ${value}`, newNumber(), { [label]: value });
				expect(browser.value(label)).toBe(value);
			}
		});
	}

	test("a new group starts with the defaults of G7", async () => {
		await browser.open(`${GROUPS}/new`);
		expect(
			[
				"Generate Access Code",
				"Access Code Length",
				"Expiry (seconds)",
				"Do not reuse DNIS for concurrent requests",
			].map((label) => browser.value(label)),
		).toEqual([true, "6", "30", false]);
	});

	test("the length is kept and checked while codes are off (G7)", async () => {
		const path = await site.createGroup(browser, "codes off", newNumber(), {
			"Generate Access Code": false,
			"Access Code Length": "9",
		});
		expect([browser.value("Generate Access Code"), browser.value("Access Code Length")]).toEqual([
			false,
			"9",
		]);
		await browser.press("Save Settings", { fill: { "Access Code Length": "13" } });
		expectRefused(422, "Access Code Length");
		await browser.open(path);
		expect(browser.value("Access Code Length")).toBe("9");
		expect(browser.text).toContain("cannot be told apart");
	});

	test("a save can be undone (G13)", async () => {
		await site.createGroup(browser, "undone", newNumber());
		await browser.press("Save Settings", {
			fill: {
				"Expiry (seconds)": "99",
				"Generate Access Code": false,
				"Do not reuse DNIS for concurrent requests": true,
			},
		});
		expect(browser.text).toContain("Settings saved");
		await browser.press("Undo");
		expect(browser.value("Expiry (seconds)")).toBe("30");
		expect(browser.value("Generate Access Code")).toBe(true);
		expect(browser.value("Do not reuse DNIS for concurrent requests")).toBe(false);
	});
});

describe("a new group's name (G1, G2)", () => {
	const longest = "👍".repeat(64);

	test.each([
		["one character", "x"],
		["64 characters beyond the basic plane", longest],
		["the 64th a letter with its accent apart", `${"z".repeat(63)}e\u0301`],
	])("%s is taken", async (_, name) => {
		const path = await site.createGroup(browser, name, newNumber());
		expect(browser.chosen("Group")).toBe(name.normalize("NFC"));
		expect(path).not.toContain("👍");
	});

	test.each([
		["nothing", ""],
		["65 characters", "y".repeat(65)],
		["65 characters beyond the basic plane", `${longest}👍`],
		["two spaces in a row", "two  spaces"],
		["a tab", "tab\there"],
		["a direction mark", "mark\u200fhere"],
		["a null character", "null\0here"],
	])("%s is refused, and everything typed is still there", async (_, name) => {
		await browser.open(`${GROUPS}/new`);
		const typed = {
			"Group Name": name,
			"New DNIS": "+18005550100",
			Description: "Claims",
			"Access Code Length": "8",
		};
		await browser.press("Save Group", { fill: { ...typed, "Generate Access Code": false } });
		expectRefused(422, "Group Name");
		for (const [label, value] of Object.entries(typed)) expect(browser.value(label)).toBe(value);
		expect(browser.value("Generate Access Code")).toBe(false);
	});

	test.each([
		["in other case", "TAKEN straße café"],
		["in another form", "ｔａｋｅｎ straße cafe\u0301"],
		["with spaces around", "  taken straße café "],
	])("a name taken %s is refused with the group's name (G1)", async (_, name) => {
		await browser.open(GROUPS);
		if (!browser.text.includes("Taken straße café"))
			await site.createGroup(browser, "Taken straße café", newNumber());
		await browser.open(`${GROUPS}/new`);
		await browser.press("Save Group", {
			fill: { "Group Name": name, "New DNIS": newNumber(), "Expiry (seconds)": "77" },
		});
		expectRefused(409, "Group Name");
		expect(browser.messageAt("Group Name")).toContain("“Taken straße café”");
		expect(browser.value("Expiry (seconds)")).toBe("77");
	});

	test("the form says that it cannot be changed, and a crafted post does not change it (G2)", async () => {
		await browser.open(`${GROUPS}/new`);
		expect(browser.text).toContain("You cannot change the name after you save the group.");
		const path = await site.createGroup(browser, "for ever", newNumber());
		const version = browser.page.root
			.querySelector("#settings input[name=version]")!
			.getAttribute("value")!;
		const settings = {
			version,
			accessCodeLength: "7",
			expirySeconds: "40",
			callerId: "any",
			guard: "guard",
			name: "renamed",
			groupName: "renamed",
			nameKey: "renamed",
		};
		await browser.post(path, { intent: "save-settings", ...settings });
		expect(browser.page.answered).toBe(303);
		expect(browser.chosen("Group")).toBe("for ever");
		expect((await browser.post(path, { intent: "rename-group", name: "renamed" })).status).toBe(
			400,
		);
		expect(await site.sql`select name from groups where name_key = 'renamed'`).toHaveLength(0);
	});
});

describe("a DNIS (G4) and its description (G5)", () => {
	let path: string;
	beforeAll(async () => {
		path = await site.createGroup(browser, "numbers", newNumber());
	});

	test("16 characters are taken, 17 are refused", async () => {
		await browser.open(path);
		expect(
			(await browser.press("Add DNIS", { fill: { "New DNIS": "+493012345678901" } })).answered,
		).toBe(303);
		expect(browser.text).toContain("+493012345678901");
		await browser.press("Add DNIS", {
			fill: { "New DNIS": "+4930123456789012", Description: "too long" },
		});
		expectRefused(422, "New DNIS");
		expect([browser.value("New DNIS"), browser.value("Description")]).toEqual([
			"+4930123456789012",
			"too long",
		]);
	});

	test.each(["", "claims", "+0180055555", "+21012345678", "+1800555", "1".repeat(5000)])(
		"“%.20s” is refused and stays in the field",
		async (number) => {
			await browser.open(path);
			await browser.press("Add DNIS", { fill: { "New DNIS": number } });
			expectRefused(422, "New DNIS");
			expect(browser.value("New DNIS")).toBe(number);
		},
	);

	test("a number with spaces is refused with the cleaned one, which one click takes", async () => {
		await browser.open(path);
		await browser.press("Add DNIS", {
			fill: { "New DNIS": "+1 (800) 555-9001", Description: "Claims" },
		});
		expectRefused(422, "New DNIS");
		expect(browser.messageAt("New DNIS")).toContain("+18005559001");
		expect((await browser.press("Use +18005559001")).answered).toBe(303);
		expect(browser.text).toContain("+18005559001 was added");
		expect(
			await site.sql`select description from pool_entries where number = '+18005559001'`,
		).toEqual([{ description: "Claims" }]);
	});

	test("Enter sends what stands in the field, not the number that was offered before", async () => {
		for (const { open, button, fill } of [
			{ open: path, button: "Add DNIS", fill: {} },
			{ open: `${GROUPS}/new`, button: "Save Group", fill: { "Group Name": `by enter` } },
		]) {
			await browser.open(open);
			await browser.press(button, { fill: { "New DNIS": "+1 (800) 555-9010", ...fill } });
			const meant = newNumber();
			expect((await browser.pressEnter("New DNIS", { "New DNIS": meant })).answered).toBe(303);
			expect(browser.text).toContain(meant);
			expect(await site.sql`select 1 from pool_entries where number = '+18005559010'`).toHaveLength(
				0,
			);
		}
	});

	test("without its plus sign it is the same number, and a second one names the entry that has it (G6)", async () => {
		const number = newNumber();
		await browser.open(path);
		await browser.press("Add DNIS", { fill: { "New DNIS": number, Description: "Renewals <b>" } });
		await browser.press("Add DNIS", {
			fill: { "New DNIS": number.slice(1), Description: "again" },
		});
		expectRefused(409, "New DNIS");
		expect(browser.messageAt("New DNIS")).toContain("already in this group, as “Renewals <b>”");
		expect([browser.value("New DNIS"), browser.value("Description")]).toEqual([
			number.slice(1),
			"again",
		]);
	});

	test("a possible number in no assigned range is taken with a warning", async () => {
		await browser.open(path);
		await browser.press("Add DNIS", { fill: { "New DNIS": "+15550100001" } });
		expect(textOf(browser.page.root.querySelector("[role=status]"))).toContain(
			"No phone company uses",
		);
		expect(textOf(browser.buttons("Edit").at(0)?.closest("table"))).toContain(
			"Number range not in use",
		);
	});

	test.each([
		["32 characters", "d".repeat(32), true],
		["32 characters beyond the basic plane", "📞".repeat(32), true],
		["spaces at both ends", "  Claims  and more ", true],
		["33 characters", "d".repeat(33), false],
		["33 characters beyond the basic plane", "📞".repeat(33), false],
		["a line break", "two\u2028lines", false],
	])("a description of %s (G5)", async (_, description, isTaken) => {
		const number = newNumber();
		await browser.open(path);
		await browser.press("Add DNIS", { fill: { "New DNIS": number, Description: description } });
		if (!isTaken) {
			expectRefused(422, "Description");
			expect([browser.value("New DNIS"), browser.value("Description")]).toEqual([
				number,
				description,
			]);
			return;
		}
		expect(browser.page.answered).toBe(303);
		expect(await site.sql`select description from pool_entries where number = ${number}`).toEqual([
			{ description },
		]);
		await browser.press("Edit", { row: number });
		expect(browser.value("Description")).toBe(description);
	});
});
