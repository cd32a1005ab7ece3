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

/** A4 upright at 96 dots an inch. */
const PAPER = { width: 794, height: 1123 };

/** The page on paper, where nothing is cut off at the side, and in forced colours, photographed. For pages that stand for others: the styles are shared. */
export async function lookAtPaperAndForcedColors(page: Page, name: string): Promise<void> {
	const size = page.viewportSize();
	await page.emulateMedia({ forcedColors: "active" });
	await page.screenshot({ path: `screenshots/${name}-forced-colors.png`, fullPage: true });
	await page.emulateMedia({ forcedColors: null, media: "print" });
	await page.setViewportSize(PAPER);
	await page.screenshot({ path: `screenshots/${name}-print.png`, fullPage: true });
	const cutOff = await page
		.locator("main section")
		.evaluateAll((sections) => sections.filter((section) => section.scrollWidth > section.clientWidth).length);
	expect(cutOff, `${name} on paper: sections that are cut off`).toBe(0);
	await page.emulateMedia({ media: null });
	if (size) await page.setViewportSize(size);
}
