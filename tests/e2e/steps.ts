import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** What a flow may take. Typing and choosing are not counted. */
export type Steps = { presses: number; loads: number };

/** Counts from the open page on. */
export function count(page: Page) {
	const steps: Steps = { presses: 0, loads: 0 };
	page.on("load", () => {
		steps.loads += 1;
	});
	return {
		async press(what: Locator): Promise<void> {
			steps.presses += 1;
			await what.click();
			await page.waitForLoadState();
		},
		/** Enter in a field, which presses its form's first button. */
		async enter(field: Locator): Promise<void> {
			steps.presses += 1;
			await field.press("Enter");
			await page.waitForLoadState();
		},
		expectAtMost(most: Steps): void {
			expect(steps.presses, "presses").toBeLessThanOrEqual(most.presses);
			expect(steps.loads, "page loads").toBeLessThanOrEqual(most.loads);
		},
	};
}

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
export const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true });
