import { expect, signIn, test } from "./fixtures.ts";
import {
	addPerson,
	call,
	createGroup,
	newName,
	newNumber,
	pressInMenu,
	rowOf,
	shownGroup,
} from "./groups.ts";

test("an Administrator creates a group with two numbers, and the API gives one of them with a six-digit code", async ({
	signedIn: page,
}) => {
	const name = newName("auto_insurance");
	const [claims, renewals] = [newNumber(), newNumber()];
	await page.getByRole("link", { name: "Click-To-Call-In Config" }).click();
	await page.getByRole("button", { name: "Create New Group" }).click();
	await page.getByLabel("Group Name").fill(name);
	await page.getByLabel("New DNIS").fill(claims);
	await page.getByLabel("Description", { exact: true }).fill("Claims");
	await page.getByRole("button", { name: "Save Group" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText(
		"Click-To-Call-In Configuration",
	);
	expect(await shownGroup(page)).toBe(name);
	await expect(page.getByRole("status")).toContainText(`created with the number ${claims}`);
	await page.getByLabel("New DNIS").fill(renewals);
	await page.getByLabel("Description", { exact: true }).fill("Renewals");
	await page.getByRole("button", { name: "Add DNIS" }).click();
	await expect(rowOf(page, renewals)).toContainText("Renewals");
	await expect(page.getByLabel("Generate Access Code")).toBeChecked();

	const given = await call(name);
	expect([claims, renewals]).toContain(given.toPhoneNumber);
	expect(String(given.accessCode)).toMatch(/^[1-9][0-9]{5}$/);
	await page.getByRole("link", { name: "Call-In", exact: true }).click();
	await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Active");
});

test("a number written with brackets is corrected by one click", async ({ signedIn: page }) => {
	await createGroup(page, newName("corrected"));
	const number = newNumber();
	await page
		.getByLabel("New DNIS")
		.fill(`(${number.slice(2, 5)}) ${number.slice(5)}`.replace("(", "+1 ("));
	await page.getByLabel("Description", { exact: true }).fill("Claims");
	await page.getByRole("button", { name: "Add DNIS" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await page.getByRole("alert").getByRole("link", { name: "New DNIS" }).click();
	await expect(page.getByLabel("New DNIS")).toBeFocused();
	await page.getByRole("button", { name: `Use ${number}` }).click();
	await expect(rowOf(page, number)).toContainText("Claims");
});

test("digits with two readings are added by one click on the right number", async ({
	signedIn: page,
}) => {
	await createGroup(page, newName("twins"));
	await page.getByLabel("New DNIS").fill("4795550132");
	await page.getByLabel("Description", { exact: true }).fill("Little Rock");
	await page.getByRole("button", { name: "Add DNIS" }).click();
	await expect(page.getByRole("button", { name: "Use +4795550132 (Norway)" })).toBeVisible();
	await page.getByRole("button", { name: "Use +14795550132 (United States)" }).click();
	await expect(rowOf(page, "+14795550132")).toContainText("Little Rock");
	await expect(rowOf(page, "+4795550132")).toHaveCount(0);
});

test("Enter sends what has been typed since a number was offered", async ({ signedIn: page }) => {
	await createGroup(page, newName("entered"));
	const [offered, meant] = [newNumber(), newNumber()];
	await page.getByLabel("New DNIS").fill(offered.replace("+1800", "+1-800-"));
	await page.getByLabel("New DNIS").press("Enter");
	await expect(page.getByRole("button", { name: `Use ${offered}` })).toBeVisible();
	await page.getByLabel("New DNIS").fill(meant);
	await page.getByLabel("New DNIS").press("Enter");
	await expect(rowOf(page, meant)).toBeVisible();
	await expect(rowOf(page, offered)).toHaveCount(0);
});

test("an entry is edited and deleted in place, and the delete is undone", async ({
	signedIn: page,
}) => {
	await createGroup(page, newName("in place"));
	const number = newNumber();
	await page.getByLabel("New DNIS").fill(number);
	await page.getByRole("button", { name: "Add DNIS" }).click();
	await rowOf(page, number).getByRole("button", { name: "Edit" }).click();
	await expect(page.getByLabel("DNIS", { exact: true })).toBeFocused();
	await page.getByLabel("Description", { exact: true }).fill("Renewals");
	await page.getByRole("button", { name: "Save", exact: true }).click();
	await expect(page.getByRole("status")).toContainText(`${number} was saved.`);
	await expect(rowOf(page, number)).toContainText("Renewals");
	await pressInMenu(page, number, "Delete");
	await expect(rowOf(page, number)).toHaveCount(0);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(rowOf(page, number)).toContainText("Renewals");
});

test("the last number is not deleted, and the page says why", async ({ signedIn: page }) => {
	const number = newNumber();
	await createGroup(page, newName("last"), number);
	await pressInMenu(page, number, "Delete");
	await expect(page.getByRole("alert")).toContainText("is the last number of this group");
	await expect(page.getByRole("alert")).toBeFocused();
});

test("settings are saved, undone, and never saved over somebody else's unseen", async ({
	signedIn: page,
	browser,
	hasScript,
}) => {
	const url = await createGroup(page, newName("settings"));
	await page.getByLabel("Expiry (seconds)").fill("1801");
	await page.getByRole("button", { name: "Save Settings" }).click();
	await expect(page.getByRole("alert")).toContainText(
		"Expiry (seconds): Enter a whole number from 10 to 1,800.",
	);
	await page.getByLabel("Expiry (seconds)").fill("1800");
	await page.getByRole("button", { name: "Save Settings" }).click();
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(page.getByLabel("Expiry (seconds)")).toHaveValue("30");

	const context = await browser.newContext({
		javaScriptEnabled: hasScript,
		baseURL: process.env.E2E_ORIGIN,
	});
	const other = await context.newPage();
	await signIn(other, await addPerson("bob@example.com", "administrator"));
	await other.goto(url);
	await other.getByLabel("Expiry (seconds)").fill("45");
	await other.getByRole("button", { name: "Save Settings" }).click();
	await expect(other.getByRole("status")).toContainText("Settings saved");
	await context.close();

	await page.getByLabel("Expiry (seconds)").fill("60");
	await page.getByRole("button", { name: "Save Settings" }).click();
	const told = page.getByRole("alert");
	await expect(told).toContainText("Not saved: bob@example.com changed these settings at");
	await expect(told.getByRole("row", { name: "Expiry (seconds)" })).toContainText("4560");
	await page.getByRole("link", { name: "Keep what is saved" }).click();
	await expect(page.getByLabel("Expiry (seconds)")).toHaveValue("45");
});

test("Delete Group asks with the figures, and live requests outlive the group", async ({
	signedIn: page,
}) => {
	const name = newName("to delete");
	await createGroup(page, name);
	await call(name);
	await page.getByRole("button", { name: "Delete Group" }).click();
	const question = page.getByRole("alert");
	await expect(question).toContainText(`Delete the group “${name}” and its 1 number?`);
	await expect(question).toContainText("1 live request");
	await question.getByRole("link", { name: "Cancel" }).click();
	await expect(page.getByRole("alert")).toHaveCount(0);
	await page.getByRole("button", { name: "Delete Group" }).click();
	await page.getByRole("button", { name: "Yes, delete the group" }).click();
	await expect(page.getByRole("status")).toContainText(`Group “${name}” was deleted.`);
	await page.goto("/call-in");
	await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Active");
});

test("everything goes by keyboard alone, and the focus can always be seen", async ({
	signedIn: page,
}) => {
	/** Presses Tab until the element of this name has the focus. */
	const tabTo = async (name: string | RegExp) => {
		for (let presses = 0; presses < 60; presses += 1) {
			await page.keyboard.press("Tab");
			const focused = page.locator(":focus");
			if ((await focused.count()) === 0) continue;
			const { outline, shadow } = await focused.evaluate((element) => {
				const { outlineStyle, boxShadow } = getComputedStyle(element);
				return { outline: outlineStyle, shadow: boxShadow };
			});
			expect(outline !== "none" || shadow !== "none", "a focus ring").toBe(true);
			const snapshot = await focused.ariaSnapshot();
			if (typeof name === "string" ? snapshot.includes(`"${name}`) : name.test(snapshot)) return;
		}
		throw new Error(`Tab did not lead to ${name}`);
	};
	const name = newName("by keyboard");
	const [first, second] = [newNumber(), newNumber()].sort();
	await tabTo("Create New Group");
	await page.keyboard.press("Enter");
	await expect(page.getByLabel("Group Name")).toBeFocused();
	await page.keyboard.type(name);
	await tabTo("New DNIS");
	await page.keyboard.type(first!);
	await tabTo("Generate Access Code");
	await page.keyboard.press("Space");
	await tabTo("Save Group");
	await page.keyboard.press("Space");
	await expect(page.getByRole("status")).toBeFocused();
	await expect(page.getByLabel("Generate Access Code")).not.toBeChecked();
	await tabTo("New DNIS");
	await page.keyboard.type(second!);
	await page.keyboard.press("Enter");
	await expect(rowOf(page, second!)).toBeVisible();
	await expect(page.getByRole("status")).toBeFocused();
	await tabTo("Edit");
	await page.keyboard.press("Enter");
	await expect(page.getByLabel("DNIS", { exact: true })).toBeFocused();
	await tabTo("Description");
	await page.keyboard.type("typed");
	await page.keyboard.press("Enter");
	await expect(rowOf(page, first!)).toContainText("typed");
	await expect(page.getByRole("status")).toBeFocused();
	await tabTo("Edit");
	await tabTo(/More/);
	await page.keyboard.press("Enter");
	await tabTo(/button "Delete"/);
	await page.keyboard.press("Space");
	await expect(page.getByRole("status")).toContainText("was deleted from the pool");
	await expect(page.getByRole("status")).toBeFocused();
	await tabTo("Undo");
	await page.keyboard.press("Enter");
	await expect(page.getByRole("status")).toContainText("was added");
});
