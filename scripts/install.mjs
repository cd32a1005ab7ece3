// Installs what the product needs, when it is not there yet. Plain Node: nothing is installed when
// this runs.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const NODE_MIN = [20, 12];
const STAMP = "node_modules/.installed";

/** Prints one sentence and ends: for what the person at the terminal can mend. */
export function giveUp(sentence) {
	console.error(sentence);
	process.exit(1);
}

/** Whether this file was started by itself, not imported. */
export const isStarted = (url) =>
	process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(url);

/** Runs a program in this terminal; gives its exit code. */
export function run(program, args, options = {}) {
	const { status, error } = spawnSync(program, args, { stdio: "inherit", ...options });
	if (error) giveUp(`${program} could not be run: ${error.message}`);
	return status ?? 1;
}

export function hashOf(...contents) {
	const hash = createHash("sha256");
	for (const content of contents) hash.update(content).update("\0");
	return hash.digest("hex");
}

/** The content of a stamp file, "" where there is none. */
export function readStamp(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}

/**
 * Works from anywhere: goes to the product's folder, checks Node, and installs when
 * package-lock.json is not what was installed last.
 */
export function install() {
	process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), ".."));
	const [major, minor] = process.versions.node.split(".").map(Number);
	if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1]))
		giveUp(
			`Click-To-Call-In needs Node ${NODE_MIN.join(".")} or newer; this is ${process.versions.node}.`,
		);
	const wanted = hashOf(
		readFileSync("package-lock.json"),
		process.versions.modules,
		process.platform,
		process.arch,
	);
	if (readStamp(STAMP) === wanted) return;
	console.log("Installing the packages; this is needed once.");
	// Not `npm ci`: it fails where a registry lacks the optional packages of other platforms. The
	// development packages build the product.
	const args = [
		"install",
		"--include=dev",
		"--no-audit",
		"--no-fund",
		"--no-progress",
		"--loglevel=error",
	];
	const npm = process.env.npm_execpath;
	const status = npm?.endsWith(".js")
		? run(process.execPath, [npm, ...args])
		: run("npm", args, { shell: process.platform === "win32" });
	if (status !== 0)
		giveUp(
			"The packages could not be installed. Check that the npm registry can be reached (npm ping), then start again.",
		);
	// Read again: npm may have completed the lock.
	writeFileSync(
		STAMP,
		hashOf(
			readFileSync("package-lock.json"),
			process.versions.modules,
			process.platform,
			process.arch,
		),
	);
}

if (isStarted(import.meta.url)) install();
