import { expect, signIn, test } from "./fixtures.ts";

test("the login page loads nothing that the policy refuses", async ({ page, hasScript }) => {
	const refused: string[] = [];
	page.on("console", (message) => {
		if (message.type() === "error") refused.push(message.text());
	});
	const answer = await page.goto("/login");
	expect(answer?.status()).toBe(200);
	await expect(page.locator("html")).toHaveClass(hasScript ? /js/ : /^$/);
	expect(refused).toEqual([]);
});

test("the Administrator that the environment names signs in (R3)", async ({ page }) => {
	await signIn(page);
	await expect(page.getByRole("link", { name: "Click-To-Call-In Config" })).toBeVisible();
});
