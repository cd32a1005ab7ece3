import { isAway, isToBeTriedAgain } from "../../db/connection/errors.ts";
import { unavailability } from "../../db/connection/unavailability.ts";
import type { Unavailability } from "../domain/unavailability.ts";
import type { Queue, Service, ServiceState } from "../platform/service.ts";

export type BatchLimits = { batchMax: number; underWayMax: number; furtherMin: number };

/**
 * Several small batches rather than one big one: Node prepares the next while Postgres runs this
 * one. At most `underWayMax` at once: while one batch waits for its commit or its answers are being
 * sent, Postgres runs another. While a batch is under way, the next waits for `furtherMin` inputs,
 * because a small batch costs more for each input.
 */
export const LIMITS: BatchLimits = { batchMax: 16, underWayMax: 3, furtherMin: 4 };
const TRIES_MAX = 5;

/**
 * Errors that one input of a batch may cause alone: its row needs new disk space, is damaged, or is
 * locked by others. The server answered, so nothing of the batch was committed. A time limit is not
 * among these errors: retries one by one would take many times as long.
 */
const MAY_BE_OF_ONE = new Set<Unavailability | null>([
	null,
	"no-space",
	"out-of-memory",
	"given-up",
	"failing",
]);
/**
 * Milliseconds for retrying a failed batch one by one. Every waiting caller needs an answer within
 * 2 s (C2).
 */
const ONE_BY_ONE_MS_MAX = 1000;

/**
 * Turns a statement for many inputs into a function for one input. Inputs that arrive while
 * statements are under way share the next statement. No timer: a single input is sent at once. An
 * error that one input causes fails that input alone. If the database is away, all waiting inputs
 * fail with that error: they have waited as long already, and would wait as long again (C2).
 * `limitsOf` may change the limits for a while. Inside a transaction each input is sent alone and
 * at once.
 */
export function inBatches<Input, Output>(
	queueOf: (state: ServiceState) => Queue<Input, Output>,
	sendAll: (service: Service, inputs: Input[]) => Promise<Output[]>,
	limitsOf: (state: ServiceState) => BatchLimits = () => LIMITS,
) {
	type Waiting = Queue<Input, Output>["waiting"][number];

	// setImmediate runs after Node has read all pending input: no timer, and a burst goes together.
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

	/** Returns the error of the statement, after every caller of the batch has its answer. */
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
	 * `error` is the error of the whole batch. It also fails the inputs that are still unsent when
	 * the time is up. If a retry finds the database away, the remaining inputs fail with that error.
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
