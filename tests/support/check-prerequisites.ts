// Run by scripts/test.mjs first, so that a missing prerequisite is reported at once and not after
// minutes.
import { missingFor } from "./prerequisites.ts";

const missing = missingFor(process.argv.slice(2));
for (const sentence of missing) console.error(sentence);
process.exitCode = missing.length === 0 ? 0 : 1;
