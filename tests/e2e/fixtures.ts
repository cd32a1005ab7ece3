import { test as base, expect, type Page } from "@playwright/test";
import { signInAt } from "../support/import-site.ts";
import { ADMINISTRATOR } from "./people.ts";

type Fixtures = {
	/** Whether this run has JavaScript on. The same flows also run with it off. */
	hasScript: boolean;
	/** A page with the Administrator signed in. */
	signedIn: Page;
};
type WorkerFixtures = {
	/**
	 * The cookie of an Administrator's session, `name=value`. Shared, because signing in takes more
	 * processor time than most tests.
	 */
	session: string;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
	baseURL: async ({}, use) => use(process.env.E2E_ORIGIN),
	hasScript: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
	session: [
		// biome-ignore lint/correctness/noEmptyPattern: as above.
		async ({}, use) => use(await signInAt(process.env.E2E_ORIGIN as string)),
		{ scope: "worker" },
	],
	signedIn: async ({ page, session }, use) => {
		const [name = "", value = ""] = session.split("=");
		await page.context().addCookies([{ name, value, url: process.env.E2E_ORIGIN as string }]);
		await page.goto("/tools/click-to-call-in");
		await use(page);
	},
});

export { expect };

/** Signs in by the login page, as a person does. */
export async function signIn(
	page: Page,
	person: { email: string; password: string } = ADMINISTRATOR,
): Promise<void> {
	await page.goto("/login");
	await page.getByLabel("Email").fill(person.email);
	await page.getByLabel("Password").fill(person.password);
	await page.getByRole("button", { name: "Sign in" }).click();
	await expect(page).not.toHaveURL(/\/login/);
}
