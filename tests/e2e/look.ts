import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { CDPSession, Page } from "@playwright/test";
import type axe from "axe-core";
import { expect } from "./fixtures.ts";

/**
 * Browser errors, including refusals by the content security policy. A page with status 404 or 409
 * does not count.
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
/** The narrowest screen without sideways scrolling by WCAG 2.2 (1.4.10). */
const NARROW = { width: 320, height: 800 };

/**
 * Checks the page in its current state: axe finds nothing in light and dark, narrow screens scroll
 * down only (G13), and tables of records are not cut off. Takes pictures for review:
 * screenshots/<name>-wide.png, -dark.png and -narrow.png. Only with JavaScript on: with it off, axe
 * waits for ever.
 */
export async function look(page: Page, name: string): Promise<void> {
	await page.waitForLoadState();
	const before = page.viewportSize() ?? WIDE;
	await page.setViewportSize(WIDE);
	await page.emulateMedia({ colorScheme: "light" });
	await photograph(page, `${name}-wide`);
	expect(await cutOffRecords(page), `${name} at ${WIDE.width} px: tables cut off`).toEqual([]);
	expect(await findByAxe(page), `${name}, axe`).toEqual([]);
	await page.emulateMedia({ colorScheme: "dark" });
	await photograph(page, `${name}-dark`);
	expect(await findByAxe(page, RULES_OF_COLOUR), `${name}, axe in dark colours`).toEqual([]);
	await page.emulateMedia({ colorScheme: null });
	await page.setViewportSize(NARROW);
	await photograph(page, `${name}-narrow`);
	expect(await overflowOf(page), `${name} at ${NARROW.width} px`).toBe(0);
	expect(await cutOffRecords(page), `${name} at ${NARROW.width} px: tables cut off`).toEqual([]);
	await page.setViewportSize(before);
}

/** A4 upright at 96 dots an inch. */
const PAPER = { width: 794, height: 1123 };

/**
 * The page on paper, with nothing cut off at the side, and in forced colours, photographed. A few
 * pages stand for all: the styles are shared.
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

/** A laptop and a phone. */
const WIDTHS = [1440, 390];

/**
 * Checks a page of components: axe finds nothing in light colors, and no width scrolls sideways.
 * Takes pictures: screenshots/<name>-<width>.png, and -dark.png at one width. `look` tests contrast
 * in dark colors. A component appears many times, so that regions share names.
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

/** The names of tables of records that show only a part of their columns. */
const cutOffRecords = (page: Page): Promise<(string | null)[]> =>
	page
		.locator("section:has(> .records)")
		.evaluateAll((tables) =>
			tables
				.filter((table) => table.scrollWidth > table.clientWidth)
				.map((table) => table.ariaLabel),
		);

/** Rules that dark colours can break and light ones do not. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];
/**
 * The first rows contain every kind of row, and the first calls of the reference every kind of
 * field. In the longest pages, the further ones would take axe longer than everything else.
 */
const FURTHER = ["tbody tr:nth-child(n + 26)", "section:nth-of-type(n + 9):not(:last-of-type)"];

// The minified form: the page parses it anew on every load.
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A sentence for each finding of axe. */
async function findByAxe(
	page: Page,
	only: string[] | null = null,
	without: string[] = [],
): Promise<string[]> {
	if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
	return page.evaluate(
		async ({ only, without, exclude }) => {
			const { run } = (window as unknown as { axe: typeof axe }).axe;
			const context = { include: [["html"]], exclude: exclude.map((what) => [what]) };
			const { violations } = await run(context, {
				resultTypes: ["violations"],
				...(only && { runOnly: only }),
				rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
			});
			return violations.map(
				({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`,
			);
		},
		{ only, without, exclude: FURTHER },
	);
}

// One per page, never detached: detaching would undo the page's emulated colours or paper.
const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** Chromium repeats the top of a page below this many pixels, so a picture ends there. */
const TALLEST = 16_384;

/** What Chromium answers when it has no frame of the page to copy, although the page is drawn. */
const NO_FRAME = "Unable to capture screenshot";
/** Chromium had the frame at the second request wherever this was seen. */
const MOST_CAPTURES = 5;

/**
 * The page, down to the tallest possible picture. Directly from the browser: Playwright compresses
 * its pictures more, which takes half as long again. Chromium refuses a capture now and then, most
 * often the first one of a new browser: https://github.com/MarketSquare/robotframework-browser/issues/5237
 * It is asked again after the next frame. Tests check the page, never the picture.
 */
async function photograph(page: Page, name: string): Promise<void> {
	const session = sessions.get(page) ?? page.context().newCDPSession(page);
	sessions.set(page, session);
	for (let captures = 1; ; captures += 1) {
		await page.evaluate(afterTheNextFrame);
		try {
			const data = await capture(page, await session);
			await mkdir("screenshots", { recursive: true });
			return await writeFile(`screenshots/${name}.png`, data, "base64");
		} catch (error) {
			if (captures === MOST_CAPTURES || !String(error).includes(NO_FRAME)) throw error;
		}
	}
}

/** The first callback runs before the next frame is drawn, the second one after it. */
const afterTheNextFrame = () =>
	new Promise<void>((resolve) => {
		requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
	});

/** A picture of the page, as PNG in base64. */
async function capture(page: Page, session: CDPSession): Promise<string> {
	const size = await page.evaluate(() => ({
		width: document.documentElement.clientWidth,
		height: document.documentElement.scrollHeight,
	}));
	const clip = { x: 0, y: 0, scale: 1, ...size, height: Math.min(size.height, TALLEST) };
	const { data } = await session.send("Page.captureScreenshot", {
		optimizeForSpeed: true,
		captureBeyondViewport: true,
		clip,
	});
	return data;
}
