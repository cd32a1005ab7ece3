// Installs the phone platforms' own packages for the tests of the doors, apart from the product's
// packages. Started by scripts/test.mjs, or by hand: node scripts/platform-packages.mjs
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { comeHome, hashOf, isStarted, readStamp, run } from "./install.mjs";

const WANTED = "tests/doors/packages";
/** Outside of the folders that checks and tests scan. */
const FOLDER = ".cache/platform-packages";
const STAMP = path.join(FOLDER, ".installed");
const FILES = ["package.json", "package-lock.json"];

/** Installs them unless the locked ones are there. Returns whether they are there. */
export function installPlatformPackages() {
	comeHome();
	const wanted = hashOf(...FILES.map((name) => readFileSync(path.join(WANTED, name))));
	if (readStamp(STAMP) === wanted) return true;
	console.log("Installing the phone platforms' packages for the tests; this is needed once.");
	rmSync(FOLDER, { recursive: true, force: true });
	mkdirSync(FOLDER, { recursive: true });
	for (const name of FILES) cpSync(path.join(WANTED, name), path.join(FOLDER, name));
	const args = [
		...["install", "--ignore-scripts", "--no-save", "--omit=peer"],
		...["--no-audit", "--no-fund", "--no-progress", "--loglevel=error"],
	];
	const npm = process.env.npm_execpath;
	const status = npm?.endsWith(".js")
		? run(process.execPath, [npm, ...args], { cwd: FOLDER })
		: run("npm", args, { cwd: FOLDER, shell: process.platform === "win32" });
	if (status === 0) writeFileSync(STAMP, wanted);
	else
		console.error(
			"The phone platforms' packages could not be installed. " +
				"Check that the npm registry can be reached (npm ping), then start again.",
		);
	return status === 0;
}

if (isStarted(import.meta.url) && !installPlatformPackages()) process.exitCode = 1;
