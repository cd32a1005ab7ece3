import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, openBrowser } from "../../support/browser.ts";
import { ADMINISTRATOR, type ConfigSite, startConfigSite } from "../../support/config-site.ts";
import { groupsFile } from "../../support/groups-import.ts";
import { pressApply, readPage, sendFile } from "../../support/import-site.ts";

const GROUPS = "/tools/click-to-call-in";

let site: ConfigSite;
let browser: Browser;
let groupId: string;
beforeAll(async () => {
	site = await startConfigSite();
	browser = openBrowser(site.origin);
	await browser.post("/login", ADMINISTRATOR);
	await browser.post(`${GROUPS}/new`, {
		...{ name: "cars", number: "+18005550001", description: "" },
		...{ generateAccessCode: "on", accessCodeLength: "6", expirySeconds: "30" },
		...{ callerId: "any", guard: "guard" },
	});
	groupId = String((await site.sql`select id from groups`)[0]?.id);
});
afterAll(() => site.stop());

const signedIn = () => ({
	origin: site.origin,
	cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
});
const send = (text: string) => sendFile(signedIn(), groupId, "add", text);
const pageOf = async (path: string): Promise<string> => (await browser.get(path)).text();
const textOf = (html: string): string =>
	html
		.slice(html.indexOf("<main"))
		.replace(/<!--.*?-->/g, "")
		.replace(/<[^>]+>/g, " ")
		.replace(/\s+/g, " ");
const apply = async (path: string) => {
	const answer = await pressApply(signedIn(), path, await readPage(signedIn(), path));
	expect(answer.status).toBe(303);
};

describe("nothing gets lost on the way (I10)", () => {
	test("an open review is found again from the group's page and the import page, with its errors", async () => {
		const path = await send("DNIS,Description\n+18005550002,Claims\nnonsense,x\n");
		await pageOf(path);
		for (const place of [`${GROUPS}/${groupId}`, `${GROUPS}/${groupId}/import`]) {
			const html = await pageOf(place);
			expect(html).toContain(`href="${path}"`);
			expect(textOf(html)).toMatch(/numbers\.csv.*Waits for a decision.*1 row in error/);
			expect(textOf(html)).toContain(ADMINISTRATOR.email);
		}
	});

	test("discarding asks first, says whose work it is, and then leads on; a second time is no dead end", async () => {
		const path = await send("DNIS,Description\n+18005550003,Lost\n");
		const id = path.split("/").at(-1);
		const asked = await pageOf(`${GROUPS}/${groupId}/import?discard=${id}`);
		expect(textOf(asked)).toContain("Discard the review of numbers.csv?");
		expect(textOf(asked)).toContain(`${ADMINISTRATOR.email} uploaded the file`);
		expect(asked).toContain(`action="${path}"`);
		const gone = await browser.post(path, { intent: "discard" });
		expect([gone.status, gone.headers.get("location")]).toEqual([
			303,
			`${GROUPS}/${groupId}/import`,
		]);
		expect(await pageOf(`${GROUPS}/${groupId}/import`)).toContain("was discarded.");
		await browser.post(path, { intent: "discard" });
		expect(await pageOf(`${GROUPS}/${groupId}/import`)).toContain("Nothing was discarded");
		const answer = await browser.get(path);
		expect(answer.status).toBe(404);
		expect(await answer.text()).toContain(`href="${GROUPS}/${groupId}/import/history"`);
	});

	test("an applied import is in the lists until it is undone, then in the history alone; its page does not show the figures as if they stood", async () => {
		const path = await send("DNIS,Description\n+18005550004,Later\n");
		await apply(path);
		expect(textOf(await pageOf(`${GROUPS}/${groupId}`))).toContain(
			"Can be undone until the pool changes",
		);
		expect(textOf(await pageOf(path))).toContain("Numbers in the pool afterwards");
		await browser.post(path, { intent: "undo" });
		const done = textOf(await pageOf(path));
		expect(done).toContain("What the import had done before the undo");
		expect(done).not.toContain("Numbers in the pool afterwards");
		expect(textOf(await pageOf(`${GROUPS}/${groupId}`))).not.toContain("Can be undone");
		const history = await pageOf(`${GROUPS}/${groupId}/import/history`);
		expect(history).toContain(`href="${path}"`);
		expect(textOf(history)).toMatch(/Undone.*1 added/);
	});

	test("the audit entries link to their import, as long as it exists", async () => {
		const path = await send("DNIS,Description\n+18005550005,Audited\n");
		await apply(path);
		const id = String(path.split("/").at(-1));
		const [entry] = await site.sql`select id from audit_entries where import_id = ${id}`;
		expect(await pageOf(`/settings/audit/${entry?.id}`)).toContain(`href="${path}"`);
		await site.sql`delete from import_reviews where id = ${id}`;
		const later = await pageOf(`/settings/audit/${entry?.id}`);
		expect(later).not.toContain(path);
		expect(textOf(later)).toContain("The import is not kept any more.");
	});

	test("a file of all groups links what it made, is undone, and then links what still exists", async () => {
		const form = new FormData();
		const numbers = [{ number: "+18005550101", description: "" }];
		const content = groupsFile([{ name: "boats", numbers }]);
		form.append("file", new File([content], "groups.json"));
		form.append("existing", "update");
		const { cookie } = signedIn();
		const headers = { cookie, origin: site.origin, "sec-fetch-site": "same-origin" };
		const uploaded = await fetch(`${site.origin}${GROUPS}/import`, {
			...{ method: "POST", body: form, headers, redirect: "manual" },
		});
		const path = String(uploaded.headers.get("location"));
		expect(textOf(await pageOf(`${GROUPS}/import`))).toContain("Waits for a decision");
		const review = await pageOf(path);
		const hidden = (name: string) =>
			new RegExp(`name="${name}" value="([^"]*)"`).exec(review)?.[1] ?? "";
		await browser.post(path, {
			...{ intent: "apply", version: hidden("version"), plan: hidden("plan") },
		});
		const boats = String((await site.sql`select id from groups where name = 'boats'`)[0]?.id);
		expect(await pageOf(path)).toContain(`href="${GROUPS}/${boats}"`);
		expect(await pageOf(`${GROUPS}/${boats}/import/history`)).toContain(`href="${path}"`);
		const undone = await browser.post(path, { intent: "undo" });
		expect(undone.status).toBe(303);
		const after = await pageOf(path);
		expect(textOf(after)).toContain("This import was undone.");
		expect(textOf(after)).toContain("What had happened before the undo");
		expect(after).not.toContain(`href="${GROUPS}/${boats}"`);
		expect(textOf(await pageOf(`${GROUPS}/import/history`))).toMatch(/Undone.*1 new group/);
	});

	test("who may only read sees the lists without links and buttons (R1)", async () => {
		await send("DNIS,Description\n+18005550006,Seen\n");
		const reader = await site.signIn("supervisor");
		for (const path of [`${GROUPS}/${groupId}`, `${GROUPS}/${groupId}/import/history`]) {
			await reader.open(path);
			expect(reader.text).toContain("Waits for a decision");
			const links = reader.page.root.querySelectorAll("main a").map((a) => a.getAttribute("href"));
			expect(links.filter((href) => /\/import\/[0-9a-f]{8}-/.test(href ?? ""))).toEqual([]);
			expect(reader.page.root.querySelectorAll('[name="discard"]')).toEqual([]);
		}
	});
});
