import { expect, test } from "./fixtures.ts";
import { createConnection } from "./phone-systems.ts";

test("an Administrator changes what callers hear, is told what cannot be read, and puts it back (P4)", async ({
	signedIn: page,
}) => {
	const { name } = await createConnection(page, "twilio");
	await page.getByRole("link", { name: "What Callers Hear" }).click();
	await page.getByLabel("Language of the callers").selectOption("German");
	await page.getByRole("button", { name: "Show" }).click();
	const busy = page.getByLabel("Diese Leitung ist besetzt.");
	await busy.fill("Hier ist <b>besetzt</b> 👋");
	await page.getByRole("button", { name: "Save Sentences" }).click();
	const summary = page.getByRole("alert");
	await expect(summary).toBeFocused();
	await expect(busy).toHaveValue("Hier ist <b>besetzt</b> 👋");
	await summary.getByRole("link", { name: "Diese Leitung ist besetzt." }).click();
	await expect(page).toHaveURL(/#busy$/);
	await busy.fill("Hier ist besetzt.");
	await page.getByRole("button", { name: "Save Sentences" }).click();
	await expect(page.getByRole("status")).toContainText(
		`What callers of “${name}” hear in German is saved.`,
	);
	await page.getByRole("link", { name: "What Callers Hear" }).click();
	await page.getByLabel("Language of the callers").selectOption("German");
	await page.getByRole("button", { name: "Show" }).click();
	await expect(busy).toHaveValue("Hier ist besetzt.");
	await busy.fill("");
	await page.getByRole("button", { name: "Save Sentences" }).click();
	await page.getByRole("link", { name: "What Callers Hear" }).click();
	await expect(page.getByLabel("This line is busy.")).toHaveValue("");
});
