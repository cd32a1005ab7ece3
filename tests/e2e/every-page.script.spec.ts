import { randomInt } from "node:crypto";
import type { Page } from "@playwright/test";
import { createDatabaseOn } from "../support/postgres-server.ts";
import { startServer } from "../support/server-process.ts";
import { expect, signIn, test } from "./fixtures.ts";
import {
	addPerson,
	call,
	createGroup,
	fillMinutes,
	fillPool,
	newName,
	newNumber,
	pressInMenu,
	rowOf,
} from "./groups.ts";
import { look, watch } from "./look.ts";

const LONG_EMAIL = `${"long.".repeat(11)}name@${"department.".repeat(8)}example.com`;

test("sign-in and set-up", async ({ page, browser }) => {
	const met = watch(page);
	await page.goto("/login");
	await look(page, "login");
	await page.getByLabel("Email").fill("nobody");
	await page.getByRole("button", { name: "Sign in" }).click();
	await look(page, "login-refused");

	const database = await createDatabaseOn(process.env.E2E_POSTGRES_URL ?? "");
	const server = await startServer({ url: database.url });
	const context = await browser.newContext({ baseURL: server.origin });
	const fresh = await context.newPage();
	await fresh.goto("/");
	await look(fresh, "setup");
	const link = /\/setup\/[\w-]+/.exec(server.output())?.[0] ?? "";
	await fresh.goto("/setup/not-the-link");
	await look(fresh, "setup-wrong-link");
	await fresh.goto(link);
	await look(fresh, "setup-link");
	await fresh.getByLabel("Email").fill(LONG_EMAIL);
	await fresh.getByLabel("Password").fill("short");
	await fresh.getByRole("button", { name: "Create Administrator" }).click();
	await look(fresh, "setup-refused");
	await fresh.getByLabel("Password").fill("correct horse battery staple");
	await fresh.getByRole("button", { name: "Create Administrator" }).click();
	await look(fresh, "home-empty");
	await fresh.goto("/tools/click-to-call-in");
	await look(fresh, "groups-empty");
	await fresh.goto("/call-in");
	await look(fresh, "call-in-empty");
	await fresh.goto("/settings/phone-systems");
	await look(fresh, "phone-systems-empty");
	await context.close();
	await server.stop();
	await database.drop();
	expect(met).toEqual([]);
});

