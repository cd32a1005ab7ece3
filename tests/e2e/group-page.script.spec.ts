import { randomInt } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { createGroup, fillPool, newName, newNumber, pressInMenu, shownGroup } from "./groups.ts";
import { look } from "./look.ts";

/** The page of a group with the script: what the other specs do without it, only smoother. */

const picker = (page: Page) => page.getByRole("combobox", { name: "Group", exact: true });
const topOf = (what: Locator): Promise<number> =>
	what.evaluate((element) => element.getBoundingClientRect().top);

test("typing in the picker finds a group, arrow keys choose, Enter opens, Escape gives up", async ({
	signedIn: page,
}) => {
	const unique = String(randomInt(1_000_000_000));
	const [first, second] = [`Zzz one ${unique}`, `Zzz two ${unique}`];
	await createGroup(page, first);
	await createGroup(page, second);
	await picker(page).focus();
	await page.keyboard.type(`ONE ${unique}`);
	await expect(page.getByRole("option")).toHaveText([first]);
	await look(page, "group-picker-open");
	await page.keyboard.press("Escape");
	await expect(page.getByRole("option")).toHaveCount(0);
	expect(await shownGroup(page)).toBe(second);
	await picker(page).fill(unique);
	await expect(page.getByRole("option")).toHaveText([first, second]);
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await expect.poll(() => shownGroup(page)).toBe(first);
	await picker(page).fill(`no group has this ${unique}`);
	await expect(page.getByText("No group’s name contains this.")).toBeVisible();
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/click-to-call-in\?q=no\+group/);
});

test("a row stays where it is on the screen while it is edited, refused, saved and deleted (G8)", async ({
	signedIn: page,
}) => {
	const url = await createGroup(page, newName("no jump"), newNumber());
	const first = 9_100_000 + randomInt(800_000);
	await fillPool(url, first, 60);
	await page.goto(`${url}?sort=-number`);
	const number = `+1800${first + 30}`;
	const row = page.getByRole("row").filter({ hasText: number });
	const place = await row.getAttribute("data-place");
	const there = page.locator(`[data-place="${place}"]`).first();
	await row.getByRole("button", { name: "Edit" }).scrollIntoViewIfNeeded();
	const top = await topOf(row);
	const stays = (what: string) =>
		expect.poll(async () => Math.abs((await topOf(there)) - top), what).toBeLessThan(2);

	await row.getByRole("button", { name: "Edit" }).click();
	await expect(page.getByLabel("DNIS", { exact: true })).toBeFocused();
	await stays("edited");
	await page.getByLabel("Description", { exact: true }).fill("d".repeat(33));
	await page.getByRole("button", { name: "Save", exact: true }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await stays("refused");
	await page.getByRole("link", { name: "Cancel" }).click();
	await expect(row).toBeVisible();
	await stays("given up");
	await row.getByRole("button", { name: "Edit" }).click();
	await page.getByLabel("Description", { exact: true }).fill("Claims");
	await page.getByLabel("Description", { exact: true }).press("Enter");
	await expect(page.getByRole("status")).toBeFocused();
	await expect(page.getByRole("status")).toBeInViewport();
	await stays("saved");
	await pressInMenu(page, number, "Delete");
	await expect(page.getByRole("status")).toContainText("was deleted");
	await expect(page.getByRole("status")).toBeInViewport();
});

test("the form that adds stays in sight below a long pool, and a row has three tab stops", async ({
	signedIn: page,
}) => {
	const url = await createGroup(page, newName("long"), newNumber());
	await fillPool(url, 9_100_000 + randomInt(800_000), 60);
	await page.goto(url);
	await expect(page.getByRole("button", { name: "Add DNIS" })).toBeInViewport({ ratio: 1 });
	const rows = page.locator("tbody tr");
	const stops = await rows.nth(3).locator("a, button, summary, input").count();
	const inMenu = await rows.nth(3).locator(".menu-items :is(a, button)").count();
	// Its tick, "Edit", and the menu with the rest.
	expect(stops - inMenu).toBe(3);
	await page.getByRole("columnheader").last().scrollIntoViewIfNeeded();
	await page.getByRole("link", { name: "Go to Add DNIS" }).focus();
	await page.keyboard.press("Enter");
	await page.keyboard.press("Tab");
	await expect(page.getByLabel("New DNIS")).toBeFocused();
});

test("a row's menu opens by keyboard, and Escape and a press elsewhere close it", async ({
	signedIn: page,
}) => {
	await createGroup(page, newName("menu"), newNumber());
	const menu = page.locator("details.menu").first();
	await menu.locator("summary").focus();
	await page.keyboard.press("Enter");
	await expect(menu.getByRole("button", { name: "Delete" })).toBeVisible();
	await look(page, "group-menu-open");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Escape");
	await expect(menu.locator("summary")).toBeFocused();
	await expect(menu.getByRole("button", { name: "Delete" })).toBeHidden();
	await menu.locator("summary").click();
	await page.getByRole("heading", { level: 1 }).click();
	await expect(menu.getByRole("button", { name: "Delete" })).toBeHidden();
});

test("a password is shown and hidden again, and sent hidden", async ({ page }) => {
	await page.goto("/login");
	const field = page.getByLabel("Password");
	await field.fill("correct horse");
	await page.getByRole("button", { name: "Show Password" }).click();
	await expect(field).toHaveAttribute("type", "text");
	await page.getByRole("button", { name: "Show Password" }).click();
	await expect(field).toHaveAttribute("type", "password");
	await page.getByRole("button", { name: "Sign in" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await expect(page).toHaveTitle(/^Error: /);
});
