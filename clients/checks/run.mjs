// `npm run clients`: holds generators and validators of OpenAPI against the running product. It
// seeds a demonstration, generates clients, and calls with them. It needs the npm registry.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { comeHome, run } from "../../scripts/install.mjs";
import { installChecks } from "./install-checks.mjs";
import { runPostman } from "./postman.mjs";
import { startPrism } from "./prism.mjs";

comeHome();
if (!installChecks()) process.exit(1);
const HERE = "clients/checks";
const WORK = path.join(HERE, "work");
const tool = (file) => path.resolve(HERE, "node_modules", file);
const failed = [];
const say = (name, isRight, more = "") => {
	console.log(`${isRight ? "clean " : "FAILED"}  ${name}${more && `: ${more}`}`);
	if (!isRight) failed.push(name);
};
const node = (args, options = {}) =>
	spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 2 ** 26, ...options });

/** Warnings of linters with recommended rules, and why each stays. */
const EXPLAINED = {
	"info-license": "the licence is the owner's to choose",
	"no-server-example.com": "here the server is this machine",
};

if (run(process.execPath, ["scripts/build.mjs"]) !== 0) process.exit(1);
rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
const dataDir = mkdtempSync(path.join(os.tmpdir(), "call-in-clients-"));
const env = { PATH: process.env.PATH, NODE_ENV: "production", DATA_DIR: dataDir, PORT: "0" };
const seeded = node(["build/server/seed.js"], { env });
const key = /shown this once: (\S+)/.exec(seeded.stdout ?? "")?.[1] ?? "";
const server = spawn(process.execPath, ["scripts/serve.cjs"], {
	env: { ...env, LOG_LEVEL: "error" },
	stdio: ["ignore", "pipe", "inherit"],
});
try {
	const origin = await new Promise((resolve, reject) => {
		server.stdout.on("data", (chunk) => {
			const port = /ready at http:\/\/\S+:(\d+)/.exec(String(chunk))?.[1];
			if (port) resolve(`http://127.0.0.1:${port}`);
		});
		server.on("close", () => reject(new Error("The server ended.")));
	});
	const described = await (await fetch(`${origin}/openapi.json`)).json();
	writeFileSync(path.join(WORK, "openapi.json"), JSON.stringify(described, null, 1));
	lint();
	generate();
	const uses = [path.resolve("node_modules/tsx/dist/cli.mjs"), "uses.ts", origin, key];
	const used = node(uses, { cwd: HERE });
	console.log(used.stdout.trimEnd());
	say("generated clients in use", used.status === 0, used.stderr.slice(-500));
	const prism = await startPrism({ work: WORK, tool, origin });
	try {
		await runPostman({ described, origin, proxy: prism.url, key, work: WORK, say });
		const walked = node(["--import", "tsx", path.join(HERE, "walk.ts"), origin, prism.url, key]);
		console.log(walked.stdout.trimEnd());
		say("walk through Prism", walked.status === 0, walked.stderr.slice(-5000));
	} finally {
		prism.stop();
	}
} finally {
	server.kill("SIGTERM");
	await new Promise((resolve) => server.on("close", resolve));
	rmSync(dataDir, { recursive: true, force: true });
}
if (failed.length > 0) process.exitCode = 1;

function lint() {
	const redocly = node(
		[
			tool("@redocly/cli/bin/cli.js"),
			"lint",
			"openapi.json",
			"--config",
			"../redocly.yaml",
			"--format=json",
		],
		{ cwd: WORK },
	);
	const report = JSON.parse(redocly.stdout.slice(redocly.stdout.indexOf("{")));
	const unexplained = report.problems.filter(({ ruleId }) => !(ruleId in EXPLAINED));
	for (const { ruleId } of report.problems)
		console.log(`  ${ruleId}: ${EXPLAINED[ruleId] ?? "not explained"}`);
	say("Redocly, recommended rules", unexplained.length === 0 && report.totals.errors === 0);
	const spectral = node(
		[
			tool("@stoplight/spectral-cli/dist/index.js"),
			"lint",
			"openapi.json",
			"-r",
			"../.spectral.yaml",
			"-F",
			"hint",
		],
		{ cwd: WORK },
	);
	say("Spectral, recommended rules", spectral.status === 0, spectral.stdout.split("\n").at(-2));
}

function generate() {
	const steps = {
		"openapi-typescript": [
			[tool("openapi-typescript/bin/cli.js"), "openapi.json"],
			["-o", "openapi-typescript/schema.d.ts"],
		],
		"hey-api": [
			[tool("@hey-api/openapi-ts/bin/run.js"), "-i", "openapi.json"],
			["-o", "hey"],
		],
		"orval with zod": [[tool("orval/dist/bin/orval.js")], ["--config", "../orval.config.cjs"]],
	};
	for (const [name, args] of Object.entries(steps)) {
		const made = node(args.flat(), { cwd: WORK });
		say(name, made.status === 0, made.status === 0 ? "" : `${made.stdout}${made.stderr}`);
	}
	const compiled = node([tool("typescript/bin/tsc"), "-p", "."], { cwd: HERE });
	say("types of the generated clients", compiled.status === 0, compiled.stdout.slice(0, 2000));
}
