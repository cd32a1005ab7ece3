import { expect, test } from "./fixtures.ts";
import { createGroup, inDatabase, newName, newNumber } from "./groups.ts";
import { look, watch } from "./look.ts";

test("the audit log, a search of it, and the pages of a change and of a group that was deleted", async ({
	signedIn: page,
}) => {
	test.setTimeout(180_000);
	const met = watch(page);
	const name = `${newName("audited group with a rather")} long name`;
	const id =
		(await createGroup(page, name, newNumber(), { expirySeconds: 60 })).split("/").at(-1) ?? "";
	await page.getByLabel("Expiry (seconds)").fill("90");
	await page.getByRole("button", { name: "Save Settings" }).click();
	const numbers = JSON.stringify(
		Array.from({ length: 130 }, (_, n) => ({
			number: `+1800555${2000 + n}`,
			description: `Claims ${n}`,
		})),
	);
	await inDatabase(
		(sql) => sql`
			with entry as (
				insert into audit_entries (id, actor_kind, actor_name, action, subject_id, subject_name, after)
				values (gen_random_uuid(), 'shell', 'operator''s shell', 'pool.import', ${id}, ${name}, '{"mode":"replace","file":"numbers.csv","added":130,"removed":1}')
				returning id
			)
			insert into audit_attachments (audit_entry_id, content) select id, ${`{"added":${numbers},"changed":[{"number":"+18005551999","before":"old","after":"new"}]}`} from entry`,
	);
	await page.getByRole("link", { name: "Settings", exact: true }).click();
	await page.getByRole("link", { name: "Audit log" }).click();
	await look(page, "audit");
	await page.getByLabel("Object (start of the name, or ID)").fill(name.toUpperCase());
	await page.getByLabel("What").selectOption("Settings changed");
	await page.getByRole("button", { name: "Search" }).click();
	await expect(page.getByText("1 entry, newest first")).toBeVisible();
	await page.getByRole("table").getByRole("link").click();
	await expect(page.getByText("What changed")).toBeVisible();
	await look(page, "audit-entry-change");
	await page.getByRole("link", { name: "All entries about it" }).click();
	await look(page, "audit-of-one-group");
	await page.getByRole("row").filter({ hasText: "Pool imported" }).getByRole("link").click();
	await look(page, "audit-entry-import");
	await page.goto("/settings/audit?from=2026-01-02T00:00&to=2026-01-01T00:00");
	await look(page, "audit-refused");
	expect(met).toEqual([]);
});
