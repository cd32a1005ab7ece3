// Builds the product if its sources differ from the last build's. Plain Node.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { compileServer } from "./compile-server.mjs";
import { makeEmptyDatabase } from "./empty-database.mjs";
import {
	comeHome,
	findMissingPackage,
	giveUp,
	hashOf,
	hasRuntimePackagesOnly,
	install,
	isStarted,
	readStamp,
	run,
} from "./install.mjs";

const STAMP = "build/.sources";
const FAILED = "The build failed; the messages above say why.";
const SOURCES = [
	"app",
	"db",
	"docs",
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
 * Builds into build/ if the names or contents of the sources changed. `npm run dev` and editors
 * write to other folders.
 */
export async function build() {
	const wanted = hashOfSources();
	if (readStamp(STAMP) === wanted) return;
	console.log("Building.");
	for (const made of ["build/server", "build/client", STAMP])
		rmSync(made, { recursive: true, force: true });
	const status = run(
		process.execPath,
		["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "error"],
		{
			env: { ...process.env, NODE_ENV: "production" },
			stdio: ["ignore", "ignore", "inherit"],
		},
	);
	if (status !== 0) giveUp(FAILED);
	await complete(wanted);
}

/** Makes what Vite does not make, and marks the build as one of the sources. */
async function complete(hash) {
	if ((await compileServer()) !== 0 || makeEmptyDatabase() !== 0) giveUp(FAILED);
	writeFileSync(STAMP, hash);
}

const hashOfSources = () =>
	hashOf(...SOURCES.flatMap(filesIn).flatMap((file) => [file, readFileSync(file)]));

/**
 * Prepares `npm start` and the operator's commands: installs and builds if needed. A built release
 * with only the runtime packages is used unchanged, without downloads or a build.
 */
export async function prepare() {
	comeHome();
	if (!existsSync("build/server/server.cjs") || !hasRuntimePackagesOnly()) {
		install();
		await build();
		return;
	}
	if (readStamp(STAMP) !== hashOfSources())
		giveUp(
			"The sources are not those of build/, and the packages that build them are not installed. " +
				"Put a release here that is built (docs/operating.md), " +
				"or run: npm install --include=dev --no-save && npm run build",
		);
	const missing = findMissingPackage();
	if (missing !== undefined)
		giveUp(`${missing} is not as package-lock.json has it. Run: npm ci --omit=dev`);
}

function filesIn(source) {
	if (!statSync(source).isDirectory()) return [source];
	// With their types, because a call for each of a thousand files takes 25 ms of every start.
	return readdirSync(source, { withFileTypes: true })
		.sort((one, other) => (one.name < other.name ? -1 : 1))
		.flatMap((entry) => {
			const file = path.join(source, entry.name);
			return entry.isFile() ? [file] : filesIn(file);
		});
}

// `npm run build` passes "built" after its build, so only the rest is made.
if (isStarted(import.meta.url)) {
	if (process.argv[2] === "built") {
		comeHome();
		await complete(hashOfSources());
	} else {
		install();
		await build();
	}
}
