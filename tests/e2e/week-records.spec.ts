import { randomInt } from "node:crypto";
import { expect, test } from "./fixtures.ts";
import { call, createGroup, inDatabase, newName } from "./groups.ts";
import { button, count, link } from "./steps.ts";

/*
 * An administrator's week, the records: each flow with the presses and page loads that it may take,
 * the same with JavaScript off and on.
 */

test("why a customer was refused is found from the phone number, and the call is simulated again (K5, K6)", async ({
	signedIn: page,
}) => {
	const name = newName("refused customer");
	await createGroup(page, name);
	const made = await call(name);
	const caller = `+1415555${randomInt(1000, 9999)}`;
	await inDatabase(
		(sql) => sql`
			insert into attempts (id, at, call_id, from_number, to_number, outcome, api_key_id, corr_id)
			values (gen_random_uuid(), now(), ${name}, ${caller}, ${made.toPhoneNumber}, 'WRONG_CODE',
				(select id from api_keys limit 1), gen_random_uuid())`,
	);
	const steps = count(page);
	await steps.press(link(page, "Call-In"));
	await steps.press(link(page, "Attempts"));
	// The search and the attempt: two steps.
	await page.getByLabel("ANI").fill(caller.slice(2));
	await steps.enter(page.getByLabel("ANI"));
	await expect(page.getByText("1 attempt", { exact: true })).toBeVisible();
	await steps.press(link(page, "Wrong code"));
	await expect(page.getByText("but none has this code")).toBeVisible();
	await expect(
		page.getByText("Ask the customer to key in the code that the app shows now"),
	).toBeVisible();
	await steps.press(link(page, "Simulate Again"));
	await expect(page.getByLabel("ANI")).toHaveValue(caller);
	await expect(page.getByRole("status")).toContainText("Code required");
	await page.getByLabel("Access code").fill(String(made.accessCode));
	await steps.press(button(page, "Simulate Call"));
	await expect(page.getByRole("status")).toContainText("Matched");
	steps.expectAtMost({ presses: 6, loads: 6 });
});
