import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { findNginx } from "./nginx.ts";
import { findPgBouncer } from "./pgbouncer.ts";
import { findPostgresBinaries } from "./postgres-server.ts";
import { findKamailio, findSipp, hasKamailioTls } from "./sip/kamailio.ts";
import { missingForVoicePrompt } from "./voice/call-programs.ts";

// The shell first: the same browser without its visible interface, a seventh faster.
const CHROMIUMS = [
	"/usr/bin/chromium-headless-shell",
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/usr/bin/google-chrome",
];

/** The machine's own browser, else undefined for Playwright's. */
export const findChromium = (): string | undefined => CHROMIUMS.find((file) => existsSync(file));

/** Missing prerequisites of the stages on this machine: a sentence each, with the remedy. */
export function missingFor(stages: readonly string[]): string[] {
	const missing: string[] = [];
	const wants = (...names: string[]) => names.some((name) => stages.includes(name));
	if (
		wants("operations", "http", "e2e") &&
		!process.env.TEST_DATABASE_URL &&
		findPostgresBinaries() === null
	)
		missing.push(
			"The tests need a Postgres 15 or newer: install one (Debian: apt-get install postgresql), or set TEST_DATABASE_URL.",
		);
	if (wants("http") && process.env.CI === "true" && findPgBouncer() === null)
		missing.push("The tests need a PgBouncer: install one (Debian: apt-get install pgbouncer).");
	if (wants("http") && process.env.CI === "true" && findNginx() === null)
		missing.push("The tests need an nginx: install one (Debian: apt-get install nginx-light).");
	if (wants("http") && process.env.CI === "true" && findKamailio() === null)
		missing.push(
			"The tests need a Kamailio: install one (Debian: apt-get install kamailio kamailio-utils-modules).",
		);
	if (wants("http") && process.env.CI === "true" && !hasKamailioTls())
		missing.push(
			"The tests need TLS for Kamailio: install it (Debian: apt-get install kamailio-tls-modules).",
		);
	if (wants("http") && process.env.CI === "true" && findSipp() === null)
		missing.push("The tests need a SIPp: install one (Debian: apt-get install sip-tester).");
	const unheard = wants("http") && process.env.CI === "true" ? missingForVoicePrompt() : null;
	if (unheard !== null) missing.push(unheard);
	if (wants("e2e") && findChromium() === undefined && !existsSync(chromium.executablePath()))
		missing.push(
			"The tests need a Chromium: install one (Debian: apt-get install chromium-headless-shell; elsewhere: npx playwright install chromium).",
		);
	return missing;
}
