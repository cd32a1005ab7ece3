import { buffer } from "node:stream/consumers";
import { type CheckedGroup, checkGroup, readGroupsFile } from "../domain/groups-file-check.ts";
import type { FromChecker } from "./check-groups-file.ts";

// The process that parses and checks a file of groups: up to a minute of work, in which the one that serves waits for nothing. A process and
// no thread, because one thread that runs out of memory ends all of them. The file comes by stdin. It gives a few groups at a time and goes on
// when they have been stored, so that neither side gathers the whole; and it ends with its parent.

/** Numbers and groups that are given at once. */
const NUMBERS_AT_ONCE = 10_000;
const GROUPS_AT_ONCE = 500;

async function check(bytes: Uint8Array): Promise<void> {
	const give = async (message: FromChecker): Promise<void> => {
		const stored = new Promise((resolve) => process.once("message", resolve));
		process.send?.(message);
		await stored;
	};
	const file = readGroupsFile(bytes);
	if (!file.ok) return give({ problem: file.error });
	let batch: CheckedGroup[] = [];
	let numbers = 0;
	const flush = async (): Promise<void> => {
		if (batch.length > 0) await give({ groups: batch.map(store) });
		batch = [];
		numbers = 0;
	};
	for (const [index, raw] of file.value.entries()) {
		const group = checkGroup(raw, index);
		if (numbers + group.rows.length > NUMBERS_AT_ONCE || batch.length === GROUPS_AT_ONCE) await flush();
		batch.push(group);
		numbers += group.rows.length;
	}
	await flush();
	await give({ done: true });
}

/** Control characters and halves of surrogate pairs, which no text column holds. */
const NOT_STORABLE = /[\p{Cc}\p{Cs}]/gu;
const NAME_SHOWN_MAX = 100;

const store = ({ index, name, nameKey, settings, problems, rows }: CheckedGroup) => ({
	index,
	name: name
		.replace(NOT_STORABLE, "\u{FFFD}")
		.slice(0, nameKey === null ? NAME_SHOWN_MAX : undefined)
		.replace(NOT_STORABLE, ""),
	nameKey,
	settings: JSON.stringify(settings),
	problems: JSON.stringify(problems),
	rows: JSON.stringify(rows),
});

process.on("disconnect", () => process.exit());
await check(await buffer(process.stdin));
