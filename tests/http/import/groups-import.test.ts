import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { groupsFileSchema } from "../../../app/domain/import/all-groups/groups-file.ts";
import { type Browser, openBrowser } from "../../support/browser.ts";
import { ADMINISTRATOR, type ConfigSite, startConfigSite } from "../../support/config-site.ts";
import { groupsFile } from "../../support/groups-import.ts";
import { until } from "../../support/until.ts";

const IMPORT = "/tools/click-to-call-in/import";
const EXPORT = "/tools/click-to-call-in/groups.json";

let site: ConfigSite;
let browser: Browser;
beforeAll(async () => {
	site = await startConfigSite();
	browser = openBrowser(site.origin);
	await browser.post("/login", ADMINISTRATOR);
});
afterAll(() => site.stop());

/** Sends the form with a file, as a browser without JavaScript does. */
async function upload(content: string | Uint8Array | null, existing = "update"): Promise<Response> {
	const form = new FormData();
	if (content !== null) form.append("file", new File([content as BlobPart], "groups.json"));
	form.append("existing", existing);
	const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
	const headers = { cookie, origin: site.origin, "sec-fetch-site": "same-origin" };
	return fetch(site.origin + IMPORT, { method: "POST", body: form, headers, redirect: "manual" });
}

const pageOf = async (path: string): Promise<string> => (await browser.get(path)).text();
const hidden = (html: string, name: string): string =>
	new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
const textOf = (html: string): string =>
	html
		.slice(html.indexOf("<main"))
		.replace(/<!--.*?-->/g, "")
		.replace(/<[^>]+>/g, " ")
		.replace(/&quot;/g, '"')
		.replace(/\s+/g, " ");

