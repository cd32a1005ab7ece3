import { expect, test } from "./fixtures.ts";
import { call, createGroup, newName, newNumber } from "./groups.ts";
import { look, watch } from "./look.ts";
import { API_KEY } from "./people.ts";

test("a caller is simulated by keyboard alone, with why he would be let in or not (C13)", async ({
	signedIn: page,
}) => {
	test.setTimeout(120_000);
	const met = watch(page);
	const name = newName("simulated");
	const number = newNumber();
	await createGroup(page, name, number, { expirySeconds: 600 });
	await createGroup(page, newName("shared with"), number, { expirySeconds: 600 });
	const made = await call(name);
	for (let index = 0; index < 2; index += 1) await call(name);
	await page.goto("/developer/caller");
	await page.getByLabel("Dialed number (DNIS)").focus();
	await page.keyboard.type(`sip:${number}@carrier.example`);
	await page.keyboard.press("Tab");
	await page.keyboard.type("(415) 555-0132");
	await page.keyboard.press("Tab");
	await expect(page.getByLabel("Attestation")).toBeFocused();
	await page.keyboard.press("Tab");
	await page.keyboard.type(String(made.accessCode));
	await page.keyboard.press("Enter");
	await expect(page.getByRole("status")).toBeFocused();
	await expect(page.getByRole("status")).toContainText("Matched");
	await look(page, "developer-caller-matched");
	await page.getByLabel("Access code").fill("999999");
	await page.getByLabel("Do it for real").check();
	await page.getByRole("button", { name: "Simulate Call" }).click();
	await expect(page.getByRole("status")).toContainText("Done for real");
	await expect(
		page.getByText("Right number and ANI, but it has another code.").first(),
	).toBeVisible();
	await look(page, "developer-caller-wrong-code");
	expect(met).toEqual([]);
});

test("the API is read and tried by keyboard alone (C13)", async ({ signedIn: page }) => {
	// The reference has every call with its code: axe reads it for a minute on a busy machine.
	test.setTimeout(240_000);
	const met = watch(page);
	const name = newName("tried");
	await createGroup(page, name);
	await page.getByRole("link", { name: "Developer" }).click();
	await look(page, "developer-reference");
	await page.getByRole("link", { name: "Try it in the console: Ask for a number to dial" }).focus();
	await page.keyboard.press("Enter");
	await page.getByLabel("API key", { exact: true }).focus();
	await page.keyboard.type(API_KEY);
	await page.getByLabel("Body").fill(JSON.stringify({ groupName: name }));
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await expect(page.getByRole("status")).toBeFocused();
	await expect(page.getByRole("status")).toContainText("200");
	await expect(page.getByLabel("API key", { exact: true })).toHaveValue("");
	expect(await page.content()).not.toContain(API_KEY);
	await look(page, "developer-console");
	expect(met).toEqual([]);
});
