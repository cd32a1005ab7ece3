// `npm run lighthouse`: measures a running server's pages with Lighthouse. The exit code is 1 if
// any score is below 100. Plain Node.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const USAGE =
	"Usage: ORIGIN=http://localhost:3000 EMAIL=… PASSWORD=… npm run lighthouse " +
	"[-- PATH…]   (on a server after `npm run seed`)";
// Not a dependency: it is ten times the size of all dependencies, and only this script uses it.
const LIGHTHOUSE = "lighthouse@12.8.2";
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
// The only page without a sign-in. Pages behind the sign-in are not for search engines, so they get
// no SEO score.
const PUBLIC = ["/login"];
const SIGNED_IN = [
	"/tools/click-to-call-in",
	"/tools/click-to-call-in/new",
	"/tools/click-to-call-in/import",
	"/tools/click-to-call-in/import/history",
	"/",
	"/call-in",
	"/call-in/attempts",
	"/call-in/locks",
	"/developer",
	"/developer/console",
	"/developer/caller",
	"/developer/clients",
	"/settings/api-keys",
	"/settings/phone-systems",
	"/settings/phone-systems/new?kind=sip-proxy",
	"/settings/users",
	"/settings/audit",
	"/settings/account",
	"/help",
	"/help/caller-numbers",
	"/help?q=numbers",
];
// Error pages: an unknown URL and an invalid set-up link. A valid link works for one person, once.
const REFUSING = ["/nowhere", "/setup/no-such-link"];
const CHROMIUMS = [
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/usr/bin/google-chrome",
	"/usr/bin/chromium-headless-shell",
];
const CHROME_FLAGS = [
	"--headless=new",
	"--disable-gpu",
	...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
].join(" ");

const { ORIGIN = "http://localhost:3000", EMAIL, PASSWORD } = process.env;
const asked = process.argv.slice(2);

function giveUp(message) {
	console.error(message);
	process.exit(1);
}

/** Signs in with the form and returns the session cookie. */
async function signIn() {
	if (!EMAIL || !PASSWORD) giveUp(USAGE);
	const response = await fetch(`${ORIGIN}/login`, {
		method: "POST",
		headers: { origin: ORIGIN },
		body: new URLSearchParams({ email: EMAIL, password: PASSWORD }),
		redirect: "manual",
	}).catch(() =>
		giveUp(`No server answers at ${ORIGIN}. Start one with \`npm start\`, or set ORIGIN.`),
	);
	if (response.status >= 400)
		giveUp(`${EMAIL} was not let in (${response.status}). Check EMAIL and PASSWORD.`);
	return response.headers
		.getSetCookie()
		.map((cookie) => cookie.split(";")[0])
		.join("; ");
}

/**
 * The path of the first page linked from a list, such as a group's or a record's. None if the list
 * is empty.
 */
async function firstLink(list, pattern, cookie) {
	const html = await (await fetch(ORIGIN + list, { headers: { cookie } })).text();
	return pattern.exec(html)?.slice(1, 2) ?? [];
}

/**
 * The review of a file with a row of each kind: changes, errors and repairs. It changes no pool and
 * expires by itself.
 */
async function importReview(upload, cookie) {
	const file =
		"DNIS,description\n+18335550991,new\n" +
		"+1 (833) 555-0992,spaces\n+18335550993\n1.8E+10,lost digits\n";
	const body = new FormData();
	body.set("mode", "add");
	body.set("file", new Blob([file], { type: "text/csv" }), "lighthouse.csv");
	const response = await fetch(ORIGIN + upload, {
		method: "POST",
		headers: { origin: ORIGIN, cookie },
		body,
		redirect: "manual",
	});
	if (response.status !== 303)
		giveUp(`A file for ${upload} got ${response.status}; an Administrator's may be reviewed.`);
	return new URL(response.headers.get("location"), ORIGIN).pathname;
}

