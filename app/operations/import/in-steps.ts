import { setImmediate as nextTurn } from "node:timers/promises";

/** Does long work in its steps. Other work of the process gets its turn in between. */
export async function inSteps<R>(work: Generator<undefined, R>): Promise<R> {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
		await nextTurn();
	}
}
