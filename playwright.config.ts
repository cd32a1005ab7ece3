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
	// Browsers keep the cores busy: a third one at once makes all of them a fifth slower.
	workers: 2,
	timeout: 60_000,
	use: {
		launchOptions: {
			...(executablePath === undefined ? {} : { executablePath }),
			// Chromium's own sandbox does not work for root.
			args: process.getuid?.() === 0 ? ["--no-sandbox", ...QUIET] : QUIET,
		},
		// Pages fade into each other; tests and pictures want the one that they asked for.
		contextOptions: { reducedMotion: "reduce" },
		locale: "en-GB",
		timezoneId: "UTC",
		// Traces of what passes are thrown away, and cost a fifth of the time. `--trace
		// retain-on-failure` makes them where one is wanted.
		screenshot: "only-on-failure",
	},
	projects: [
		{ name: "javascript-on", use: { javaScriptEnabled: true } },
		// What needs the script: axe, and what the script adds.
		{
			name: "javascript-off",
			testIgnore: "**/*.script.spec.ts",
			use: { javaScriptEnabled: false },
		},
	],
});
