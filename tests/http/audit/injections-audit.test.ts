import { randomUUID } from "node:crypto";
import { parse } from "node-html-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSecretToken } from "../../../app/operations/secret-token.ts";
import { insertSession } from "../../../db/people/sessions.ts";
import { type Browser, openBrowser } from "../../support/browser.ts";
import { cellsThatRun } from "../../support/cells-that-run.ts";
import { NASTY_NAMES, NASTY_TEXTS } from "../../support/nasty.ts";
import { addUser } from "../../support/people.ts";
import { openProvisioningSite, type ProvisioningSite } from "../../support/provisioning.ts";

const FORMULA = '=HYPERLINK("http://evil.example")';
const SCRIPT = "<script>alert(1)</script>";

let site: ProvisioningSite;
let browser: Browser;
beforeAll(async () => {
	site = await openProvisioningSite();
	const admin = await addUser(site.database, "ada@x.example", "administrator");
	const { token, tokenHash } = createSecretToken();
	await insertSession(site.database, tokenHash, admin);
	browser = openBrowser(site.server.origin);
	browser.cookies.set("call_in_session", token);
	for (const name of NASTY_NAMES) {
		const made = await site.call("", {
			body: { name: `${name} 2`, number: site.numbers(1)[0], description: FORMULA.slice(0, 32) },
		});
		expect(
			(
				await site.call(`/${made.body.data.id}`, {
					method: "DELETE",
					match: made.headers.etag as string,
				})
			).status,
		).toBeLessThan(300);
	}
	// Anyone can leave these without a password.
	for (const email of [
		"=1+1@evil.example",
		"+cmd|calc@evil.example",
		"@evil@evil.example",
		`"${SCRIPT}"@evil.example`,
		"-2@evil.example",
	])
		await openBrowser(site.server.origin).post("/login", { email, password: "a wrong password" });
	await browser.post("/settings/api-keys", {
		requestId: randomUUID(),
		name: FORMULA,
		scopes: "create",
	});
});
afterAll(() => site.close());

describe("in the audit log", () => {
	test("what clients and strangers have written runs in no exported file, and gives none its name or a header", async () => {
		const all = await browser.get("/settings/audit/entries.csv");
		const text = await all.text();
		expect(all.headers.get("content-disposition")).toBe('attachment; filename="audit-log.csv"');
		for (const written of ["'=HYPERLINK", "'=1+1@evil.example", "'-2@evil.example", "'@SUM(1)"])
			expect(text).toContain(written);
		expect(cellsThatRun(text)).toEqual([]);
		const attached = await site.database.query<{ id: string }>(
			"select audit_entry_id as id from audit_attachments",
			[],
		);
		expect(attached.length).toBeGreaterThanOrEqual(NASTY_NAMES.length * 2);
		for (const { id } of attached) {
			const file = await browser.get(`/settings/audit/${id}/rows.csv`);
			expect([file.status, file.headers.get("set-cookie")]).toEqual([200, null]);
			expect(file.headers.get("content-disposition")).toMatch(
				/^attachment; filename="[^"\\/:*?<>|\r\n]+\.csv"; filename\*=UTF-8''[\w.~!%-]+\.csv$/,
			);
			expect(cellsThatRun(await file.text())).toEqual([]);
		}
	});

	test("it is text on every page", async () => {
		const entries = await site.database.query<{ id: string }>("select id from audit_entries", []);
		let shown = 0;
		for (const path of ["/settings/audit", ...entries.map(({ id }) => `/settings/audit/${id}`)]) {
			const response = await browser.get(path);
			const html = await response.text();
			const scripts = parse(html).querySelectorAll("script");
			expect([
				path,
				response.status,
				scripts.filter(
					(one) => one.text !== "" || !one.getAttribute("src")?.startsWith("/assets/"),
				),
			]).toEqual([path, 200, []]);
			if (html.includes("&lt;script&gt;alert(1)")) shown += 1;
		}
		expect(shown).toBeGreaterThanOrEqual(4);
	});

	test("anything in its address gets an answer that is no 500", async () => {
		const odd = NASTY_TEXTS.filter(
			(text) => text.length < 3000 && !/\p{Surrogate}/u.test(text),
		).map(encodeURIComponent);
		const failed: string[] = [];
		for (const value of [...odd, "%ff", "%ed%a0%80", "%"]) {
			const query = (...names: string[]) => names.map((name) => `${name}=${value}`).join("&");
			// Each is also searched for alone: an invalid value beside it would be refused first.
			const queries = [
				query("who", "what", "object", "from", "to", "after", "before"),
				query("who", "object"),
				query("who", "after"),
			];
			const paths = [
				...queries.flatMap((asked) => [
					`/settings/audit?${asked}`,
					`/settings/audit/entries.csv?${asked}`,
				]),
				...[`/settings/audit/${value}`, `/settings/audit/${value}/rows.csv`],
			];
			for (const path of paths) {
				const response = await browser.get(path);
				await response.body?.cancel();
				if (response.status >= 500) failed.push(`${path}: ${response.status}`);
			}
		}
		expect(failed).toEqual([]);
	});
});
