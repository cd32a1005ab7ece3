import type { Trouble } from "./connection.ts";

/** Milliseconds without any answer after which the server is asked for a sign of life. */
const QUIET_MS = 800;
/**
 * Milliseconds without any answer after which it counts as away: whoever waits is told within 2 s.
 */
const SILENCE_MS_MAX = 1800;
/**
 * Milliseconds after which one that waits has the server asked what becomes of its statement, and
 * is told where that is stuck.
 */
const STUCK = { look: 1000, msMax: 1500 };
/**
 * The same for a while after something was stuck: many waited for that, and would wait as long
 * again.
 */
const STUCK_AGAIN = { look: 250, msMax: 500 };
const STUCK_FOR_MS = 3000;
/**
 * The same for a whole call, of several statements: one that was answered late leaves less time to
 * the next. Who has waited for so long is told once the server has been quiet for a shorter time.
 */
const CALL = { msMax: 1800, quietMs: 1200 };
/** Milliseconds between two looks at one that waits. */
const TICK_MS = 250;
/** Milliseconds by which a look comes late where this process itself stood still. */
const STOOD_MS_MIN = 500;

/** Milliseconds from one question to the next, at least. */
const PAUSE_MS = 100;

/** `isUnreachable` knows it. */
const silence = (message: string): Error => Object.assign(new Error(message), { code: "SILENCE" });

/**
 * What is known of one that waits. `asked` (performance.now()) is earlier than now where something
 * else had to be waited for first. `isAnswer` is false where what is waited for comes from this
 * process: it says nothing of the server. `isCall` is for what asks the server more than once.
 * `trouble` is what the last look at the server found.
 */
export type Waiting = {
	asked?: number | undefined;
	isAnswer?: boolean;
	isCall?: boolean;
	trouble?: () => Trouble | undefined;
};

/**
 * Waits for an answer of the server, and gives up after `ownMsMax`, once nothing at all has come
 * back for 1.8 s, or once the server says that its statement is stuck.
 */
export type Watch = <T>(answer: PromiseLike<T>, ownMsMax: number, how?: Waiting) => Promise<T>;

export type Watcher = {
	watch: Watch;
	/** Asks the server now, where that is not under way. */
	look(): void;
};

/**
 * Gives answers up once the server is away. Not by each one's own time: one statement takes long,
 * and in a burst those at the end of the queue wait, while all is well. So any answer counts for
 * all who wait; and where none comes, `askForLife` asks for one. Who has waited that long must have
 * that sign: behind a pooler that has lost most of its connections, others may have answers. It
 * also finds out whose statement is stuck. `ownMsMax` is for what nothing else tells. Nothing is
 * cancelled: the driver sends several statements down one connection at once, and a cancellation is
 * for whichever of them the server is at. A commit that waits for its standby must not even be
 * cancelled: it would count, and be lost with the server. Time in which this process stood still
 * does not count: answers that came meanwhile have not been read yet.
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
					// Those told sooner do not count: a server that is only slow would never be
					// given its time again.
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
 * What ends a connection, or lets nobody in: a server that starts or stops says so, and a pooler
 * says so of its server.
 */
const NO_LIFE = /^(08...|57P0.)$/;

/** A refusal is an answer too: the driver's own errors have no severity. */
const isSignOfLife = (error: unknown): boolean => {
	if (!(error instanceof Error) || !("severity" in error)) return false;
	return (
		error.severity !== "FATAL" &&
		error.severity !== "PANIC" &&
		!NO_LIFE.test(String((error as { code?: unknown }).code))
	);
};
