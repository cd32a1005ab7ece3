import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";
import { groupsFile } from "../../support/groups-import.ts";
import { sendFile, signInAt } from "../../support/import-site.ts";

// The pages of a review, as a browser without JavaScript sees them.

let site: ConfigSite;
let browser: Browserless;
let cookie: string;
let made = 0;
beforeAll(async () => {
	site = await startConfigSite();
	browser = await site.signIn();
	cookie = await signInAt(site.origin);
});
afterAll(() => site.stop());

const KIBIBYTE = 1024;

async function newGroup(): Promise<{ id: string; name: string; number: string }> {
	made += 1;
	const number = newNumber();
	const path = await site.createGroup(browser, `review ${made}`, number);
	return { id: path.split("/").at(-1) as string, name: `review ${made}`, number };
}

/** Opens the review of a file for a group. */
async function review(groupId: string, text: string, mode: "add" | "replace" = "add") {
	const path = await sendFile({ origin: site.origin, cookie }, groupId, mode, text);
	await browser.open(path);
	return path;
}

/** Opens the review of a file of all groups. */
async function reviewGroups(groups: unknown[], existing = "update", name = "groups.json") {
	const body = new FormData();
	body.set("file", new File([groupsFile(groups)], name));
	body.set("existing", existing);
	const answer = await fetch(`${site.origin}/tools/click-to-call-in/import`, {
		...{ method: "POST", headers: { cookie }, body, redirect: "manual" as const },
	});
	const path = new URL(answer.headers.get("location") as string, site.origin).pathname;
	await browser.open(path);
	return path;
}

const isInvalid = (label: string): boolean =>
	browser.field(label).getAttribute("aria-invalid") === "true";

describe("errors of a review stand at their fields (I2)", () => {
	test("a description's error is at the description, a number's at the DNIS, and the others have no edge", async () => {
		const { id } = await newGroup();
		const long = "x".repeat(33);
		await review(id, `${newNumber()},${long}\nnonsense,fine\n${newNumber()},a,b\n`);
		expect(browser.messageAt("Description of line 1")).toContain("has 33 characters");
		expect(browser.messageAt("DNIS of line 1")).toBe("");
		expect(browser.messageAt("DNIS of line 2")).toContain("is not a phone number");
		expect(browser.messageAt("Description of line 3")).toContain("1 column too many");
		expect(
			[1, 2, 3].map((line) => [
				isInvalid(`DNIS of line ${line}`),
				isInvalid(`Description of line ${line}`),
			]),
		).toEqual([
			[false, true],
			[true, false],
			[false, true],
		]);
	});

	test("in a file of all groups too", async () => {
		const numbers = [{ number: newNumber(), description: "x".repeat(33) }];
		const path = await reviewGroups([{ name: "long description", numbers }]);
		await browser.open(`${path}/0`);
		expect(browser.messageAt("Description of groups[0].numbers[0]")).toContain(
			"groups[0].numbers[0].description",
		);
		expect(browser.messageAt("DNIS of groups[0].numbers[0]")).toBe("");
	});
});

test.each([
	['say "hi", 100%.json', 'Review of say "hi", 100%.json'],
	["50%25 off %41.json", "Review of 50%25 off %41.json"],
	["two\nlines.json", "Review of two lines.json"],
])("a file's name is shown as it is: %j", async (name, shown) => {
	await reviewGroups([{ name: "named", numbers: [{ number: newNumber() }] }], "skip", name);
	expect(browser.text).toContain(shown);
});

describe("repairs say what they did, and many take one page (I9)", () => {
	test("all safe repairs in one step, and each decision of the rest in another", async () => {
		const { id } = await newGroup();
		const [a, b, c] = [newNumber(), newNumber(), newNumber()];
		await review(
			id,
			[
				`${a.replace("+1800", "+1 800 ")},one`,
				`${b},f\tg`,
				`${b},f g`,
				`${c},a,b`,
				`${newNumber()},${"x".repeat(40)}`,
				"nonsense,left out",
				"4795550132,two",
			].join("\n"),
		);
		await browser.press("Apply all safe repairs");
		expect(browser.text).toContain(
			"1 number was cleaned. 1 description was cleaned. 1 repeated row was left out.",
		);
		await browser.press("Apply these decisions", {
			fill: {
				"Keep 1 number as written": true,
				"Drop extra columns of 1 row": true,
				"Shorten 1 description": true,
				"Leave out 4 rows in error": true,
			},
		});
		expect(browser.text).toContain(
			"1 number was kept as written, with a plus sign. Extra columns of 1 row were dropped. " +
				"1 description was shortened. 1 row in error was left out.",
		);
		expect(browser.text).not.toContain("repaired");
		await browser.press("Take back 1 row in error was left out.");
		expect(browser.text).toContain("1 row is again as before.");
		expect(browser.value("DNIS of line 6")).toBe("nonsense");
	});

	test("without an answer nothing changes, and a repair that does not exist is refused", async () => {
		const { id } = await newGroup();
		const path = await review(id, `${newNumber()},${"x".repeat(40)}`);
		await browser.press("Apply these decisions");
		expect(browser.text).toContain("No row was changed.");
		expect((await browser.post(path, { intent: "repair", "kind-lengths": "x" })).answered).toBe(
			400,
		);
	});

	test("10,000 rows with 5,000 errors: the page stays under 40 KiB", async () => {
		const { id } = await newGroup();
		const rows = Array.from({ length: 10_000 }, (_, index) => {
			const number = `+1800${2_000_000 + index}`;
			return index % 2 === 0 ? `${number},${index}` : `${number.slice(0, 5)} ${number.slice(5)},x`;
		});
		await review(id, rows.join("\n"));
		expect(browser.text).toContain("5,000 rows have errors.");
		expect(gzipSync(browser.page.html).length).toBeLessThan(40 * KIBIBYTE);
		await browser.press("Apply all safe repairs");
		expect(browser.text).toContain("5,000 numbers were cleaned.");
		expect(gzipSync(browser.page.html).length).toBeLessThan(40 * KIBIBYTE);
	});
});

