import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { type ConfigSite, GROUPS, newNumber, startConfigSite } from "../../support/config-site.ts";

let site: ConfigSite;
let browser: Browserless;
beforeAll(async () => {
	site = await startConfigSite();
	browser = await site.signIn();
});
afterAll(() => site.stop());

const JAVASCRIPT_GZIP_BYTES_MAX = 10 * 1024;
const statusText = () => textOf(browser.page.root.querySelector("[role=status]"));

describe("a name with everything in it", () => {
	const name = '50% off / "Ünïcode" <b>&?#';

	/** The name is on the page, with every part escaped exactly once. */
	const expectNamed = (text: string): void => {
		expect(text).toContain(name);
		expect(browser.page.html).not.toContain("<b>&?#");
		expect(browser.page.html).not.toMatch(/&amp;(?:lt|gt|quot|amp|#)/);
	};

	test("works in every place, escaped once (G1)", async () => {
		const number = newNumber();
		const path = await site.createGroup(browser, name, number);
		expectNamed(statusText());
		expectNamed(browser.chosen("Group"));
		expectNamed(browser.page.root.querySelector("title")!.text);
		expect(path).toMatch(/^\/tools\/click-to-call-in\/[0-9a-f-]{36}$/);

		await browser.open(`${path}/import`);
		expectNamed(textOf(browser.page.root.querySelector("main a")));

		await browser.open(`${GROUPS}?${new URLSearchParams({ q: name.toLowerCase() })}`);
		expectNamed(textOf(browser.page.root.querySelector("tbody th")));
		expect(browser.value("Search groups")).toBe(name.toLowerCase());
		await browser.open(`${GROUPS}?${new URLSearchParams({ q: `x${name}` })}`);
		expectNamed(browser.text);

		await site.createGroup(browser, "its neighbour", number);
		expectNamed(statusText());
		expectNamed(textOf(browser.page.root.querySelector("tbody tr")));
		await browser.press("Save Settings", {
			fill: { "Do not reuse DNIS for concurrent requests": true },
		});
		expectNamed(browser.messageAt("Do not reuse DNIS for concurrent requests"));
		await browser.open(`${GROUPS}/new`);
		await browser.press("Save Group", {
			fill: { "Group Name": name.toUpperCase(), "New DNIS": newNumber() },
		});
		expectNamed(browser.messageAt("Group Name"));
		expect(browser.value("Group Name")).toBe(name.toUpperCase());

		const called = await site.call(name);
		expect([called.status, called.data?.groupName]).toEqual([200, name]);
		await browser.open("/call-in");
		expectNamed(textOf(browser.page.root.querySelector("tbody tr")));

		await browser.open(path);
		await browser.press("Delete Group");
		expectNamed(textOf(browser.page.root.querySelector("[role=alert]")));
		await browser.press("Yes, delete the group");
		expectNamed(statusText());
	});
});

describe("addresses that are none", () => {
	test.each(["0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11", "not-an-id", "%00", "50%25", "1'--"])(
		"the group %s is a page with 404",
		async (id) => {
			for (const path of [`${GROUPS}/${id}`, `${GROUPS}/${id}/import`]) {
				const { status } = await browser.open(path);
				expect(status, path).toBe(404);
				expect(textOf(browser.page.root.querySelector("h1"))).toBe("Page not found");
				expect(browser.page.root.querySelectorAll("nav a").map(textOf)).toContain("Call-In");
			}
			expect(
				(await browser.post(`${GROUPS}/${id}`, { intent: "add-entry", number: newNumber() }))
					.status,
			).toBe(404);
		},
	);

	test.each([{ intent: "sell-group" }, { intent: "" }, {}])(
		"a form that asks for $intent is refused with 400",
		async (fields) => {
			const path = await site.createGroup(
				browser,
				`asked for ${JSON.stringify(fields)}`,
				newNumber(),
			);
			expect((await browser.post(path, fields as Record<string, string>)).status).toBe(400);
			expect(textOf(browser.page.root.querySelector("h1"))).toBe(
				"This request cannot be understood",
			);
		},
	);

	test.each([
		"?q=%00",
		"?q=%ff",
		"?page=-1",
		"?page=1e9",
		"?page=x",
		"?sort=secret",
		"?edit=x",
		"?edit=%00",
		"?delete-group",
	])("the address with %s is answered as well as can be", async (search) => {
		const path = await site.createGroup(browser, `with ${search}`, newNumber());
		expect((await browser.open(path + search)).status).toBe(200);
		expect((await browser.open(GROUPS + search)).status).toBe(200);
	});
});

describe.each(["developer", "supervisor", "monitor"] as const)(
	"a %s, who only reads (R1)",
	(role) => {
		test("sees the page without the controls, and no crafted post changes anything", async () => {
			const number = newNumber();
			const path = await site.createGroup(browser, `read by ${role}`, number);
			const other = newNumber();
			await browser.press("Add DNIS", { fill: { "New DNIS": other, Description: "Claims" } });
			const [entry] = await site.sql`select id, version from pool_entries where number = ${other}`;
			const [group] =
				await site.sql`select version, pool_version from groups where name = ${`read by ${role}`}`;
			const before =
				await site.sql`select g.*, e.* from groups g join pool_entries e on e.group_id = g.id order by e.id`;

			const reader = await site.signIn(role);
			expect((await reader.open(path)).status).toBe(200);
			expect(reader.text).toContain(number);
			expect(reader.text).toContain("Claims");
			expect(reader.text).toContain("Expiry (seconds)30");
			// The export and the picker read, so everybody may choose columns and a group.
			const reading = [`${path}/pool.csv`, GROUPS];
			const controls = reader.page.root
				.querySelectorAll("main form, main input, main button:not([data-copy])")
				.filter(
					(control) => !reading.includes(control.closest("form")?.getAttribute("action") ?? ""),
				);
			expect(reader.chosen("Group")).toBe(`read by ${role}`);
			expect(controls).toHaveLength(0);
			for (const asked of [`${path}?edit=${entry!.id}`, `${path}?delete-group=ask`]) {
				await reader.open(asked);
				expect(reader.page.root.querySelectorAll('main form[method="post"]'), asked).toEqual([]);
			}
			await reader.open(GROUPS);
			expect(reader.buttons("Create New Group")).toHaveLength(0);
			for (const closed of [`${GROUPS}/new`, `${path}/import`]) {
				expect((await reader.open(closed)).status, closed).toBe(403);
				expect(textOf(reader.page.root.querySelector("h1"))).toBe("Your role does not allow this");
			}

			const version = String(entry!.version);
			const settings = {
				accessCodeLength: "7",
				expirySeconds: "70",
				callerId: "equal",
				guard: "guard",
			};
			const crafted: Record<string, string>[] = [
				{ intent: "save-settings", version: String(group!.version), ...settings },
				{ intent: "add-entry", number: newNumber(), description: "" },
				{ intent: "edit-entry", entryId: entry!.id, version, number: newNumber(), description: "" },
				{ intent: "delete-entry", entryId: entry!.id, version, acceptedLiveRequests: "9" },
				{
					intent: "delete-group",
					version: String(group!.version),
					poolVersion: String(group!.pool_version),
				},
			];
			for (const fields of crafted) {
				expect((await reader.post(path, fields)).status, fields.intent).toBe(403);
			}
			expect(
				(
					await reader.post(`${GROUPS}/new`, {
						name: "mine",
						number: newNumber(),
						description: "",
						...settings,
					})
				).status,
			).toBe(403);
			expect(
				await site.sql`select g.*, e.* from groups g join pool_entries e on e.group_id = g.id order by e.id`,
			).toEqual(before);
		});
	},
);

describe("what a page is made of", () => {
	test("times are in the reader's own time zone, which is named (G14)", async () => {
		const path = await site.createGroup(browser, "times", newNumber());
		await site.sql`update groups set updated_at = '2026-01-15T23:30:00Z' where name = 'times'`;
		await browser.open(path);
		expect(browser.text).toContain("15 Jan 2026, 23:30:00 UTC");
		const reader = await site.signIn("developer", "tokyo@example.com");
		await site.sql`update users set time_zone = 'Asia/Tokyo' where email = 'tokyo@example.com'`;
		await reader.open(path);
		expect(reader.text).toContain("16 Jan 2026, 08:30:00 GMT+9");
		expect(reader.page.root.querySelector("time")?.getAttribute("datetime")).toBe(
			"2026-01-15T23:30:00.000Z",
		);
	});

	test("its JavaScript is one file of at most 10 KB gzip, and none stands in the page", async () => {
		const path = await site.createGroup(browser, "scripts", newNumber());
		for (const open of [GROUPS, `${GROUPS}/new`, path, "/call-in", "/nowhere"]) {
			await browser.open(open);
			const scripts = browser.page.root.querySelectorAll("script");
			expect(scripts.map(({ text }) => text).join("")).toBe("");
			let bytes = 0;
			for (const script of scripts) {
				const code = await (await fetch(new URL(script.getAttribute("src")!, site.origin))).text();
				expect(code, "imports nothing more").not.toMatch(/\bimport\b/);
				bytes += gzipSync(code).length;
			}
			expect(bytes, open).toBeLessThanOrEqual(JAVASCRIPT_GZIP_BYTES_MAX);
			expect(
				browser.page.root.querySelectorAll("link[rel=modulepreload], [onclick], [style]"),
			).toHaveLength(0);
		}
	});
});
