import { expect, takeScreenshots, test } from "./fixtures.ts";

test("the server answers a browser, and its page loads nothing that the policy refuses", async ({ page, hasScript }) => {
	const refused: string[] = [];
	page.on("console", (message) => {
		if (message.type() === "error") refused.push(message.text());
	});
	const answer = await page.goto("/");
	expect(answer?.status()).toBe(200);
	await expect(page.locator("html")).toHaveClass(hasScript ? /js/ : /^$/);
	expect(refused).toEqual([]);
});

test("the alive page can be read by everybody", async ({ page, hasScript }) => {
	await page.goto("/healthz");
	await expect(page.locator("body")).toContainText("ok");
	if (hasScript) await takeScreenshots(page, "healthz");
});
