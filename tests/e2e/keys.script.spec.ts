import { expect, test } from "./fixtures.ts";

test("keys lead to the search, to pages and to their list, never from a field, and can be turned off", async ({
	signedIn: page,
}) => {
	const search = page.getByLabel("Who (start of the name)");
	await page.goto("/settings/audit");
	await page.keyboard.press("/");
	await expect(search).toBeFocused();
	await page.keyboard.type("gc?/");
	await expect(search).toHaveValue("gc?/");
	await search.blur();
	await page.keyboard.press("g");
	await page.keyboard.press("c");
	await expect(page).toHaveURL(/\/call-in$/);
	// A key with a modifier is the browser's.
	await page.keyboard.press("g");
	await page.keyboard.press("Control+g");
	await page.keyboard.press("?");
	const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
	await expect(list).toBeVisible();
	await page.keyboard.press("Escape");
	await expect(list).toBeHidden();

	await page.keyboard.press("?");
	await list.getByRole("button", { name: "Turn Keys Off" }).click();
	await expect(page.locator("html")).toHaveAttribute("data-keys", "off");
	await page.keyboard.press("?");
	await page.keyboard.press("g");
	await page.keyboard.press("h");
	await expect(list).toBeHidden();
	await expect(page).toHaveURL(/\/call-in$/);
});

test("the chosen colours win over the system's, and paper has the light ones", async ({
	signedIn: page,
}) => {
	const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
	await page.emulateMedia({ colorScheme: "light" });
	const light = await ink();
	await page.getByRole("button", { name: "Dark" }).click();
	await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
	expect(await ink()).not.toBe(light);
	await page.emulateMedia({ media: "print" });
	expect(await ink()).toBe(light);
	await page.emulateMedia({ media: "screen", colorScheme: "dark" });
	await page.getByRole("button", { name: "Light" }).click();
	await expect(page.locator("html")).not.toHaveAttribute("data-theme", "dark");
	expect(await ink()).toBe(light);
});
