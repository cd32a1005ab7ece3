import type { Page } from "@playwright/test";
import { PhoneSystem, type Platform, secretOf } from "../support/phone-call.ts";
import { expect } from "./fixtures.ts";
import { newName } from "./groups.ts";

export const LIST = "/settings/phone-systems";
export const AGENTS = "sip:agents@pbx.example.com";

type Made = { name: string; url: string; system: PhoneSystem };

/** Makes a connection by its form, leaves its page open, and returns a system that calls it. */
export async function createConnection(
	page: Page,
	kind: Platform,
	{ name = newName(kind), target = AGENTS } = {},
): Promise<Made> {
	await page.goto(`${LIST}/new?kind=${kind}`);
	await page.getByLabel("Name", { exact: true }).fill(name);
	await page.getByLabel(/^(Auth token|Signing key|Public key)$/).fill(secretOf(kind));
	await page.getByLabel("Destination", { exact: true }).fill(target);
	await page.getByRole("button", { name: "Create Connection" }).click();
	await expect(page.getByRole("status")).toContainText("was created");
	const origin = process.env.E2E_ORIGIN as string;
	const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
	return { name, url: page.url(), system: new PhoneSystem(kind, origin, origin, id) };
}
