// `npm run users`, `npm run seed` and `npm run rotate-secrets`: installs and builds if needed, then
// runs the built script of that name.
import { prepare } from "./build.mjs";
import { run } from "./install.mjs";

const [name, ...words] = process.argv.slice(2);
await prepare();
process.exitCode = run(process.execPath, [`build/server/${name}.js`, ...words]);
