import { expect, test } from "./fixtures.ts";
import { newName, newNumber } from "./groups.ts";
import { look, watch } from "./look.ts";

const fileOf = (groups: unknown[]) => ({
	name: "groups.json",
	mimeType: "application/json",
	buffer: Buffer.from(JSON.stringify({ format: "click-to-call-in-groups", version: 1, groups })),
});

test("groups come in from another installation, through a review (I7)", async ({
	signedIn: page,
}) => {
	test.setTimeout(120_000);
	const met = watch(page);
	const [good, bad] = [newName("moved in"), newName("wrong")];
	await page.goto("/tools/click-to-call-in");
	await page.getByRole("link", { name: "Import groups" }).click();
	await look(page, "groups-import");
	await page.getByRole("button", { name: "Review", exact: true }).click();
	await look(page, "groups-import-refused");
	const number = newNumber();
	await page.getByLabel("JSON file").setInputFiles(
		fileOf([
			{
				name: good,
				settings: { uniqueDnis: true, expirySeconds: 5, guard: "none", expirySecs: 60 },
				numbers: [{ number: newNumber(), description: "Claims" }],
			},
			{ name: bad, numbers: [{ number: number.replace("+1800", "+1 (800) "), description: "x" }] },
		]),
	);
	await page.getByRole("button", { name: "Review", exact: true }).click();
	await page.waitForURL(/\/import\/./);
	await look(page, "groups-import-review");
	await page.getByRole("link", { name: bad }).click();
	await look(page, "groups-import-group");
	await page.goBack();
	await page.getByRole("link", { name: good }).click();
	await look(page, "groups-import-settings");
	await page.getByLabel("Expiry (seconds)").fill("60");
	await page.getByLabel("When codes are guessed").selectOption("Alert only");
	await page.getByRole("button", { name: "Save name and settings" }).click();
	await page.getByRole("link", { name: /Review of/ }).click();
	await page.getByRole("button", { name: "Apply all safe repairs" }).click();
	await page.getByRole("button", { name: "Apply", exact: true }).click();
	await expect(page.getByText("The import was applied.")).toBeVisible();
	await look(page, "groups-import-applied");
	await page.goto(`/tools/click-to-call-in?q=${encodeURIComponent(bad)}`);
	await page.getByRole("link", { name: bad }).click();
	await expect(page.getByRole("rowheader").filter({ hasText: number })).toBeVisible();
	expect(met).toEqual([]);
});
