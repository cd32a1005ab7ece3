import { WINGS } from "../../app/dev/wings.ts";
import { startDevServer } from "../support/dev-server.ts";
import { createDatabaseOn } from "../support/postgres-server.ts";
import { expect, test } from "./fixtures.ts";
import { lookAtComponents, watch } from "./look.ts";

// One development server for all: it takes longer to start than to show a page.
test("every component in every state, in development (G13)", async ({ page }) => {
	test.setTimeout(240_000);
	const database = await createDatabaseOn(process.env.E2E_POSTGRES_URL ?? "");
	const server = await startDevServer(database.url);
	const met = watch(page);
	await page.goto(`${server.origin}/dev/components`);
	await lookAtComponents(page, "components");
	const { title, path } = WINGS[0]!;
	await page.getByRole("link", { name: title }).press("Enter");
	await page.getByRole("link", { name: "Dark", exact: true }).press("Enter");
	await expect(page).toHaveURL(new RegExp(`/${path}\\?scheme=dark$`));
	await expect(page.locator("html")).toHaveCSS("background-color", "rgb(17, 21, 27)");
	for (const wing of WINGS) {
		await page.goto(`${server.origin}/dev/components/${wing.path}`);
		await lookAtComponents(page, `components-${wing.path}`);
	}
	expect(met).toEqual([]);
	await server.stop();
	await database.drop();
});
