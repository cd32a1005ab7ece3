import { expect, test } from "./fixtures.ts";
import { call, createGroup, newName } from "./groups.ts";

test("a supervisor finds a request, looks at it, and takes the list away as a file (K2, K3)", async ({
	signedIn: page,
}) => {
	const name = newName("found");
	await createGroup(page, name);
	await page.goto("/call-in");
	const made = await call(name);
	await page.getByRole("link", { name: "Refresh" }).click();
	await page.getByLabel("Group").fill(name);
	await page.getByLabel("ANI").fill("(415) 555-0132");
	await page.getByLabel("State").selectOption("Active");
	await page.getByRole("button", { name: "Search" }).click();
	await expect(page.getByText("1 request", { exact: true })).toBeVisible();
	await expect(page.getByLabel("ANI")).toHaveValue("(415) 555-0132");
	const file = page.waitForEvent("download");
	await page.getByRole("link", { name: "Export as CSV" }).click();
	expect((await file).suggestedFilename()).toBe("call-in-requests.csv");
	await page.getByRole("link", { name: made.id.slice(-8) }).click();
	await expect(page.getByText(String(made.accessCode), { exact: true })).toBeVisible();
	await expect(page.getByRole("listitem").filter({ hasText: "Created" })).toBeVisible();
});
