// `npm test` runs all stages; `npm test -- domain http` runs the named ones. All stages run even if
// one fails.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { giveUp, install, run } from "./install.mjs";
import { installPlatformPackages } from "./platform-packages.mjs";

const CHECKS = {
	"lint: biome": ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
	"lint: imports": [
		"node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
		...["--config", ".dependency-cruiser.cjs", "app", "db", "tests", "scripts", "server.ts"],
	],
	"lint: types": ["node_modules/typescript/bin/tsc"],
	build: ["scripts/build.mjs"],
};
const VITEST = ["domain", "doors", "operations", "http"];
const STAGES = ["lint", "build", ...VITEST, "e2e"];
const REPORTS = ".cache/test";
/** Ten times the space that the tests use. */
const SCRATCH_BYTES = 4 * 2 ** 30;

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !STAGES.includes(name));
if (unknown !== undefined)
	giveUp(`There is no stage "${unknown}"; the stages are ${STAGES.join(", ")}.`);
const stages = asked.length === 0 ? STAGES : asked;

install();
const scratch = memoryForScratch();
const node = (args, env = {}) =>
	run(process.execPath, args, { env: { ...process.env, ...scratch, ...env } });
if (node(["--import", "tsx", "tests/support/check-prerequisites.ts", ...stages]) !== 0)
	process.exit(1);
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const results = await runChecks(
	Object.entries(CHECKS).filter(([name]) => stages.includes(name.split(":")[0])),
);
const projects = VITEST.filter((name) => stages.includes(name));
if (projects.includes("doors") || projects.includes("http"))
	results.push({ name: "doors: packages", ok: installPlatformPackages() });
if (projects.length > 0) results.push(...runVitest(projects));
if (stages.includes("e2e")) results.push(runPlaywright());
summarise(results);

/**
 * Keeps the tests' databases, browsers and uploads in memory if there is enough, unless TMPDIR is
 * set. Creating and removing the files of a few hundred databases on a disk takes longer than their
 * tests. No test simulates a power failure, so none needs a disk.
 */
function memoryForScratch() {
	const memory = "/dev/shm";
	if (process.env.TMPDIR) return {};
	try {
		const { bavail, bsize } = statfsSync(memory);
		if (Math.min(bavail * bsize, os.freemem()) < SCRATCH_BYTES) return {};
		const folder = mkdtempSync(path.join(memory, "call-in-tests-"));
		// Postgres and PgBouncer run as another user. Their own folders inside must be reachable.
		chmodSync(folder, 0o711);
		process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
		return { TMPDIR: folder };
	} catch {
		return {};
	}
}

/** Runs all checks in parallel. Each check's output is printed in one piece. */
async function runChecks(checks) {
	const running = checks.map(async ([name, args]) => {
		const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
		const printed = [];
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (chunk) => printed.push(chunk));
		const [code] = await once(child, "close");
		console.log(`\n── ${name}\n${Buffer.concat(printed).toString().trimEnd()}`);
		return { name, ok: code === 0 };
	});
	return Promise.all(running);
}

/**
 * Runs all projects in one Vitest run, so that they share its databases. Results are counted by the
 * test file's folder.
 */
function runVitest(names) {
	console.log(`\n── ${names.join(", ")}`);
	const report = path.resolve(REPORTS, "vitest.json");
	const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
	const status = node([
		"node_modules/vitest/vitest.mjs",
		...args,
		...names.map((name) => `--project=${name}`),
	]);
	const files = readReport(report)?.testResults ?? [];
	const counted = names.map((name) => {
		const own = files.filter(
			(file) => path.relative("tests", file.name).split(path.sep)[0] === name,
		);
		const tests = own.flatMap((file) => file.assertionResults);
		const count = (...states) => tests.filter((test) => states.includes(test.status)).length;
		// A file that fails to load has no tests, but counts as a failure.
		const broken = own.filter(
			(file) =>
				file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
		).length;
		return {
			name,
			passed: count("passed"),
			failed: count("failed") + broken,
			skipped: count("pending", "skipped", "todo"),
		};
	});
	// An error outside any test, or an aborted run, fails no test. The run itself then counts as one
	// failure.
	const untold = status !== 0 && counted.every((stage) => stage.failed === 0);
	return untold
		? [...counted, { name: "vitest itself", passed: 0, failed: 1, skipped: 0 }]
		: counted;
}

function runPlaywright() {
	console.log("\n── e2e");
	const report = path.resolve(REPORTS, "playwright.json");
	const status = node(["node_modules/@playwright/test/cli.js", "test", "--reporter=line,json"], {
		PLAYWRIGHT_JSON_OUTPUT_NAME: report,
	});
	const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = readReport(report)?.stats ?? {};
	const failed = unexpected + flaky;
	return {
		name: "e2e",
		passed: expected,
		failed: status !== 0 && failed === 0 ? 1 : failed,
		skipped,
	};
}

function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, "utf8"));
	} catch {
		return undefined;
	}
}

/**
 * Prints one line per stage, then the totals of the tests. Any failed test or check sets the exit
 * code to 1.
 */
function summarise(all) {
	const words = ({ passed, failed, skipped }) =>
		`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
	const sum = (key) => all.reduce((total, stage) => total + (stage[key] ?? 0), 0);
	console.log("\n── summary");
	for (const stage of all)
		console.log(
			`${stage.name.padEnd(16)}${"ok" in stage ? (stage.ok ? "ok" : "FAILED") : words(stage)}`,
		);
	console.log(words({ passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") }));
	process.exitCode = all.some((stage) => stage.ok === false || stage.failed > 0) ? 1 : 0;
}
