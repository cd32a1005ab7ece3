import { PLATFORMS } from "../support/phone-call.ts";
import { expect, signIn, test } from "./fixtures.ts";
import { addPerson, call, createGroup, newName, newNumber } from "./groups.ts";
import { look, watch } from "./look.ts";
import { createConnection, LIST } from "./phone-systems.ts";

const LONG_NAME = "A phone system_with_a_name_of_many_words and ".padEnd(50, "W");

test("phone systems: the list, the forms, and what they refuse", async ({
	signedIn: page,
	browser,
}) => {
	test.setTimeout(240_000);
	const met = watch(page);
	await createGroup(page, newName("group of a connection"));
	for (const kind of PLATFORMS) {
		await createConnection(page, kind);
		await look(page, `connection-${kind}`);
	}
	const { url, name } = await createConnection(page, "twilio", {
		name: newName(LONG_NAME),
		target: "+14155550132",
	});
	await page.getByRole("button", { name: "Pause" }).click();
	await look(page, "connection-paused");
	await page.getByRole("link", { name: "Edit Connection" }).click();
	await look(page, "connection-edit");
	await page.getByLabel("User data that travels with the call").fill("policy");
	await page.locator("input[name=version]").evaluate((field: HTMLInputElement) => {
		field.value = "0";
	});
	await page.getByRole("button", { name: "Save" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "connection-edit-conflict");
	await page.getByLabel("User data that travels with the call").fill("policy");
	await page.getByRole("button", { name: "Save" }).click();
	await look(page, "connection-saved");
	await page.getByRole("button", { name: "Rotate Secret" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "connection-not-rotated");
	await page.goto(url);
	await page.getByRole("button", { name: "Save Destination" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "connection-destination-refused");
	await page.goto(LIST);
	await look(page, "phone-systems");

	await page.getByRole("link", { name: "Telnyx TeXML" }).first().click();
	await look(page, "connection-new");
	await page.getByLabel("Destination", { exact: true }).fill("sip:agents@pbx.example.com?X-A=1");
	await page.getByRole("button", { name: "Create Connection" }).click();
	// In the order of the fields.
	await expect(page.getByRole("alert").getByRole("link")).toHaveText([
		/^Name: Enter a name/,
		/^Public key: Enter the public key/,
		/^Destination: Remove the question mark/,
	]);
	await look(page, "connection-new-refused");
	await page.goto(LIST);
	await page.getByRole("link", { name: "SIP proxy (HTTP)" }).first().click();
	await page.getByLabel("Name", { exact: true }).fill(newName("Kamailio"));
	await page.getByRole("button", { name: "Create Connection" }).click();
	await look(page, "connection-key-made");
	await page.getByRole("link", { name: "Go to Connection" }).click();
	await look(page, "connection-sip-proxy");
	await page.getByRole("button", { name: "Rotate Secret" }).click();
	await look(page, "connection-key-rotated");
	await page.getByRole("link", { name: "Preview a Call" }).click();
	await look(page, "preview-of-sip-proxy");

	const context = await browser.newContext({ baseURL: process.env.E2E_ORIGIN as string });
	const developer = await context.newPage();
	await signIn(developer, await addPerson("phones-developer@example.com", "developer"));
	await developer.goto(LIST);
	await look(developer, "phone-systems-read-only");
	await developer.getByRole("link", { name }).click();
	await look(developer, "connection-read-only");
	await context.close();
	expect(met).toEqual([]);
});

test("calls of every outcome, refused webhooks, a call without a phone, and the request's timeline", async ({
	signedIn: page,
}) => {
	test.setTimeout(240_000);
	const met = watch(page);
	const group = newName("calls");
	const number = newNumber();
	await createGroup(page, group, number, { expirySeconds: 1800 });
	const { url, system } = await createConnection(page, "twilio", { name: newName(LONG_NAME) });
	const made = await call(group, { policy: "A-1" });
	const wrong = String(made.accessCode === 111_111 ? 222_222 : 111_111);
	const admitted = system.call("+14155550132", number);
	await admitted.comesIn();
	await admitted.keys(wrong);
	await admitted.staysSilent();
	await page.goto(`${url}/preview`);
	await look(page, "preview");
	await page.getByLabel("Dialed number (DNIS)").fill(number);
	await page.getByRole("button", { name: "Call", exact: true }).click();
	await look(page, "preview-asked");
	await page.getByLabel("Keys pressed").fill(String(made.accessCode));
	await page.getByRole("button", { name: "Press Keys" }).click();
	await page.getByText("Document that would be sent").last().click();
	await look(page, "preview-connected");
	await admitted.keys(String(made.accessCode));
	await admitted.agentAnswers();
	await admitted.agentLegEnds("completed");
	await admitted.ends();
	await system.call("anonymous", number).comesIn();
	await system.call("+14155550199", newNumber()).comesIn();
	const fields = { CallSid: "CA-refused", From: "+14155550132", To: number };
	await system.send(fields, { secret: "another-token-0123456789" });
	await system.send(fields, { headers: { "x-twilio-signature": "" } });
	await system.send(fields, { headers: { "content-type": "application/json" } });
	await page.goto(url);
	await expect(page.getByText("Matched · HTTP 200", { exact: true })).toBeVisible();
	await expect(page.getByText("It has no signature.")).toBeVisible();
	await look(page, "connection-calls");
	await page
		.getByRole("link", { name: admitted.id.slice(-8) })
		.first()
		.click();
	await look(page, "attempts-of-a-call");
	await page.goto(`/call-in/${made.id}`);
	await expect(page.getByRole("listitem").getByText("Agent answered")).toBeVisible();
	await look(page, "record-of-a-call");
	await page.goto(url);
	await page.getByRole("button", { name: "Delete Connection" }).click();
	await look(page, "connection-delete");
	expect(met).toEqual([]);
});
