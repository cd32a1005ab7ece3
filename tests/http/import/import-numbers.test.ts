import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, startConfigSite } from "../../support/config-site.ts";
import { groupsFile } from "../../support/groups-import.ts";
import { sendFile, signInAt } from "../../support/import-site.ts";
import { until } from "../../support/until.ts";

// The review of a pool's file by its forms, as a browser without JavaScript sends them.

type Case = {
	country: string;
	/** A number with two readings, national and as written, and their buttons. */
	twin: { written: string; national: string; international: string; buttons: string[] };
	name: string;
	/** A number that is only national, and its complete form. */
	local: [string, string];
};

const CASES: Case[] = [
	{
		country: "US",
		name: "United States",
		twin: {
			written: "4795550132",
			national: "+14795550132",
			international: "+4795550132",
			buttons: ["Use +14795550132 (United States)", "Use +4795550132 (Norway)"],
		},
		local: ["(800) 555-5554", "+18005555554"],
	},
	{
		country: "IT",
		name: "Italy",
		twin: {
			written: "3282153620",
			national: "+393282153620",
			international: "+3282153620",
			buttons: ["Use +393282153620 (Italy)", "Use +3282153620 (Belgium)"],
		},
		local: ["0331 123456", "+390331123456"],
	},
];

describe.each(CASES)("an import under DEFAULT_COUNTRY=$country (N6, I9)", (of) => {
	const { country, name, twin, local } = of;
	let site: ConfigSite;
	let browser: Browserless;
	let cookie: string;
	beforeAll(async () => {
		site = await startConfigSite({ DEFAULT_COUNTRY: country });
		browser = await site.signIn();
		cookie = await signInAt(site.origin);
	});
	afterAll(() => site.stop());

	let made = 0;
	async function review(text: string): Promise<{ group: string; path: string }> {
		made += 1;
		const group = await site.createGroup(browser, `numbers ${made}`, `+4420794609${50 + made}`);
		const id = group.split("/").at(-1) as string;
		const path = await sendFile({ origin: site.origin, cookie }, id, "add", text);
		await browser.open(path);
		return { group, path };
	}
	const decide = (...answers: string[]) =>
		browser.press("Apply these decisions", {
			fill: Object.fromEntries(answers.map((answer) => [answer, true])),
		});
	/** Large files are checked and applied in the background. Looks again until that is done. */
	const untilDone = () =>
		until(async () => {
			if (!browser.text.includes("Look again")) return true;
			const { pathname, search } = browser.page.url;
			await browser.open(pathname + search);
			return false;
		});
	const poolOf = async (group: string) =>
		(
			await site.sql<{ number: string }[]>`
				select number from pool_entries where group_id = ${group.split("/").at(-1) as string}
				order by number`
		).map(({ number }) => number);

	test("nothing is guessed: the question is asked once, answered, taken back, and answered for one row otherwise", async () => {
		const second = twin.written.replace(/.$/, "9");
		const text = `${twin.written},one\n${second},two\n${local[0]},three\ntel:+44-20-7946-0999,x\n`;
		const { group } = await review(text);
		expect(browser.text).toContain("4 rows have errors.");
		expect(browser.text).toContain("How to read 2 numbers with two meanings");
		expect(browser.buttons("Apply")).toEqual([]);

		await browser.press("Apply all safe repairs");
		expect(browser.text).toContain("1 number was cleaned.");
		await decide(`Read 2 numbers as national (${name})`);
		expect(browser.text).toContain(`2 numbers were read as national (${name}).`);
		expect(browser.text).toContain(`Line 1: ${twin.written}, one → ${twin.national}, one`);
		await browser.press(`Take back 2 numbers were read as national (${name}).`);
		expect(browser.text).toContain("2 rows are again as before.");
		expect(browser.text).toContain("How to read 2 numbers with two meanings");

		// One row is decided in place, the other by the answer for all.
		expect(twin.buttons.map((button) => browser.buttons(button).length)).toEqual([1, 1]);
		await browser.press(twin.buttons[1] as string);
		await decide(`Read 1 number as national (${name})`, "Add the country code to 1 number");
		expect(browser.text).toContain(`1 number got the country code (${name}).`);
		await browser.press("Apply");
		expect(browser.text).toContain("The import was applied.");
		expect(await poolOf(group)).toEqual(
			expect.arrayContaining([
				...[twin.international, twin.national.replace(/.$/, "9"), local[1], "+442079460999"],
			]),
		);
	});

	test("after the answer for all, a row can still be decided otherwise in place", async () => {
		const { group, path } = await review(`${twin.written},one\n`);
		await decide("Keep 1 number as written");
		await browser.open(`${path}?show=added`);
		expect(browser.text).toContain(`In the file: “${twin.written}”.`);
		await browser.press(`Use ${twin.national} (${name}) instead`);
		await browser.open(path);
		await browser.press("Apply");
		expect(await poolOf(group)).toContain(twin.national);
		expect(await poolOf(group)).not.toContain(twin.international);
	});

	test("a file of all groups, large enough for a process of its own, is asked the same", async () => {
		const numbers = Array.from({ length: 500 }, (_, index) => ({
			number: `+1800${5_550_000 + index}`,
			description: "long enough to fill the file",
		}));
		const groups = [{ name: "many", numbers: [{ number: twin.written }, ...numbers] }];
		const body = new FormData();
		body.set("file", new File([groupsFile(groups)], "groups.json"));
		body.set("existing", "skip");
		const answer = await fetch(`${site.origin}/tools/click-to-call-in/import`, {
			...{ method: "POST", headers: { cookie }, body, redirect: "manual" as const },
		});
		await browser.open(answer.headers.get("location") as string);
		await untilDone();
		expect(browser.text).toContain("How to read 1 number with two meanings");
		expect(browser.text).toContain(`groups[0].numbers[0]: ${twin.written},`);
		await decide(`Read 1 number as national (${name})`);
		await untilDone();
		expect(browser.text).toContain(`1 number was read as national (${name}).`);
		await browser.press(`Take back 1 number was read as national (${name}).`);
		await untilDone();
		expect(browser.text).toContain("1 number is again as before.");
		await browser.open(`${browser.page.url.pathname}/0`);
		await untilDone();
		await browser.press(twin.buttons[1] as string);
		await untilDone();
		await browser.open(answer.headers.get("location") as string);
		await untilDone();
		await browser.press("Apply");
		await untilDone();
		expect(browser.text).toContain("The import was applied.");
		const found = await site.sql`
			select number from pool_entries e join groups g on g.id = e.group_id
			where g.name = 'many' and number in (${twin.national}, ${twin.international})`;
		expect(found.map(({ number }) => number)).toEqual([twin.international]);
	});

	test("a press of Enter in a row saves what was typed, and takes no reading", async () => {
		await review(`${twin.written},one\n`);
		await browser.pressEnter("DNIS of line 1", { "DNIS of line 1": "+442079460998" });
		expect(browser.text).toContain("1 row was changed in this review.");
		expect(browser.text).toContain("Ready to apply.");
	});
});