describe("what an import removes is shown before its button (I10)", () => {
	test("a pool that is replaced: its numbers, their count on the button, and live ones on confirmation", async () => {
		const { id, name, number } = await newGroup();
		const path = await review(id, `${newNumber()},new\n`, "replace");
		const { html } = browser.page;
		expect(browser.text).toContain(`This number will be removed:${number}`);
		expect(html.indexOf("This number will be removed")).toBeLessThan(
			html.indexOf("Apply and remove 1 number"),
		);
		expect(browser.buttons("Apply")).toEqual([]);
		expect(browser.buttons("Apply and remove 1 number")[0]?.classNames).toContain("button-danger");

		// A request comes in after the page was shown: it is asked about now.
		await site.call(name);
		await browser.press("Apply and remove 1 number");
		expect(browser.page.answered).toBe(409);
		expect(browser.text).toContain("numbers with live requests would be removed");
		expect(browser.field("Remove 1 number with 1 live request").hasAttribute("required")).toBe(
			true,
		);
		await browser.press("Apply and remove 1 number", {
			fill: { "Remove 1 number with 1 live request": true },
		});
		expect(browser.text).toContain("The import was applied.");
		await browser.open(path);
		expect(await site.sql`select 1 from pool_entries where number = ${number}`).toEqual([]);
	});

	test("groups that are updated: each with its numbers, and live ones on confirmation", async () => {
		const { id, name, number } = await newGroup();
		await site.call(name);
		const path = await reviewGroups([{ name, numbers: [{ number: newNumber() }] }]);
		expect(browser.text).toContain(`1 number will be removed from 1 group:${name}: 1 number`);
		await browser.press("Apply and remove 1 number");
		expect(browser.page.answered).toBe(409);
		await browser.open(path);
		await browser.press("Apply and remove 1 number", {
			fill: { "Remove 1 number with 1 live request": true },
		});
		expect(browser.text).toContain("The import was applied.");
		expect(
			await site.sql`select 1 from pool_entries where group_id = ${id} and number = ${number}`,
		).toEqual([]);
	});
});

