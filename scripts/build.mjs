// Builds the product, when its sources are not those of the last build. Plain Node.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { giveUp, hashOf, install, isStarted, readStamp, run } from "./install.mjs";

const STAMP = "build/.sources";
const SOURCES = [
	"app",
	"db",
	"public",
	"scripts",
	"server.ts",
	"package.json",
	"package-lock.json",
	"remix.config.js",
	"tsconfig.json",
	"vite.config.ts",
];

/**
 * Builds into build/ when the names or contents of the sources changed; `npm run dev` and editors
 * write elsewhere.
 */
export function build() {
	const wanted = hashOf(...SOURCES.flatMap(filesIn).flatMap((file) => [file, readFileSync(file)]));
	if (readStamp(STAMP) === wanted) return;
	console.log("Building.");
	rmSync("build", { recursive: true, force: true });
	const status = run(
		process.execPath,
		["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "error"],
		{
			env: { ...process.env, NODE_ENV: "production" },
			stdio: ["ignore", "ignore", "inherit"],
		},
	);
	if (status !== 0) giveUp("The build failed; the messages above say why.");
	writeFileSync(STAMP, wanted);
}

function filesIn(source) {
	if (!statSync(source).isDirectory()) return [source];
	return readdirSync(source)
		.sort()
		.flatMap((name) => filesIn(path.join(source, name)));
}

if (isStarted(import.meta.url)) {
	install();
	build();
}
