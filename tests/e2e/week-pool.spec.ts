import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { call, createGroup, fillPool, match, newName, newNumber, rowOf } from "./groups.ts";
import { uploadPool } from "./pool-files.ts";
import { button, count, link } from "./steps.ts";

/*
 * An administrator's week with a pool of many numbers: as in week.spec.ts, each flow with the
 * presses and page loads that it may take, the same with JavaScript off and on.
 */

/** The first of that many numbers that no other test uses. */
const newRange = (size: number): number => 9_100_000 + randomInt(890_000 - size);

const search = (page: Page) => page.getByLabel("Search the pool");

test("the descriptions of 200 numbers are renamed at once, and back with one Undo (G16)", async ({
	signedIn: page,
}) => {
	const url = await createGroup(page, newName("rename 200"), newNumber(), { description: "Sales" });
	await fillPool(url, newRange(200), 200);
	await page.goto(url);
	const steps = count(page);
	await search(page).fill("Claims");
	await steps.enter(search(page));
	await page.getByLabel("All 200 found").check();
	await steps.press(button(page, "Describe selected"));
	await page.getByLabel("Description").fill("Motor claims");
	await steps.enter(page.getByLabel("Description"));
	await expect(page.getByRole("status")).toContainText("200 numbers described.");
	await expect(rowOf(page, "Motor claims")).toHaveCount(50);
	steps.expectAtMost({ presses: 3, loads: 3 });
	await steps.press(button(page, "Undo"));
	await expect(page.getByRole("status")).toContainText("Undone: 200 numbers are as before.");
	await expect(page.getByText("Motor claims")).toHaveCount(0);
	steps.expectAtMost({ presses: 4, loads: 4 });
});

test("200 different descriptions are renamed in the exported file, and the mistake is undone (I6)", async ({
	signedIn: page,
}) => {
	const url = await createGroup(page, newName("renamed by file"), newNumber());
	await fillPool(url, newRange(200), 200);
	await page.goto(url);
	const steps = count(page);
	const download = page.waitForEvent("download");
	await link(page, "Export as CSV").click();
	const exported = await readFile(await (await download).path(), "utf8");
	await steps.press(button(page, "Bulk Import From File"));
	await page.getByLabel("CSV file").setInputFiles({
		name: "renamed.csv",
		mimeType: "text/csv",
		buffer: Buffer.from(exported.replaceAll("Claims ", "Moter claims ")),
	});
	await steps.press(button(page, "Review"));
	await steps.press(button(page, "Apply"));
	await steps.press(button(page, "Go to the group"));
	await expect(rowOf(page, "Moter claims")).toHaveCount(49);
	steps.expectAtMost({ presses: 4, loads: 4 });
	const undoing = count(page);
	await undoing.press(link(page, "renamed.csv"));
	await undoing.press(button(page, "Undo"));
	await undoing.press(button(page, "Go to the group"));
	await expect(page.getByText("Moter claims")).toHaveCount(0);
	undoing.expectAtMost({ presses: 3, loads: 3 });
});

test("a pool is replaced by a file, after a review that shows what goes (I4, I10)", async ({
	signedIn: page,
}) => {
	const [old, kept, added] = [newNumber(), newNumber(), newNumber()];
	const url = await createGroup(page, newName("new carrier"), old);
	await uploadPool(page, url, `${kept},Kept\n`);
	await button(page, "Apply").click();
	await expect(page.getByText("The import was applied.")).toBeVisible();
	await page.goto(url);
	const steps = count(page);
	await steps.press(button(page, "Bulk Import From File"));
	await page.getByLabel("CSV file").setInputFiles({
		name: "new-carrier.csv",
		mimeType: "text/csv",
		buffer: Buffer.from(`${kept},Kept\n${added},New\n`),
	});
	await page.getByLabel("Replace the pool").check();
	await steps.press(button(page, "Review"));
	await expect(page.getByText(old)).toBeVisible();
	await steps.press(button(page, "Apply and remove 1 number"));
	await steps.press(button(page, "Go to the group"));
	await expect(page.getByText("2 of at most 10,000")).toBeVisible();
	await expect(rowOf(page, added)).toContainText("New");
	await expect(rowOf(page, old)).toHaveCount(0);
	steps.expectAtMost({ presses: 4, loads: 4 });
});

test("50 numbers are retired: none is given again, and each leaves once it is free (G15)", async ({
	signedIn: page,
}) => {
	const name = newName("retire 50");
	const kept = newNumber();
	const url = await createGroup(page, name, kept, { uniqueDnis: true });
	await fillPool(url, newRange(50), 50);
	await page.goto(url);
	// One of the two is on a number that is to go.
	const live = [await call(name), await call(name)];
	const leaving = live.find(({ toPhoneNumber }) => toPhoneNumber !== kept)!;
	const steps = count(page);
	await search(page).fill("Claims");
	await steps.enter(search(page));
	await page.getByLabel("All 50 found").check();
	await steps.press(button(page, "Drain selected"));
	await expect(page.getByText(/1 of them has 1 live request|2 of them have 2/)).toBeVisible();
	await page.getByLabel("Remove them once they are free").check();
	await steps.press(button(page, "Drain 50 numbers"));
	steps.expectAtMost({ presses: 3, loads: 3 });
	await expect(page.getByRole("status")).toContainText("50 numbers are draining.");
	await expect(rowOf(page, leaving.toPhoneNumber)).toContainText("Draining, then removed");
	// The caller on it is served, and then the number is free.
	for (const request of live) expect(await match(request)).toMatchObject({ outcome: "MATCHED" });
	await expect
		.poll(
			async () => {
				await page.goto(url);
				return page.getByRole("heading", { name: "DNIS pool" }).textContent();
			},
			{ timeout: 30_000 },
		)
		.toMatch(/1 of at most 10,000$/);
	expect((await call(name)).toPhoneNumber).toBe(kept);
});