/** Measures a page. Returns its scores from 0 to 100, with the failed audits of each. */
function measure(pathname, cookie, scratch) {
	const report = path.join(scratch, "report.json");
	const headers = path.join(scratch, "headers.json");
	writeFileSync(headers, JSON.stringify(cookie === null ? {} : { cookie }), { mode: 0o600 });
	const categories = CATEGORIES.filter((category) => category !== "seo" || cookie === null);
	// Without these flags, Lighthouse stops at a page with an error status. The browser also logs the
	// status as a console error.
	const refusing = REFUSING.includes(pathname)
		? ["--ignore-status-code", "--skip-audits=errors-in-console"]
		: [];
	const run = () =>
		spawnSync(
			"npx",
			[
				...[
					"--yes",
					LIGHTHOUSE,
					ORIGIN + pathname,
					"--quiet",
					"--preset=desktop",
					"--output=json",
					`--output-path=${report}`,
				],
				...[
					`--only-categories=${categories.join(",")}`,
					`--extra-headers=${headers}`,
					`--chrome-flags=${CHROME_FLAGS}`,
				],
				...refusing,
			],
			{
				encoding: "utf8",
				env: {
					...process.env,
					CHROME_PATH: process.env.CHROME_PATH ?? CHROMIUMS.find((file) => existsSync(file)),
				},
			},
		);
	let { status, stderr } = run();
	// On a busy machine the browser's trace of a page load may fail, without a score. Such a run is
	// retried up to twice.
	for (let again = 0; again < 2 && /NO_NAVSTART|NO_FCP|PROTOCOL_TIMEOUT/.test(stderr); again += 1)
		({ status, stderr } = run());
	if (status !== 0)
		giveUp(
			`Lighthouse (${LIGHTHOUSE}, by npx) did not run; ` +
				`it needs the registry once, and a Chromium:\n${stderr.slice(-2000)}`,
		);
	const { categories: measured, audits } = JSON.parse(readFileSync(report, "utf8"));
	rmSync(report);
	return Object.fromEntries(
		categories.map((category) => {
			const { score, auditRefs } = measured[category];
			const lacking = auditRefs
				.map(({ id, weight }) => ({ ...audits[id], weight }))
				.filter((audit) => audit.weight > 0 && audit.score < 1);
			return [
				category,
				{
					score: Math.round(score * 100),
					lacking: lacking.map((audit) => `${audit.title} ${audit.displayValue ?? ""}`),
				},
			];
		}),
	);
}

const cookie = await signIn();
const found = [
	await firstLink(
		"/tools/click-to-call-in",
		/href="(\/tools\/click-to-call-in\/[\da-f-]{36})"/,
		cookie,
	),
	await firstLink("/call-in", /href="(\/call-in\/[\da-f-]{36})"/, cookie),
	await firstLink("/settings/users", /href="(\/settings\/users\/[\da-f-]{36})"/, cookie),
	await firstLink(
		"/settings/phone-systems",
		/href="(\/settings\/phone-systems\/[\da-f-]{36})"/,
		cookie,
	),
	await firstLink("/settings/audit", /href="(\/settings\/audit\/[\da-f-]{36})"/, cookie),
].flat();
const groupImport = found
	.filter((link) => link.startsWith("/tools/"))
	.map((link) => `${link}/import`);
const previews = found
	.filter((link) => link.startsWith("/settings/phone-systems/"))
	.map((link) => `${link}/preview`);
const reviews =
	asked.length > 0
		? []
		: await Promise.all(groupImport.map((upload) => importReview(upload, cookie)));
const pages =
	asked.length > 0
		? asked
		: [...PUBLIC, ...SIGNED_IN, ...REFUSING, ...found, ...previews, ...groupImport, ...reviews];
const scratch = mkdtempSync(path.join(tmpdir(), "lighthouse-"));
try {
	console.log(["page".padEnd(72), ...CATEGORIES].join("  "));
	for (const pathname of pages) {
		const scores = measure(pathname, PUBLIC.includes(pathname) ? null : cookie, scratch);
		console.log(
			[
				pathname.padEnd(72),
				...CATEGORIES.map((name) => String(scores[name]?.score ?? "-").padStart(name.length)),
			].join("  "),
		);
		for (const { score, lacking } of Object.values(scores)) {
			if (score === 100) continue;
			process.exitCode = 1;
			for (const what of lacking) console.log(`    ${what}`);
		}
	}
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
