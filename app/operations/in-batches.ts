import type { Database } from "../../db/connection/database.ts";
import { isAway, isToBeTriedAgain } from "../../db/connection/errors.ts";
import { unavailability } from "../../db/connection/unavailability.ts";
import type { Unavailability } from "../domain/unavailability.ts";

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

type Waiting<Input, Output> = {
	input: Input;
	resolve(output: Output): void;
	reject(error: unknown): void;
};
type Batches<Input, Output> = {
	waiting: Waiting<Input, Output>[];
	underWay: number;
	isAboutToSend: boolean;
};

/**
 * Gives a statement for many a function for one: those that are asked for while statements are
 * under way go into the next one together. None waits for a timer; alone, it is sent at once. What
 * the database refuses for one of a batch, it refuses for that one alone. Where it turns out to
 * serve nobody, all who wait are told: they have waited for it as well, and would wait as long
 * again (C2). `limitsOf` may set other limits for a while.
 */
export function inBatches<Input, Output>(
	sendAll: (database: Database, inputs: Input[]) => Promise<Output[]>,
	limitsOf: (database: Database) => BatchLimits = () => LIMITS,
) {
	// By database: a process has one, tests have several.
	const batchesOf = new WeakMap<Database, Batches<Input, Output>>();

	// Once what has already come in has been read: no timer, and what came in one burst goes
	// together.
	function sendSoon(database: Database, batches: Batches<Input, Output>): void {
		if (batches.isAboutToSend) return;
		batches.isAboutToSend = true;
		setImmediate(() => {
			batches.isAboutToSend = false;
			const { batchMax, underWayMax, furtherMin } = limitsOf(database);
			while (
				batches.waiting.length >= (batches.underWay === 0 ? 1 : furtherMin) &&
				batches.underWay < underWayMax
			) {
				batches.underWay += 1;
				void send(database, batches, batches.waiting.splice(0, batchMax)).finally(() => {
					batches.underWay -= 1;
					sendSoon(database, batches);
				});
			}
		});
	}

	/** Gives what the statement failed by, once all of the batch have been told. */
	async function send(
		database: Database,
		batches: Batches<Input, Output>,
		batch: Waiting<Input, Output>[],
		attempt = 1,
	): Promise<unknown> {
		try {
			const outputs = await sendAll(
				database,
				batch.map(({ input }) => input),
			);
			for (const [index, { resolve }] of batch.entries()) resolve(outputs[index] as Output);
			return undefined;
		} catch (error) {
			if (isToBeTriedAgain(error) && attempt < TRIES_MAX)
				return send(database, batches, batch, attempt + 1);
			const told = isAway(error) ? [...batch, ...batches.waiting.splice(0)] : batch;
			if (batch.length === 1 || !MAY_BE_OF_ONE.has(unavailability(error)))
				for (const { reject } of told) reject(error);
			else await sendOneByOne(database, batches, batch, error);
			return error;
		}
	}

	/**
	 * `error` is what the whole batch failed by, and what those are told whose turn would come too
	 * late. Where one finds that the database serves nobody, the rest are told that.
	 */
	async function sendOneByOne(
		database: Database,
		batches: Batches<Input, Output>,
		batch: Waiting<Input, Output>[],
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
			const failedBy = await send(database, batches, [one]);
			if (isAway(failedBy)) why = failedBy;
		}
	}

	return (database: Database, input: Input): Promise<Output> => {
		const batches: Batches<Input, Output> = batchesOf.get(database) ?? {
			waiting: [],
			underWay: 0,
			isAboutToSend: false,
		};
		batchesOf.set(database, batches);
		return new Promise((resolve, reject) => {
			batches.waiting.push({ input, resolve, reject });
			sendSoon(database, batches);
		});
	};
}
