import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";

const KEYS = "/settings/api-keys";

describe("a test key on the page (C17)", () => {
	let site: ConfigSite;
	let browser: Browserless;
	beforeAll(async () => {
		site = await startConfigSite();
		browser = await site.signIn();
	});
	afterAll(() => site.stop());

	const id = "0190c2a8-7f35-7bd0-9d33-00000000c017";
	const typed = { requestId: id, name: "CI", limit: "test", requestsPerMinute: "" };
	const kept = async () => {
		const [row] =
			await site.sql`select is_test, limited_to_groups, scopes from api_keys where id = ${id}`;
		return { ...row };
	};

	test("is chosen among the groups, and cannot have the scope for provisioning", async () => {
		const refused = await browser.post(KEYS, { ...typed, scopes: "provision" });
		expect(refused.answered).toBe(422);
		expect(browser.text).toContain("A test key has only built-in groups");
		expect(browser.page.root.querySelector("#limit-test")?.hasAttribute("checked")).toBe(true);
		const { root } = await browser.post(KEYS, { ...typed, scopes: "create" });
		expect(root.querySelector("[role=status] code")?.text).toMatch(/^cti_test_/);
		expect(await kept()).toEqual({ is_test: true, limited_to_groups: true, scopes: ["create"] });
		await browser.open(KEYS);
		expect(browser.text).toContain("test key, for the built-in test groups alone");
	});

	test("stays a test key when it is changed and rotated", async () => {
		await browser.open(`${KEYS}?change=${id}`);
		expect(browser.text).toContain("This is a test key");
		await browser.press("Save Key", { fill: { Name: "CI of the app" } });
		expect(browser.text).toContain("CI of the app");
		// Whatever a form sends, a key stays of its kind.
		const sent = { intent: "change", apiKeyId: id, name: "CI", scopes: "match", limit: "all" };
		await browser.post(KEYS, sent);
		expect(await kept()).toEqual({ is_test: true, limited_to_groups: true, scopes: ["match"] });
		await browser.open(`${KEYS}?rotate=${id}`);
		const { root } = await browser.press("Make New Secret");
		expect(root.querySelector("[role=status] code")?.text).toMatch(/^cti_test_/);
	});

	test("is rotated once where the form is sent twice, and the page says so (C11a)", async () => {
		const tabs = [await site.signIn(), await site.signIn()] as const;
		for (const tab of tabs) await tab.open(`${KEYS}?rotate=${id}`);
		const hashes = async () => [
			...(await site.sql`select key_hash, previous_hash from api_keys where id = ${id}`),
		];
		await tabs[0].press("Make New Secret");
		const kept = await hashes();
		await tabs[1].press("Make New Secret");
		expect(tabs[1].page.status).toBe(409);
		expect(tabs[1].text).toContain("or this form was sent twice");
		expect(await hashes()).toEqual(kept);
		// A page of an older version names no secret.
		const old = { intent: "rotate", apiKeyId: id, oldSecretSeconds: "0" };
		expect((await tabs[1].post(`${KEYS}?rotate=${id}`, old)).status).toBe(409);
		expect(await hashes()).toEqual(kept);
		// Whoever knows it can rotate again.
		await tabs[1].press("Make New Secret");
		expect(tabs[1].page.status).toBe(200);
	});

	test("no new group gets a name of the built-in groups", async () => {
		await browser.open("/tools/click-to-call-in/new");
		const form = { number: newNumber(), description: "", callerId: "any", guard: "guard" };
		const settings = { expirySeconds: "30", accessCodeLength: "6" };
		const made = (name: string) =>
			browser.post("/tools/click-to-call-in/new", { ...form, ...settings, name });
		for (const name of ["test_codes", "TEST_anything", "\uff54est_x"]) {
			expect((await made(name)).answered).toBe(422);
			expect(browser.text).toContain("Names that begin with test_ are those");
		}
		expect((await made("tests")).answered).toBe(303);
	});
});
