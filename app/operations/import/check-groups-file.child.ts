import { buffer } from "node:stream/consumers";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import { checkGroups } from "./check-groups.ts";
import type { FromChecker } from "./check-groups-file.ts";

// A child process parses and checks a file of groups: up to a minute of work that must not block
// the server. A process rather than a thread, because one thread out of memory ends all threads.
// The file comes through stdin. Backpressure: the child sends a few groups and continues once they
// are stored, so that neither side holds the whole file. The child ends with its parent.

async function give(message: FromChecker): Promise<void> {
	const stored = new Promise((resolve) => process.once("message", resolve));
	process.send?.(message);
	await stored;
}

process.on("disconnect", () => process.exit());
const country = process.argv[2] as CountryCode;
const checked = await checkGroups(await buffer(process.stdin), country, (groups, total) =>
	give({ groups, total }),
);
await give(checked.ok ? { done: true } : { problem: checked.error });