describe("wrong names and settings in a file of all groups are corrected in its review (I10)", () => {
	test("the file's value is shown, its error stands at its field, and what was typed is kept", async () => {
		const path = await reviewGroups([
			{
				name: "two  spaces",
				settings: { expirySeconds: 5, uniqueDnis: "yes", callerId: "ANY", expirySecs: 60 },
				numbers: [{ number: newNumber() }],
			},
		]);
		expect(browser.text).toContain("groups[0].settings.expirySeconds: “5”.");
		await browser.follow("two spaces");
		expect(browser.value("Expiry (seconds)")).toBe("5");
		expect(browser.messageAt("Expiry (seconds)")).toContain("10 to 1,800");
		expect(browser.value("Do not reuse DNIS for concurrent requests")).toBe("yes");
		expect(browser.messageAt("Do not reuse DNIS for concurrent requests")).toContain(
			"true or false",
		);
		expect(browser.value("Caller ID")).toBe("ANY");
		expect(browser.messageAt("Caller ID")).not.toBe("");
		expect(browser.messageAt("Name of the group")).toContain("space");
		expect(browser.value("Access Code Length")).toBe("");
		expect(browser.text).toContain("Not in the file, so the default holds: 6.");
		expect(browser.text).toContain("they are not imported: “expirySecs” with “60”.");

		const settings = {
			"Do not reuse DNIS for concurrent requests": "true",
			"Caller ID": "equal",
			"Name of the group": "one space",
		};
		await browser.press("Save name and settings", {
			fill: { ...settings, "Expiry (seconds)": "1801" },
		});
		expect(browser.text).toContain("Saved in this review. 1 field is still in error.");
		expect(browser.value("Expiry (seconds)")).toBe("1801");
		expect(isInvalid("Expiry (seconds)")).toBe(true);
		await browser.press("Save name and settings", { fill: { "Expiry (seconds)": "99" } });
		expect(browser.text).toContain("The name and the settings are saved in this review.");
		await browser.open(path);
		await browser.press("Apply");
		expect(
			await site.sql`select expiry_seconds, unique_dnis, caller_id, access_code_length
				from groups where name = 'one space'`,
		).toEqual([
			{ expiry_seconds: 99, unique_dnis: true, caller_id: "equal", access_code_length: 6 },
		]);
	});

	test("a name that the file has twice is corrected in place, and the rest of the group stays", async () => {
		const groups = ["twice", "TWICE"].map((name) => ({
			...{ name, settings: { expirySeconds: 60 } },
			numbers: [{ number: newNumber() }, { number: "nonsense" }],
		}));
		const path = await reviewGroups(groups);
		await browser.open(`${path}/1`);
		expect(browser.messageAt("Name of the group")).toContain("groups[0] has the same name");
		await browser.press("Save name and settings", { fill: { "Name of the group": "once" } });
		expect(browser.messageAt("Name of the group")).toBe("");
		expect(browser.value("Expiry (seconds)")).toBe("60");
		expect(browser.messageAt("DNIS of groups[1].numbers[1]")).toContain("nonsense");
	});

	test("an error that several groups share is corrected in all of them at once, and in no other", async () => {
		const group = (name: string, settings: object) => ({
			...{ name, settings },
			numbers: [{ number: newNumber() }],
		});
		const path = await reviewGroups([
			group("shared 1", { expirySeconds: 5, guard: "off" }),
			group("shared 2", { expirySeconds: 5, guard: "off", accessCodeLength: 8 }),
			group("shared 3", { expirySeconds: "5" }),
			group("shared 4", { expirySeconds: 40 }),
		]);
		const expiry = "Expiry (seconds): “5” in 2 groups";
		expect(browser.value(expiry)).toBe("5");
		expect(isInvalid(expiry)).toBe(true);
		const guard = browser.field("When codes are guessed: “off” in 2 groups");
		expect(guard.closest("form")?.textContent).toContain("Correct in 2 groups: When codes");

		const wrong = {
			intent: "correct-setting",
			setting: "expirySeconds",
			given: "5",
			expirySeconds: "9",
		};
		expect((await browser.post(path, wrong)).answered).toBe(422);
		expect(browser.value(expiry)).toBe("9");
		expect(browser.messageAt(expiry)).toContain("10 to 1,800");

		await browser.press("Correct in 2 groups: Expiry (seconds)", { fill: { [expiry]: "90" } });
		expect(browser.text).toContain("2 groups were corrected in this review.");
		expect(browser.text).not.toContain(expiry);
		await browser.post(path, {
			...{ intent: "correct-setting", setting: "guard", given: '"off"', guard: "alertOnly" },
		});
		await browser.open(path);
		await browser.follow("shared 3");
		expect(browser.value("Expiry (seconds)")).toBe('"5"');
		await browser.press("Save name and settings", { fill: { "Expiry (seconds)": "50" } });
		await browser.open(path);
		await browser.press("Apply");
		expect(
			await site.sql`select expiry_seconds, guard, access_code_length
				from groups where name like 'shared %' order by name`,
		).toEqual([
			{ expiry_seconds: 90, guard: "alertOnly", access_code_length: 6 },
			{ expiry_seconds: 90, guard: "alertOnly", access_code_length: 8 },
			{ expiry_seconds: 50, guard: "guard", access_code_length: 6 },
			{ expiry_seconds: 40, guard: "guard", access_code_length: 6 },
		]);
	});

	test("a form without its fields is refused", async () => {
		const path = await reviewGroups([{ name: "plain", numbers: [{ number: newNumber() }] }]);
		expect((await browser.post(`${path}/0`, { intent: "settings", name: "x" })).answered).toBe(400);
	});
});

describe("the columns of a file are chosen before it is read (I5, I8)", () => {
	test("a file between semicolons shows three of its rows as they would be read, before the button", async () => {
		const { id } = await newGroup();
		const numbers = [1, 2, 3, 4].map(newNumber);
		await review(id, numbers.map((number) => `${number};"a; b"`).join("\n"));
		const { html } = browser.page;
		const asRead = html.indexOf("As they would be read");
		expect(asRead).toBeGreaterThan(0);
		expect(asRead).toBeLessThan(html.indexOf("Read the file like this"));
		expect(html.slice(asRead).match(/a; b/g)).toHaveLength(3);
		await browser.press("Read the file like this");
		expect(browser.text).toContain("4 added.");
	});

	test("a missing choice is an error at its field, and the other choices stay", async () => {
		const { id } = await newGroup();
		await review(id, `owner,DID,place\nAnn,${newNumber()},a\nBob,${newNumber()},b\n`);
		await browser.press("Read the file like this", { fill: { DNIS: "1" } });
		expect(browser.page.answered).toBe(422);
		expect(browser.messageAt("Description")).toContain("Choose the column with the descriptions");
		expect(isInvalid("Description")).toBe(true);
		expect(isInvalid("DNIS")).toBe(false);
		expect(browser.value("DNIS")).toBe("1");
	});
});
