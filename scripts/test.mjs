// `npm test`: everything, or the stages named: `npm test -- domain http`. All stages run even when
// one fails.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { giveUp, install, run } from "./install.mjs";

const CHECKS = {
	"lint: biome": ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
	"lint: imports": [
		"node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
		...["--config", ".dependency-cruiser.cjs", "app", "db", "tests", "scripts", "server.ts"],
	],
	"lint: types": ["node_modules/typescript/bin/tsc"],
	build: ["scripts/build.mjs"],
};
const VITEST = ["domain", "operations", "http"];
const STAGES = ["lint", "build", ...VITEST, "e2e"];
const REPORTS = ".cache/test";
/** Ten times as much as the tests fill. */
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
if (projects.length > 0) results.push(...runVitest(projects));
if (stages.includes("e2e")) results.push(runPlaywright());
summarise(results);

/**
 * Databases, browsers and uploads of the tests live in memory where there is plenty, unless TMPDIR
 * says where: to make and remove the files of a few hundred databases on a disk takes longer than
 * the tests do with them. No test cuts the power, so none needs the disk.
 */
function memoryForScratch() {
	const memory = "/dev/shm";
	if (process.env.TMPDIR) return {};
	try {
		const { bavail, bsize } = statfsSync(memory);
		if (Math.min(bavail * bsize, os.freemem()) < SCRATCH_BYTES) return {};
		const folder = mkdtempSync(path.join(memory, "call-in-tests-"));
		// Postgres and PgBouncer run as somebody else, and have folders of their own in it.
		chmodSync(folder, 0o711);
		process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
		return { TMPDIR: folder };
	} catch {
		return {};
	}
}

/** All at once; what each printed is shown together. */
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
 * All projects in one run, so that they share its databases; the counts are by the folder of the
 * test file.
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
		// A file that could not be loaded has no tests, but is a failure.
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
	// Errors outside of any test, or a run that broke off: no test tells, so the run itself counts as
	// one that failed.
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
 * A line a stage; the last line has the sum of the tests. Whatever failed, a test or a check, makes
 * the exit code 1.
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
