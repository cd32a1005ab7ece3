import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { CDPSession, Page } from "@playwright/test";
import type axe from "axe-core";
import { expect } from "./fixtures.ts";

/**
 * Errors that the browser met, refusals by the content security policy among them; a page with
 * status 404 or 409 is none.
 */
export function watch(page: Page): string[] {
	const met: string[] = [];
	page.on("pageerror", (error) => met.push(String(error)));
	page.on("console", (message) => {
		if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
			met.push(message.text());
	});
	return met;
}

const WIDE = { width: 1280, height: 900 };
/** The narrowest screen that WCAG 2.2 wants to need no sideways scrolling (1.4.10). */
const NARROW = { width: 320, height: 800 };

/**
 * The page as it is now: axe finds nothing in light and dark, narrow screens scroll down only
 * (G13), and it is photographed to be looked at, as screenshots/<name>-wide.png, -dark.png and
 * -narrow.png. Only with JavaScript on: with it off, axe waits for ever.
 */
export async function look(page: Page, name: string): Promise<void> {
	await page.waitForLoadState();
	const before = page.viewportSize() ?? WIDE;
	await page.setViewportSize(WIDE);
	await page.emulateMedia({ colorScheme: "light" });
	await photograph(page, `${name}-wide`);
	expect(await findByAxe(page), `${name}, axe`).toEqual([]);
	await page.emulateMedia({ colorScheme: "dark" });
	await photograph(page, `${name}-dark`);
	expect(await findByAxe(page, RULES_OF_COLOUR), `${name}, axe in dark colours`).toEqual([]);
	await page.emulateMedia({ colorScheme: null });
	await page.setViewportSize(NARROW);
	await photograph(page, `${name}-narrow`);
	expect(await overflowOf(page), `${name} at ${NARROW.width} px`).toBe(0);
	await page.setViewportSize(before);
}

/** A4 upright at 96 dots an inch. */
const PAPER = { width: 794, height: 1123 };

/**
 * The page on paper, where nothing is cut off at the side, and in forced colours, photographed. For
 * pages that stand for others: the styles are shared.
 */
export async function lookAtPaperAndForcedColors(page: Page, name: string): Promise<void> {
	const size = page.viewportSize();
	await page.emulateMedia({ forcedColors: "active" });
	await photograph(page, `${name}-forced-colors`);
	await page.emulateMedia({ forcedColors: null, media: "print" });
	await page.setViewportSize(PAPER);
	await photograph(page, `${name}-print`);
	const cutOff = await page
		.locator("main section")
		.evaluateAll((sections) =>
			sections
				.filter((section) => section.scrollWidth > section.clientWidth)
				.map((section) => section.ariaLabel),
		);
	expect(cutOff, `${name} on paper: sections that are cut off`).toEqual([]);
	await page.emulateMedia({ media: null });
	if (size) await page.setViewportSize(size);
}

/** A laptop, a small laptop and a phone. */
const WIDTHS = [1440, WIDE.width, 390];

/**
 * A page of components: axe finds nothing in light colors, no width scrolls sideways, and it is
 * photographed as screenshots/<name>-<width>.png, and as -dark.png at one width. Contrast in dark
 * colors is tested by `look`. One component stands there many times, so that regions have names in
 * common.
 */
export async function lookAtComponents(page: Page, name: string): Promise<void> {
	await page.emulateMedia({ colorScheme: "light" });
	for (const width of WIDTHS) {
		await page.setViewportSize({ width, height: WIDE.height });
		await photograph(page, `${name}-${width}`);
		expect(await overflowOf(page), `${name} at ${width} px`).toBe(0);
	}
	expect(await findByAxe(page, null, ["landmark-unique"]), `${name}, axe`).toEqual([]);
	await page.emulateMedia({ colorScheme: "dark" });
	await page.setViewportSize(WIDE);
	await photograph(page, `${name}-dark`);
}

const overflowOf = (page: Page): Promise<number> =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What dark colours can break that light ones do not. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];
/**
 * Enough rows that every kind of row is among them: those of the longest pages take axe longer than
 * all the rest.
 */
const FURTHER_ROWS = "tbody tr:nth-child(n + 26)";

// The short form: the page reads it anew each time that it is loaded.
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A sentence for whatever axe finds fault with. */
async function findByAxe(
	page: Page,
	only: string[] | null = null,
	without: string[] = [],
): Promise<string[]> {
	if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
	return page.evaluate(
		async ({ only, without, exclude }) => {
			const { run } = (window as unknown as { axe: typeof axe }).axe;
			const context = { include: [["html"]], exclude: [[exclude]] };
			const { violations } = await run(context, {
				resultTypes: ["violations"],
				...(only && { runOnly: only }),
				rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
			});
			return violations.map(
				({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`,
			);
		},
		{ only, without, exclude: FURTHER_ROWS },
	);
}

// One a page, and never detached: with it would go whatever colours or paper the page is made to
// show.
const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** Chromium repeats the top of a page below this many pixels: a picture ends there. */
const TALLEST = 16_384;

/**
 * The page, down to the tallest that a picture can be. Straight from the browser: Playwright packs its pictures smaller, which takes
 * half as long again.
 */
async function photograph(page: Page, name: string): Promise<void> {
	const session = sessions.get(page) ?? page.context().newCDPSession(page);
	sessions.set(page, session);
	const size = await page.evaluate(() => ({
		width: document.documentElement.clientWidth,
		height: document.documentElement.scrollHeight,
	}));
	const clip = { x: 0, y: 0, scale: 1, ...size, height: Math.min(size.height, TALLEST) };
	const { data } = await (await session).send("Page.captureScreenshot", {
		optimizeForSpeed: true,
		captureBeyondViewport: true,
		clip,
	});
	await mkdir("screenshots", { recursive: true });
	await writeFile(`screenshots/${name}.png`, data, "base64");
}
