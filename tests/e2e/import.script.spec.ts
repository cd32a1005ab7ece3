import { expect, test } from "./fixtures.ts";
import { call, createGroup, newName, newNumber, newTwin } from "./groups.ts";
import { look, watch } from "./look.ts";
import { decide, messyFile, uploadPool } from "./pool-files.ts";

test("every state of an import", async ({ signedIn: page }) => {
	test.setTimeout(120_000);
	const met = watch(page);
	const [first = "", ...others] = Array.from({ length: 12 }, newNumber);
	const name = newName("import");
	const group = await createGroup(page, name, first, {
		description: "Before",
		expirySeconds: 1800,
	});
	await call(name);
	await page.goto(`${group}/import`);
	await look(page, "import");
	await page.getByRole("button", { name: "Review", exact: true }).click();
	await look(page, "import-refused");
	await uploadPool(page, group, `${others[0]};a\n${others[1]};b\n`);
	await look(page, "import-columns-separator");
	await uploadPool(page, group, `owner,DID,place\nAnn,${others[0]},a\nBob,${others[1]},b\n`);
	await page.getByRole("button", { name: "Read the file like this" }).click();
	await look(page, "import-columns-refused");
	const twins = `\r\n${newTwin()},two readings\r\n(800) 555-0199,national\r\n`;
	await uploadPool(page, group, messyFile(others) + twins, "Replace the pool");
	await look(page, "import-review-errors");
	for (const part of ["Added", "Removed", "Unchanged"]) {
		await page
			.getByRole("navigation", { name: "Parts of the review" })
			.getByRole("link", { name: part })
			.click();
		await look(page, `import-review-${part.toLowerCase()}`);
	}
	await page.getByRole("button", { name: "Apply all safe repairs" }).click();
	await decide(page, ["Read 1 number as national"]);
	await look(page, "import-review-repairs-made");
	await page
		.getByRole("navigation", { name: "Parts of the review" })
		.getByRole("link", { name: "Added" })
		.click();
	await look(page, "import-review-decided");
	await page.getByRole("link", { name: /In error/ }).click();
	await decide(page, ["Leave out"]);
	await look(page, "import-review-ready");
	await page.getByLabel("Remove 1 number with 1 live request").check();
	await page.getByRole("button", { name: "Apply and remove 1 number" }).click();
	await expect(page.getByText("The import was applied.")).toBeVisible();
	await look(page, "import-applied");
	await page.getByRole("button", { name: "Undo" }).click();
	await look(page, "import-undone");
	await page.goto(`${group}/import/0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11`);
	await look(page, "import-gone");
	expect(met).toEqual([]);
});

test("an import by keyboard alone", async ({ signedIn: page }) => {
	const [first = "", second = ""] = [newNumber(), newNumber()];
	const group = await createGroup(page, newName("keyboard import"), first);
	await page.goto(`${group}/import`);
	await page.getByLabel("CSV file").setInputFiles({
		name: "a.csv",
		mimeType: "text/csv",
		buffer: Buffer.from(`${second.replace("+1", "+1 ")},x\n`),
	});
	await page.getByLabel("CSV file").focus();
	await page.keyboard.press("Tab");
	await page.keyboard.press("ArrowDown");
	await expect(page.getByLabel("Replace the pool")).toBeChecked();
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	const pressed = async (button: RegExp) => {
		const wanted = page.getByRole("button", { name: button });
		for (
			let tabs = 0;
			tabs < 60 && !(await wanted.evaluate((element) => element === document.activeElement));
			tabs += 1
		)
			await page.keyboard.press("Tab");
		await expect(wanted).toBeFocused();
		await page.keyboard.press("Enter");
	};
	await page.waitForURL(/import\/./);
	await pressed(/Apply all safe repairs/);
	await expect(page.getByRole("status")).toContainText("1 number was cleaned.");
	await pressed(/^Apply and remove 1 number$/);
	await expect(page.getByText("The import was applied.")).toBeVisible();
	await pressed(/^Undo$/);
	await expect(page.getByText("This import was undone")).toBeVisible();
});
