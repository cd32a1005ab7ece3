import { randomInt } from "node:crypto";
import { expect, test } from "./fixtures.ts";
import { call, createGroup, fillMinutes, newName, newNumber, rowOf } from "./groups.ts";
import { button, count, link } from "./steps.ts";

/*
 * An administrator's week: each flow with the presses and page loads that it may take, the same
 * with JavaScript off and on.
 */

test("first day: a group with settings, a second number and a key, until an app gets a number", async ({
	signedIn: page,
}) => {
	const name = newName("first day");
	const steps = count(page);
	await steps.press(page.getByRole("link", { name: "Click-To-Call-In Config" }));
	await steps.press(button(page, "Create New Group"));
	await page.getByLabel("Group Name").fill(name);
	await page.getByLabel("New DNIS").fill(newNumber());
	await page.getByLabel("Expiry (seconds)").fill("60");
	await steps.press(button(page, "Save Group"));
	await page.getByLabel("New DNIS").fill(newNumber());
	await steps.enter(page.getByLabel("New DNIS"));
	await expect(page.getByRole("status")).toContainText("was added");
	await steps.press(link(page, "Settings"));
	await page.getByLabel("Name", { exact: true }).fill(name);
	await page.getByLabel(/^create/).check();
	await steps.press(button(page, "Create API Key"));
	await expect(page.getByRole("status").locator("code")).toBeVisible();
	expect((await call(name)).toPhoneNumber).toMatch(/^\+1800/);
	steps.expectAtMost({ presses: 6, loads: 6 });
});

test("three numbers are added one after the other, and the page stays where it is", async ({
	signedIn: page,
}) => {
	await createGroup(page, newName("three more"));
	const numbers = [newNumber(), newNumber(), newNumber()];
	const steps = count(page);
	for (const number of numbers) {
		await page.getByLabel("New DNIS").fill(number);
		await page.getByLabel("Description", { exact: true }).fill("Claims");
		await steps.press(button(page, "Add DNIS"));
		await expect(page.getByRole("status")).toContainText(`${number} was added`);
		await expect(page.getByLabel("New DNIS")).toBeInViewport();
	}
	for (const number of numbers) await expect(rowOf(page, number)).toContainText("Claims");
	steps.expectAtMost({ presses: 3, loads: 3 });
});

test("after refusals the page says how many numbers are enough, and a file brings them", async ({
	signedIn: page,
}) => {
	const url = await createGroup(page, newName("refused"));
	await page.getByLabel("Do not reuse DNIS for concurrent requests").check();
	await button(page, "Save Settings").click();
	await expect(page.getByRole("status")).toContainText("Settings saved");
	await page.waitForLoadState();
	await fillMinutes(url);
	const needed = /(\d+) numbers keep refusals under 1 in 1,000; you have 1\./;
	const steps = count(page);
	await page.goto(url);
	const told = needed.exec((await page.locator("main").textContent()) ?? "");
	const first = randomInt(2_000_000, 9_990_000);
	const more = Array.from({ length: Number(told?.[1]) - 1 }, (_, n) => `+1888${first + n},Peak`);
	await steps.press(button(page, "Bulk Import From File"));
	await page.getByLabel("CSV file").setInputFiles({
		name: "more.csv",
		mimeType: "text/csv",
		buffer: Buffer.from(more.join("\n")),
	});
	await steps.press(button(page, "Review"));
	await steps.press(button(page, "Apply"));
	await steps.press(button(page, "Go to the group"));
	await expect(page.getByText("The pool is large enough.")).toBeVisible();
	// The advice has not moved.
	await expect(page.getByText(`${told?.[1]} numbers keep refusals under 1 in 1,000`)).toBeVisible();
	steps.expectAtMost({ presses: 4, loads: 5 });
});

test("a group is deleted and restored with its numbers", async ({ signedIn: page }) => {
	const number = newNumber();
	const url = await createGroup(page, newName("deleted by mistake"), number);
	const steps = count(page);
	await steps.press(button(page, "Delete Group"));
	await steps.press(button(page, "Yes, delete the group"));
	await steps.press(button(page, "Undo"));
	await expect(rowOf(page, number)).toBeVisible();
	expect(page.url()).toBe(url);
	steps.expectAtMost({ presses: 3, loads: 3 });
});
