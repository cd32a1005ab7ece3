// `npm run nodes`: the tests without a browser, on each supported Node version. With `-- 24`, only
// on that version. With `-- 24 domain`, only one stage on that version. The npm registry has the
// Node binaries as packages.
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
/** The words of a list that are among the arguments, or all words if none is. */
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

/** The newest Node binary of a major version, downloaded if missing. */
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
