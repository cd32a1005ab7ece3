import { expect, test } from "./fixtures.ts";
import { call, createGroup, newName, newNumber } from "./groups.ts";
import { AGENTS, createConnection, LIST } from "./phone-systems.ts";

test("an Administrator connects Twilio, previews a call, pauses the connection and deletes it (P1, P3, P4)", async ({
	signedIn: page,
}) => {
	const group = newName("claims");
	const number = newNumber();
	await createGroup(page, group, number, { expirySeconds: 600 });
	const { name, system } = await createConnection(page, "twilio");
	const url = process.env.E2E_ORIGIN + system.path;
	for (const pasted of [url, `${url}?step=ended`])
		await expect(page.getByText(pasted, { exact: true })).toBeVisible();

	await page.getByLabel("Group", { exact: true }).selectOption({ label: group });
	await page.getByLabel("Fallback", { exact: true }).fill("+14155550100");
	await page.getByRole("button", { name: "Save Destination" }).click();
	await expect(page.getByRole("status")).toContainText(`The destinations of “${group}” are saved.`);

	const { accessCode } = await call(group);
	await page.getByRole("link", { name: "Preview a Call" }).click();
	await page.getByLabel("Dialed number (DNIS)").fill(number);
	await page.getByLabel("Caller (ANI)").fill("+14155550132");
	await page.getByRole("button", { name: "Call", exact: true }).click();
	await expect(
		page.getByText("Please enter the 6 digits of your access code.", { exact: true }),
	).toBeVisible();
	// The next key press needs no click: the field has the focus.
	await expect(page.getByLabel("Keys pressed")).toBeFocused();
	await page.keyboard.type(String(accessCode));
	await page.keyboard.press("Enter");
	await expect(page.getByText(`Connects to ${AGENTS}`)).toBeVisible();
	await expect(page.getByRole("listitem").filter({ hasText: "Connects to" })).toBeFocused();

	await page.getByRole("link", { name }).click();
	await page.getByRole("button", { name: "Pause" }).click();
	await expect(page.getByRole("status")).toContainText(`“${name}” is paused.`);
	await page.goto(LIST);
	await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText("Paused");
	await page.getByRole("link", { name }).click();
	await page.getByRole("button", { name: "Delete Connection" }).click();
	const question = page.getByRole("alert");
	await expect(question).toBeFocused();
	await expect(question).toContainText(`The groups with own destinations there: ${group}.`);
	await page.getByRole("button", { name: "Yes, delete the connection" }).click();
	await expect(page.getByRole("status")).toContainText(`The connection “${name}” is deleted.`);
	await expect(page.getByRole("link", { name })).toHaveCount(0);
});
