// `npm start`: installs and builds if needed, then serves. A built release needs no install and no
// build.
import { createRequire } from "node:module";
import { prepare } from "./build.mjs";

await prepare();
createRequire(import.meta.url)("./serve.cjs");
