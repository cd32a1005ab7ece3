import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { WINGS } from "../../app/dev/wings.ts";
import { startDevServer } from "../support/dev-server.ts";
import { createDatabaseOn } from "../support/postgres-server.ts";
import { expect, test } from "./fixtures.ts";
import { lookAtComponents, watch } from "./look.ts";

// One development server for all components: starting one takes longer than showing a page.
test("every component in every state, in development (G13)", async ({ page }) => {
	// A development server and 20 pages take minutes on a machine that is busy with other tests.
	test.setTimeout(480_000);
	const database = await createDatabaseOn(process.env.E2E_POSTGRES_URL ?? "");
	const server = await startDevServer(database.url);
	const met = watch(page);
	await page.goto(`${server.origin}/dev/components`);
	await lookAtComponents(page, "components");
	const first = WINGS[0]!;
	await page.getByRole("link", { name: first.title }).press("Enter");
	await page.getByRole("link", { name: "Dark", exact: true }).press("Enter");
	await expect(page).toHaveURL(new RegExp(`/${first.path}\\?scheme=dark$`));
	await expect(page.locator("html")).toHaveCSS("background-color", "rgb(17, 21, 27)");
	for (const wing of WINGS) {
		await page.goto(`${server.origin}/dev/components/${wing.path}`);
		await lookAtComponents(page, `components-${wing.path}`);
	}
	expect(met).toEqual([]);
	await server.stop();
	await database.drop();
});

test("a build has nothing of the page of components", async ({ signedIn: page }) => {
	const answer = await page.goto("/dev/components");
	expect.soft(answer?.status()).toBe(404);
	const files = readdirSync("build", { recursive: true, encoding: "utf8" })
		.filter((name) => /\.(c?js|css|json)$/.test(name))
		.map((name) => path.join("build", name));
	const found = files.filter((file) =>
		/component-state|component-page|Rindfleisch/.test(readFileSync(file, "utf8")),
	);
	expect(files.length).toBeGreaterThan(5);
	expect(found).toEqual([]);
});
