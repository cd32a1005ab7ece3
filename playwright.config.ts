import { defineConfig } from "@playwright/test";
import { findChromium } from "./tests/support/prerequisites.ts";

const QUIET = [
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];
const executablePath = findChromium();

export default defineConfig({
	testDir: "tests/e2e",
	testMatch: "**/*.spec.ts",
	outputDir: "test-results",
	globalSetup: "./tests/e2e/global-setup.ts",
	fullyParallel: true,
	forbidOnly: true,
	retries: 0,
	// A third browser at once makes all of them a fifth slower, because they keep the cores busy.
	workers: 2,
	timeout: 60_000,
	use: {
		launchOptions: {
			...(executablePath === undefined ? {} : { executablePath }),
			// Chromium's own sandbox does not work for root.
			args: process.getuid?.() === 0 ? ["--no-sandbox", ...QUIET] : QUIET,
		},
		// Turns off the fade between pages, so that tests and screenshots see only the new page.
		contextOptions: { reducedMotion: "reduce" },
		locale: "en-GB",
		timezoneId: "UTC",
		// No traces by default: they cost a fifth of the time, and those of passing tests are
		// discarded. `--trace retain-on-failure` records them.
		screenshot: "only-on-failure",
	},
	projects: [
		{ name: "javascript-on", use: { javaScriptEnabled: true } },
		// Excluded: axe and the script's features, which need JavaScript.
		{
			name: "javascript-off",
			testIgnore: "**/*.script.spec.ts",
			use: { javaScriptEnabled: false },
		},
	],
});
