import { expect, test } from "./fixtures.ts";
import { call, createGroup, newName, newNumber, newTwin, rowOf } from "./groups.ts";
import { decide, messyFile, uploadPool } from "./pool-files.ts";

const numbers = (count: number): string[] => Array.from({ length: count }, newNumber);

test("a messy file is reviewed, repaired, corrected, applied and undone (I3, I4)", async ({
	signedIn: page,
}) => {
	const [first = "", ...others] = numbers(12);
	const group = await createGroup(page, newName("import"), first);
	await uploadPool(page, group, messyFile(others));
	await expect(page.getByRole("heading", { level: 2, name: /8 rows have errors/ })).toBeVisible();
	await expect(page.getByRole("button", { name: "Apply", exact: true })).toHaveCount(0);
	await expect(page.getByText("has lost digits")).toBeVisible();

	await page.getByRole("button", { name: "Apply all safe repairs" }).click();
	await expect(page.getByRole("status")).toContainText(
		"1 comma was added. 1 number was cleaned. 1 description was cleaned.",
	);
	await decide(page, ["Fix quotation marks in 1 row", "Join the columns of 1 row", "Shorten 1"]);
	await expect(page.getByRole("status")).toContainText("1 description was shortened.");
	const corrected = others[9] as string;
	await page.getByLabel("DNIS of line 8").fill(corrected);
	await page.getByRole("button", { name: "Save corrections" }).click();
	await expect(page.getByRole("status")).toContainText("1 row was changed");
	await expect(page.getByRole("heading", { level: 2, name: /Ready to apply/ })).toBeVisible();
	await page.reload();
	await expect(
		page.getByText("The pool has 1 number now. After the import it has 11."),
	).toBeVisible();
	await page.getByRole("button", { name: "Apply", exact: true }).click();
	await expect(page.getByText("The import was applied.")).toBeVisible();
	const done = page.url();

	await page.getByRole("button", { name: "Go to the group" }).click();
	await expect(rowOf(page, corrected)).toContainText("lost digits");
	await expect(page.getByText("11 of at most 10,000")).toBeVisible();
	await page.goto(done);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(page.getByText("This import was undone")).toBeVisible();
	await page.goto(group);
	await expect(page.getByText("1 of at most 10,000")).toBeVisible();
});

test("a pool that was changed since the review is shown anew before anything happens (I4)", async ({
	signedIn: page,
	context,
}) => {
	const [first = "", second = "", third = ""] = numbers(3);
	const group = await createGroup(page, newName("changed meanwhile"), first);
	await uploadPool(page, group, `${second},New\n`, "Replace the pool");
	await expect(page.getByText("1 added, 1 removed.")).toBeVisible();
	const elsewhere = await context.newPage();
	await elsewhere.goto(group);
	await elsewhere.getByLabel("New DNIS").fill(third);
	await elsewhere.getByRole("button", { name: "Add DNIS" }).click();
	await expect(elsewhere.getByRole("status")).toContainText("was added");

	await page.getByRole("button", { name: "Apply and remove 1 number" }).click();
	await expect(page.getByRole("alert")).toContainText("the pool has changed since you looked");
	await expect(page.getByText("1 added, 2 removed.")).toBeVisible();
	await page.getByRole("button", { name: "Apply and remove 2 numbers" }).click();
	await expect(page.getByText("The import was applied.")).toBeVisible();
	await elsewhere.goto(group);
	await expect(elsewhere.getByText("1 of at most 10,000")).toBeVisible();
	await elsewhere.getByLabel("New DNIS").fill(third);
	await elsewhere.getByRole("button", { name: "Add DNIS" }).click();
	await page.reload();
	await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
	await expect(page.getByText("You can no longer undo this import")).toBeVisible();
});

