import { fork } from "node:child_process";
import type { StoredGroup } from "../../../db/import/reviewed-groups.ts";
import type { GroupsFileProblem } from "../../domain/import/groups-file-check.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { checkGroups } from "./check-groups.ts";
import { fileBeside } from "./file-beside.ts";

/**
 * What the process says: groups in the order of the file, the end of them, or what the file is
 * instead.
 */
export type FromChecker =
	| { groups: StoredGroup[] }
	| { done: true }
	| { problem: GroupsFileProblem };

/**
 * A file of no more bytes is checked at once, in 10 to 30 ms: to start a process takes ten times as
 * long.
 */
const CHECKED_HERE_BYTES_MAX = 16 * 1024;

/**
 * MiB that the process may take: a file of 50 MiB needs about 600; one made to fill the memory ends
 * that process, and not the server.
 */
const MEMORY_MIB = 1536;

/** How Node ends a process that has no memory left: aborted, or killed by the system. */
const OUT_OF_MEMORY = new Set(["SIGABRT", "SIGKILL", "SIGTRAP", "SIGILL"]);

/**
 * Parses and checks a file of groups, all but a small one in a process of its own, and hands the
 * groups to `store`, some at a time.
 */
export async function checkGroupsFile(
	bytes: Uint8Array,
	store: (groups: StoredGroup[]) => Promise<void>,
	memoryMib = MEMORY_MIB,
): Promise<Result<null, GroupsFileProblem>> {
	if (bytes.byteLength <= CHECKED_HERE_BYTES_MAX) return checkGroups(bytes, store);
	const { file, execArgv } = fileBeside(import.meta.url, "check-groups-file.child");
	const child = fork(file, {
		execArgv: [...execArgv, `--max-old-space-size=${memoryMib}`],
		serialization: "advanced",
		stdio: ["pipe", "ignore", "ignore", "ipc"],
		// Nothing of the server's settings and secrets: it needs none.
		env: { NODE_ENV: "production" },
	});
	try {
		return await new Promise((resolve, reject) => {
			child.on("message", (message: FromChecker) => {
				if ("problem" in message) resolve(err(message.problem));
				else if ("done" in message) resolve(ok(null));
				else store(message.groups).then(() => child.connected && child.send("stored"), reject);
			});
			child.on("error", reject);
			child.on("exit", (code, signal) => {
				if (code === 134 || OUT_OF_MEMORY.has(signal ?? ""))
					resolve(err({ code: "file-too-complex" }));
				else
					reject(
						new Error(`The process that checks a file of groups ended with ${signal ?? code}.`),
					);
			});
			// It may end before it has read everything: that is said by its end.
			child.stdin?.on("error", () => {});
			child.stdin?.end(bytes);
		});
	} finally {
		child.kill("SIGKILL");
	}
}
