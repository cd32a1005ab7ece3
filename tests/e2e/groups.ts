import { randomInt } from "node:crypto";
import type { Page } from "@playwright/test";
import postgres from "postgres";
import { ADMINISTRATOR, API_KEY } from "./people.ts";

/** A number that no other test uses: the two projects share one database. */
export const newNumber = (): string => `+1800${randomInt(2_000_000, 9_000_000)}`;

/** Digits of a number in Arkansas and of one in Norway, that no other test uses. */
export const newTwin = (): string => `479555${randomInt(1000, 9999)}`;

/** A name that no other test uses. */
export const newName = (what: string): string => `${what} ${randomInt(1_000_000_000)}`;

type Settings = { expirySeconds?: number; accessCodeLength?: number; uniqueDnis?: boolean };

/**
 * Makes a group by the provisioning API, opens its page, and returns the page's address.
 * config-page.spec.ts covers making one by hand.
 */
export async function createGroup(
	page: Page,
	name: string,
	number = newNumber(),
	{ description, ...settings }: Settings & { description?: string } = {},
): Promise<string> {
	const answer = await fetch(`${process.env.E2E_ORIGIN}/engagement/v3/provisioning/groups`, {
		method: "POST",
		headers: { "x-api-key": API_KEY, "content-type": "application/json" },
		body: JSON.stringify({ name, number, description, settings }),
	});
	if (answer.status !== 200) throw new Error(await answer.text());
	const url = `${process.env.E2E_ORIGIN}/tools/click-to-call-in/${(await answer.json()).data.id}`;
	await page.goto(url);
	return url;
}

/** The row of a number. */
export const rowOf = (page: Page, number: string) =>
	page.getByRole("row").filter({ hasText: number });

/** Presses an action in the menu of a number's row. */
export async function pressInMenu(page: Page, number: string, name: string): Promise<void> {
	await rowOf(page, number).locator("summary").click();
	await rowOf(page, number).getByRole("button", { name }).click();
}

/** The group that the page shows. */
export const shownGroup = (page: Page): Promise<string> =>
	page
		.getByLabel("Group", { exact: true })
		.evaluate((field: HTMLInputElement | HTMLSelectElement) =>
			field instanceof HTMLSelectElement ? field.selectedOptions[0]!.text : field.value,
		);

type Reserved = { id: string; toPhoneNumber: string; accessCode: number };

/** A call-in request by the API, as sent by an app. */
export const call = (groupName: string, userData?: object): Promise<Reserved> =>
	request("create", { groupName, fromPhoneNumber: "+14155550132", userData });

/** The call of a request's customer, as a phone system asks about it. Frees the number. */
export const match = ({ toPhoneNumber, accessCode }: Reserved): Promise<{ outcome: string }> =>
	request("match", { toPhoneNumber, accessCode, release: true });

async function request<Data>(what: "create" | "match", body: object): Promise<Data> {
	const answer = await fetch(`${process.env.E2E_ORIGIN}/engagement/v3/call-in/requests/${what}`, {
		method: "POST",
		headers: { "x-api-key": API_KEY, "content-type": "application/json" },
		body: JSON.stringify(body),
	});
	if (answer.status !== 200) throw new Error(await answer.text());
	return (await answer.json()).data;
}

/** Adds a person with the Administrator's password and another role. */
export async function addPerson(
	email: string,
	role: string,
): Promise<{ email: string; password: string }> {
	await inDatabase(
		(sql) => sql`
			insert into users (id, email, email_key, password_hash, role)
			select gen_random_uuid(), ${email}, ${email}, password_hash, ${role} from users where email_key = ${ADMINISTRATOR.email}
			on conflict do nothing`,
	);
	return { email, password: ADMINISTRATOR.password };
}

/** Adds consecutive numbers to a group, from +1 800 `first` on. */
export const fillPool = (groupUrl: string, first: number, count: number): Promise<void> =>
	inDatabase(async (sql) => {
		const id = groupUrl.split("/").at(-1) ?? "";
		const range = sql`generate_series(${first}::int, ${first + count - 1}::int) as n`;
		const next = sql`(select max(position) + 1 from pool_entries where group_id = ${id}::uuid)`;
		await sql`insert into numbers (number) select '+1800' || n from ${range} on conflict do nothing`;
		await sql`
			insert into pool_entries (id, group_id, number, description, position, updated_by)
			select gen_random_uuid(), ${id}::uuid, '+1800' || n, 'Claims ' || n, ${next} + n - ${first}::int, 'test' from ${range}`;
	});

/**
 * Gives a group a day of traffic by the minute: few requests at night, many by day, some of them
 * refused.
 */
export const fillMinutes = (groupUrl: string): Promise<void> =>
	inDatabase(
		(sql) => sql`
			insert into group_minutes (group_id, minute, created, refused_no_number, refused_no_code, peak_live, peak_numbers)
			select ${groupUrl.split("/").at(-1) ?? ""}::uuid, date_trunc('minute', now()) - make_interval(mins => n),
				200 + (150 * sin(n / 9.0))::int, case when n % 7 < 3 then (40 * abs(sin(n / 9.0)))::int else 0 end, case when n % 11 = 0 then 25 else 0 end,
				100 + (70 * sin(n / 9.0))::int, 3
			from generate_series(0, 1439) as n where n % 20 > 1`,
	);

/** For states that no page and no API call can produce. */
export async function inDatabase(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
	const sql = postgres(process.env.E2E_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
	await work(sql);
	await sql.end();
}