describe("groups move from one installation to another (I7)", () => {
	const groups = [
		{
			name: "Ä & <b>",
			settings: { uniqueDnis: true },
			numbers: [{ number: "+18005550001", description: "“x”, 'y'" }, { number: "+18005550002" }],
		},
		{ name: "second", numbers: [{ number: "+18005550003" }] },
	];

	test("upload, review, apply; then the export has them, and is a file of the documented shape", async () => {
		const uploaded = await upload(groupsFile(groups));
		expect(uploaded.status).toBe(303);
		const path = uploaded.headers.get("location")!;
		const review = await pageOf(path);
		expect(textOf(review)).toContain(
			"Ready to apply. Nothing changes until you select Apply. When applied: 2 groups created; numbers: 3 added.",
		);
		expect(await site.sql`select name from groups`).toEqual([]);
		const form = {
			intent: "apply",
			version: hidden(review, "version"),
			plan: hidden(review, "plan"),
		};
		const [first, second] = await Promise.all([browser.post(path, form), browser.post(path, form)]);
		expect([first.status, second.status]).toEqual([303, 303]);
		expect(textOf(await pageOf(path))).toContain("The import was applied.");
		expect(textOf(await pageOf(path))).toContain(
			"Undo deletes 2 new groups. It works until one of these groups changes.",
		);

		const answer = await browser.get(EXPORT);
		expect(answer.headers.get("content-disposition")).toMatch(
			/^attachment; filename="click-to-call-in-groups-\d{4}-\d\d-\d\d\.json"$/,
		);
		const file = groupsFileSchema.parse(await answer.json());
		expect(file.groups.map(({ name }) => name)).toEqual(["second", "Ä & <b>"]);
		expect(file.groups[1]).toMatchObject({
			settings: { uniqueDnis: true, expirySeconds: 30 },
			numbers: [{ description: "“x”, 'y'" }, { description: "" }],
		});
	});

	test("the export imports again without a change", async () => {
		const exported = await (await browser.get(EXPORT)).text();
		const path = (await upload(exported)).headers.get("location")!;
		expect(textOf(await pageOf(path))).toContain("There is nothing to apply");
	});

	test("a connection that does not exist is asked about: made, it is known; or it is left out, and taken in again (P3)", async () => {
		const named = [
			{
				...{ name: "served", numbers: [{ number: "+18005550009" }] },
				connections: [
					{ name: "Proxy", target: "sip:agents@pbx.example.com" },
					{ name: "Elsewhere", fallback: "+14155550132" },
				],
			},
		];
		const path = (await upload(groupsFile(named))).headers.get("location")!;
		const asked = textOf(await pageOf(path));
		expect(asked).toContain("1 group has errors.");
		expect(asked).toContain(
			"There is no such connection here: connections[0] “Proxy”, connections[1]",
		);
		expect(asked).toContain("The file names “Elsewhere”, “Proxy”.");
		await browser.post("/settings/phone-systems/new?kind=sip-proxy", {
			...{ requestId: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f55", name: "Proxy" },
			...{ limit: "some", groupIds: (await site.sql`select id from groups limit 1`)[0]?.id },
		});
		expect(textOf(await pageOf(path))).toContain("The file names “Elsewhere”.");
		await browser.post(path, { intent: "leave-connections-out" });
		const ready = await pageOf(path);
		expect(textOf(ready)).toContain("Ready to apply.");
		expect(textOf(ready)).toContain("1 connection changed");
		expect(textOf(ready)).toContain("Left out: “Elsewhere”.");
		await browser.post(path, { intent: "take-connections-in" });
		expect(textOf(await pageOf(path))).toContain("1 group has errors.");
		await browser.post(path, { intent: "leave-connections-out" });
		const detail = textOf(await pageOf(`${path}/0`));
		expect(detail).toContain("“Proxy” begins to serve the group");
		expect(detail).toContain("“Proxy”: destination of the connection → sip:agents@pbx.example.com");
		const again = await pageOf(path);
		const form = {
			intent: "apply",
			version: hidden(again, "version"),
			plan: hidden(again, "plan"),
		};
		expect((await browser.post(path, form)).status).toBe(303);
		const file = groupsFileSchema.parse(await (await browser.get(EXPORT)).json());
		expect(file.groups.find(({ name }) => name === "served")?.connections).toEqual([
			{
				...{ name: "Proxy", target: "sip:agents@pbx.example.com" },
				// Null, and not left out: what a file leaves out stays as it is.
				...{ secondTarget: null, language: null },
			},
		]);
	});

	test("errors are told by their path, corrected in place, and then it can be applied", async () => {
		const bad = [
			{
				name: "third",
				numbers: [{ number: "+1 800 555 0004" }, { number: "nonsense", description: "typed" }],
			},
			{ name: "x", numbers: [] },
		];
		const path = (await upload(groupsFile(bad))).headers.get("location")!;
		const review = textOf(await pageOf(path));
		expect(review).toContain("2 groups have errors.");
		expect(review).toContain("groups[1].numbers : The group has no numbers");
		const detail = textOf(await pageOf(`${path}/0`));
		expect(detail).toContain("groups[0].numbers[1].number : “nonsense” is not a phone number");
		await browser.post(path, { intent: "repair", kind: "clean-numbers" });
		await browser.post(`${path}/0`, {
			intent: "correct",
			line: "1",
			"number-1": "+18005550005",
			"description-1": "typed",
		});
		await browser.post(path, { intent: "leave-out", index: "1" });
		const ready = await pageOf(path);
		expect(textOf(ready)).toContain("Ready to apply.");
		await browser.post(path, {
			intent: "apply",
			version: hidden(ready, "version"),
			plan: hidden(ready, "plan"),
		});
		expect(
			await site.sql`select number, description from pool_entries join groups g on g.id = group_id where name = 'third' order by number`,
		).toEqual([
			{ number: "+18005550004", description: "" },
			{ number: "+18005550005", description: "typed" },
		]);
	});

	test("where a change of groups since the review was shown concerns it, nothing is applied and the figures of now are shown", async () => {
		const path = (
			await upload(
				groupsFile([{ name: "fourth", numbers: [{ number: "+18005550006" }] }, groups[1]]),
			)
		).headers.get("location")!;
		const review = await pageOf(path);
		await site.sql`update groups set expiry_seconds = 99, version = version + 1 where name = 'second'`;
		const answer = await browser.post(path, {
			intent: "apply",
			version: hidden(review, "version"),
			plan: hidden(review, "plan"),
		});
		expect(answer.status).toBe(409);
		expect(textOf(await answer.text())).toContain("groups have changed since you looked");
		expect(await site.sql`select 1 from groups where name = 'fourth'`).toEqual([]);
	});

	test.each<[string, string | Uint8Array | null, string]>([
		["nothing", null, "Choose a JSON file of groups."],
		["an empty file", "", "The file is empty."],
		["a CSV file", "number,description\n+18005555554,x\n", "of the file is not valid JSON"],
		["other JSON", "{}", "does not say"],
		[
			"a file cut off",
			groupsFile(groups).slice(0, 100),
			"The file is not valid JSON, or its end is missing",
		],
		[
			"a file with a field twice",
			groupsFile(groups).replace('"name":"second"', '"name":"second","numbers":[]'),
			"“groups[1].numbers” twice",
		],
	])("%s is refused in one sentence", async (_what, content, sentence) => {
		const answer = await upload(content);
		expect(answer.status).toBe(422);
		expect(textOf(await answer.text())).toContain(sentence);
	});

	test("work that takes longer goes on; its page says how far it is, then what came of it, and it can be tried again", async () => {
		const other = postgres(site.url, { max: 1 });
		/** While somebody else holds what the work needs. */
		const held = async (statement: string, during: () => Promise<void>): Promise<void> =>
			void (await other.begin(async (tx) => {
				await tx.unsafe(statement);
				await during();
			}));
		const readyAt = (path: string, sentence: string) =>
			until(async () => textOf(await pageOf(path)).includes(sentence));
		const file = groupsFile([{ name: "slowly", numbers: [{ number: "+18005550077" }] }]);

		let path = "";
		await held("lock table group_import_groups in access exclusive mode", async () => {
			const answer = await upload(file);
			expect(answer.status).toBe(303);
			path = answer.headers.get("location") as string;
			const html = await pageOf(path);
			expect(textOf(html)).toContain("The file is being checked.");
			expect(html).toContain('href="?"');
			await readyAt(path, "The work ended before it was done");
		});
		expect(textOf(await pageOf(path))).toContain("Upload a file");

		path = (await upload(file)).headers.get("location") as string;
		const html = await pageOf(path);
		const apply = {
			...{ intent: "apply", version: hidden(html, "version"), plan: hidden(html, "plan") },
		};
		await held("select pg_advisory_xact_lock(7201)", async () => {
			expect((await browser.post(path, apply)).status).toBe(303);
			expect(textOf(await pageOf(path))).toContain("The import is being applied.");
			await readyAt(path, "no group was changed. Try again.");
		});
		expect(await site.sql`select 1 from groups where name = 'slowly'`).toEqual([]);
		expect((await browser.post(path, apply)).status).toBe(303);
		await readyAt(path, "The import was applied.");
		expect(textOf(await pageOf(path))).not.toContain("Try again");
	});

	test("more than 50 MiB is refused with the figure", async () => {
		const answer = await upload(new Uint8Array(50 * 1024 * 1024 + 1).fill(32));
		expect(answer.status).toBe(413);
		expect(textOf(await answer.text())).toContain("larger than 50 MiB");
	});

	test("a review that is no more says so", async () => {
		for (const path of ["0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11", "x", "x/0"])
			expect((await browser.get(`${IMPORT}/${path}`)).status).toBe(404);
	});
});
