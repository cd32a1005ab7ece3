import { test as base, expect, type Page } from "@playwright/test";
import axe from "axe-core";
import { ADMINISTRATOR } from "./people.ts";

type Fixtures = {
	/** Whether this run has JavaScript on; the same flows run with it off. */
	hasScript: boolean;
	/** A page on which the Administrator has signed in. */
	signedIn: Page;
};

export const test = base.extend<Fixtures>({
	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
	baseURL: async ({}, use) => use(process.env.E2E_ORIGIN),
	hasScript: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
	signedIn: async ({ page }, use) => {
		await signIn(page);
		await use(page);
	},
});

export { expect };

/** Signs in by the login page, as a person does. */
export async function signIn(page: Page, person: { email: string; password: string } = ADMINISTRATOR): Promise<void> {
	await page.goto("/login");
	await page.getByLabel("Email").fill(person.email);
	await page.getByLabel("Password").fill(person.password);
	await page.getByRole("button", { name: "Sign in" }).click();
	await expect(page).not.toHaveURL(/\/login/);
}

const SCHEMES = ["light", "dark"] as const;

/** What dark colours can break that light ones do not. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** axe finds nothing on the page as it is now, light and dark (G13). Only with JavaScript on: with it off, axe waits for ever. */
export async function expectAccessible(page: Page): Promise<void> {
	// Once a page: half of the time went into reading its half megabyte for each look.
	if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
	for (const colorScheme of SCHEMES) {
		await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
		const rules = colorScheme === "dark" ? RULES_OF_COLOUR : null;
		const found = await page.evaluate(async (only) => {
			const { run } = (window as unknown as { axe: typeof axe }).axe;
			const { violations } = await run(document, { resultTypes: ["violations"], ...(only && { runOnly: only }) });
			return violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
		}, rules);
		expect(found, `axe, ${colorScheme}`).toEqual([]);
	}
	await page.emulateMedia({ colorScheme: null, reducedMotion: "reduce" });
}

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

/** Writes screenshots/<name>-wide.png, -narrow.png and -dark.png, to be looked at. */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
	const before = page.viewportSize() ?? WIDE;
	const shoot = (look: string) => page.screenshot({ path: `screenshots/${name}-${look}.png`, fullPage: true, animations: "disabled" });
	await page.emulateMedia({ colorScheme: "light" });
	await page.setViewportSize(WIDE);
	await shoot("wide");
	await page.setViewportSize(NARROW);
	await shoot("narrow");
	await page.setViewportSize(WIDE);
	await page.emulateMedia({ colorScheme: "dark" });
	await shoot("dark");
	await page.emulateMedia({ colorScheme: null });
	await page.setViewportSize(before);
}
