import { buildServer } from "./server-process.ts";

/** Vitest's hook before the tests of a project that starts the server. */
export default buildServer;
