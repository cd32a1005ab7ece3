import type { Trouble } from "./connection.ts";

/** Milliseconds of silence after which we ask the server for a sign of life. */
const QUIET_MS = 800;
/**
 * Milliseconds of silence after which the server counts as away, so that every waiter gets an error
 * within 2 s.
 */
const SILENCE_MS_MAX = 1800;
/**
 * Milliseconds of waiting after which a waiter has the server asked about its statement, and after
 * which it rejects if the statement is stuck.
 */
const STUCK = { look: 1000, msMax: 1500 };
/**
 * The same for a while after a stuck statement: many waited for the same lock, and would wait as
 * long again.
 */
const STUCK_AGAIN = { look: 250, msMax: 500 };
const STUCK_FOR_MS = 3000;
/**
 * The same for a whole call of several statements: a late answer leaves less time for the next
 * statement. After this wait, a shorter silence of the server is enough to reject.
 */
const CALL = { msMax: 1800, quietMs: 1200 };
/** Milliseconds between two checks of a waiter. */
const TICK_MS = 250;
/** A check that is this many milliseconds late means that this process itself stood still. */
const STOOD_MS_MIN = 500;

/** Minimum milliseconds between two questions. */
const PAUSE_MS = 100;

/** `isUnreachable` recognizes it. */
const silence = (message: string): Error => Object.assign(new Error(message), { code: "SILENCE" });

/**
 * The facts about a waiter. `asked` (performance.now()) is earlier than now after another wait.
 * `isAnswer` is false if the awaited result comes from this process, and says nothing of the
 * server. `isCall`: a call of several statements. `trouble` is the result of the last look at the
 * server.
 */
export type Waiting = {
	asked?: number | undefined;
	isAnswer?: boolean;
	isCall?: boolean;
	trouble?: () => Trouble | undefined;
};

/**
 * Waits for an answer of the server. Rejects after `ownMsMax`, after 1.8 s without any answer, or
 * once the server reports its statement as stuck.
 */
export type Watch = <T>(answer: PromiseLike<T>, ownMsMax: number, how?: Waiting) => Promise<T>;

export type Watcher = {
	watch: Watch;
	/** Asks the server now, unless a question is under way. */
	look(): void;
};

/**
 * Rejects pending answers once the server is away. A timeout for each answer would not do: one
 * statement takes long, and in a burst the end of the queue waits, while all is well. So any answer
 * counts for all waiters; without one, `askForLife` asks for it. A waiter of that age needs that
 * sign of life itself: behind a pooler that has lost most of its connections, other waiters may
 * have answers. The question also finds stuck statements. `ownMsMax` is for all other cases.
 * Nothing is cancelled: the driver pipelines statements on one connection, and a cancellation hits
 * the one that runs. A commit that waits for its standby must not even be cancelled: it would
 * count, and be lost with the server. Time in which this process stood still does not count: it has
 * not yet read the answers of that time.
 */
export function watchForAnswers(askForLife: () => Promise<unknown>): Watcher {
	let lastAnswer = 0;
	let lastLook = Number.NEGATIVE_INFINITY;
	let stuckUntil = 0;
	let isAsking = false;
	let lastAsked = Number.NEGATIVE_INFINITY;
	const heard = () => {
		lastAnswer = performance.now();
	};
	async function ask(): Promise<void> {
		const now = performance.now();
		if (isAsking || now - lastAsked < PAUSE_MS) return;
		isAsking = true;
		lastAsked = now;
		const looked = () => {
			heard();
			lastLook = lastAnswer;
		};
		await askForLife().then(looked, (error) => isSignOfLife(error) && looked());
		isAsking = false;
	}
	async function watch<T>(answer: PromiseLike<T>, ownMsMax: number, how: Waiting = {}): Promise<T> {
		const { isAnswer = true, isCall = false, trouble } = how;
		let { asked = performance.now() } = how;
		let due = Number.POSITIVE_INFINITY;
		let timer: NodeJS.Timeout | undefined;
		const givenUp = new Promise<never>((_resolve, reject) => {
			const listen = (): void => {
				const now = performance.now();
				if (now - due > STOOD_MS_MIN) asked += now - due;
				const quiet = now - Math.max(asked, lastAnswer);
				const waited = now - asked;
				const left = ownMsMax - waited;
				const stuck = now < stuckUntil ? STUCK_AGAIN : STUCK;
				const silenceMax = now < stuckUntil ? STUCK_AGAIN.msMax : SILENCE_MS_MAX;
				const inTrouble = waited >= stuck.msMax ? trouble?.() : undefined;
				if (inTrouble !== undefined) {
					stuckUntil = now + STUCK_FOR_MS;
					reject(
						silence(
							inTrouble === "blocked"
								? "The database waits for a lock, or for its standby."
								: "The connection is dead.",
						),
					);
				} else if (quiet >= silenceMax || (waited >= silenceMax && lastLook < asked)) {
					// Rejections after the shorter limit do not extend it: otherwise a merely slow server
					// would never get its full time again.
					if (silenceMax === SILENCE_MS_MAX) stuckUntil = now + STUCK_FOR_MS;
					reject(silence("The database does not answer."));
				} else if (isCall && waited >= CALL.msMax && quiet >= CALL.quietMs)
					reject(silence("The database does not answer."));
				else if (left <= 0) reject(silence("The database does not answer in time."));
				else {
					if (quiet >= QUIET_MS || waited >= stuck.look) void ask();
					const next = waited < stuck.look ? stuck.look - waited : TICK_MS;
					const untilQuiet = (quiet < QUIET_MS ? QUIET_MS : SILENCE_MS_MAX) - quiet;
					const untilSilence = waited < silenceMax ? silenceMax - waited : TICK_MS;
					const wait = Math.max(1, Math.ceil(Math.min(left, next, untilQuiet, untilSilence)));
					due = now + wait;
					timer = setTimeout(listen, wait);
				}
			};
			listen();
		});
		try {
			const given = await Promise.race([answer, givenUp]);
			if (isAnswer) heard();
			return given;
		} catch (error) {
			if (isSignOfLife(error)) heard();
			throw error;
		} finally {
			clearTimeout(timer);
		}
	}
	return { watch, look: () => void ask() };
}

/**
 * Errors that end a connection, or refuse one: a starting or stopping server sends them, and a
 * pooler on behalf of its server.
 */
const NO_LIFE = /^(08...|57P0.)$/;

/** A refusal is an answer too: only the driver's own errors have no severity. */
const isSignOfLife = (error: unknown): boolean => {
	if (!(error instanceof Error) || !("severity" in error)) return false;
	return (
		error.severity !== "FATAL" &&
		error.severity !== "PANIC" &&
		!NO_LIFE.test(String((error as { code?: unknown }).code))
	);
};
