import { randomInt, randomUUID } from "node:crypto";
import { expect, signIn, test } from "./fixtures.ts";
import { addPerson, call, createGroup, inDatabase, newName } from "./groups.ts";
import { look, lookAtPaperAndForcedColors, watch } from "./look.ts";

const rows = (name: string) => `/call-in?group=${encodeURIComponent(name)}`;

/** Inserts the row of a match call that belongs to a request. */
const insertAttempt = (requestId: string | null, outcome: string, callId: string) =>
	inDatabase(
		(sql) => sql`
			insert into attempts (id, at, call_id, from_number, to_number, outcome, request_id, api_key_id, corr_id)
			values (gen_random_uuid(), now(), ${callId}, '+14155550132', '+18005555554', ${outcome}, ${requestId}, (select id from api_keys limit 1), gen_random_uuid())`,
	);

test("the records: lists, one request, attempts and locks, as each may see them", async ({
	signedIn: page,
	browser,
}) => {
	test.setTimeout(240_000);
	const met = watch(page);
	const name = newName("W".repeat(40));
	await createGroup(page, name);
	const made = [];
	for (let index = 0; index < 60; index += 1)
		made.push(await call(name, { name: "Ann <b>", tags: ["a", "b".repeat(60)] }));
	const [first] = made;
	await insertAttempt(first!.id, "WRONG_CODE", "c".repeat(60));
	await insertAttempt(first!.id, "MATCHED", randomUUID());
	await insertAttempt(null, "NOTHING_MATCHED", randomUUID());
	await page.goto(rows(name));
	await look(page, "records");
	await lookAtPaperAndForcedColors(page, "records");
	await page.getByRole("link", { name: "Next" }).click();
	await look(page, "records-second-page");
	await page.goto("/call-in?ani=call+me&group=x&state=Lost");
	await look(page, "records-refused");
	await page.goto("/call-in?group=nothing+of+the+kind");
	await look(page, "records-none-found");
	await page.goto(`/call-in/${first!.id}`);
	await look(page, "record");
	await lookAtPaperAndForcedColors(page, "record");
	await page.goto("/call-in/attempts");
	await look(page, "attempts");
	await lookAtPaperAndForcedColors(page, "attempts");
	await page.getByRole("link", { name: "Nothing matched" }).first().click();
	await look(page, "attempt");
	await page.goto("/call-in/attempts?callId=nothing");
	await look(page, "attempts-none-found");
	await page.goto("/call-in/locks");
	await look(page, "locks-empty");
	const number = `+1800${randomInt(2_000_000, 9_000_000)}`;
	await inDatabase(
		(
			sql,
		) => sql`insert into code_guesses values ('+14155550132', ${number}, array[now()], now() + interval '10 minutes'),
			('', ${number}, array[now()], now() + interval '5 minutes')`,
	);
	await inDatabase(
		(
			sql,
		) => sql`insert into code_guards (kind, target, times, counts, wrong_codes, guarded_since, guarded_until) values
			('number', ${number}, array[now()], array[51], 51, now(), now() + interval '10 minutes')`,
	);
	await page.goto("/call-in/locks");
	await look(page, "locks");
	await page.getByRole("button", { name: `Lift guard of ${number}` }).click();
	await expect(page.getByRole("status")).toContainText("The guard is lifted");
	for (const who of ["callers without a number", "+14155550132"]) {
		await page.getByRole("button", { name: `Lift lock of ${who} on ${number}` }).click();
		await expect(page.getByRole("status")).toContainText("The lock is lifted");
	}
	await look(page, "locks-lifted");

	const context = await browser.newContext({ baseURL: process.env.E2E_ORIGIN as string });
	const monitor = await context.newPage();
	await signIn(monitor, await addPerson("records-monitor@example.com", "monitor"));
	await monitor.goto(rows(name));
	await look(monitor, "records-monitor");
	await monitor.goto(`/call-in/${first!.id}`);
	await look(monitor, "record-monitor");
	await context.close();
	expect(met).toEqual([]);
});

test("a list refreshes itself, and keeps the focus; it stops while it is paused (K2)", async ({
	signedIn: page,
}) => {
	const name = newName("live");
	await createGroup(page, name);
	await page.goto(rows(name));
	await expect(page.getByText("No request matches")).toBeVisible();
	const first = await call(name);
	const link = page.getByRole("link", { name: first.id.slice(-8) });
	await expect(link).toBeVisible({ timeout: 15_000 });
	await link.focus();

	const second = await call(name);
	await expect(page.getByRole("link", { name: second.id.slice(-8) })).toBeVisible({
		timeout: 15_000,
	});
	await expect(link).toBeFocused();
	await expect(page.getByText("2 requests", { exact: true })).toBeVisible();
	await expect(page.getByRole("row").nth(1)).toContainText(second.id);

	await page.getByRole("button", { name: "Pause" }).click();
	const asked: string[] = [];
	page.on("request", (request) => asked.push(request.url()));
	const third = await call(name);
	await expect(page.getByText("Paused.")).toBeVisible();
	expect(asked).toEqual([]);
	await page.getByRole("button", { name: "Resume" }).click();
	await expect(page.getByRole("link", { name: third.id.slice(-8) })).toBeVisible({
		timeout: 15_000,
	});
});

test("one request's page and the locks refresh themselves too (K3, C10)", async ({
	signedIn: page,
}) => {
	const name = newName("live one");
	await createGroup(page, name);
	const { id } = await call(name);
	await page.goto(`/call-in/${id}`);
	await expect(page.getByText("Active", { exact: true })).toBeVisible();
	await inDatabase(
		(sql) =>
			sql`update requests set expires_at = date_trunc('milliseconds', now()) where id = ${id}`,
	);
	await expect(page.getByText("Active", { exact: true })).toBeHidden({ timeout: 15_000 });
	await insertAttempt(id, "EXPIRED", "a late call");
	await expect(page.getByText("call a late call")).toBeVisible({ timeout: 15_000 });

	await page.goto("/call-in/locks");
	const number = `+1800${randomInt(2_000_000, 9_000_000)}`;
	await inDatabase(
		(sql) =>
			sql`insert into code_guesses values ('+14155550132', ${number}, array[now()], now() + interval '10 minutes')`,
	);
	const lift = page.getByRole("button", { name: `on ${number}` });
	await expect(lift).toBeVisible({ timeout: 15_000 });
	await inDatabase((sql) => sql`delete from code_guesses where to_number = ${number}`);
	await expect(lift).toBeHidden({ timeout: 15_000 });
});

test("a list that cannot be refreshed says so, and goes on once it can", async ({
	signedIn: page,
}) => {
	const name = newName("away");
	await createGroup(page, name);
	await page.goto(rows(name));
	await page.route("**/call-in?**", (route) => route.abort());
	await expect(page.getByText("Not refreshed; trying again.")).toBeVisible({ timeout: 15_000 });
	await page.unroute("**/call-in?**");
	const made = await call(name);
	await expect(page.getByRole("link", { name: made.id.slice(-8) })).toBeVisible({
		timeout: 30_000,
	});
	await expect(page.getByText("Not refreshed")).toBeHidden();
});
