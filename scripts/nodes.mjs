// `npm run nodes`: the tests without a browser on the Node versions that are supported beside this
// one; `npm run nodes -- 24` on one of them. The npm registry has their binaries as packages.
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { giveUp, install, run } from "./install.mjs";

const VERSIONS = ["22", "24", "26"];
const STAGES = ["domain", "operations", "http"];

const asked = process.argv.slice(2);
const unknown = asked.find((version) => !VERSIONS.includes(version));
if (unknown !== undefined)
	giveUp(`Node ${unknown} is not among those to test: ${VERSIONS.join(", ")}.`);
install();

const failed = (asked.length === 0 ? VERSIONS : asked).filter((version) => {
	const node = nodeOf(version);
	console.log(`\n── Node ${version}`);
	const PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH}`;
	return run(node, ["scripts/test.mjs", ...STAGES], { env: { ...process.env, PATH } }) !== 0;
});
if (failed.length > 0) giveUp(`Failed on Node ${failed.join(", ")}.`);

/** The binary of the newest Node of a major version, fetched when it is not there yet. */
function nodeOf(version) {
	const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
	const folder = path.resolve(".cache/nodes", version);
	const binary = path.join(
		folder,
		"node_modules",
		name,
		"bin",
		process.platform === "win32" ? "node.exe" : "node",
	);
	if (!existsSync(binary)) {
		mkdirSync(folder, { recursive: true });
		const args = [
			"install",
			"--prefix",
			folder,
			"--no-save",
			"--no-audit",
			"--no-fund",
			`${name}@${version}`,
		];
		if (run("npm", args, { shell: process.platform === "win32" }) !== 0 || !existsSync(binary))
			giveUp(`Node ${version} could not be fetched for this machine (package ${name}).`);
	}
	return binary;
}
