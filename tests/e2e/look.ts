import type { Page } from "@playwright/test";
import { expect, expectAccessible, takeScreenshots } from "./fixtures.ts";

/** The narrowest screen that WCAG 2.2 wants to need no sideways scrolling (1.4.10). */
const REFLOW_WIDTH = 320;

/** Errors that the browser met, refusals by the content security policy among them; a page with status 404 or 409 is none. */
export function watch(page: Page): string[] {
	const met: string[] = [];
	page.on("pageerror", (error) => met.push(String(error)));
	page.on("console", (message) => {
		if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) met.push(message.text());
	});
	return met;
}

/** The page as it is now: axe finds nothing, narrow screens scroll down only, and it is photographed to be looked at. */
export async function look(page: Page, name: string): Promise<void> {
	await takeScreenshots(page, name);
	await expectAccessible(page);
	const size = page.viewportSize();
	await page.setViewportSize({ width: REFLOW_WIDTH, height: 800 });
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	expect(overflow, `${name} at ${REFLOW_WIDTH} px`).toBe(0);
	if (size) await page.setViewportSize(size);
}
