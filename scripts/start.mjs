// `npm start`: installs and builds if needed, then runs the server in this terminal. A built
// release needs no install and no build.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { prepare } from "./build.mjs";

await prepare();

const server = spawn(process.execPath, ["scripts/serve.cjs"], {
	stdio: "inherit",
});
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"])
	process.on(signal, () => server.kill(signal === "SIGHUP" ? "SIGTERM" : signal));
server.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
