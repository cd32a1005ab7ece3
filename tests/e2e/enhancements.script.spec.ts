import { expect, test } from "./fixtures.ts";
import { createGroup, newName, newNumber, rowOf } from "./groups.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a double click on a button that saves sends once", async ({ signedIn: page }) => {
	await createGroup(page, newName("double click"));
	const number = newNumber();
	const sent: string[] = [];
	page.on("request", (request) => {
		if (request.method() === "POST") sent.push(request.url());
	});
	await page.getByLabel("New DNIS").fill(number);
	await page.getByRole("button", { name: "Add DNIS" }).dblclick();
	await expect(rowOf(page, number)).toBeVisible();
	expect(sent).toHaveLength(1);
	await expect(page.getByRole("status")).toContainText("was added");
});

test("a number's copy button copies its E.164 form", async ({ signedIn: page }) => {
	const number = newNumber();
	await createGroup(page, newName("copied"), number);
	await rowOf(page, number).locator("summary").click();
	const copy = page.getByRole("button", { name: `Copy ${number}` });
	await copy.click();
	await expect(page.getByRole("button", { name: `Copied ${number}` })).toBeVisible();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(number);
});

test("the browser asks before what was typed is lost, and not when it is sent or given up", async ({
	signedIn: page,
}) => {
	await createGroup(page, newName("typed"));
	const asked: string[] = [];
	page.on("dialog", async (dialog) => {
		asked.push(dialog.type());
		await dialog.dismiss();
	});
	const leave = () => page.getByRole("link", { name: "Call-In", exact: true }).click();

	await page.getByLabel("Expiry (seconds)").fill("9");
	await leave();
	await expect.poll(() => asked).toEqual(["beforeunload"]);
	await page.getByRole("button", { name: "Save Settings" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	expect(asked, "not asked on a save").toHaveLength(1);

	await page.getByRole("heading", { level: 1 }).click();
	await leave();
	await expect.poll(() => asked, "what was refused is not saved yet").toHaveLength(2);

	await page.getByLabel("New DNIS").fill(newNumber());
	await page.getByRole("button", { name: "Add DNIS" }).click();
	await expect.poll(() => asked, "another form's save would lose it").toHaveLength(3);
	await page.getByLabel("New DNIS").fill("");
	await page.getByLabel("Expiry (seconds)").fill("10");
	await page.getByRole("button", { name: "Save Settings" }).click();
	await expect(page.getByRole("status")).toContainText("Settings saved");

	await page.getByRole("button", { name: "Create New Group" }).first().click();
	await page.getByLabel("Group Name").fill("given up");
	await page.getByRole("link", { name: "Cancel" }).click();
	await expect(page).toHaveURL(/click-to-call-in$/);
	expect(asked).toHaveLength(3);
});
