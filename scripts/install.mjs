// Installs the product's packages if they are missing. Plain Node, because no package is installed
// yet.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const NODE_MIN = [20, 12];
const STAMP = "node_modules/.installed";
const LOCK = "package-lock.json";

/** Prints one sentence and exits with code 1, for errors that the user can fix. */
export function giveUp(sentence) {
	console.error(sentence);
	process.exit(1);
}

/** Whether the file is the entry point of the process, not an import. */
export const isStarted = (url) =>
	process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(url);

/** Runs a program in this terminal and returns its exit code. */
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

/** The content of a stamp file, "" if it does not exist. */
export function readStamp(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}

/** Changes to the product's folder and checks the Node version. */
export function comeHome() {
	process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), ".."));
	const [major, minor] = process.versions.node.split(".").map(Number);
	if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1]))
		giveUp(
			`Click-To-Call-In needs Node ${NODE_MIN.join(".")} or newer; ` +
				`this is ${process.versions.node}.`,
		);
}

/**
 * Installs all packages if package-lock.json differs from the last installed one. Works from any
 * folder. Restores package-lock.json if npm rewrites it.
 */
export function install() {
	comeHome();
	const lock = readFileSync(LOCK);
	const wanted = hashOf(lock, process.platform, process.arch);
	if (readStamp(STAMP) === wanted) return;
	console.log("Installing the packages; this is needed once.");
	// Not `npm ci`: it fails where a registry lacks the optional packages of other platforms. The
	// development packages build the product.
	const args = [
		...["install", "--include=dev", "--no-save"],
		...["--no-audit", "--no-fund", "--no-progress", "--loglevel=error"],
	];
	const npm = process.env.npm_execpath;
	const status = npm?.endsWith(".js")
		? run(process.execPath, [npm, ...args])
		: run("npm", args, { shell: process.platform === "win32" });
	if (!readFileSync(LOCK).equals(lock)) writeFileSync(LOCK, lock);
	if (status !== 0)
		giveUp(
			"The packages could not be installed. " +
				"Check that the npm registry can be reached (npm ping), then start again.",
		);
	// The stamp is replaced, not overwritten, because copies of the product may share the file.
	rmSync(STAMP, { force: true });
	writeFileSync(STAMP, wanted);
}

/** npm's record of the installed packages. */
const INSTALLED = "node_modules/.package-lock.json";

/** Whether only the runtime packages are installed, as `npm ci --omit=dev` does. */
export const hasRuntimePackagesOnly = () =>
	existsSync(INSTALLED) && !existsSync("node_modules/@remix-run/dev");

/** A runtime package of package-lock.json that is missing or has another version. */
export function findMissingPackage() {
	const packagesIn = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
	const installed = packagesIn(INSTALLED);
	return Object.entries(packagesIn(LOCK)).find(
		([place, { version, dev, optional, devOptional, peer }]) => {
			const isWanted = place !== "" && !dev && !devOptional && !peer;
			const found = installed[place];
			return isWanted && (found === undefined ? !optional : found.version !== version);
		},
	)?.[0];
}

if (isStarted(import.meta.url)) install();
