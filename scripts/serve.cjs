// Runs the built server. CommonJS, because Node 20 compiles only CommonJS from a code cache.
// Without the cache, V8 takes a third of a start to parse the server's four megabytes.
const { readFileSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");
const { constants, Script } = require("node:vm");

const FILE = path.resolve(__dirname, "../build/server/server.cjs");
const CACHE = `${FILE}.cache`;

/** The code cache. Undefined before the build has made it. */
function readCache() {
	try {
		return readFileSync(CACHE);
	} catch {
		return undefined;
	}
}

// The file is ASCII, and this reads it several times as fast as UTF-8.
const source = readFileSync(FILE, "latin1");
// V8 refuses a cache of another version of Node, and compiles the source instead.
const script = new Script(
	`(function (exports, require, module, __filename, __dirname) {${source}\n})`,
	{
		filename: FILE,
		cachedData: readCache(),
		importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
	},
);
const server = { exports: {} };
script.runInThisContext()(server.exports, createRequire(FILE), server, FILE, path.dirname(FILE));

// The build's own run. A cache that is made now also has the functions that ran on loading.
if (process.argv[2] === "write-code-cache") {
	writeFileSync(CACHE, script.createCachedData());
	process.exit();
}
server.exports.serve();
