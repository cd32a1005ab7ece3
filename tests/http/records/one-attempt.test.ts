import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MATCH_OUTCOMES, OUTCOME_WORDS } from "../../../app/domain/match/outcome.ts";
import { texts } from "../../../app/texts/texts.ts";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, startConfigSite } from "../../support/config-site.ts";
import { insertAttemptRow, insertRequest } from "../../support/records.ts";

const ANI = "+14155550132";
const DNIS = "+18005550000";
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

describe("one attempt, and the request that it belongs to", () => {
	let site: ConfigSite;
	let supervisor: Browserless;
	let monitor: Browserless;
	let developer: Browserless;
	const db = {
		query: async <Row>(text: string, params: readonly unknown[]) =>
			(await site.sql.unsafe(text, params as never[])) as unknown as Row[],
	};
	beforeAll(async () => {
		site = await startConfigSite();
		supervisor = await site.signIn("supervisor");
		monitor = await site.signIn("monitor");
		developer = await site.signIn("developer");
	});
	afterAll(() => site.stop());

	const hrefs = (browser: Browserless) =>
		browser.page.root
			.querySelectorAll("main a")
			.map((a) => a.getAttribute("href")?.replaceAll("&amp;", "&") ?? "");

	test.each(MATCH_OUTCOMES)(
		"says in a sentence why a call was %s, and what to do (K5)",
		async (outcome) => {
			const id = await insertAttemptRow(db, { outcome, fromNumber: ANI, at: ago(60) });
			await supervisor.open(`/call-in/attempts/${id}`);
			expect(supervisor.page.root.querySelector("h1")?.text).toBe(OUTCOME_WORDS[outcome]);
			expect(supervisor.text).toContain(`Why${texts.messages.match.outcomeMeans[outcome]}`);
			const { advice } = texts.pages.record.attempt;
			expect(supervisor.text).toContain(`What to do${advice[outcome]}`);
		},
	);

	test("is two steps from a caller's number: the search, and the attempt with the requests that it may have been meant for (K5, K6)", async () => {
		const requestId = await insertRequest(db, {
			...{ createdAt: ago(1000), expiresAt: ago(700), fromNumber: "+14155550177" },
			groupName: "late",
		});
		const id = await insertAttemptRow(db, {
			...{ outcome: "EXPIRED", fromNumber: "+14155550177", requestId, at: ago(690) },
			callId: "CA 1",
		});
		await supervisor.open("/call-in/attempts?ani=0177");
		expect(supervisor.text).toContain("1 attempt");
		expect(hrefs(supervisor)).toContain(`/call-in/attempts/${id}`);
		await supervisor.open(`/call-in/attempts/${id}`);
		expect(supervisor.text).toMatch(/Its request expired (9|10) s before the call\./);
		expect(supervisor.text).toMatch(/Requests for this ANI in the hour before the call.*late/);
		for (const way of [
			`/call-in/${requestId}`,
			"/call-in/attempts?callId=CA+1",
			"/call-in/attempts?ani=%2B14155550177",
			`/call-in/attempts?dnis=${encodeURIComponent(DNIS)}`,
		])
			expect(hrefs(supervisor)).toContain(way);
		const all = hrefs(supervisor).find((way) => way.includes("from="));
		await supervisor.open(all ?? "");
		expect(supervisor.text).toContain("1 request");
	});

	test("hides its caller from a Monitor, and what the caller would lead to (R4)", async () => {
		const id = await insertAttemptRow(db, { fromNumber: "+14155550178", at: ago(60) });
		const { html } = await monitor.open(`/call-in/attempts/${id}`);
		expect(html.replace(/[ +()-]/g, "")).not.toContain("4155550178");
		expect(hrefs(monitor).filter((way) => way.includes("ani="))).toEqual([]);
		expect(monitor.text).toContain("Requests on this DNIS in the hour before the call");
		expect(monitor.text).not.toContain("Simulate Again");
		expect((await monitor.open(`/call-in/attempts/${id}?ani=1`)).status).toBe(403);
		for (const path of ["nothing", "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f99"])
			expect((await supervisor.open(`/call-in/attempts/${path}`)).status).toBe(404);
	});

	test("is simulated again by one press, with its numbers in the form, and nothing is changed (C13)", async () => {
		const id = await insertAttemptRow(db, { fromNumber: ANI, callId: "CA 2", at: ago(60) });
		const count = async () => (await site.sql`select count(*)::integer as n from attempts`)[0]?.n;
		const before = await count();
		await developer.open(`/call-in/attempts/${id}`);
		const again = hrefs(developer).find((way) => way.startsWith("/developer/caller"));
		await developer.open(again ?? "");
		expect(developer.value("Dialed number (DNIS)")).toBe(DNIS);
		expect(developer.value("ANI")).toBe(ANI);
		expect(developer.value("Call ID")).toBe("");
		expect(developer.text).toContain("Its access code is not recorded");
		expect(developer.text).toContain("Nothing was changed");
		expect(await count()).toBe(before);
		expect((await developer.open("/developer/caller?attempt=x")).status).toBe(404);
	});

	test("its request is drawn with its extension, its calls and their steps, and lists them in words (K3, C16, P6)", async () => {
		const id = await insertRequest(db, {
			createdAt: ago(90),
			expiresAt: ago(-30),
			matchedAt: ago(40),
		});
		await site.sql`
			update requests set first_expires_at = created_at + interval '60 s',
				extended_at = array[created_at + interval '50 s'] where id = ${id}`;
		await insertAttemptRow(db, { requestId: id, outcome: "WRONG_CODE", at: ago(45) });
		const matched = await insertAttemptRow(db, { requestId: id, outcome: "MATCHED", at: ago(40) });
		await site.sql`insert into call_steps values (${matched}, 'forwarded', ${ago(20)})`;
		await supervisor.open(`/call-in/${id}`);
		const drawn = supervisor.page.root
			.querySelectorAll("svg.request-bar title")
			.map((title) => title.text.replace(/, \d.*/, ""));
		expect(drawn.sort()).toEqual([
			"Agent did not answer, so the call went to the second destination",
			"Extended",
			"Matched",
			"Now",
			"Wrong code",
		]);
		const svg = supervisor.page.root.querySelector("svg.request-bar");
		expect(svg?.getAttribute("aria-label")).toContain("with 2 attempts");
		expect(supervisor.text).toMatch(/Created.*Attempt: Wrong code.*Extended until \d\d:/);
		expect(supervisor.text).toContain("Expiry before it was extended");
		expect(supervisor.page.root.querySelectorAll("[style]")).toEqual([]);
		expect(hrefs(supervisor)).toContain(`/call-in/attempts/${matched}`);
	});
});
