import { expect, test } from "./fixtures.ts";
import { createGroup, newName } from "./groups.ts";
import { look } from "./look.ts";

test("an Administrator makes a key for one group, a client uses it, and it is revoked (C11)", async ({
	signedIn: page,
	hasScript,
}) => {
	test.setTimeout(120_000);
	const [own, other] = [newName("own"), newName("other")];
	await createGroup(page, own);
	await createGroup(page, other);
	await page.getByRole("link", { name: "Settings", exact: true }).click();
	await page.getByRole("link", { name: "API keys" }).click();
	await page.getByRole("button", { name: "Create API Key" }).click();
	await expect(page.getByRole("alert")).toContainText("Choose at least one");
	if (hasScript) await look(page, "api-keys-refused");
	const name = newName("Mobile app");
	await page.getByLabel("Name", { exact: true }).fill(name);
	await page.getByLabel(/^create/).check();
	await page.getByLabel("Only these:").check();
	await page.getByLabel("Groups that the key may use").selectOption({ label: own });
	await page.getByRole("button", { name: "Create API Key" }).click();
	const secret = await page.getByRole("status").locator("code").textContent();
	const ask = async (groupName: string) => {
		const answer = await fetch(`${process.env.E2E_ORIGIN}/engagement/v3/call-in/requests/create`, {
			method: "POST",
			headers: { "x-api-key": secret ?? "", "content-type": "application/json" },
			body: JSON.stringify({ groupName }),
		});
		return answer.status;
	};
	expect([await ask(own), await ask(other)]).toEqual([200, 400]);
	if (hasScript) await look(page, "api-keys-made");
	await page.goto("/settings/api-keys");
	await expect(page.getByText(secret ?? "")).toHaveCount(0);
	await page.getByRole("button", { name: `Limit ${name}` }).click();
	await page.getByLabel("Requests per minute").first().fill("none");
	await page.getByRole("button", { name: "Save Limit" }).click();
	await expect(page.getByRole("alert")).toContainText("Enter a whole number from 1 to 1,000,000");
	if (hasScript) await look(page, "api-keys-limit");
	await page.getByLabel("Requests per minute").first().fill("600");
	await page.getByRole("button", { name: "Save Limit" }).click();
	await expect(page.getByRole("status")).toContainText("may make 600 requests a minute");
	await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText(
		"at most 600 requests a minute",
	);
	await page.getByRole("button", { name: `Numbers ${name}` }).click();
	await page.getByLabel("Always international").first().check();
	if (hasScript) await look(page, "api-keys-numbers");
	await page.getByRole("button", { name: "Save Numbers" }).click();
	await expect(page.getByRole("status")).toContainText("are always international");
	await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText(
		"numbers without a plus are international",
	);
	await page.getByRole("button", { name: `Revoke ${name}` }).click();
	if (hasScript) await look(page, "api-keys-revoke");
	await page.getByRole("button", { name: "Yes, revoke the key" }).click();
	await expect(page.getByRole("status")).toContainText("is revoked");
	await expect.poll(() => ask(own), { timeout: 10_000 }).toBe(401);
});
