import { expect, signIn, test } from "./fixtures.ts";
import { addPerson, call, createGroup, newName, newNumber } from "./groups.ts";
import { API_KEY } from "./people.ts";
import { AGENTS } from "./phone-systems.ts";
import { button, count, link } from "./steps.ts";

/*
 * The week's flows with people, keys and phone systems: each with the presses and page loads that
 * it may take, the same with JavaScript off and on.
 */

const newEmail = (name: string): string => `${newName(name).replaceAll(" ", "-")}@example.com`;

/** The status of a create with a key. */
async function createStatus(groupName: string, key: string): Promise<number> {
	const answer = await fetch(`${process.env.E2E_ORIGIN}/engagement/v3/call-in/requests/create`, {
		method: "POST",
		headers: { "x-api-key": key, "content-type": "application/json" },
		body: JSON.stringify({ groupName }),
	});
	return answer.status;
}

test("a colleague's change is found in the audit log, read, and followed to its group", async ({
	signedIn: page,
	browser,
	javaScriptEnabled,
}) => {
	const colleague = await addPerson(newEmail("colleague"), "administrator");
	const url = await createGroup(page, newName("changed"));
	const context = await browser.newContext({ javaScriptEnabled });
	const other = await context.newPage();
	await signIn(other, colleague);
	await other.goto(url);
	await other.getByLabel("Expiry (seconds)").fill("90");
	await button(other, "Save Settings").click();
	await expect(other.getByRole("status")).toContainText("Settings saved");
	await context.close();

	await page.goto("/");
	const steps = count(page);
	await steps.press(link(page, "Settings"));
	await steps.press(link(page, "Audit log"));
	const who = page.getByLabel("Who (start of the name)");
	await who.fill(colleague.email);
	await steps.enter(who);
	await steps.press(
		page.getByRole("row").filter({ hasText: "Settings changed" }).getByRole("link"),
	);
	await expect(page.getByText("Expiry (seconds)")).toBeVisible();
	await expect(page.locator("ins")).toHaveText("90");
	await steps.press(page.getByRole("definition").getByRole("link", { name: /^changed/ }));
	expect(page.url()).toBe(url);
	steps.expectAtMost({ presses: 5, loads: 5 });
});

test("a colleague is invited, signs in by the link, and is removed", async ({
	signedIn: page,
	browser,
	javaScriptEnabled,
}) => {
	const email = newEmail("invited");
	const steps = count(page);
	await steps.press(link(page, "Settings"));
	await steps.press(link(page, "Users"));
	await page.getByLabel("Email").fill(email);
	await page.getByLabel("Role", { exact: true }).selectOption("Callback Supervisor");
	await steps.press(button(page, "Invite User"));
	const setUp = (await page.getByRole("status").locator("code").textContent()) ?? "";
	await expect(page.getByRole("listitem").filter({ hasText: email })).toContainText(
		"Invited (link valid until",
	);

	const context = await browser.newContext({ javaScriptEnabled });
	const colleague = await context.newPage();
	await colleague.goto(setUp);
	await colleague.getByLabel("Password").fill("a password of my own");
	const own = count(colleague);
	await own.press(button(colleague, "Save Password and Sign In"));
	await expect(colleague.getByRole("link", { name: email })).toBeVisible();
	own.expectAtMost({ presses: 1, loads: 1 });

	await steps.press(link(page, email));
	await steps.press(button(page, "Remove User"));
	await steps.press(button(page, "Yes, remove"));
	await expect(page.getByRole("status")).toContainText(`${email} is removed`);
	await colleague.goto("/call-in");
	await expect(colleague).toHaveURL(/\/login/);
	await context.close();
	steps.expectAtMost({ presses: 6, loads: 6 });
});

test("a phone system is connected, and a call played through to the agents", async ({
	signedIn: page,
}) => {
	const [group, number] = [newName("connected"), newNumber()];
	await createGroup(page, group, number, { expirySeconds: 600 });
	const { accessCode } = await call(group);
	const steps = count(page);
	await steps.press(link(page, "Settings"));
	await steps.press(link(page, "Phone systems"));
	await steps.press(link(page, "Twilio"));
	await page.getByLabel("Name", { exact: true }).fill(newName("Twilio"));
	await page.getByLabel("Auth token").fill("0123456789abcdef0123456789abcdef");
	await page.getByLabel("Destination", { exact: true }).fill(AGENTS);
	await steps.press(button(page, "Create Connection"));
	await expect(page.getByText("?step=ended")).toBeVisible();
	await steps.press(link(page, "Preview a Call"));
	await page.getByLabel("Dialed number (DNIS)").fill(number);
	await page.getByLabel("Caller (ANI)").fill("+14155550132");
	await steps.press(button(page, "Call"));
	await page.getByLabel("Keys pressed").fill(String(accessCode));
	await steps.enter(page.getByLabel("Keys pressed"));
	await expect(page.getByText(`Connects to ${AGENTS}`)).toBeVisible();
	steps.expectAtMost({ presses: 7, loads: 7 });
});

test("a key gets a new secret, and the old one works until the app has changed over", async ({
	signedIn: page,
}) => {
	const [group, name] = [newName("rotated"), newName("key")];
	await createGroup(page, group);
	await page.goto("/settings/api-keys");
	await page.getByLabel("Name", { exact: true }).fill(name);
	await page.getByLabel(/^create/).check();
	await button(page, "Create API Key").click();
	const before = (await page.getByRole("status").locator("code").textContent()) ?? "";
	await page.goto("/");
	const steps = count(page);
	await steps.press(link(page, "Settings"));
	await steps.press(button(page, `Rotate ${name}`));
	await steps.press(button(page, "Make New Secret"));
	const after = (await page.getByRole("status").locator("code").textContent()) ?? "";
	expect(new Set([before, after, API_KEY]).size).toBe(3);
	for (const secret of [before, after]) expect(await createStatus(group, secret)).toBe(200);
	await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText(
		"The old secret works until",
	);
	steps.expectAtMost({ presses: 3, loads: 3 });
});
