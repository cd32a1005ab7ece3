// Makes build/pglite, the empty database that a first start with the embedded database copies.
// Plain Node. Postgres's initdb takes about 850 MB of memory and some seconds. A small machine may
// not have them to spare, so it runs where the product is built.
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { comeHome, isStarted, readStamp, run } from "./install.mjs";

const FOLDER = "build/pglite";
const STAMP = "build/.pglite";

/** Makes the empty database unless the installed PGlite made it before. Returns an exit code. */
export function makeEmptyDatabase() {
	const { version } = JSON.parse(
		readFileSync("node_modules/@electric-sql/pglite/package.json", "utf8"),
	);
	if (readStamp(STAMP) === version && existsSync(FOLDER)) return 0;
	// Its own process, so that the memory is free afterwards.
	return run(process.execPath, ["scripts/empty-database.mjs", version]);
}

async function make(version) {
	const { PGlite } = await import("@electric-sql/pglite");
	mkdirSync("build", { recursive: true });
	// A fresh name: builds and tests may start at the same time.
	const unfinished = `${FOLDER}.${randomUUID()}`;
	try {
		const database = await PGlite.create(unfinished);
		await database.close();
		rmSync(STAMP, { force: true });
		rmSync(FOLDER, { recursive: true, force: true });
		renameSync(unfinished, FOLDER);
		writeFileSync(STAMP, version);
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
	}
}

if (isStarted(import.meta.url)) {
	comeHome();
	const [version] = process.argv.slice(2);
	if (version === undefined) process.exitCode = makeEmptyDatabase();
	else await make(version);
}
