// Installs the generators and validators, apart from the product's packages.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf, readStamp, run } from "../../scripts/install.mjs";

const FOLDER = "clients/checks";
const STAMP = path.join(FOLDER, "node_modules/.installed");

/** Installs the locked packages unless they are there. Returns whether they are there. */
export function installChecks() {
	const files = ["package.json", "package-lock.json"];
	const wanted = hashOf(...files.map((name) => readFileSync(path.join(FOLDER, name))));
	if (readStamp(STAMP) === wanted) return true;
	console.log("Installing the generators of clients; this is needed once.");
	const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
	const status = run("npm", args, { cwd: FOLDER, shell: process.platform === "win32" });
	if (status === 0) writeFileSync(STAMP, wanted);
	else console.error("They could not be installed. Check that the npm registry can be reached.");
	return status === 0;
}
