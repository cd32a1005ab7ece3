import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { StoredGroup } from "../../db/group-import-reviews.ts";
import type { GroupsFileProblem } from "../domain/groups-file-check.ts";
import { err, ok, type Result } from "../domain/result.ts";

/** What the thread says: groups in the order of the file, the end of them, or what the file is instead. */
export type FromChecker = { groups: StoredGroup[] } | { done: true } | { problem: GroupsFileProblem };

/** MiB that the thread may take: a file of 50 MiB needs about 600; one made to fill the memory ends the thread, and not the server. */
const MEMORY_MIB = 1536;

/**
 * Parses and checks a file of groups in a thread of its own, and hands the groups to `store`, some at a time. The bytes are given away: they
 * cannot be read here afterwards.
 */
export async function checkGroupsFile(
	bytes: Uint8Array,
	store: (groups: StoredGroup[]) => Promise<void>,
	memoryMib = MEMORY_MIB,
): Promise<Result<null, GroupsFileProblem>> {
	const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
	const worker = new Worker(...workerFile(whole, memoryMib));
	try {
		return await new Promise((resolve, reject) => {
			worker.on("message", (message: FromChecker) => {
				if ("problem" in message) resolve(err(message.problem));
				else if ("done" in message) resolve(ok(null));
				else store(message.groups).then(() => worker.postMessage("stored"), reject);
			});
			worker.on("error", (error: Error & { code?: string }) =>
				error.code === "ERR_WORKER_OUT_OF_MEMORY" ? resolve(err({ code: "file-too-complex" })) : reject(error),
			);
			worker.on("exit", (code) => reject(new Error(`The thread that checks a file ended with ${code}.`)));
		});
	} finally {
		await worker.terminate();
	}
}

/** In the build the thread has a bundle of its own beside the server's; from source, in tests and development, it needs TypeScript taken out. */
function workerFile(bytes: Uint8Array, memoryMib: number): ConstructorParameters<typeof Worker> {
	const here = import.meta.url;
	const isSource = here.split("?", 1)[0]?.endsWith(".ts") === true;
	const options = {
		workerData: bytes,
		transferList: [bytes.buffer as ArrayBuffer],
		resourceLimits: { maxOldGenerationSizeMb: memoryMib },
	};
	if (isSource) {
		const source = JSON.stringify(new URL("check-groups-file.worker.ts", here).href.split("?", 1)[0]);
		return [`import("tsx/esm/api").then(({ tsImport }) => tsImport(${source}, ${source}));`, { ...options, eval: true }];
	}
	const name = "check-groups-file.worker.js";
	const beside = new URL(name, here);
	return [existsSync(beside) ? beside : new URL(`../${name}`, here), options];
}
