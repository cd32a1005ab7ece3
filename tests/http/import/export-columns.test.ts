import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, startConfigSite } from "../../support/config-site.ts";
import { readPage, sendFile, signInAt } from "../../support/import-site.ts";

// A pool's export in chosen columns, and what becomes of it in a spreadsheet.

let site: ConfigSite;
let browser: Browserless;
let cookie: string;
beforeAll(async () => {
	site = await startConfigSite();
	browser = await site.signIn();
	cookie = await signInAt(site.origin);
});
afterAll(() => site.stop());

const DESCRIBED = { "+18005550101": "007", "+4795550132": "Oslo", "+18005550103": "1/2" };

let made = 0;
/** A group's page, its ID, and the same pool as a file. */
async function described() {
	made += 1;
	const group = await site.createGroup(browser, `exported ${made}`, "+18005550101");
	const id = group.split("/").at(-1) as string;
	await upload(
		id,
		"add",
		Object.entries(DESCRIBED)
			.map((row) => row.join(","))
			.join("\n"),
	);
	await browser.press("Apply");
	return { group, id };
}

async function upload(id: string, mode: "add" | "replace", text: string): Promise<void> {
	await browser.open(await sendFile({ origin: site.origin, cookie }, id, mode, text));
}
const fileOf = (group: string, query: string) =>
	readPage({ origin: site.origin, cookie }, `${group}/pool.csv${query}`);
const poolOf = async (id: string) =>
	Object.fromEntries(
		(
			await site.sql<{ number: string; description: string }[]>`
				select number, description from pool_entries where group_id = ${id}`
		).map(({ number, description }) => [number, description]),
	);

describe("a pool's export (I6)", () => {
	test("has both columns, or those that are chosen, and refuses others", async () => {
		const { group } = await described();
		const whole = await fileOf(group, "");
		expect(whole).toContain("DNIS,Description\r\n+18005550101,007\r\n");
		expect(await fileOf(group, "?columns=number&columns=description")).toBe(whole);
		expect((await fileOf(group, "?columns=number")).split("\r\n").slice(0, 2)).toEqual([
			"DNIS",
			"+18005550101",
		]);
		expect((await fileOf(group, "?columns=number&columns=state")).split("\r\n")[1]).toMatch(
			/^\+18005550101,free,,,0$/,
		);
		for (const query of ["?columns=description", "?columns=number&columns=x"]) {
			const page = await browser.open(`${group}/pool.csv${query}`);
			expect([query, page.status]).toEqual([query, 400]);
		}
	});

	test("is chosen by a form that needs no JavaScript", async () => {
		const { group } = await described();
		const page = await browser.open(group);
		const form = page.root.querySelector(`form[action$="/pool.csv"]`);
		expect(form?.getAttribute("method") ?? "get").toBe("get");
		const sent = form
			?.querySelectorAll("input[name=columns]")
			.map((input) => [input.getAttribute("value"), input.getAttribute("type")]);
		expect(sent).toEqual([
			["number", "hidden"],
			["description", "checkbox"],
			// Only where chosen (G15).
			["drain", "checkbox"],
			["state", "checkbox"],
		]);
	});

	test("of the numbers alone, imported to replace the pool, keeps its descriptions", async () => {
		const { group, id } = await described();
		await upload(id, "replace", await fileOf(group, "?columns=number"));
		expect(browser.text).toContain("No change.");
		expect(browser.buttons("Apply")).toEqual([]);
		expect(await poolOf(id)).toEqual(DESCRIBED);
	});
});

describe("an export that a spreadsheet saved (I6, N6)", () => {
	const SAVED = "DNIS,Description\n18005550101,7\n4795550132,Oslo\n18005550103,01/02/2026\n";

	test.each(["add", "replace"] as const)(
		"is told, and the old descriptions are kept on request (to %s)",
		async (mode) => {
			const { id } = await described();
			await upload(id, mode, SAVED);
			expect(browser.text).toContain("3 numbers have no plus sign in the file.");
			expect(browser.text).toContain("A spreadsheet seems to have changed 2 descriptions");
			const keep = { fill: { "Keep 2 old descriptions": true } };
			await browser.press("Apply these decisions", keep);
			expect(browser.text).toContain("2 old descriptions were kept.");
			expect(browser.text).toContain("No change.");
			await browser.press("Take back 2 old descriptions were kept.");
			expect(browser.text).toContain("Keep 2 old descriptions");
			await browser.press("Apply these decisions", keep);
			expect(browser.buttons("Apply")).toEqual([]);
		},
	);

	test("nothing is kept that nobody asked to keep", async () => {
		const { id } = await described();
		await upload(id, "add", SAVED);
		await browser.press("Apply");
		expect(await poolOf(id)).toEqual({
			...DESCRIBED,
			...{ "+18005550101": "7", "+18005550103": "01/02/2026" },
		});
	});
});
