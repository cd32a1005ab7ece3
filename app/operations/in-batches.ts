import { isAway, isToBeTriedAgain } from "../../db/connection/errors.ts";
import { unavailability } from "../../db/connection/unavailability.ts";
import type { Unavailability } from "../domain/unavailability.ts";
import type { Queue, Service, ServiceState } from "../platform/service.ts";

export type BatchLimits = { batchMax: number; underWayMax: number; furtherMin: number };

/**
 * Batches of no more, so that the process works at one while the database works at the next: all in
 * one, they would work in turn. And no more at once: while one waits for its commit, or its answers
 * are on their way out, the database works at another. A further one is sent for `furtherMin` at
 * least, because each costs the more the fewer it serves.
 */
export const LIMITS: BatchLimits = { batchMax: 16, underWayMax: 3, furtherMin: 4 };
const TRIES_MAX = 5;

/**
 * What one of a batch may be the reason of: its row needs new room on the disk, is the damaged one,
 * or is what others hold. The server has answered, so that nothing of the batch was done. A time
 * limit is none: one by one, they would take many times as long.
 */
const MAY_BE_OF_ONE = new Set<Unavailability | null>([
	null,
	"no-space",
	"out-of-memory",
	"given-up",
	"failing",
]);
/**
 * Milliseconds in which the rest of a failed batch is still sent one by one: whoever waits is told
 * within 2 s (C2).
 */
const ONE_BY_ONE_MS_MAX = 1000;

/**
 * Gives a statement for many a function for one: those that are asked for while statements are
 * under way go into the next one together. None waits for a timer; alone, it is sent at once. What
 * the database refuses for one of a batch, it refuses for that one alone. Where it turns out to
 * serve nobody, all who wait are told: they have waited for it as well, and would wait as long
 * again (C2). `limitsOf` may set other limits for a while. Inside a transaction each is sent alone,
 * and at once.
 */
export function inBatches<Input, Output>(
	queueOf: (state: ServiceState) => Queue<Input, Output>,
	sendAll: (service: Service, inputs: Input[]) => Promise<Output[]>,
	limitsOf: (state: ServiceState) => BatchLimits = () => LIMITS,
) {
	type Waiting = Queue<Input, Output>["waiting"][number];

	// Once what has already come in has been read: no timer, and what came in one burst goes
	// together.
	function sendSoon(service: Service, queue: Queue<Input, Output>): void {
		if (queue.isAboutToSend) return;
		queue.isAboutToSend = true;
		setImmediate(() => {
			queue.isAboutToSend = false;
			const { batchMax, underWayMax, furtherMin } = limitsOf(service.state);
			while (
				queue.waiting.length >= (queue.underWay === 0 ? 1 : furtherMin) &&
				queue.underWay < underWayMax
			) {
				queue.underWay += 1;
				void send(service, queue, queue.waiting.splice(0, batchMax)).finally(() => {
					queue.underWay -= 1;
					sendSoon(service, queue);
				});
			}
		});
	}

	/** Gives what the statement failed by, once all of the batch have been told. */
	async function send(
		service: Service,
		queue: Queue<Input, Output>,
		batch: Waiting[],
		attempt = 1,
	): Promise<unknown> {
		try {
			const outputs = await sendAll(
				service,
				batch.map(({ input }) => input),
			);
			for (const [index, { resolve }] of batch.entries()) resolve(outputs[index] as Output);
			return undefined;
		} catch (error) {
			if (isToBeTriedAgain(error) && attempt < TRIES_MAX)
				return send(service, queue, batch, attempt + 1);
			const told = isAway(error) ? [...batch, ...queue.waiting.splice(0)] : batch;
			if (batch.length === 1 || !MAY_BE_OF_ONE.has(unavailability(error)))
				for (const { reject } of told) reject(error);
			else await sendOneByOne(service, queue, batch, error);
			return error;
		}
	}

	/**
	 * `error` is what the whole batch failed by, and what those are told whose turn would come too
	 * late. Where one finds that the database serves nobody, the rest are told that.
	 */
	async function sendOneByOne(
		service: Service,
		queue: Queue<Input, Output>,
		batch: Waiting[],
		error: unknown,
	) {
		const until = performance.now() + ONE_BY_ONE_MS_MAX;
		let why = error;
		for (const one of batch) {
			const isTooLate = unavailability(why) !== null && performance.now() > until;
			if (isAway(why) || isTooLate) {
				one.reject(why);
				continue;
			}
			const failedBy = await send(service, queue, [one]);
			if (isAway(failedBy)) why = failedBy;
		}
	}

	return (service: Service, input: Input): Promise<Output> => {
		if (service.isWithin) return sendAlone(service, input);
		const queue = queueOf(service.state);
		return new Promise((resolve, reject) => {
			queue.waiting.push({ input, resolve, reject });
			sendSoon(service, queue);
		});
	};

	async function sendAlone(service: Service, input: Input): Promise<Output> {
		const [output] = await sendAll(service, [input]);
		return output as Output;
	}
}