test("what is no CSV file is told in a sentence, and the choice is kept (I5)", async ({
	signedIn: page,
}) => {
	const group = await createGroup(page, newName("no csv"));
	await page.goto(`${group}/import`);
	await page.getByLabel("Replace the pool").check();
	await page.getByRole("button", { name: "Review", exact: true }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await expect(page.getByRole("alert")).toContainText("Choose a CSV file");
	await page.getByLabel("CSV file").setInputFiles({
		name: "a.csv",
		mimeType: "text/csv",
		buffer: Buffer.from('[{"number":"+18005555554"}]'),
	});
	await page.getByRole("button", { name: "Review", exact: true }).click();
	await expect(page.getByRole("alert")).toContainText("The file is JSON");
	await expect(page.getByLabel("Replace the pool")).toBeChecked();
});

test("a pool that is exported imports again without a change (I6)", async ({
	signedIn: page,
	request: _,
}) => {
	const group = await createGroup(page, newName("round trip"), newNumber(), {
		description: '=1+1, "x"',
	});
	const [download] = await Promise.all([
		page.waitForEvent("download"),
		page.getByRole("link", { name: "Export as CSV" }).click(),
	]);
	const file = await download.path();
	await page.goto(`${group}/import`);
	await page.getByLabel("CSV file").setInputFiles(file);
	await page.getByLabel("Replace the pool").check();
	await page.getByRole("button", { name: "Review", exact: true }).click();
	await expect(page.getByRole("heading", { level: 2, name: /nothing to apply/ })).toBeVisible();
});

test("numbers with two readings are asked once for all, and the answer can be taken back (N6, I9)", async ({
	signedIn: page,
}) => {
	const twins = Array.from({ length: 3 }, newTwin);
	const group = await createGroup(page, newName("two readings"), newNumber());
	await uploadPool(page, group, twins.map((twin) => `${twin},desk`).join("\n"));
	const question = page.getByRole("group", { name: "How to read 3 numbers with two meanings" });
	await expect(question).toContainText(`${twins[0]}, desk → +1${twins[0]}, desk`);
	await expect(question).toContainText(`${twins[0]}, desk → +${twins[0]}, desk`);
	await decide(page, ["Read 3 numbers as national"]);
	const made = page.getByRole("region", { name: "Repairs made" });
	await expect(made).toContainText("3 numbers were read as national (United States).");
	await made.getByRole("button", { name: /^Take back/ }).click();
	await expect(page.getByRole("status")).toContainText("3 rows are again as before.");

	await page.getByRole("button", { name: `Use +${twins[0]} (Norway)` }).click();
	await expect(page.getByRole("status")).toContainText("1 row was changed");
	await decide(page, ["Read 2 numbers as national"]);
	await page.getByRole("button", { name: "Apply", exact: true }).click();
	await expect(page.getByText("The import was applied.")).toBeVisible();
	await page.getByRole("button", { name: "Go to the group" }).click();
	await expect(rowOf(page, `+${twins[0]}`)).toHaveCount(1);
	await expect(rowOf(page, `+1${twins[1]}`)).toHaveCount(1);
});

test("a file of other columns is read after the person chose them, by keyboard and at 390 px (I5, I8)", async ({
	signedIn: page,
}) => {
	await page.setViewportSize({ width: 390, height: 800 });
	const [first = "", second = "", third = ""] = numbers(3);
	const group = await createGroup(page, newName("columns"), first);
	await uploadPool(
		page,
		group,
		`Report;;\nowner;Rufnummer;Standort\nAnn;${second};Main, east\nBob;${third};Fax\n`,
	);
	await expect(
		page.getByRole("heading", { level: 2, name: "Which column is which" }),
	).toBeVisible();
	await expect(page.getByText("separated by semicolons, not by commas")).toBeVisible();
	const overflow = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
	);
	expect(overflow).toBe(0);

	await page.getByRole("button", { name: "Read the file like this" }).press("Enter");
	await expect(page.getByRole("alert")).toContainText("Choose the column with the descriptions");
	await expect(page.getByLabel("Description", { exact: true })).toHaveAttribute(
		"aria-invalid",
		"true",
	);
	await page.getByLabel("Description", { exact: true }).selectOption("Column 3 “Standort”");
	await page.getByRole("button", { name: "Read the file like this" }).press("Enter");
	await expect(page.getByText("2 added.")).toBeVisible();
	await expect(page.getByText("passed over: line 1")).toBeVisible();

	await page.getByRole("link", { name: "Choose other columns" }).press("Enter");
	await page.getByLabel("Description", { exact: true }).selectOption("Column 1 “owner”");
	await page.getByRole("button", { name: "Read the file like this" }).press("Enter");
	await page.getByRole("button", { name: "Apply", exact: true }).press("Enter");
	await page.getByRole("button", { name: "Go to the group" }).click();
	await expect(rowOf(page, second)).toContainText("Ann");
});

