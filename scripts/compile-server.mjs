// Makes build/server/server.cjs, which scripts/serve.cjs runs, and its code cache. Plain Node.
import { rmSync } from "node:fs";
import { run } from "./install.mjs";
import { OUTSIDE_THE_BUNDLE } from "./outside-the-bundle.mjs";

const ENTRY = "build/server/server.js";
const COMPILED = "build/server/server.cjs";

/**
 * Puts the server's modules into one CommonJS file, in place of its ES modules, and compiles it.
 * Returns an exit code.
 */
export async function compileServer() {
	// Not installed yet when a start imports this file.
	const { buildSync } = await import("esbuild");
	// `build` would leave a process running beside a server that starts after this.
	buildSync({
		...{ entryPoints: [ENTRY], outfile: COMPILED, bundle: true, format: "cjs" },
		...{ platform: "node", target: "es2022", logLevel: "error" },
		external: OUTSIDE_THE_BUNDLE,
		// V8 reads ASCII several times as fast as any other text, and keeps it in half the memory.
		// Stack traces keep names and lines.
		...{ charset: "ascii", legalComments: "external", minifyWhitespace: true },
		lineLimit: 100,
		define: { "import.meta.url": "FILE_URL" },
		banner: { js: 'const FILE_URL = require("node:url").pathToFileURL(__filename).href;' },
	});
	rmSync(ENTRY);
	return run(process.execPath, ["scripts/serve.cjs", "write-code-cache"]);
}