test("the groups, and a new one", async ({ signedIn: page }) => {
	test.setTimeout(120_000);
	const met = watch(page);
	await createGroup(page, newName("50% off / “Ünïcode” <b>&?#"));
	await createGroup(page, `${"W".repeat(50)}${newName("")}`);
	for (let index = 0; index < 10; index += 1) await createGroup(page, newName("one of many"));
	await page.goto("/");
	await look(page, "home");
	await page.goto("/tools/click-to-call-in");
	await look(page, "groups");
	await page.goto("/tools/click-to-call-in?q=nothing+of+the+kind");
	await look(page, "groups-none-found");
	await page.goto("/tools/click-to-call-in/new");
	await look(page, "new");
	await page.getByLabel("New DNIS").fill("+1 (800) 555-5554");
	await page.getByRole("textbox", { name: "Description" }).fill("d".repeat(40));
	await page.getByLabel("Access Code Length").fill("3");
	await page.getByLabel("Expiry (seconds)").fill("1801");
	await page.getByRole("button", { name: "Save Group" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "new-refused");
	expect(met).toEqual([]);
});

/**
 * A group that shares one number with another group, and has one number in no assigned range. `own`
 * is the third number, with a wide description.
 */
async function createFullGroup(page: Page): Promise<{ name: string; url: string; own: string }> {
	const name = newName("auto_insurance");
	const [shared, own] = [newNumber(), newNumber()];
	await createGroup(page, newName("another group with a rather long name"), shared);
	const url = await createGroup(page, name, shared, { expirySeconds: 1800 });
	for (const [number, description] of [
		[own, "W".repeat(32)],
		["+15550100001", ""],
	] as const) {
		await page.getByLabel("New DNIS").fill(number);
		await page.getByRole("textbox", { name: "Description" }).fill(description);
		await page.getByRole("button", { name: "Add DNIS" }).click();
	}
	return { name, url, own };
}

test("a group's page, and what it refuses", async ({ signedIn: page }) => {
	test.setTimeout(240_000);
	const met = watch(page);
	const { url, own } = await createFullGroup(page);
	await look(page, "group-number-added");
	await page.goto(url);
	await look(page, "group");
	await rowOf(page, own).getByRole("button", { name: "Edit" }).click();
	await look(page, "group-editing");
	await page.getByLabel("DNIS", { exact: true }).fill("+1 800 555 5554 ext");
	await page.getByRole("textbox", { name: "Description" }).fill("d".repeat(40));
	await page.getByRole("button", { name: "Save", exact: true }).click();
	await look(page, "group-editing-refused");
	await page.goto(url);
	await page.getByLabel("New DNIS").fill("+1-800-555-5554");
	await page.getByRole("button", { name: "Add DNIS" }).click();
	await look(page, "group-adding-refused");
	await page.goto(`${url}?q=${"nothing of the kind ".repeat(5)}`);
	await look(page, "group-none-found");
	await page.goto(url);
	await page.getByLabel("Expiry (seconds)").fill("9");
	await page.getByRole("button", { name: "Save Settings" }).click();
	await look(page, "group-settings-refused");
	await fillPool(url, 9_000_000 + randomInt(900_000), 60);
	await page.goto(url);
	await look(page, "group-of-many");
	expect(met).toEqual([]);
});

test("a group with traffic: its utilisation, what it wants of the pool, and codes that are too dense", async ({
	signedIn: page,
}) => {
	test.setTimeout(120_000);
	const met = watch(page);
	const name = newName("busy");
	const url = await createGroup(page, name, newNumber(), {
		expirySeconds: 1800,
		accessCodeLength: 4,
	});
	await look(page, "group-without-traffic");
	for (let index = 0; index < 10; index += 1) await call(name);
	await fillMinutes(url);
	await page.goto(url);
	await expect(page.getByText("possible codes. A wrong code")).toBeVisible();
	await look(page, "group-busy");
	await page.getByText("Show the figures").click();
	await expect(page.getByRole("table", { name: /The last hour by minute/ })).toBeVisible();
	await look(page, "group-busy-figures");
	await page.getByLabel("Do not reuse DNIS for concurrent requests").check();
	await page.getByLabel("Expiry (seconds)").fill("30");
	await page.getByRole("button", { name: "Save Settings" }).click();
	await expect(page.getByText("refusals under 1 in 1,000; you have 1.")).toBeVisible();
	await look(page, "group-busy-unique");
	expect(met).toEqual([]);
});

test("two editors of a group, and what is asked before deleting", async ({
	signedIn: page,
	browser,
}) => {
	test.setTimeout(240_000);
	const met = watch(page);
	const { name, url, own } = await createFullGroup(page);
	await page.goto(url);
	await rowOf(page, own).getByRole("button", { name: "Edit" }).click();
	const context = await browser.newContext({ baseURL: process.env.E2E_ORIGIN as string });
	const other = await context.newPage();
	await signIn(other, await addPerson(LONG_EMAIL, "administrator"));
	await other.goto(url);
	await other.getByLabel("Expiry (seconds)").fill("1799");
	await other.getByLabel("Access Code Length").fill("12");
	await other.getByRole("button", { name: "Save Settings" }).click();
	await look(other, "group-long-email");
	await rowOf(other, own).getByRole("button", { name: "Edit" }).click();
	await other.getByRole("textbox", { name: "Description" }).fill("M".repeat(32));
	await other.getByRole("button", { name: "Save", exact: true }).click();
	await context.close();
	await page.getByRole("textbox", { name: "Description" }).fill("mine");
	await page.getByRole("button", { name: "Save", exact: true }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "group-editing-conflict");
	await page.goto(url);
	const stale = await page.locator("#settings input[name=version]").getAttribute("value");
	await page
		.locator("#settings input[name=version]")
		.evaluate((field: HTMLInputElement, version) => {
			field.value = String(version);
		}, Number(stale) - 1);
	await page.getByLabel("Expiry (seconds)").fill("60");
	await page.getByRole("button", { name: "Save Settings" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "group-settings-conflict");

	await page.goto(url);
	for (let index = 0; index < 70; index += 1) await call(name);
	await pressInMenu(page, own, "Delete");
	await look(page, "group-delete-number");
	await page.getByRole("button", { name: "Yes, delete the number" }).click();
	await look(page, "group-number-deleted");
	await page.getByRole("button", { name: "Delete Group" }).click();
	await look(page, "group-delete");
	await page.getByRole("link", { name: "Cancel" }).click();
	await page.getByLabel("Generate Access Code").uncheck();
	await page.getByRole("button", { name: "Save Settings" }).click();
	await look(page, "group-warned");
	expect(met).toEqual([]);
});

test("what a read-only role sees, and pages that are none", async ({ page, browser }) => {
	const met = watch(page);
	const context = await browser.newContext({ baseURL: process.env.E2E_ORIGIN as string });
	const administrator = await context.newPage();
	await signIn(administrator);
	const url = await createGroup(administrator, newName("read only"));
	await context.close();
	await signIn(page, await addPerson("monitor@example.com", "monitor"));
	await page.goto(url);
	await look(page, "group-read-only");
	await page.goto("/help");
	await look(page, "help");
	await page.goto("/help/caller-numbers");
	await look(page, "help-guide");
	await page.goto("/tools/click-to-call-in/new");
	await look(page, "403");
	await page.goto("/nowhere");
	await look(page, "404");
	expect(met).toEqual([]);
});