test("a file between semicolons is confirmed with three rows as they are read, by keyboard and at 390 px (I5)", async ({
	signedIn: page,
}) => {
	await page.setViewportSize({ width: 390, height: 800 });
	const [first = "", ...others] = numbers(4);
	const group = await createGroup(page, newName("semicolons"), first);
	await uploadPool(page, group, others.map((number) => `${number};"a; b"`).join("\n"));
	const asRead = page.getByRole("region", { name: "As they would be read" });
	await expect(asRead.getByRole("row")).toHaveCount(4);
	await expect(asRead.getByRole("row").last()).toContainText(`${others[2]}a; b`);
	await page.getByRole("button", { name: "Read the file like this" }).press("Enter");
	await expect(page.getByText("3 added.")).toBeVisible();
	await page.getByRole("link", { name: "Choose other columns" }).press("Enter");
	await page.getByRole("link", { name: "Back to the review" }).press("Enter");
	await page.getByRole("button", { name: "Apply", exact: true }).press("Enter");
	await expect(page.getByText("The import was applied.")).toBeVisible();
});

test("a number with live requests goes only after a confirmation (I10)", async ({
	signedIn: page,
	hasScript: _,
}) => {
	const [first = "", second = ""] = numbers(2);
	const name = newName("live replace");
	const group = await createGroup(page, name, first);
	await call(name);
	await uploadPool(page, group, `${second},New\n`, "Replace the pool");
	await expect(page.getByText("This number will be removed:")).toBeVisible();
	const apply = page.getByRole("button", { name: "Apply and remove 1 number" });
	await apply.press("Enter");
	await expect(page.getByText("The import was applied.")).toHaveCount(0);
	await page.getByLabel("Remove 1 number with 1 live request").press("Space");
	await apply.press("Enter");
	await expect(page.getByText("The import was applied.")).toBeVisible();
});

test("a wrong setting in a file of all groups is corrected at its field, by keyboard and at 390 px (I10)", async ({
	signedIn: page,
}) => {
	await page.setViewportSize({ width: 390, height: 800 });
	const [name, number] = [newName("wrong setting"), newNumber()];
	const groups = [{ name, settings: { expirySeconds: 5 }, numbers: [{ number }] }];
	await page.goto("/tools/click-to-call-in/import");
	await page.getByLabel("JSON file").setInputFiles({
		name: 'say "groups".json',
		mimeType: "application/json",
		buffer: Buffer.from(JSON.stringify({ format: "click-to-call-in-groups", version: 1, groups })),
	});
	await page.getByRole("button", { name: "Review", exact: true }).press("Enter");
	await expect(page.getByRole("heading", { level: 1 })).toContainText('say "groups".json');
	await page.getByRole("link", { name }).press("Enter");
	const field = page.getByLabel("Expiry (seconds)");
	await expect(field).toHaveValue("5");
	await expect(field).toHaveAttribute("aria-invalid", "true");
	await expect(field).toHaveAccessibleDescription(/Enter a whole number from 10 to 1,800/);
	await field.fill("60");
	await field.press("Enter");
	await expect(page.getByRole("status")).toContainText("saved in this review");
	await page.getByRole("link", { name: /Review of/ }).press("Enter");
	await page.getByRole("button", { name: "Apply", exact: true }).press("Enter");
	await expect(page.getByText("The import was applied.")).toBeVisible();
});
