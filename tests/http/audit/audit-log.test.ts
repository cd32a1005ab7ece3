import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";

const PAGE = "/settings/audit";
const CREATE = "create Create, retrieve, extend and cancel requests (servers of apps and sites)";

describe("the audit log (O5)", () => {
	let site: ConfigSite;
	let ada: Browserless;
	let groupPath: string;
	beforeAll(async () => {
		site = await startConfigSite();
		ada = await site.signIn();
		groupPath = await site.createGroup(ada, "=Claims", newNumber(), { "Expiry (seconds)": "60" });
		await ada.open(groupPath);
		await ada.press("Save Settings", {
			fill: { "Expiry (seconds)": "90", "Do not reuse DNIS for concurrent requests": true },
		});
	});
	afterAll(() => site.stop());

	const rows = () =>
		ada.page.root
			.querySelectorAll("tbody tr")
			.map((row) => row.querySelectorAll("td").map((cell) => textOf(cell)));
	const lines = (csv: string) =>
		csv
			.replace(/^\ufeff/, "")
			.trimEnd()
			.split("\r\n");
	const write = (
		entries: { actor?: string; action?: string; subject?: string; at?: string; after?: string }[],
	) =>
		site.sql`insert into audit_entries ${site.sql(
			entries.map((entry) => ({
				...{
					id: randomUUID(),
					actor_kind: "user",
					actor_name: entry.actor ?? "zoe@example.com",
					action: entry.action ?? "group.create",
				},
				...{
					subject_name: entry.subject ?? "Old",
					at: entry.at ?? "2020-01-01T00:00:00Z",
					after: entry.after ?? null,
				},
			})),
		)}`;

	test("tells who did what, to what, and what changed, the newest first", async () => {
		await ada.open(PAGE);
		expect(rows()[0]?.slice(1)).toEqual([
			...[
				"ada@example.com",
				"Settings changed",
				"=Claims",
				"Expiry (seconds): 60 → 90; Unique DNIS: off → on",
			],
		]);
		expect(rows()[1]?.slice(1, 4)).toEqual(["ada@example.com", "Group created", "=Claims"]);
		expect(rows().at(-2)?.slice(1)).toEqual([
			"the service",
			...["User added", "ada@example.com", "Email: ada@example.com; Role: Callback Administrator"],
		]);
	});

	test.each([
		["who=ADA%40", ["Settings changed", "Group created", "Signed in"]],
		["who=da%40", []],
		["what=settings.change", ["Settings changed"]],
		["what=groups&object=%3Dcl", ["Settings changed", "Group created"]],
		["what=user.create", ["User added"]],
		["object=%25", []],
		["who=a_a", []],
		["to=2019-01-01T00:00", []],
	])("is searched: %s", async (query, found) => {
		await ada.open(`${PAGE}?${query}`);
		expect([query, rows().map((row) => row[2])]).toEqual([query, found]);
	});

	test("of one object is found by its ID, and so by links on the page of an entry, or of a user", async () => {
		await ada.open(`${PAGE}?object=${groupPath.split("/").at(-1)}`);
		expect(rows().map((row) => row[2])).toEqual(["Settings changed", "Group created"]);
	});

	test("has a page for each entry: the difference, and the rows of a change of many, also as a file that runs nothing (I6)", async () => {
		await ada.open(`${PAGE}?what=settings.change`);
		await ada.open(ada.page.root.querySelector("tbody a")?.getAttribute("href") ?? "");
		expect(ada.text).toContain("What changedExpiry (seconds)60 →, now 90Unique DNISoff →, now on");
		expect(ada.text).not.toContain("Access Code Length");

		const numbers = Array.from({ length: 150 }, (_, n) => ({
			number: `+1800555${String(2000 + n)}`,
			description: n === 0 ? "=1+1" : "",
		}));
		const id = randomUUID();
		await site.sql`insert into audit_entries (id, actor_kind, actor_name, action, subject_name, before)
			values (${id}, 'shell', 'operator''s shell', 'group.delete', '../a "b"', '{"numbers":150}')`;
		await site.sql`insert into audit_attachments (audit_entry_id, content) values (${id}, ${JSON.stringify(numbers)})`;
		await ada.open(`${PAGE}/${id}`);
		expect(ada.text).toContain("150 numbers");
		expect(rows()).toHaveLength(100);
		await ada.open(`${PAGE}/${id}?page=2`);
		expect(rows()).toHaveLength(50);
		const csv = lines((await ada.open(`${PAGE}/${id}/rows.csv`)).html);
		expect([csv.length, csv[1]]).toEqual([151, "Removed,+18005552000,'=1+1,"]);
		await ada.open(`${PAGE}?what=user.create`);
		const without = ada.page.root.querySelector("tbody a")?.getAttribute("href") ?? "";
		expect((await ada.open(`${without}/rows.csv`)).status).toBe(404);
		for (const nothing of [randomUUID(), "nothing"])
			expect((await ada.open(`${PAGE}/${nothing}`)).status).toBe(404);
	});

	test("leads from an entry to the pages of who did it and of what was changed, while these exist", async () => {
		const links = () =>
			Object.fromEntries(
				ada.page.root
					.querySelectorAll("dd a")
					.map((link) => [textOf(link), link.getAttribute("href")] as const),
			);
		const openEntry = async (query: string) => {
			await ada.open(`${PAGE}?${query}`);
			await ada.open(ada.page.root.querySelector("tbody a")?.getAttribute("href") ?? "");
		};
		await openEntry("what=settings.change");
		const [self] = await site.sql`select id from users where email_key = 'ada@example.com'`;
		expect(links()).toMatchObject({
			"=Claims": groupPath,
			"ada@example.com": `/settings/users/${self?.id}`,
		});
		const gone = randomUUID();
		await site.sql`insert into audit_entries (id, actor_kind, actor_id, actor_name, action, subject_id, subject_name)
			values (${randomUUID()}, 'user', ${gone}, 'left@example.com', 'api-key.create', ${gone}, 'Old key')`;
		await openEntry("object=Old key");
		expect(ada.text).toContain("Old keyIt does not exist any more.");
		expect(Object.keys(links())).toEqual(["All entries by this name", "All entries about it"]);
		await ada.open("/settings/api-keys");
		await ada.press("Create API Key", { fill: { Name: "Linked", [CREATE]: true } });
		await openEntry("what=api-key.create&object=Linked");
		const [key] = await site.sql`select id from api_keys where name = 'Linked'`;
		expect(links().Linked).toBe(`/settings/api-keys#key-${key?.id}`);
		await ada.open("/settings/api-keys");
		expect(ada.page.root.querySelector(`#key-${key?.id}`)).not.toBeNull();
	});

	test("has presets, which say which of them is in force", async () => {
		await ada.open(`${PAGE}?object=claims`);
		const preset = (name: string) =>
			ada.page.root.querySelectorAll("ul a").find((link) => textOf(link) === name);
		await ada.open(preset("By me")?.getAttribute("href")?.replaceAll("&amp;", "&") ?? "");
		expect(preset("By me")?.getAttribute("aria-current")).toBe("true");
		expect(rows().map((row) => row[1])).not.toContain("zoe@example.com");
		await write([{ action: "sign-in.fail" }]);
		await ada.open(PAGE);
		await ada.open(preset("Failed sign-ins")?.getAttribute("href") ?? "");
		expect(new Set(rows().map((row) => row[2]))).toEqual(new Set(["Sign-in failed"]));
	});

	test("is paged by place, and comes whole as a file with what the search finds, in times with an offset (G14)", async () => {
		await write(
			Array.from({ length: 4100 }, (_, n) => ({
				subject: "many",
				at: `2021-01-01T00:00:0${n % 3}Z`,
				after: `{"n":${n}}`,
			})),
		);
		await ada.open(`${PAGE}?object=MANY`);
		expect(ada.text).toContain("4,100 entries, newest first");
		const first = rows();
		const next = ada.page.root.querySelectorAll("a").find((link) => link.text === "Next");
		await ada.open(next?.getAttribute("href")?.replaceAll("&amp;", "&") ?? "");
		expect(rows()).toHaveLength(50);
		expect(
			rows()
				.map((row) => row[4])
				.filter((change) => first.some((row) => row[4] === change)),
		).toEqual([]);
		const csv = lines((await ada.open(`${PAGE}/entries.csv?object=many`)).html);
		expect(csv[0]).toBe("Time,Who,Kind,What,Action,Object,Object ID,Change,Before,After,Entry ID");
		expect(csv).toHaveLength(4101);
		expect(new Set(csv).size).toBe(4101);
		await site.sql`update users set time_zone = 'Asia/Kolkata' where email_key = 'ada@example.com'`;
		const own = lines((await ada.open(`${PAGE}/entries.csv?what=settings.change`)).html)[1];
		expect(own).toMatch(
			/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+05:30,ada@example\.com,user,Settings changed,settings\.change,'=Claims,/,
		);
		await ada.open(`${PAGE}?object=many&from=2021-01-01T05:30:02&to=2021-01-01T05:30:02`);
		expect(ada.text).toContain("1,366 entries");
		await site.sql`update users set time_zone = null`;
	});

	test("says at the field what cannot be looked for, and shows what was typed by whoever wanted to sign in as text only", async () => {
		await ada.open(`${PAGE}?from=2026-01-02T00:00&to=2026-01-01T00:00&who=%00%3Cb%3E`);
		expect([ada.messageAt("To (UTC)"), ada.value("Who (start of the name)")]).toEqual([
			"The end is before the start. Choose a later end.",
			"<b>",
		]);
		expect((await ada.open(`${PAGE}/entries.csv?from=x`)).status).toBe(400);
		await write([
			{
				actor: "<script>alert(1)</script>@x.example",
				subject: "<img src=x>",
				action: "sign-in.fail",
				after: '{"reason":"<b>"}',
			},
		]);
		await ada.open(`${PAGE}?who=%3Cscript`);
		expect(rows()[0]?.[2]).toBe("Sign-in failed");
		expect(ada.page.html).not.toMatch(/<img|<script>alert|<b>/);
	});
});
