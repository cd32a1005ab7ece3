import { expect, test } from "./fixtures.ts";
import { look, watch } from "./look.ts";
import { createConnection } from "./phone-systems.ts";

test("what callers hear, and a second destination, in both schemes and on narrow screens", async ({
	signedIn: page,
}) => {
	test.setTimeout(240_000);
	const met = watch(page);
	await createConnection(page, "twilio");
	await page.getByRole("link", { name: "Edit Connection" }).click();
	await page.getByLabel("Second destination").fill("sip:night@pbx.example.com");
	await look(page, "connection-second");
	await page.getByRole("button", { name: "Save" }).click();
	await expect(page.getByText("sip:night@pbx.example.com")).toBeVisible();
	await page.getByRole("link", { name: "What Callers Hear" }).click();
	await look(page, "sentences");
	await page.getByLabel("This line is busy.").fill("W".repeat(100));
	await page.getByLabel("That code is not right.").fill("<b>No</b> 👋");
	await page.getByRole("button", { name: "Save Sentences" }).click();
	await expect(page.getByRole("alert")).toBeFocused();
	await look(page, "sentences-refused");
	await page.goto(`${page.url().split("?")[0]}?language=ja`);
	await look(page, "sentences-japanese");
	expect(met).toEqual([]);
});
