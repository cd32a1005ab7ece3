import { buffer } from "node:stream/consumers";
import { checkGroups } from "./check-groups.ts";
import type { FromChecker } from "./check-groups-file.ts";

// The process that parses and checks a file of groups: up to a minute of work, in which the one
// that serves waits for nothing. A process and no thread, because one thread that runs out of
// memory ends all of them. The file comes by stdin. It gives a few groups at a time and goes on
// when they have been stored, so that neither side gathers the whole; and it ends with its parent.

async function give(message: FromChecker): Promise<void> {
	const stored = new Promise((resolve) => process.once("message", resolve));
	process.send?.(message);
	await stored;
}

process.on("disconnect", () => process.exit());
const checked = await checkGroups(await buffer(process.stdin), (groups) => give({ groups }));
await give(checked.ok ? { done: true } : { problem: checked.error });
