import { readdirSync, readFileSync } from "node:fs";

const KIB = 1024;

const read = (pid: number, file: string): string => {
	try {
		return readFileSync(`/proc/${pid}/${file}`, "utf8");
	} catch {
		// The process has ended.
		return "";
	}
};

/** Resident memory of a process, in bytes. 0 if it has ended. */
export const memoryOf = (pid: number): number =>
	KIB * Number(/VmRSS:\s+(\d+)/.exec(read(pid, "status"))?.[1] ?? 0);

/** The fields of /proc/PID/stat after the program's name, which may hold spaces. */
const statOf = (pid: number): string[] => read(pid, "stat").split(") ").at(-1)!.split(" ");

/** A clock tick of /proc. */
const TICK_US = 10_000;
/** Processor time of a process so far, in microseconds, in steps of 10,000. */
export const processorUsOf = (pid: number): number => {
	const [user, system] = statOf(pid).slice(11, 13);
	return TICK_US * (Number(user ?? 0) + Number(system ?? 0));
};

/** The process that started this one. */
export const parentOf = (pid: number): number => Number(statOf(pid)[1]);

/** A process and all below it. */
export function withChildren(pid: number): number[] {
	const all = readdirSync("/proc").map(Number).filter(Number.isInteger);
	const found = [pid];
	for (const parent of found) found.push(...all.filter((one) => parentOf(one) === parent));
	return found;
}
