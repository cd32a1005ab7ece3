// Run by scripts/test.mjs before anything else, so that what is missing is said at once and not
// after minutes.
import { missingFor } from "./prerequisites.ts";

const missing = missingFor(process.argv.slice(2));
for (const sentence of missing) console.error(sentence);
process.exitCode = missing.length === 0 ? 0 : 1;
