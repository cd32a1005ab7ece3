// `npm run statements`: writes the snapshot of the hot statements.
import { writeFileSync } from "node:fs";
import { SNAPSHOT_FILE, snapshotOfStatements } from "./hot-statements.ts";

writeFileSync(SNAPSHOT_FILE, await snapshotOfStatements());
console.log(`${SNAPSHOT_FILE} is up to date.`);
