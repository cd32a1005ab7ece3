import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { type ConfigSite, startConfigSite } from "../../support/config-site.ts";
import { freePort } from "../../support/free-port.ts";

const LIST = "/settings/phone-systems";
const TOKEN = "auth-token-of-a-test-0123456789";

describe("Settings > Phone systems, as a browser without JavaScript uses it (P1, P3)", () => {
	let site: ConfigSite;
	let ada: Browserless;
	beforeAll(async () => {
		const port = await freePort();
		site = await startConfigSite({
			...{ PORT: String(port), PUBLIC_URL: `http://localhost:${port}` },
			SECRETS_KEY: "k".repeat(44),
		});
	});
	afterAll(() => site.stop());
	beforeEach(async () => {
		await site.sql`delete from connections`;
		await site.sql`delete from groups`;
		ada = await site.signIn();
	});

	const make = async (kind: string, fill: Record<string, string | boolean>) => {
		await ada.open(`${LIST}/new?kind=${kind}`);
		return ada.press("Create Connection", { fill });
	};
	const idNow = async () => (await site.sql`select id from connections`)[0]?.id as string;

	test("a connection is made, tells its URL and what to do, and its secret is on no page", async () => {
		const page = await make("twilio", {
			Name: "Twilio, production",
			"Auth token": TOKEN,
			Destination: "sip:agents@pbx.example.com",
		});
		expect(page.answered).toBe(303);
		const id = await idNow();
		expect(ada.text).toContain("The connection “Twilio, production” was created.");
		expect(ada.text).toContain(`http://localhost:${new URL(site.origin).port}/phone-systems/${id}`);
		expect(ada.text).toContain("A call comes in");
		for (const path of [LIST, `${LIST}/${id}`, `${LIST}/${id}/edit`, "/settings/audit"]) {
			await ada.open(path);
			expect(ada.text).toContain("Twilio, production");
			expect(ada.page.html).not.toContain(TOKEN);
		}
		expect(site.output()).not.toContain(TOKEN);
	});

	test("what is wrong is told at its field, what was typed stays, and the secret has to be entered again", async () => {
		const page = await make("twilio", {
			Name: "",
			"Auth token": "short",
			Destination: "sip:agents@pbx.example.com?X-A=1",
			"Fallback destination": "+1 (415) 555-0132",
			"User data that travels with the call": "policy, bad-key",
		});
		expect(page.status).toBe(422);
		expect(ada.messageAt("Name")).toContain("Enter a name");
		expect(ada.messageAt("Auth token")).toContain("This is no auth token");
		expect(ada.messageAt("Destination")).toContain("Remove the question mark");
		expect(ada.messageAt("Fallback destination")).toContain("+14155550132");
		expect(ada.messageAt("User data that travels with the call")).toContain("“bad-key”");
		expect(ada.value("Fallback destination")).toBe("+1 (415) 555-0132");
		expect(ada.value("Auth token")).toBe("");
		expect(await site.sql`select 1 from connections`).toHaveLength(0);
		await make("sip-proxy", { Name: "Proxy" });
		await make("sip-proxy", { Name: "PROXY" });
		expect([ada.page.status, ada.messageAt("Name")]).toEqual([
			409,
			"Another connection has this name. Choose another name.",
		]);
	});

	test("a SIP proxy's key is shown once, and rotated to another one", async () => {
		await make("sip-proxy", { Name: "Proxy" });
		const shown = () => textOf(ada.page.root.querySelector("[role=status] code"));
		const first = shown();
		expect(first).toMatch(/^ctp_[\w-]{43}$/);
		const id = await idNow();
		await ada.open(`${LIST}/${id}`);
		expect(ada.page.html).not.toContain(first);
		await ada.press("Rotate Secret");
		expect(shown()).toMatch(/^ctp_[\w-]{43}$/);
		expect(shown()).not.toBe(first);
		await ada.open(`${LIST}/${id}`);
		expect(ada.text).toContain("The old one is valid until");
		await ada.press("End the old one now");
		expect(ada.text).toContain("The old secret of “Proxy” no longer works.");
		expect(ada.text).not.toContain("The old one is valid until");
	});

	test("a rotation sent twice rotates once, and says so (D2)", async () => {
		await make("sip-proxy", { Name: "Proxy" });
		const id = await idNow();
		const tabs = [await site.signIn(), await site.signIn()] as const;
		for (const tab of tabs) await tab.open(`${LIST}/${id}`);
		const secrets = async () => [
			...(await site.sql`select id from connection_secrets where connection_id = ${id} order by id`),
		];
		await tabs[0].press("Rotate Secret");
		const kept = await secrets();
		expect(kept).toHaveLength(2);
		await tabs[1].press("Rotate Secret");
		expect(tabs[1].page.status).toBe(409);
		expect(tabs[1].text).toContain("or this form was sent twice");
		expect(await secrets()).toEqual(kept);
		// A page of an older version names no version.
		expect((await tabs[1].post(`${LIST}/${id}`, { intent: "rotate", keep: "0" })).status).toBe(409);
		expect(await secrets()).toEqual(kept);
		// Whoever knows it can rotate again.
		await tabs[1].press("Rotate Secret");
		expect(tabs[1].page.status).toBe(200);
	});

	test("it is edited, paused, given a group's own destination, and deleted after a question that names what depends on it", async () => {
		await site.createGroup(ada, "Cars", "+18005555554");
		await make("sip-proxy", { Name: "Proxy" });
		const id = await idNow();
		await ada.open(`${LIST}/${id}/edit`);
		await ada.press("Save", {
			fill: { Destination: "+14155550132", "User data that travels with the call": "policy" },
		});
		expect(ada.text).toContain("No data reaches a phone number: +");
		await ada.post(`${LIST}/${id}/edit`, { version: "1", name: "Late" });
		expect(ada.page.status).toBe(409);
		expect(ada.text).toContain("changed this connection while you edited it");
		expect(ada.value("Destination")).toBe("+14155550132");
		await ada.open(`${LIST}/${id}`);
		await ada.press("Pause");
		expect(ada.text).toContain("Paused since");
		await ada.press("Resume");
		const groupId = (await site.sql`select id from groups`)[0]?.id as string;
		const set = (target: string) =>
			ada.post(`${LIST}/${id}`, { intent: "set-destination", groupId, target });
		expect((await set("")).status).toBe(422);
		expect((await set("sip:cars@pbx.example.com")).answered).toBe(303);
		expect(ada.text).toContain("sip:cars@pbx.example.com");
		await ada.open(`${LIST}/${id}?ask=delete`);
		expect(ada.text).toContain("The groups with own destinations there: Cars.");
		await ada.press("Yes, delete the connection");
		expect(ada.text).toContain("The connection “Proxy” is deleted.");
		expect((await ada.open(`${LIST}/${id}`)).status).toBe(404);
	});

	test("a Developer reads without controls, and changes nothing (R)", async () => {
		await make("twilio", { Name: "Twilio", "Auth token": TOKEN });
		const id = await idNow();
		const dev = await site.signIn("developer");
		await dev.open(LIST);
		expect(dev.text).not.toContain("New connection");
		await dev.open(`${LIST}/${id}`);
		expect(dev.page.root.querySelectorAll("main form")).toHaveLength(0);
		expect((await dev.post(`${LIST}/${id}`, { intent: "pause" })).status).toBe(403);
		expect((await dev.open(`${LIST}/new?kind=twilio`)).status).toBe(403);
		expect(await site.sql`select 1 from connections where paused_at is not null`).toHaveLength(0);
	});
});
