import { fork } from "node:child_process";
import type { StoredGroup } from "../../../db/import/reviewed-groups.ts";
import type { GroupsFileProblem } from "../../domain/import/all-groups/groups-file-check.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { getEnv } from "../../platform/env.server.ts";
import { checkGroups, type StoreGroups } from "./check-groups.ts";
import { fileBeside } from "./file-beside.ts";

/**
 * Messages of the child process: groups in the order of the file, the end, or the file's problem.
 */
export type FromChecker =
	| { groups: StoredGroup[]; total: number }
	| { done: true }
	| { problem: GroupsFileProblem };

/**
 * Up to this size, a file is checked in the server's process, in 10 to 30 ms. Starting a child
 * process takes ten times as long.
 */
const CHECKED_HERE_BYTES_MAX = 16 * 1024;

/**
 * Memory limit of the child process, in MiB. A file of 50 MiB needs about 600. A malicious file
 * that fills the memory ends the child process, not the server.
 */
const MEMORY_MIB = 1536;

/** Signals of a Node process out of memory: aborted by Node, or killed by the system. */
const OUT_OF_MEMORY = new Set(["SIGABRT", "SIGKILL", "SIGTRAP", "SIGILL"]);

/**
 * Parses and checks a file of groups, and hands the groups to `store` in batches. A child process
 * does this unless the file is small.
 */
export async function checkGroupsFile(
	bytes: Uint8Array,
	store: StoreGroups,
	memoryMib = MEMORY_MIB,
): Promise<Result<null, GroupsFileProblem>> {
	const country = getEnv().DEFAULT_COUNTRY;
	if (bytes.byteLength <= CHECKED_HERE_BYTES_MAX) return checkGroups(bytes, country, store);
	const { file, execArgv } = fileBeside(import.meta.url, "check-groups-file.child");
	const child = fork(file, [country], {
		execArgv: [...execArgv, `--max-old-space-size=${memoryMib}`],
		serialization: "advanced",
		stdio: ["pipe", "ignore", "ignore", "ipc"],
		// The child process needs none of the server's settings and secrets.
		env: { NODE_ENV: "production" },
	});
	try {
		return await new Promise((resolve, reject) => {
			child.on("message", (message: FromChecker) => {
				if ("problem" in message) resolve(err(message.problem));
				else if ("done" in message) resolve(ok(null));
				else
					store(message.groups, message.total).then(
						() => child.connected && child.send("stored"),
						reject,
					);
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
			// The child may end before it has read everything. The exit event reports that.
			child.stdin?.on("error", () => {});
			child.stdin?.end(bytes);
		});
	} finally {
		child.kill("SIGKILL");
	}
}
