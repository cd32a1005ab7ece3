// `npm run nodes`: the tests without a browser on each supported Node version;
// `npm run nodes -- 24` on one of them, `npm run nodes -- 24 domain` one stage of it. The npm
// registry has the binaries as packages.
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { giveUp, install, run } from "./install.mjs";

const VERSIONS = ["22", "24", "26"];
const STAGES = ["domain", "operations", "http"];

const asked = process.argv.slice(2);
const unknown = asked.find((word) => ![...VERSIONS, ...STAGES].includes(word));
if (unknown !== undefined)
	giveUp(
		`"${unknown}" is neither a Node version to test (${VERSIONS.join(", ")}) ` +
			`nor a stage (${STAGES.join(", ")}).`,
	);
/** Those of a list that were asked for; all of them when none was. */
const chosen = (all) => {
	const some = all.filter((word) => asked.includes(word));
	return some.length === 0 ? all : some;
};
install();

const failed = chosen(VERSIONS).filter((version) => {
	const node = nodeOf(version);
	console.log(`\n── Node ${version}`);
	run(node, ["--version"]);
	const PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH}`;
	const args = ["scripts/test.mjs", ...chosen(STAGES)];
	return run(node, args, { env: { ...process.env, PATH } }) !== 0;
});
if (failed.length > 0) giveUp(`Failed on Node ${failed.join(", ")}.`);

/** The binary of the newest Node of a major version, fetched when it is not there yet. */
function nodeOf(version) {
	const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
	const folder = path.resolve(".cache/nodes", version);
	const program = process.platform === "win32" ? "node.exe" : "node";
	const binary = path.join(folder, "node_modules", name, "bin", program);
	if (!existsSync(binary)) {
		mkdirSync(folder, { recursive: true });
		const quiet = ["--no-save", "--no-audit", "--no-fund"];
		const args = ["install", "--prefix", folder, ...quiet, `${name}@${version}`];
		if (run("npm", args, { shell: process.platform === "win32" }) !== 0 || !existsSync(binary))
			giveUp(`Node ${version} could not be fetched for this machine (package ${name}).`);
	}
	return binary;
}
