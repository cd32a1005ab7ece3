import { expect, test } from "./fixtures.ts";
import { addPerson, newName } from "./groups.ts";
import { look, watch } from "./look.ts";
import { ADMINISTRATOR } from "./people.ts";

test("users: an invitation, its link, a user's page and its questions", async ({
	signedIn: page,
	browser,
}) => {
	test.setTimeout(240_000);
	const met = watch(page);
	const email = `${newName("invited").replace(" ", "-")}.with.a.rather.long.name.of.some.department@example.com`;
	const other = await addPerson(
		`${newName("other").replace(" ", "-")}@example.com`,
		"administrator",
	);
	await page.getByRole("link", { name: "Settings", exact: true }).click();
	await page.getByRole("link", { name: "Users", exact: true }).click();
	await page.getByLabel("Email").fill("nobody");
	await page.getByRole("button", { name: "Invite User" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "users-refused");
	await page.getByLabel("Email").fill(email);
	await page.getByLabel("Role", { exact: true }).selectOption("Callback Supervisor");
	await page.getByRole("button", { name: "Invite User" }).click();
	await expect(page.getByRole("status")).toBeFocused();
	const link = (await page.getByRole("status").locator("code").textContent()) ?? "";
	await look(page, "users-invited");

	const context = await browser.newContext();
	const guest = await context.newPage();
	await guest.goto(link);
	await look(guest, "link");
	await guest.getByLabel("Password").fill("a password of my own");
	await guest.getByRole("button", { name: "Save Password and Sign In" }).click();
	await guest.goto(link);
	await look(guest, "link-used");
	await guest.getByRole("link", { name: email }).click();
	await look(guest, "account-of-supervisor");
	await context.close();

	await page.goto("/settings/users");
	await page.getByRole("link", { name: email }).click();
	await look(page, "user");
	await page.getByRole("button", { name: "Remove User" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "user-remove");
	await page.goto("/settings/users");
	await page.getByRole("link", { name: other.email }).click();
	await page.getByRole("button", { name: "Disable User" }).click();
	await look(page, "user-disabled");
	await page.goto("/settings/users");
	await page.getByRole("link", { name: ADMINISTRATOR.email }).last().click();
	await look(page, "user-last-administrator");
	expect(met).toEqual([]);
});

test("one's own account", async ({ signedIn: page }) => {
	test.setTimeout(120_000);
	const met = watch(page);
	await page.getByRole("link", { name: ADMINISTRATOR.email }).click();
	await page.getByLabel("Current password").fill("wrong password");
	await page.getByLabel("New password").fill("short");
	await page.getByRole("button", { name: "Change Password" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "account-refused");
	await page.getByLabel("Show times in").selectOption("UTC");
	await page.getByRole("button", { name: "Save Time Zone" }).click();
	await expect(page.getByRole("status")).toContainText("UTC");
	await look(page, "account");
	expect(met).toEqual([]);
});
